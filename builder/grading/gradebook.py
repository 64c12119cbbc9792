"""nbgrader (0.9) behind narrow functions: student versions, assignments in the gradebook, its scores.

Importing it takes a second or two, so it is imported only where one of its functions is needed.
"""

from __future__ import annotations

import logging
import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
import sqlalchemy
from nbgrader.api import Base, Course, Grade, Notebook, SourceCell
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from nbgrader.nbgraderformat import SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    LockCells,
)
from sqlalchemy.exc import SAWarning
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from builder.grading.database import in_transaction, open_database
from builder.grading.folder import GradingFolder
from builder.grading.scores import GradingError, Score
from builder.grading.stored import stored_scores

RELEASE_CHAIN = (
    LockCells,
    ClearSolutions,
    ClearOutput,
    CheckCellMetadata,
    ComputeChecksums,
    ClearHiddenTests,
    ClearMarkScheme,
    ComputeChecksums,
    CheckCellMetadata,
)
"""nbgrader's order in `generate_assignment`, without headers, generated tests and the gradebook."""

REFUSALS = (RuntimeError, ValueError, ValidationError, SchemaTooNewError, SchemaTooOldError)
COURSE = "default_course"
"""nbgrader's own name for the one course of a gradebook."""

NO_COURSE = ""
"""What nbgrader writes into an assignment unless its configuration names a course; only SQLite lets that pass."""

CODE_STUB = "# Done? Run this cell. Then run the check below."
TEXT_STUB = "*Write your answer here, in place of this line.*"
CELL_SECONDS = 30
LAST_ERROR = re.compile(r"^\s*(?:[\w.]*\.)?(\w+(?:Error|Exception|Entry)): (.+)$", re.MULTILINE)


def student_notebook(source: str, exercise: str) -> str:
    """Return the learner's version of the notebook ``source`` (JSON): no solution, no hidden test, no output.

    It is, cell by cell, what `nbgrader generate_assignment` writes. Raises `GradingError` for a notebook that nbgrader
    refuses, such as one with a solution outside a solution cell.
    """
    notebook: Any = nbformat.reads(source, as_version=4)  # type: ignore[no-untyped-call]
    resources: Any = {"nbgrader": {"notebook": exercise, "assignment": exercise, "student": "."}}
    try:
        for step in RELEASE_CHAIN:
            notebook, resources = step(config=_config()).preprocess(notebook, resources)
    except REFUSALS as refusal:
        raise GradingError(
            f"exercises/{exercise}/{exercise}.ipynb: nbgrader refuses this notebook: {refusal}. "
            "Open it in JupyterLab with nbgrader's Create Assignment panel and mend the cell."
        ) from refusal
    written: str = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return written.rstrip("\n") + "\n"


def make_gradebook(folder: GradingFolder, engine: sqlalchemy.Engine) -> None:
    """Create nbgrader's tables, its course and its schema's revision, unless they are there; all or nothing.

    nbgrader itself would start `alembic` for the revision, and leave tables without one if it were stopped in between.
    """
    in_transaction(folder, engine, _make_tables)


def _make_tables(connection: sqlalchemy.Connection) -> None:
    if sqlalchemy.inspect(connection).has_table(Grade.__tablename__):
        return
    import nbgrader
    from alembic.config import Config as AlembicConfig
    from alembic.script import ScriptDirectory

    scripts = Path(nbgrader.__file__).parent / "alembic"
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(scripts))
    head = ScriptDirectory.from_config(settings).get_current_head()
    Base.metadata.create_all(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute(sqlalchemy.text("INSERT INTO alembic_version (version_num) VALUES (:head)"), {"head": head})
    courses = [COURSE] if connection.dialect.name == "sqlite" else [COURSE, NO_COURSE]
    connection.execute(sqlalchemy.insert(Course.__table__), [{"id": course} for course in courses])


def known_assignments(connection: sqlalchemy.Connection) -> frozenset[str]:
    """Return the exercises whose cells the gradebook knows."""
    cell, notebook = SourceCell.__table__, Notebook.__table__
    query = sqlalchemy.select(notebook.c.name).join_from(cell, notebook, cell.c.notebook_id == notebook.c.id)
    return frozenset(connection.scalars(query.distinct()))


def record_assignment(folder: GradingFolder, exercise: str) -> None:
    """Write ``source/<exercise>`` into the gradebook and into ``release``. Raises `GradingError`."""
    with _nbgrader(folder) as api:
        result = api.generate_assignment(exercise, force=True, create=True)
    if not result["success"]:
        raise GradingError(
            f"The gradebook cannot take in the exercise {exercise}: {_reason(result)}. If its cells have changed since "
            f"work was graded, keep {folder.root} as it is and grade into a new folder with --folder."
        )


def nbgrader_settings(folder: GradingFolder) -> Config:
    """Return our configuration of nbgrader with what ``nbgrader_config.py`` of ``folder`` sets. Raises `GradingError`.

    The file is the instructor's own and runs with the instructor's rights, as in nbgrader.
    """
    config = _config()
    if folder.settings.is_file():
        try:
            config.merge(PyFileConfigLoader(folder.settings.name, path=str(folder.root)).load_config())
        except (SyntaxError, NameError, AttributeError, ImportError, TypeError, ValueError) as fault:
            raise GradingError(f"{folder.settings}: {fault}. Mend this file or take it away.") from fault
    return config


def read_scores(folder: GradingFolder) -> tuple[Score, ...]:
    """Return every mark in the gradebook, sorted by exercise, learner and task. Raises `GradingError`."""
    if not folder.db and not folder.gradebook.is_file():
        return ()
    engine = open_database(folder)
    try:
        make_gradebook(folder, engine)
        scores = in_transaction(folder, engine, stored_scores)
    finally:
        engine.dispose()
    return tuple(sorted(scores, key=lambda score: (score.exercise, score.learner, score.task)))


def _config() -> Config:
    config = Config()
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    config.Execute.timeout = CELL_SECONDS
    config.Execute.extra_arguments = ["--log-level=40"]
    return config


@contextmanager
def _nbgrader(folder: GradingFolder) -> Iterator[NbGraderAPI]:
    """Yield nbgrader's API on ``folder``; what it logs is caught with its results, not printed."""
    folder.root.mkdir(parents=True, exist_ok=True)
    config = nbgrader_settings(folder)
    root = str(folder.root.resolve())
    with _environment_first(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Object of type <Submitted", SAWarning)
        courses = CourseDirectory(config=config, root=root, db_url=folder.address)
        yield NbGraderAPI(coursedir=courses, config=config, log_level=logging.INFO)


@contextmanager
def _environment_first() -> Iterator[None]:
    """Put this interpreter's folder first on PATH: nbgrader starts `alembic` by its bare name when it makes a
    gradebook, and the one of another environment, or none, must not be found instead."""
    before = os.environ.get("PATH")
    here = str(Path(sys.executable).parent)
    os.environ["PATH"] = here if before is None else os.pathsep.join((here, before))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PATH"]
        else:
            os.environ["PATH"] = before


def _reason(result: dict[str, Any]) -> str:
    """Return the last error that nbgrader logged, or its exception's last line."""
    errors = [f"{name}: {text}" for name, text in LAST_ERROR.findall(str(result.get("log", "")))]
    if errors:
        return errors[-1].rstrip(".")
    lines = str(result.get("error", "")).strip().splitlines()
    return lines[-1].rstrip(".") if lines else "nbgrader gave no reason"
