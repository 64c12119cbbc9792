"""Who has earned the award, from the gradebook and, where they are given, the results of the course's package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.grading.by_hand import ByHand, Place
from builder.grading.levels import parted, score_of
from builder.grading.lms.results import GRADED, Result
from builder.grading.lms.table import read_table
from builder.model.award import Marks, decide_award
from builder.model.course import Course
from builder.model.exercise import Exercise

YES = frozenset({"passed", "pass", "yes", "true", "1", "completed"})
NO = frozenset({"failed", "fail", "no", "false", "0", "incomplete", "not attempted", ""})


class PackageResultsError(Exception):
    """A file of package results cannot be used; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner. ``earned`` is None where only the package's result is missing to say so; ``missing`` is what the
    award still needs, ``doubts`` what a person should look at, a line each."""

    learner: str
    name: str
    earned: bool | None
    points: float
    possible: float
    missing: tuple[str, ...]
    doubts: tuple[str, ...]


def read_package_results(path: Path, score: float | None) -> Mapping[str, bool]:
    """Return who has passed the package, from a CSV with a column `learner` and one of `passed` and `score` (0..100).

    ``score`` is the share of 0..1 that passes. Raises `PackageResultsError`, and `TableError` for no table.
    """
    table = read_table(path)
    places = {name.strip().lower(): place for place, name in enumerate(table.header)}
    if "learner" not in places or not {"passed", "score"} & set(places):
        raise PackageResultsError(f"{path} needs a column `learner`, and `passed` (yes or no) or `score` (0 to 100).")
    found: dict[str, bool] = {}
    for line, row in table.rows:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        found[cells["learner"]] = _passed(cells, score, f"{path}:{line}")
    return found


def _passed(cells: Mapping[str, str], score: float | None, where: str) -> bool:
    if "passed" in cells:
        told = cells["passed"].lower()
        if told not in YES | NO:
            raise PackageResultsError(f"{where}: `{cells['passed']}` is neither yes nor no.")
        return told in YES
    text = cells["score"].removesuffix("%").replace(",", ".").strip()
    try:
        points = float(text) if text else 0.0
    except ValueError:
        raise PackageResultsError(f"{where}: `{cells['score']}` is no number from 0 to 100.") from None
    return score is not None and points / 100 >= score - 1e-9


def standings(
    course: Course,
    results: Iterable[Result],
    given: Mapping[Place, ByHand],
    packages: Mapping[str, bool] | None,
) -> tuple[Standing, ...]:
    """Return where each learner stands, sorted by learner. Without ``packages`` nobody has earned the award yet."""
    exercises = {exercise.id: exercise for exercise in course.exercises}
    by_learner: dict[str, list[Result]] = {}
    for result in results:
        if result.exercise in exercises:
            by_learner.setdefault(result.learner, []).append(result)
    return tuple(
        _standing(course, exercises, learner, by_learner[learner], given, packages) for learner in sorted(by_learner)
    )


def _standing(
    course: Course,
    exercises: Mapping[str, Exercise],
    learner: str,
    results: Sequence[Result],
    given: Mapping[Place, ByHand],
    packages: Mapping[str, bool] | None,
) -> Standing:
    marks: dict[str, Marks] = {}
    doubts: list[str] = []
    for result in results:
        if result.state != GRADED:
            continue
        exercise = exercises[result.exercise]
        levels: Mapping[str, int] = {}
        if exercise.rubric is not None:
            hand = given.get((learner, exercise.id, exercise.rubric.task))
            levels = parted(hand.comment, exercise.rubric)[0] if hand else {}
            doubts += _doubts(exercise, hand, levels)
        marks[exercise.id] = Marks(result.score or 0.0, levels)
    possible = sum(task.points for exercise in exercises.values() for task in exercise.tasks)
    points = sum(mark.points for mark in marks.values())
    rule = course.pass_rule.award
    name = next((result.name for result in results if result.name), "")
    if rule is None:
        return Standing(learner, name, None, points, possible, ("the course has no rule for an award",), tuple(doubts))
    passed = packages.get(learner, False) if packages is not None else True
    award = decide_award(rule, exercises, marks, passed_package=passed)
    earned = award.earned and not doubts
    if packages is None:
        told = (*award.missing, "the result of the course itself was not given")
        return Standing(learner, name, None if earned else False, points, possible, told, tuple(doubts))
    return Standing(learner, name, earned, points, possible, award.missing, tuple(doubts))


def _doubts(exercise: Exercise, hand: ByHand | None, levels: Mapping[str, int]) -> list[str]:
    """What does not fit together in the marks of a text: then a person decides, not the program."""
    if hand is None or hand.score is None:
        return []
    assert exercise.rubric is not None
    if len(levels) < len(exercise.rubric.criteria):
        return [f"{exercise.title}: points without all levels; give them in a marking sheet or in the comment"]
    if abs(score_of(levels, exercise) - hand.score) >= 0.005:
        return [f"{exercise.title}: {hand.score:g} points, but the levels make {score_of(levels, exercise):g}"]
    if hand.waiting:
        return [f"{exercise.title}: graded again since it was marked; look at the text and mark it again"]
    return []
