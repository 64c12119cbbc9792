"""Our gradebook holds what stock nbgrader's holds: thirty varied honest submissions, both engines, both databases."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from honest_cohort import CELL_SECONDS, hand_in_all, released_notebook
from postgres_server import make_database, postgres_server

from builder.grading import stock
from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.gradebook import make_gradebook, record_assignment
from builder.grading.outcomes import State
from builder.grading.planning import Settings, planned_run
from builder.grading.release import Released, source_files
from builder.grading.run import grade_planned
from builder.grading.sandbox import PYTHON_SETTINGS
from builder.grading.stored import StoredRow, stored_rows
from builder.grading.work import Limits
from builder.model.course import Course

STOCK_PROCESSES = 2
Rows = frozenset[StoredRow]


@pytest.fixture(scope="module")
def cohort(root: Path, released: Mapping[str, Released], tmp_path_factory: pytest.TempPathFactory) -> GradingFolder:
    """The submissions, collected and not graded."""
    folder = GradingFolder(tmp_path_factory.mktemp("cohort"))
    assert len(hand_in_all(root, released_notebook(released), folder)) >= 30
    return folder


@pytest.fixture(scope="module")
def theirs(root: Path, course: Course, cohort: GradingFolder, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """What stock nbgrader writes about the cohort."""
    prepared = GradingFolder(tmp_path_factory.mktemp("stock") / "course")
    engine = open_database(prepared)
    make_gradebook(prepared, engine)
    engine.dispose()
    for exercise in course.exercises:
        for name, content in source_files(exercise, root).items():
            path = prepared.source / exercise.id / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        record_assignment(prepared, exercise.id)
    shutil.copytree(cohort.submitted, prepared.submitted)
    pairs = sorted(path.relative_to(cohort.submitted).parts[:2] for path in cohort.submitted.glob("*/*/*.ipynb"))
    running = [_start_stock(prepared.root, pairs[n::STOCK_PROCESSES], n) for n in range(STOCK_PROCESSES)]
    rows: set[StoredRow] = set()
    for process, answer in running:
        _, said = process.communicate(timeout=400)
        assert process.returncode == 0, said
        found = json.loads(answer.read_text("utf-8"))
        assert found["failures"] == []
        rows |= {StoredRow(**row) for row in found["rows"]}
    return frozenset(rows)


def _start_stock(prepared: Path, sample: object, number: int) -> tuple[subprocess.Popen[str], Path]:
    """Start stock nbgrader on ``sample`` in a copy of its own; return the process and where its answer will be."""
    place = prepared.parent / f"part-{number}"
    shutil.copytree(prepared, place / "given")
    (place / "given" / "sample.json").write_text(json.dumps(sample), encoding="utf-8")
    answer = place / "answer.json"
    with answer.open("wb") as told:
        arguments = (place / "given", place, told.fileno(), CELL_SECONDS, 0)
        process = subprocess.Popen(
            [sys.executable, "-P", stock.__file__, *map(str, arguments)],
            pass_fds=(told.fileno(),),
            env={**PYTHON_SETTINGS, "HOME": str(place), "IPYTHONDIR": str(place), "MPLCONFIGDIR": str(place)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
    return process, answer


@pytest.fixture(scope="module")
def postgres() -> Iterator[Callable[[str], str]]:
    """Makes a database by its name and returns its address."""
    with postgres_server() as address:
        yield lambda name: make_database(address, name)


@pytest.fixture(scope="module")
def ours(root: Path, course: Course, cohort: GradingFolder) -> Callable[..., Rows]:
    """Grade the cohort and return the gradebook's rows."""

    def grade(folder: GradingFolder, reused: bool = False, **settings: object) -> Rows:
        shutil.copytree(cohort.submitted, folder.submitted, dirs_exist_ok=True)
        limits = Limits(cell_seconds=CELL_SECONDS)
        with planned_run(course, root, folder, Settings(workers=2, limits=limits, **settings)) as plan:  # type: ignore[arg-type]
            outcomes = list(grade_planned(plan))
        assert {outcome.state for outcome in outcomes} == {State.GRADED}, outcomes
        assert {outcome.reused for outcome in outcomes} == {reused}
        return rows_of(folder)

    return grade


def rows_of(folder: GradingFolder) -> Rows:
    """Return all rows of a gradebook, each of them once."""
    engine = open_database(folder)
    with engine.connect() as connection:
        found = list(stored_rows(connection))
    engine.dispose()
    assert len(found) == len(set(found))
    return frozenset(found)


@pytest.fixture(scope="module")
def fork_folder(tmp_path_factory: pytest.TempPathFactory) -> GradingFolder:
    """Where the quick engine's results are."""
    return GradingFolder(tmp_path_factory.mktemp("fork"))


def differing(mine: Rows, other: Rows) -> list[tuple[StoredRow, StoredRow | None]]:
    """Return nbgrader's rows that we do not have, each beside ours of the same name."""
    names = {(row.learner, row.exercise, row.kind, row.task): row for row in mine}
    return [(row, names.get((row.learner, row.exercise, row.kind, row.task))) for row in sorted(other - mine, key=repr)]


def test_the_quick_engine_and_sqlite_give_every_row_of_nbgrader(
    ours: Callable[..., Rows], theirs: Rows, fork_folder: GradingFolder
) -> None:
    mine = ours(fork_folder)
    assert differing(mine, theirs) == []
    assert mine == theirs


def test_postgresql_gets_the_same_rows_from_the_known_results(
    ours: Callable[..., Rows], theirs: Rows, fork_folder: GradingFolder, postgres: Callable[[str], str]
) -> None:
    folder = GradingFolder(fork_folder.root, postgres("fork"))
    assert ours(folder, reused=True) == theirs


def test_the_kernel_engine_and_postgresql_give_every_row_of_nbgrader(
    ours: Callable[..., Rows], theirs: Rows, postgres: Callable[[str], str], tmp_path: Path
) -> None:
    folder = GradingFolder(tmp_path, postgres("kernel"))
    mine = ours(folder, engine="kernel")
    assert differing(mine, theirs) == []
    assert mine == theirs
