"""A run from plan to journal, with an engine that runs nothing: what is done, what again, what is never lost."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from click.testing import CliRunner
from nbgrader.api import Gradebook
from sqlalchemy.engine.default import DefaultDialect

from builder.authoring.reading import read_course
from builder.cli.grade import grade as commands
from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.gradebook import read_scores
from builder.grading.outcomes import Outcome, State, read_outcomes
from builder.grading.planning import Settings, planned_run
from builder.grading.run import grade_planned
from builder.grading.scores import GradingError
from builder.grading.stored import StoredRow, stored_rows
from builder.grading.work import Graded, Limits, Work
from builder.model.course import Course
from tests.unit.grading.fake_engine import BROKEN, EXERCISE, grade_all, hand_in, prepare_exercise

SOUND = Path(__file__).parents[2] / "courses" / "sound"


@pytest.fixture(scope="module")
def course() -> Course:
    """The tiny course with the exercise `count`."""
    found = read_course(SOUND).course
    assert found is not None
    return found


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The learners whose work the engine was given."""
    names: list[str] = []

    def counted(works: Iterator[Work], *rest: Any) -> Iterator[Any]:
        for work in works:
            names.append(work.learner)
            yield from grade_all([work], *rest)

    monkeypatch.setattr("builder.grading.pool.grade_all", counted)
    monkeypatch.setattr("builder.grading.preparing.prepare_exercise", prepare_exercise)
    return names


@pytest.fixture(scope="module")
def begun(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose gradebook knows the exercise, and nothing else; making it takes nbgrader a second."""
    place = tmp_path_factory.mktemp("begun") / "grading"
    folder = GradingFolder(place)
    hand_in(folder, "nobody", 2)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.grading.preparing.prepare_exercise", prepare_exercise)
        with planned_run(course, SOUND, folder, Settings()):
            shutil.rmtree(folder.submitted)
    return place


@pytest.fixture
def folder(begun: Path, tmp_path: Path) -> GradingFolder:
    """Four submissions: right, half right, wrong with a text, and one that cannot be graded."""
    kept = GradingFolder(shutil.copytree(begun, tmp_path / "grading"))
    hand_in(kept, "right", 2)
    hand_in(kept, "half", 1)
    hand_in(kept, "wrong", 0, "My text.")
    hand_in(kept, "odd", BROKEN)
    return kept


@pytest.fixture
def grade(course: Course, ran: list[str]) -> Callable[..., list[Outcome]]:
    """Grade a folder and return all outcomes."""

    def run(folder: GradingFolder, **settings: Any) -> list[Outcome]:
        with planned_run(course, SOUND, folder, Settings(**settings)) as plan:
            return [*plan.known, *grade_planned(plan)]

    return run


def rows(folder: GradingFolder) -> set[StoredRow]:
    """Return all that the gradebook holds."""
    engine = open_database(folder)
    with engine.connect() as connection:
        found = list(stored_rows(connection))
    engine.dispose()
    assert len(found) == len(set(found))
    return set(found)


def of(learner: str, found: set[StoredRow]) -> dict[str, tuple[float | None, bool]]:
    """Return a learner's automatic scores and whether a person must look, by task."""
    return {
        row.task: (row.auto_score, row.needs_manual) for row in found if (row.learner, row.kind) == (learner, "grade")
    }


def test_every_row_is_in_the_gradebook_and_a_failure_leaves_none(
    folder: GradingFolder, grade: Callable[..., list[Outcome]]
) -> None:
    states = {outcome.learner: (outcome.state, outcome.reason) for outcome in grade(folder)}
    graded = (State.GRADED, "")
    assert states == {"right": graded, "half": graded, "wrong": graded, "odd": (State.FAILED, "it is broken")}
    found = rows(folder)
    assert of("half", found) == {"check": (1.0, False), "essay": (0.0, False)}
    assert of("wrong", found) == {"check": (0.0, False), "essay": (None, True)}
    assert of("odd", found) == {}
    comments = {(row.learner, row.task): row.comment for row in found if row.kind == "comment"}
    assert comments["right", "essay"] == "No response."
    assert comments["wrong", "essay"] is None
    assert {row.max_score for row in found if row.kind == "grade"} == {2.0, 3.0}


def test_what_ran_is_where_formgrader_looks_for_it(folder: GradingFolder, grade: Callable[..., list[Outcome]]) -> None:
    folder.submission("right", EXERCISE).with_name("timestamp.txt").write_text("2026-01-02 03:04:05 UTC")
    grade(folder)
    there = folder.executed("right", EXERCISE).parent
    assert {path.name for path in there.iterdir()} == {f"{EXERCISE}.ipynb", "counting.csv", "timestamp.txt"}
    assert {path.stat().st_mode & 0o777 for path in there.iterdir()} == {0o444}
    assert not folder.executed("odd", EXERCISE).exists()


def test_nothing_is_run_twice_but_what_failed(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]
) -> None:
    grade(folder)
    ran.clear()
    outcomes = grade(folder)
    assert ran == ["odd"]
    assert {outcome.learner for outcome in outcomes if outcome.fresh} == {"odd"}


