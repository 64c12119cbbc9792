"""Both engines give an honest submission the marks and comments that stock nbgrader gives it."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path

import pytest
from varied_exercise import ANSWERS, EXERCISE, NUMBERS, TASKS, source_notebook, submission

from builder.grading.engine import SandboxSettings, open_engine
from builder.grading.gradebook import CODE_STUB, TEXT_STUB, student_notebook
from builder.grading.preparing import prepare_files
from builder.grading.work import Graded, Limits, Prepared, Work

CELL_SECONDS = 60
LEARNERS = ("right", "wrong", "odd")
Marks = Mapping[str, tuple[float | None, float, bool]]
Comments = Mapping[str, str | None]


@pytest.fixture(scope="module")
def submissions() -> Mapping[str, bytes]:
    """Learner to notebook."""
    released = student_notebook(source_notebook().decode(), EXERCISE).encode()
    return {who: submission(ANSWERS[who], released, essay="Mine." if who == "odd" else "") for who in LEARNERS}


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    """The varied exercise, ready to grade."""
    return prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": source_notebook(), "numbers.csv": NUMBERS})


@pytest.fixture(scope="module")
def stock(
    submissions: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, tuple[Marks, Comments]]:
    """What nbgrader itself gives each learner."""
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from sqlalchemy.exc import SAWarning
    from traitlets.config import Config

    root = tmp_path_factory.mktemp("stock")
    _write(root / "source" / EXERCISE, source_notebook())
    for who, notebook in submissions.items():
        _write(root / "submitted" / who / EXERCISE, notebook)
    config = Config()
    config.ClearSolutions.code_stub, config.ClearSolutions.text_stub = {"python": CODE_STUB}, TEXT_STUB
    config.Execute.timeout = CELL_SECONDS
    address = f"sqlite:///{root / 'gradebook.db'}"
    with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
        warnings.simplefilter("ignore", SAWarning)
        patch.setenv("PATH", os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])))
        courses = CourseDirectory(config=config, root=str(root), db_url=address)
        api = NbGraderAPI(coursedir=courses, config=config, log_level=logging.CRITICAL)
        assert api.generate_assignment(EXERCISE)["success"]
        for who in submissions:
            assert api.autograde(EXERCISE, who)["success"], who
        with Gradebook(address) as book:
            return {who: _recorded(book.find_submission_notebook(EXERCISE, EXERCISE, who)) for who in submissions}


def _write(folder: Path, notebook: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / f"{EXERCISE}.ipynb").write_bytes(notebook)
    (folder / "numbers.csv").write_bytes(NUMBERS)


def _recorded(found: object) -> tuple[Marks, Comments]:
    marks = {
        grade.name: (grade.auto_score, grade.max_score, bool(grade.needs_manual_grade))
        for grade in found.grades  # type: ignore[attr-defined]
        if grade.cell.type == "GradeCell"
    }
    return marks, {comment.name: comment.auto_comment for comment in found.comments}  # type: ignore[attr-defined]


@pytest.mark.parametrize("engine", ["fork", "kernel"])
def test_an_engine_gives_nbgraders_marks_and_comments(
    engine: str,
    prepared: Prepared,
    submissions: Mapping[str, bytes],
    stock: Mapping[str, tuple[Marks, Comments]],
) -> None:
    with open_engine(engine, [prepared], Limits(cell_seconds=CELL_SECONDS), SandboxSettings()) as opened:  # type: ignore[arg-type]
        for who in LEARNERS if engine == "fork" else ("odd",):
            notebook = submissions[who]
            graded = opened.grade(Work(who, EXERCISE, "", notebook))
            assert isinstance(graded, Graded), graded
            marks = {mark.task: (mark.auto_score, mark.max_score, mark.needs_manual) for mark in graded.marks}
            assert marks == stock[who][0], who
            assert {one.cell: one.comment for one in graded.comments} == stock[who][1], who
            assert not [flag for flag in graded.flags if flag.code not in ("not-plain",)], who


def test_the_cohort_is_varied(stock: Mapping[str, tuple[Marks, Comments]]) -> None:
    assert all(stock["right"][0][name][0] == points for name, (*_, points) in TASKS.items())
    assert len({mark[0] for mark in stock["odd"][0].values()}) > 3
    assert stock["right"][1]["essay"] == "No response."
    assert stock["odd"][1]["essay"] is None
