"""The course's own exercises: right answers earn all marks, tricks earn none, and nothing runs long."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from exercise_marks import AUTOMATIC, BY_HAND, code_answers, marks
from grading_cohort import EXERCISES, mark, read_source
from trick_answers import EVERYTHING, HARD_CODED

from builder.model.course import Course
from builder.model.exercise import Exercise, TaskKind

SECONDS = 10


@pytest.fixture
def exercises(course: Course) -> Mapping[str, Exercise]:
    """The course's exercises by id."""
    return {exercise.id: exercise for exercise in course.exercises}


def test_every_element_module_has_its_exercise(exercises: Mapping[str, Exercise]) -> None:
    assert set(EXERCISES) <= set(exercises)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_model_answer_earns_every_automatic_mark_in_seconds(root: Path, tmp_path: Path, name: str) -> None:
    start = time.perf_counter()
    found = marks(root, tmp_path, name, code_answers(root, name))
    assert time.perf_counter() - start < SECONDS
    tasks = {
        mark(cell)["grade_id"]: mark(cell)["points"]
        for cell in read_source(root, name)["cells"]
        if mark(cell).get("grade")
    }
    assert found == {key: points for key, points in tasks.items() if points != BY_HAND}
    assert sum(found.values()) == AUTOMATIC


@pytest.mark.parametrize("name", EXERCISES)
def test_an_empty_notebook_earns_nothing(root: Path, tmp_path: Path, name: str) -> None:
    assert set(marks(root, tmp_path, name, {}).values()) == {0}


@pytest.mark.parametrize("name", EXERCISES)
def test_an_answer_cell_that_was_deleted_earns_nothing(root: Path, tmp_path: Path, name: str) -> None:
    gone = dict.fromkeys(code_answers(root, name), "")
    assert set(marks(root, tmp_path, name, gone).values()) == {0}


@pytest.mark.parametrize("name", EXERCISES)
def test_choosing_everything_earns_nothing(root: Path, tmp_path: Path, name: str) -> None:
    assert sum(marks(root, tmp_path, name, EVERYTHING[name]).values()) == 0


@pytest.mark.parametrize("name", EXERCISES)
def test_formulas_that_repeat_the_visible_example_earn_nothing(root: Path, tmp_path: Path, name: str) -> None:
    assert sum(marks(root, tmp_path, name, HARD_CODED[name]).values()) == 0


@pytest.mark.parametrize("name", EXERCISES)
def test_points_are_sixty_to_forty_and_the_rubric_closes_on_harm(exercises: Mapping[str, Exercise], name: str) -> None:
    exercise = exercises[name]
    by_hand = [task for task in exercise.tasks if task.kind is TaskKind.MANUAL]
    assert sum(task.points for task in exercise.tasks if task.kind is TaskKind.AUTO) == AUTOMATIC
    assert [task.points for task in by_hand] == [BY_HAND]
    assert exercise.rubric is not None
    assert exercise.rubric.task == by_hand[0].id
    assert len(exercise.rubric.criteria) * 3 == BY_HAND
    assert [criterion.id for criterion in exercise.rubric.criteria if criterion.gate] == ["harm"]
    assert all(all(criterion.levels) for criterion in exercise.rubric.criteria)


@pytest.mark.parametrize("name", EXERCISES)
def test_the_first_page_holds_the_ethics_and_nothing_asks_for_input(root: Path, name: str) -> None:
    cells = read_source(root, name)["cells"]
    assert cells[1]["source"].startswith("## Before you start: do no harm")
    assert not any("input(" in cell["source"] for cell in cells)
    assert all(cell["id"] for cell in cells)
    assert all(not cell.get("outputs") for cell in cells)


@pytest.mark.parametrize("name", EXERCISES)
def test_hidden_tests_read_the_learners_values_through_the_helper_alone(root: Path, name: str) -> None:
    """So they can later run in a clean interpreter that holds the values and nothing else of the learner's."""
    cells = read_source(root, name)["cells"]
    own = {
        found for cell in cells if mark(cell).get("solution") for found in re.findall(r"^(\w+) =", cell["source"], re.M)
    }
    for cell in cells:
        if mark(cell).get("grade") and not mark(cell)["solution"]:
            assert "import cop_check" in cell["source"]
            without_text = re.sub(r'"[^"\n]*"', '""', cell["source"])
            assert not own & set(re.findall(r"\w+", without_text)), mark(cell)["grade_id"]