def test_only_what_changed_is_run(folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]) -> None:
    grade(folder)
    ran.clear()
    hand_in(folder, "half", 1.5)
    hand_in(folder, "new", 0)
    grade(folder)
    assert ran == ["half", "new", "odd"]
    assert of("half", rows(folder))["check"] == (1.5, False)


@pytest.mark.parametrize(
    "settings", [{"again": True}, {"engine": "kernel"}, {"limits": Limits(cell_seconds=5)}, {"workers": 2}]
)
def test_another_engine_or_limit_or_again_runs_all_and_other_settings_nothing(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str], settings: dict[str, Any]
) -> None:
    grade(folder)
    ran.clear()
    grade(folder, **settings)
    assert ran == (["odd"] if "workers" in settings else ["half", "odd", "right", "wrong"])


def test_equal_work_by_another_learner_is_not_run_again(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]
) -> None:
    grade(folder)
    ran.clear()
    hand_in(folder, "twin", 1)
    outcomes = {outcome.learner: outcome for outcome in grade(folder)}
    assert "twin" not in ran
    assert outcomes["twin"].reused
    assert of("twin", rows(folder)) == of("half", rows(folder))
    assert folder.executed("twin", EXERCISE).read_bytes() == folder.executed("half", EXERCISE).read_bytes()


@pytest.mark.parametrize("lost", ["gradebook", "rows", "executed", "journal"])
def test_what_is_lost_in_one_place_is_brought_back_from_the_others(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str], lost: str
) -> None:
    grade(folder)
    before = rows(folder)
    ran.clear()
    if lost == "gradebook":
        folder.gradebook.unlink()
    elif lost == "rows":
        with sqlite3.connect(folder.gradebook) as database:
            database.execute("UPDATE grade SET auto_score = 2 WHERE auto_score = 1")
        database.close()
    elif lost == "executed":
        folder.executed("half", EXERCISE).chmod(0o644)
        folder.executed("half", EXERCISE).write_bytes(b"")
    else:
        folder.journal.unlink()
    grade(folder)
    assert rows(folder) == before
    again = {"gradebook": {"odd"}, "rows": {"odd"}, "executed": {"odd", "half"}}
    assert set(ran) == again.get(lost, {"right", "half", "wrong", "odd"})


def test_a_known_result_whose_notebook_was_changed_is_run_again(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]
) -> None:
    grade(folder)
    ran.clear()
    executed = folder.executed("half", EXERCISE)
    executed.chmod(0o644)
    executed.write_bytes(executed.read_bytes().replace(b"answer = 1", b"answer = 2"))
    folder.gradebook.unlink()
    grade(folder)
    assert set(ran) == {"half", "odd"}
    assert b"answer = 1" in executed.read_bytes()


