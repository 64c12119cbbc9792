"""Real nbgrader on a generated cohort: the gradebook holds the marks that were planted."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from grading_cohort import EXERCISES, filled, mark, model_answers, read_notebook

from builder.grading.audit import audit_sample
from builder.grading.folder import GradingFolder
from builder.grading.planning import Settings
from builder.grading.release import Released
from builder.model.course import Course

MAIN = "from builder.cli import main; main(prog_name='coursewright')"
EXERCISE = "reciprocity-index"
MODELS = "models"
OTHERS = len(EXERCISES) - 1
Command = Callable[..., subprocess.CompletedProcess[str]]

WRONG = {
    "balance-answer": 'balance_formula = "larger / smaller"',
    "flow-answer": 'volume_formula = "smaller + larger"\nflow_formula = "balance + volume"\nsilent_score = 1',
    "signs-answer": 'warning_signs = "b d"',
    "ratio-answer": 'ratio_formula = "seats / residents"',
    "flags-answer": 'flagged_groups = "d e"',
    "terms-of-reference": "The police decide.",
}
PLANTED = {"right": 27, "wrong": 0, "blank": 0, "raising": 23, "partly": 22, "duplicated": 27}
"""The automatic marks that each learner of `reciprocity-index` must get."""


def duplicated(notebook: Any) -> Any:
    """Copy the first answer cell with its mark, as a learner does with copy and paste; the copy holds the answer."""
    at = next(i for i, cell in enumerate(notebook["cells"]) if mark(cell).get("grade_id") == "balance-answer")
    first = json.loads(json.dumps(notebook["cells"][at]))
    first["source"], first["id"] = 'balance_formula = ""', "first"
    notebook["cells"].insert(at, first)
    return notebook


def damaged(notebook: Any) -> Any:
    """Make a notebook that is JSON and has its marks, but that nbgrader cannot read."""
    for cell in notebook["cells"]:
        del cell["source"]
    return notebook


def hand_in(folder: Path, learner: str, exercise: str, notebook: Any) -> None:
    """Write a learner's notebook where a learning system's download has it."""
    path = folder / learner / f"{exercise}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture(scope="module")
def incoming(root: Path, released: Mapping[str, Released], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cohort's work."""
    folder = tmp_path_factory.mktemp("incoming")
    student = read_notebook(released[EXERCISE].notebook)
    model = model_answers(root, EXERCISE)
    partly = {
        **model,
        "flow-answer": 'volume_formula = "(smaller + larger) / 8"\nflow_formula = "volume * balance"\nsilent_score = 0',
        "signs-answer": 'warning_signs = "a c b"',
    }
    hand_in(folder, "right", EXERCISE, filled(student, model))
    hand_in(folder, "wrong", EXERCISE, filled(student, WRONG))
    hand_in(folder, "blank", EXERCISE, student)
    hand_in(folder, "raising", EXERCISE, filled(student, {**model, "balance-answer": "1 / 0"}))
    hand_in(folder, "partly", EXERCISE, filled(student, partly))
    hand_in(folder, "duplicated", EXERCISE, duplicated(filled(student, model)))
    hand_in(folder, "damaged", EXERCISE, damaged(filled(student, model)))
    for exercise in EXERCISES:
        if exercise != EXERCISE:
            notebook = read_notebook(released[exercise].notebook)
            hand_in(folder, MODELS, exercise, filled(notebook, model_answers(root, exercise)))
    (folder / "broken").mkdir()
    (folder / "broken" / f"{EXERCISE}.ipynb").write_text('{"cells": [', encoding="utf-8")
    (folder / f"{EXERCISE}.ipynb").write_text(json.dumps(student), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def coursewright(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Run the command; PATH lacks the environment's own folder, as when it is called by its full name."""
    home = tmp_path_factory.mktemp("home")
    kept = {key: value for key, value in os.environ.items() if key not in ("PATH", "PYTHONPATH", "VIRTUAL_ENV")}
    environment = {**kept, "PATH": "/usr/bin:/bin", "HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}

    def call(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", MAIN, *map(str, arguments)]
        return subprocess.run(
            command, cwd=root, env=environment, capture_output=True, text=True, timeout=300, check=False
        )

    return call


@pytest.fixture(scope="module")
def cohort(coursewright: Command, incoming: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole day once: collect, run, export; each with what it said."""
    folder = tmp_path_factory.mktemp("day") / "grading"
    said = {"folder": folder}
    said["collect"] = coursewright("grade", "collect", incoming, "--folder", folder)
    said["run"] = coursewright("grade", "run", "--folder", folder)
    said["export"] = coursewright("grade", "export", "--to", "csv", "--folder", folder)
    return said


def grades(exported: subprocess.CompletedProcess[str]) -> dict[tuple[str, str], dict[str, str]]:
    """Return the rows of the CSV by learner and exercise."""
    rows = csv.DictReader(io.StringIO(exported.stdout))
    return {(row["learner"], row["exercise"]): row for row in rows}


def test_every_learner_has_the_marks_that_were_planted(cohort: dict[str, Any]) -> None:
    found = grades(cohort["export"])
    marks = {learner: row["automatic"] for (learner, exercise), row in found.items() if exercise == EXERCISE}
    assert {learner: float(marks[learner]) for learner in PLANTED} == PLANTED
    assert {row["automatic_max"] for row in found.values() if row["state"] == "graded"} == {"27"}


@pytest.mark.parametrize("exercise", [name for name in EXERCISES if name != EXERCISE])
def test_the_model_answers_of_the_other_exercises_earn_all(cohort: dict[str, Any], exercise: str) -> None:
    row = grades(cohort["export"])[MODELS, exercise]
    assert (row["automatic"], row["max"], row["to_mark"]) == ("27", "45", "1")


def test_free_text_waits_for_a_person_unless_it_is_blank(cohort: dict[str, Any]) -> None:
    found = grades(cohort["export"])
    assert {name: found[name, EXERCISE]["to_mark"] for name in ("right", "wrong", "blank")} == {
        "right": "1",
        "wrong": "1",
        "blank": "0",
    }


def test_bad_submissions_are_reported_and_stop_nobody(cohort: dict[str, Any]) -> None:
    collected, graded = cohort["collect"], cohort["run"]
    assert collected.returncode == 1
    assert f"broken/{EXERCISE}.ipynb: it is damaged: line 1" in collected.stderr
    assert f"not taken: {EXERCISE}.ipynb: it is not clear whose it is" in collected.stderr
    assert "the cell balance-answer was there 2 times" in collected.stdout
    assert graded.returncode == 0
    assert graded.stderr == f"{6 + OTHERS} graded, 0 were graded before, 0 failed.\n"


def test_a_submission_that_failed_is_no_result(cohort: dict[str, Any]) -> None:
    states = {learner: row["state"] for (learner, _), row in grades(cohort["export"]).items()}
    assert (states.pop("damaged"), states.pop("broken")) == ("refused", "refused")
    assert set(states.values()) == {"graded"}
    assert cohort["export"].returncode == 1


def test_status_shows_every_submission_with_its_attempt_and_what_was_unusual(
    cohort: dict[str, Any], coursewright: Command
) -> None:
    shown = coursewright("grade", "status", "--folder", cohort["folder"])
    lines = shown.stdout.splitlines()
    assert lines[0].split()[:4] == ["LEARNER", "EXERCISE", "STATE", "ATTEMPT"]
    told = {line.split()[0]: line for line in lines if EXERCISE in line}
    assert "graded   1 of 1" in told["right"]
    assert "the cell balance-answer was there 2 times" in told["duplicated"]
    assert "refused" in told["damaged"]
    assert f"{6 + OTHERS} graded, 2 refused" in shown.stderr


def test_without_a_sandbox_the_command_says_what_one_gives_up(cohort: dict[str, Any], coursewright: Command) -> None:
    assert "Warning" not in cohort["run"].stderr
    said = coursewright("grade", "run", "nobody", "--unsafe", "--folder", cohort["folder"])
    assert said.returncode == 0
    assert said.stderr.startswith("Warning: --unsafe runs the learners' code on this computer with your rights")


def test_an_audit_of_honest_work_finds_no_difference(cohort: dict[str, Any], coursewright: Command) -> None:
    said = coursewright("grade", "run", "right", "partly", "--audit", "50%", "--folder", cohort["folder"])
    assert said.returncode == 0, said.stderr
    assert "Audit: 1 of 2 graded submissions were graded again" in said.stderr
    assert "0 difference(s)" in said.stderr


def test_an_audit_shows_every_score_that_nbgrader_does_not_give(
    cohort: dict[str, Any], course: Course, root: Path, tmp_path: Path
) -> None:
    folder = GradingFolder(shutil.copytree(cohort["folder"], tmp_path / "grading"))
    with sqlite3.connect(folder.gradebook) as database:
        database.execute("UPDATE grade SET auto_score = 0.25 WHERE auto_score = 0")
        database.execute("UPDATE comment SET auto_comment = 'No response.'")
    database.close()
    report = audit_sample(course, root, folder, Settings(only=("wrong",)), 1.0)
    assert report.sample == (("wrong", EXERCISE),)
    told = {(one.what, one.ours, one.theirs) for one in report.differences}
    assert told == {("score", "0.25", "0.0"), ("comment", "No response.", "None")}
    assert sum(one.what == "score" for one in report.differences) == 6


def test_our_release_is_what_nbgrader_releases(cohort: dict[str, Any], released: Mapping[str, Released]) -> None:
    for exercise in EXERCISES:
        theirs = json.loads((cohort["folder"] / "release" / exercise / f"{exercise}.ipynb").read_text(encoding="utf-8"))
        ours = json.loads(released[exercise].notebook.read_text(encoding="utf-8"))
        assert ours == theirs


def test_what_was_interrupted_is_graded_by_the_next_run_and_nothing_else(
    cohort: dict[str, Any], coursewright: Command, incoming: Path, root: Path, released: Mapping[str, Released]
) -> None:
    folder = cohort["folder"]
    journal = GradingFolder(folder).journal
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join(line for line in lines if b'"learner":"partly"' not in line))
    better = filled(read_notebook(released[EXERCISE].notebook), model_answers(root, EXERCISE))
    hand_in(incoming, "blank", EXERCISE, better)
    coursewright("grade", "collect", incoming / "blank", "--folder", folder)  # no learner in sight: changes nothing
    hand_in(incoming / "new", "blank", EXERCISE, better)
    assert coursewright("grade", "collect", incoming / "new", "--folder", folder).returncode == 0
    graded = coursewright("grade", "run", "--folder", folder)
    assert "2 graded" in graded.stderr, f"{graded.stderr}\n{journal.read_text()}"
    assert f"{4 + OTHERS} were graded before, 0 failed." in graded.stderr, graded.stderr
    exported = coursewright("grade", "export", "--folder", folder)
    found = grades(exported)
    assert float(found["partly", EXERCISE]["automatic"]) == PLANTED["partly"]
    assert float(found["blank", EXERCISE]["automatic"]) == 27
    states = json.loads(coursewright("grade", "status", "--json", "--folder", folder).stdout)
    assert {row["state"] for row in states} == {"graded", "refused"}


def test_an_exercise_whose_cells_went_away_after_grading_is_refused_with_a_way_on(
    cohort: dict[str, Any], coursewright: Command, root: Path, tmp_path: Path
) -> None:
    for part in ("exercises", "modules", "course", "_toc.yml", "_config.yml"):
        (shutil.copytree if (root / part).is_dir() else shutil.copy)(root / part, tmp_path / part)
    path = tmp_path / "exercises" / "trust-index" / "trust-index.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [cell for cell in notebook["cells"] if mark(cell).get("grade_id") != "compare"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    graded = coursewright("grade", "run", "-C", tmp_path, "--folder", cohort["folder"])
    assert graded.returncode == 3
    assert "Cannot add or remove cells" in graded.stderr
    assert "--folder" in graded.stderr
    assert "Traceback" not in graded.stderr


def test_export_without_a_gradebook_says_what_to_do(coursewright: Command, tmp_path: Path) -> None:
    said = coursewright("grade", "export", "--folder", tmp_path / "none")
    assert said.returncode == 1
    assert "coursewright grade run" in said.stderr
    assert not said.stdout


def test_nothing_generated_goes_into_the_course(cohort: dict[str, Any], root: Path) -> None:
    assert cohort["export"].stdout
    ours = {path.name for path in (root / "exercises").rglob("*")}
    assert not ours & {"gradebook.db", "release", "autograded", "submitted", ".ipynb_checkpoints", "__pycache__"}
