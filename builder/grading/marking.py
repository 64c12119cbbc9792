"""From a marking sheet to marks: every line is checked first, what would change is said, and all is written or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.grading.answers import answer_to, edition_of
from builder.grading.by_hand import ByHand, Given, Place
from builder.grading.folder import GradingFolder
from builder.grading.levels import HIGHEST, parted, score_of, with_levels
from builder.grading.marking_sheet import SheetLine, code_of, criteria_of, level_of, read_sheet, secret_of
from builder.model.exercise import Exercise, Rubric


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line of the sheet, and what to do."""

    line: int
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Marking:
    """One line that changes something: what the gradebook has and what it will have, in points and in words. ``shown``
    is the learner as the sheet names them: by their code in a blind one."""

    shown: str
    given: Given
    before: float | None
    levels: Mapping[str, int]
    is_below_gate: bool


@dataclass(frozen=True, slots=True)
class MarkingPlan:
    """What a sheet comes to. ``same`` counts the lines that change nothing, ``empty`` those without levels."""

    markings: tuple[Marking, ...]
    faults: tuple[Fault, ...]
    same: int
    empty: int


def plan_marking(
    sheet: Path, folder: GradingFolder, exercises: Sequence[Exercise], given: Mapping[Place, ByHand], gate: int
) -> MarkingPlan:
    """Read and check ``sheet`` against the gradebook; ``gate`` is the level that a gate needs. Nothing is written.

    Raises `SheetError` and `TableError` for a file that is no sheet.
    """
    secret = secret_of(folder)
    known = {exercise.id: exercise for exercise in exercises if exercise.rubric}
    learners = {code_of(secret, learner): learner for learner, _, _ in given}
    markings: list[Marking] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str], int] = {}
    same = empty = 0
    for line in read_sheet(sheet, criteria_of(exercises)):
        exercise = known.get(line.exercise)
        learner = learners.get(line.who, "")
        fault = _misplaced(line, exercise, learner, given, seen)
        if fault:
            faults.append(fault)
            continue
        assert exercise is not None
        assert exercise.rubric is not None
        seen[line.who, line.exercise] = line.line
        if not line.levels and not line.comment:
            empty += 1
            continue
        fault = _misgiven(line, exercise.rubric) or _outdated(line, folder, learner, exercise)
        if fault:
            faults.append(fault)
            continue
        marking = _marking(line, exercise, learner, given, gate)
        if marking is None:
            same += 1
        else:
            markings.append(marking)
    return MarkingPlan(tuple(markings), tuple(faults), same, empty)


def _misplaced(
    line: SheetLine,
    exercise: Exercise | None,
    learner: str,
    given: Mapping[Place, ByHand],
    seen: Mapping[tuple[str, str], int],
) -> Fault | None:
    """Say why a line belongs to no submission, or to one that another line has marked."""
    if exercise is None or exercise.rubric is None:
        return Fault(line.line, f"there is no exercise `{line.exercise}` with a rubric", "do not change this column")
    if not learner or (learner, exercise.id, exercise.rubric.task) not in given:
        fix = "use a sheet of this grading folder, and do not change the first columns"
        return Fault(line.line, f"`{line.who}` is nobody who handed in `{line.exercise}`", fix)
    if (line.who, line.exercise) in seen:
        first = seen[line.who, line.exercise]
        return Fault(line.line, f"line {first} marks the same submission", "take one of the two lines out")
    return None


def _misgiven(line: SheetLine, rubric: Rubric) -> Fault | None:
    """Say what is wrong with the levels: not a level, a criterion of another rubric, or some but not all."""
    own = {criterion.id for criterion in rubric.criteria}
    for criterion, text in line.levels.items():
        if criterion not in own:
            return Fault(line.line, f"this exercise has no criterion `{criterion}`", "leave that cell as it was")
        if level_of(text) is None:
            return Fault(
                line.line, f"`{text}` is no level for `{criterion}`", f"give a whole number from 0 to {HIGHEST}"
            )
    lacking = [criterion.id for criterion in rubric.criteria if criterion.id not in line.levels]
    if lacking:
        return Fault(
            line.line, f"no level for {', '.join(lacking)}", "give all levels of a line, or none and no comment"
        )
    return None


def _outdated(line: SheetLine, folder: GradingFolder, learner: str, exercise: Exercise) -> Fault | None:
    """Say that the learner has handed in another answer since the sheet was written."""
    assert exercise.rubric is not None
    now = edition_of(answer_to(folder, learner, exercise.id, exercise.rubric.task))
    if line.edition == now:
        return None
    fix = "write a new sheet and read the new answer; the marks of the other lines can be copied into it"
    return Fault(line.line, "the answer has changed since this sheet was written", fix)


def _marking(
    line: SheetLine, exercise: Exercise, learner: str, given: Mapping[Place, ByHand], gate: int
) -> Marking | None:
    """Return what the line changes; None where the gradebook has it already and waits for nobody."""
    rubric = exercise.rubric
    assert rubric is not None
    levels = {criterion.id: level_of(line.levels[criterion.id]) or 0 for criterion in rubric.criteria}
    before = given[learner, exercise.id, rubric.task]
    score = score_of(levels, exercise)
    is_same = before.score is not None and abs(before.score - score) < 0.005 and not before.waiting
    if is_same and parted(before.comment, rubric) == (levels, line.comment):
        return None
    below = any(criterion.gate and levels[criterion.id] < gate for criterion in rubric.criteria)
    mark = Given(learner, exercise.id, rubric.task, score, with_levels(levels, line.comment))
    return Marking(line.who if line.blind else learner, mark, before.score, levels, below)
