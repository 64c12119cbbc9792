"""Whether a learner has earned the award: the package, the exercises, and the gates that nothing averages away.

A package knows its score; only the gradebook knows exercises and rubric levels (`AwardRule`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.model.course import AwardRule
from builder.model.exercise import Exercise


@dataclass(frozen=True, slots=True)
class Marks:
    """One learner's marks for one exercise: ``points`` of its tasks, and the level 0..3 given for each criterion."""

    points: float
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Award:
    """``earned``, and if not, everything that is missing, a line each."""

    earned: bool
    missing: tuple[str, ...]


def decide_award(
    rule: AwardRule, exercises: Mapping[str, Exercise], marks: Mapping[str, Marks], *, passed_package: bool
) -> Award:
    """Return the award of a learner with ``marks`` (exercise id -> marks).

    The share of points is taken over all ``exercises``; one without marks counts as zero, and its gates as closed.
    A gate below the rule's level closes the award whatever the points are.
    """
    missing = [] if passed_package else ["the course itself is not passed yet"]
    possible = sum(task.points for exercise in exercises.values() for task in exercise.tasks)
    earned = sum(given.points for name, given in marks.items() if name in exercises)
    if earned < rule.exercises * possible:
        missing.append(f"exercises: {earned:g} of {possible:g} points, {rule.exercises:.0%} are needed")
    for name, exercise in exercises.items():
        for criterion in exercise.rubric.criteria if exercise.rubric else ():
            level = marks[name].levels.get(criterion.id) if name in marks else None
            if criterion.gate and (level is None or level < rule.gate):
                found = "not marked yet" if level is None else f"level {level}"
                missing.append(f"{exercise.title}: {criterion.title} is {found}, level {rule.gate} is needed")
    return Award(not missing, tuple(missing))