def test_manual_scores_and_comments_survive_and_wait_for_a_person_again(
    folder: GradingFolder, grade: Callable[..., list[Outcome]]
) -> None:
    grade(folder)
    with sqlite3.connect(folder.gradebook) as database:
        database.execute("UPDATE grade SET manual_score = 2.5, extra_credit = 1, needs_manual_grade = 0")
        database.execute("UPDATE comment SET manual_comment = 'good'")
    database.close()
    grade(folder, again=True)
    with sqlite3.connect(folder.gradebook) as database:
        kept = database.execute("SELECT DISTINCT manual_score, extra_credit, needs_manual_grade FROM grade").fetchall()
        said = database.execute("SELECT DISTINCT manual_comment FROM comment").fetchall()
    database.close()
    assert kept == [(2.5, 1.0, 1)]
    assert said == [("good",)]


def test_scores_are_read_at_once_and_as_nbgrader_counts_them(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(folder)
    with closing(sqlite3.connect(folder.gradebook)) as database, database:
        database.execute("UPDATE grade SET manual_score = 2.5, needs_manual_grade = 0 WHERE auto_score IS NULL")
        database.execute("UPDATE grade SET extra_credit = 0.25")
    with Gradebook(folder.address) as book:
        expected = {
            (page.student.id, mark.name, mark.score, mark.max_score, mark.needs_manual_grade, mark.cell.cell_type)
            for page in book.notebook_submissions(EXERCISE, EXERCISE)
            for mark in page.grades
        }
    asked: list[str] = []
    monkeypatch.setattr(DefaultDialect, "do_execute", _counted(DefaultDialect.do_execute, asked))
    scores = read_scores(folder)
    assert {
        (one.learner, one.task, one.earned, one.possible, one.waiting, "markdown" if one.by_hand else "code")
        for one in scores
    } == expected
    assert len(scores) == 6
    assert sum("grade" in statement and "submitted_notebook" in statement for statement in asked) == 1


def _counted(execute: Callable[..., None], asked: list[str]) -> Callable[..., None]:
    def counted(dialect: object, cursor: object, statement: str, *rest: Any) -> None:
        asked.append(statement)
        execute(dialect, cursor, statement, *rest)

    return counted


def test_tests_that_ran_beside_learners_code_are_told_once(
    folder: GradingFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def beside(works: Iterator[Work], *rest: Any) -> Iterator[Any]:
        for one in grade_all(works, *rest):
            yield dataclasses.replace(one, together=("check",)) if isinstance(one, Graded) else one

    monkeypatch.setattr("builder.grading.pool.grade_all", beside)
    monkeypatch.setattr("builder.grading.preparing.prepare_exercise", prepare_exercise)
    options = ["--root", str(SOUND), "--folder", str(folder.root)]
    told = CliRunner().invoke(commands, ["run", *options])
    assert told.stderr.count("count: these tests ran together with learners' code") == 1
    rows = json.loads(CliRunner().invoke(commands, ["status", "--json", *options]).stdout)
    assert {row["learner"]: row["together"] for row in rows} == {
        **{learner: ["check"] for learner in ("right", "half", "wrong")},
        "odd": [],
    }


def test_a_run_can_be_kept_to_some(folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]) -> None:
    grade(folder, only=("half",))
    grade(folder, only=(f"r*/{EXERCISE}",))
    grade(folder, only=("nobody",))
    assert ran == ["half", "right"]
    grade(folder, only=(EXERCISE,))
    assert ran == ["half", "right", "odd", "wrong"]


def test_a_submission_for_no_exercise_of_the_course_fails_and_runs_nothing(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], ran: list[str]
) -> None:
    strange = folder.submitted / "half" / "other" / "other.ipynb"
    strange.parent.mkdir()
    strange.write_text("{}")
    outcomes = {(outcome.learner, outcome.exercise): outcome for outcome in grade(folder)}
    assert outcomes["half", "other"].state is State.FAILED
    assert "no such exercise" in outcomes["half", "other"].reason
    assert len(ran) == 4


