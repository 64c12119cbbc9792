"""The course's own exercises: right answers earn all marks, tricks earn few, and nothing runs long.

The notebooks' code runs in a fresh interpreter as nbgrader would run it (a cell's last expression is its result);
test_grading_cohort.py shows on some of the same answers that nbgrader itself gives the same marks.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from grading_cohort import EXERCISES, filled, mark, model_answers, read_source

from builder.model.course import Course
from builder.model.exercise import Exercise, TaskKind

SECONDS = 10
AUTOMATIC, BY_HAND = 27, 18
SOLUTION = re.compile(r"### BEGIN SOLUTION\n.*?### END SOLUTION", re.DOTALL)
RUNNER = """
import ast, json, sys
cells = json.load(open(sys.argv[1], encoding="utf-8"))
space, marks = sys.modules["__main__"].__dict__, {}
for grade_id, most, source in cells:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    earned = most
    try:
        exec(compile(tree, "cell", "exec"), space)
        if last is not None:
            result = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            earned = result if isinstance(result, float) else most
    except Exception:
        earned = 0
    if most:
        marks[grade_id] = earned
print("\\n" + json.dumps(marks))
"""


def marks(root: Path, folder: Path, exercise: str, answers: Mapping[str, str]) -> dict[str, float]:
    """Return the marks by task for ``answers``; cells without one stay as a learner finds them."""
    notebook = read_source(root, exercise)
    for cell in notebook["cells"]:
        cell["source"] = SOLUTION.sub("", cell["source"])
    cells = [
        (mark(cell).get("grade_id", ""), mark(cell).get("points", 0), cell["source"])
        for cell in filled(notebook, answers)["cells"]
        if cell["cell_type"] == "code"
    ]
    source = root / "exercises"
    for path in (source / "cop_check.py", *(source / exercise).glob("*.csv")):
        shutil.copy(path, folder)
    (folder / "cells.json").write_text(json.dumps(cells), encoding="utf-8")
    command = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, '.')\n{RUNNER}", "cells.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    assert not done.stderr, "nbgrader takes anything on stderr for a failure"
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def code_answers(root: Path, exercise: str) -> dict[str, str]:
    """Return the model answers of the cells that the computer marks."""
    by_hand = {mark(c)["grade_id"] for c in read_source(root, exercise)["cells"] if mark(c).get("points") == BY_HAND}
    return {key: text for key, text in model_answers(root, exercise).items() if key not in by_hand}


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


WORRIES = ("1 dark bus stop", "2 hungry boys", "3 forced payments", "4 violence at home", "5 families put out")
ACTORS = "police, council, health service, social services, school, legal aid, survivor service, traders, elders"
EVERYTHING = {
    "reciprocity-index": {
        "signs-answer": 'warning_signs = "a b c d e f g h"',
        "flags-answer": 'flagged_groups = "a b c d e"',
        "repair-answer": 'harbour = {f: [4, 4] for f in ["information", "decisions", "resources", "accountability"]}\n'
        'harbour["risk"] = [4, 3]',
    },
    "safety-perceptions": {
        "seasons-answer": 'shows_a_gap = "a b c d"',
        "sentence-answer": 'honest_sentence = "a b c d"',
        "referral-answer": f"every = {ACTORS!r}\n"
        f"referral = {{row: {{'lead': every, 'help': every}} for row in {WORRIES!r}}}",
    },
    "trust-index": {
        "compare-answer": 'a_is_higher = "a b c d"',
        "matrix-answer": 'effects = {a: {"land claims": 1, "water point": 1} for a in "ABCD"}\n'
        'changes = dict.fromkeys("ABCD", "q")',
    },
}


@pytest.mark.parametrize("name", EXERCISES)
def test_choosing_everything_earns_nothing(root: Path, tmp_path: Path, name: str) -> None:
    assert sum(marks(root, tmp_path, name, EVERYTHING[name]).values()) == 0


HARD_CODED = {
    "reciprocity-index": {
        "balance-answer": 'balance_formula = "0.5"',
        "flow-answer": 'volume_formula = "0.75"\nflow_formula = "0.375"\nsilent_score = None',
        "ratio-answer": 'ratio_formula = "0.4"',
    },
    "safety-perceptions": {"share-answer": 'share_formula = "0.75"\ngap_formula = "0.25"'},
    "trust-index": {
        "reverse-answer": 'reverse_item = ""\nreverse_formula = "6 - answer"',
        "mean-answer": 'mean_formula = "3.5"\nmissing_rule = ""',
        "interval-answer": 'low_formula = "2.02"\nhigh_formula = "3.98"',
    },
}


@pytest.mark.parametrize("name", EXERCISES)
def test_formulas_that_repeat_the_visible_example_earn_nothing(root: Path, tmp_path: Path, name: str) -> None:
    assert sum(marks(root, tmp_path, name, HARD_CODED[name]).values()) == 0


@pytest.mark.parametrize(
    "flows",
    [
        '{"information": [1, 4], "decisions": [3, 0], "resources": [2, 1], "accountability": [0, 2], "risk": [0, 3]}',
        '{"information": [0, 4], "decisions": [4, 0], "resources": [4, 0], "accountability": [0, 4], "risk": [0, 3]}',
        '{"information": [4, 4], "decisions": [3, 3], "resources": [2, 2], "accountability": [1, 2], "risk": [0, 3]}',
        '{"information": [4, 4], "decisions": [4, 1], "resources": [2, 1], "accountability": [1, 2], "risk": [1, 4]}',
    ],
    ids=["as-it-was", "one-way", "one-flow-left-one-way", "residents-risk-more"],
)
def test_a_partnership_that_goes_one_way_earns_nothing(root: Path, tmp_path: Path, flows: str) -> None:
    assert marks(root, tmp_path, "reciprocity-index", {"repair-answer": f"harbour = {flows}"})["repair"] == 0


def test_sending_every_worry_to_the_police_earns_little(root: Path, tmp_path: Path) -> None:
    referral = {row: {"lead": "police", "help": "traders"} for row in WORRIES}
    found = marks(root, tmp_path, "safety-perceptions", {"referral-answer": f"referral = {referral!r}"})
    assert found["referral"] == 2


@pytest.mark.parametrize("effect", [-1, 0, 1])
def test_one_effect_for_every_activity_earns_little(root: Path, tmp_path: Path, effect: int) -> None:
    effects = {activity: {"land claims": effect, "water point": effect} for activity in "ABCD"}
    changes = dict.fromkeys("ABCD", "p" if effect < 0 else "")
    answer = f"effects = {effects!r}\nchanges = {changes!r}"
    assert marks(root, tmp_path, "trust-index", {"matrix-answer": answer})["matrix"] == 0


def test_a_partly_right_answer_earns_a_part(root: Path, tmp_path: Path) -> None:
    answers = {
        "flow-answer": 'volume_formula = "(smaller + larger) / 8"\nflow_formula = "volume * balance"\nsilent_score = 0',
        "signs-answer": 'warning_signs = "a c b"',
    }
    found = marks(root, tmp_path, "reciprocity-index", answers)
    assert (found["flow-score"], found["warning-signs"]) == (4, 1)


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
