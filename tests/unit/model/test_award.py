"""The award: a gate that is closed stays closed, whatever the rest is worth."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.authoring.reading import load_course
from builder.model.award import Marks, decide_award
from builder.model.course import AwardRule
from builder.model.exercise import Exercise

RULE = AwardRule(exercises=0.7, gate=2)


@pytest.fixture(scope="module")
def exercises(root: Path) -> dict[str, Exercise]:
    """The real course's exercises."""
    return {exercise.id: exercise for exercise in load_course(root).exercises}


def full(exercise: Exercise, *, harm: int = 3) -> Marks:
    assert exercise.rubric is not None
    levels = {criterion.id: harm if criterion.gate else 3 for criterion in exercise.rubric.criteria}
    return Marks(sum(task.points for task in exercise.tasks), levels)


def test_full_marks_earn_the_award(exercises: dict[str, Exercise]) -> None:
    marks = {name: full(exercise) for name, exercise in exercises.items()}
    assert decide_award(RULE, exercises, marks, passed_package=True).earned


@pytest.mark.parametrize("level", [0, 1])
def test_the_harm_gate_closes_in_every_exercise_with_full_points_everywhere(
    exercises: dict[str, Exercise], level: int
) -> None:
    for closed, exercise in exercises.items():
        marks = {name: full(other, harm=level if name == closed else 3) for name, other in exercises.items()}
        award = decide_award(RULE, exercises, marks, passed_package=True)
        assert not award.earned
        assert len(award.missing) == 1
        assert exercise.title in award.missing[0]
        assert f"level {level}" in award.missing[0]


def test_what_is_missing_is_named_all_at_once(exercises: dict[str, Exercise]) -> None:
    award = decide_award(RULE, exercises, {}, passed_package=False)
    assert len(award.missing) == 2 + len(exercises)
    assert "not marked yet" in award.missing[-1]


def test_seventy_percent_is_enough_and_less_is_not(exercises: dict[str, Exercise]) -> None:
    name, exercise = next(iter(exercises.items()))
    possible = sum(task.points for task in exercise.tasks)
    levels = full(exercise, harm=2).levels
    enough = decide_award(RULE, {name: exercise}, {name: Marks(0.7 * possible, levels)}, passed_package=True)
    less = decide_award(RULE, {name: exercise}, {name: Marks(0.7 * possible - 0.5, levels)}, passed_package=True)
    assert enough.earned
    assert not less.earned