def test_what_came_in_before_the_caller_stops_is_written_down(
    folder: GradingFolder, course: Course, ran: list[str]
) -> None:
    def stop(works: Iterator[Work], *rest: Any) -> Iterator[Any]:
        yield from grade_all([next(works)], *rest)
        yield from grade_all([next(works)], *rest)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("builder.grading.pool.grade_all", stop)
        with pytest.raises(KeyboardInterrupt), planned_run(course, SOUND, folder, Settings()) as plan:
            list(grade_planned(plan))
    states = {outcome.learner: outcome.state for outcome in read_outcomes(course, SOUND, folder)}
    assert states == {"half": State.GRADED, "odd": State.FAILED, "right": State.WAITING, "wrong": State.WAITING}
    assert of("half", rows(folder))["check"] == (1.0, False)


def test_a_locked_gradebook_ends_the_run_with_a_way_on_and_nothing_is_lost(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.grading.database.open_database.__defaults__", (0,))
    grade(folder, only=("half",))
    other = sqlite3.connect(folder.gradebook, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GradingError, match=r"keeps the gradebook at sqlite:.*locked.*run the same command again"):
        grade(folder)
    other.execute("ROLLBACK")
    other.close()
    assert {outcome.state for outcome in grade(folder)} == {State.GRADED, State.FAILED}


def test_a_full_disk_ends_the_run_with_a_way_on_and_nothing_is_lost(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    grade(folder, only=("half",))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    for place in ("builder.grading.executed._write", "builder.grading.journal.JournalWriter.append"):
        with monkeypatch.context() as patch:
            patch.setattr(place, full)
            with pytest.raises(GradingError, match=r"The disk is full.*kept.*run the same command again"):
                grade(folder)
    assert of("half", rows(folder))["check"] == (1.0, False)
    assert {outcome.learner for outcome in grade(folder) if outcome.state is State.GRADED} == {"half", "right", "wrong"}


def test_the_gradebook_logs_ahead_and_carries_nbgraders_revision(
    folder: GradingFolder, grade: Callable[..., list[Outcome]]
) -> None:
    grade(folder)
    with sqlite3.connect(folder.gradebook) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("SELECT count(*) FROM alembic_version").fetchone() == (1,)
        assert database.execute("SELECT id FROM course").fetchall() == [("default_course",)]
    database.close()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "no SQLAlchemy address"),
        ("mysql://localhost/x", "kept in sqlite or postgresql"),
        ("postgresql+psycopg://secret:word@127.0.0.1:1/x", "cannot be used"),
    ],
)
def test_a_gradebook_that_cannot_be_opened_is_named_without_its_password(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], address: str, said: str
) -> None:
    with pytest.raises(GradingError, match=said) as refusal:
        grade(dataclasses.replace(folder, db=address))
    assert "word@" not in str(refusal.value)


def test_a_missing_driver_is_named_with_what_to_install(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def without(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'psycopg'", name="psycopg")

    monkeypatch.setattr(sqlalchemy, "create_engine", without)
    with pytest.raises(GradingError, match=r"psycopg is not installed. Run .*coursewright\[postgresql\]"):
        grade(dataclasses.replace(folder, db="postgresql+psycopg://localhost/x"))


def test_a_submission_in_another_gradebook_still_waits_here(
    folder: GradingFolder, grade: Callable[..., list[Outcome]], course: Course, ran: list[str]
) -> None:
    grade(folder)
    other = dataclasses.replace(folder, db=f"sqlite:///{folder.root / 'other.db'}")
    assert {outcome.state for outcome in read_outcomes(course, SOUND, other)} == {State.WAITING}
    ran.clear()
    grade(other)
    assert ran == ["odd"], "the results were known"
    assert rows(other) == rows(folder)
