"""How far a submission has come, by the journal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.authoring.reading import read_course
from builder.cli.grade import grade
from builder.grading.folder import GradingFolder
from builder.grading.journal import Entry, Journal
from builder.grading.outcomes import Outcome, State, gradebook_name, read_outcomes, submission_hash, versions
from builder.model.course import Course
from tests.unit.grading.fake_engine import BROKEN, EXERCISE, hand_in

SOUND = Path(__file__).parents[2] / "courses" / "sound"


@pytest.fixture(scope="module")
def course() -> Course:
    """The tiny course with the exercise `count`."""
    found = read_course(SOUND).course
    assert found is not None
    return found


@pytest.fixture
def folder(tmp_path: Path) -> GradingFolder:
    """A grading folder with one submission and a gradebook."""
    kept = GradingFolder(tmp_path)
    hand_in(kept, "amina", 2)
    kept.gradebook.touch()
    return kept


def tell(folder: GradingFolder, course: Course, timestamp: str = "", reason: str = "") -> None:
    """Write into the journal that what lies there now, handed in at ``timestamp``, is done."""
    content = folder.submission("amina", EXERCISE).read_bytes()
    submission = submission_hash(content, timestamp, versions(course, SOUND)[EXERCISE])
    with Journal(folder.journal).writing() as lines:
        lines.append([Entry("amina", EXERCISE, submission, "key", gradebook_name(folder), "then", reason=reason)])


def outcome(folder: GradingFolder, course: Course) -> Outcome:
    """Return the one outcome."""
    (found,) = read_outcomes(course, SOUND, folder)
    return found


def test_a_submission_waits_until_the_journal_has_its_line(folder: GradingFolder, course: Course) -> None:
    assert outcome(folder, course).state is State.WAITING
    tell(folder, course)
    assert outcome(folder, course).state is State.GRADED


def test_a_failure_has_its_reason(folder: GradingFolder, course: Course) -> None:
    tell(folder, course, reason="it is broken")
    assert (outcome(folder, course).state, outcome(folder, course).reason) == (State.FAILED, "it is broken")


def test_what_formgrader_shows_of_an_earlier_attempt_is_said(folder: GradingFolder, course: Course) -> None:
    executed = folder.executed("amina", EXERCISE)
    executed.parent.mkdir(parents=True)
    executed.write_bytes(b"{}")
    tell(folder, course)
    options = ["--root", str(SOUND), "--folder", str(folder.root)]
    assert not outcome(folder, course).earlier
    assert "earlier attempt" not in CliRunner().invoke(grade, ["status", *options]).stdout
    hand_in(folder, "amina", BROKEN)
    for reason in ("", "it is broken"):  # before the next run, and after it
        if reason:
            tell(folder, course, reason=reason)
        assert outcome(folder, course).earlier
        assert "formgrader still shows an earlier attempt" in CliRunner().invoke(grade, ["status", *options]).stdout
    executed.unlink()
    assert not outcome(folder, course).earlier


def test_other_bytes_wait_again(folder: GradingFolder, course: Course) -> None:
    tell(folder, course)
    hand_in(folder, "amina", 1)
    assert outcome(folder, course).state is State.WAITING


def test_another_time_of_handing_in_waits_again(folder: GradingFolder, course: Course) -> None:
    tell(folder, course)
    folder.submission("amina", EXERCISE).with_name("timestamp.txt").write_text("2026-01-02 03:04:05 UTC\n")
    assert outcome(folder, course).state is State.WAITING
    tell(folder, course, "2026-01-02 03:04:05 UTC")
    assert outcome(folder, course).state is State.GRADED


def test_without_its_gradebook_everything_waits(folder: GradingFolder, course: Course) -> None:
    tell(folder, course)
    folder.gradebook.unlink()
    assert outcome(folder, course).state is State.WAITING


@pytest.mark.parametrize("content", [b"", b"{", b"\0" * 40, b"0123456789abcdef {}\n"])
def test_a_damaged_journal_means_waiting(folder: GradingFolder, course: Course, content: bytes) -> None:
    folder.journal.write_bytes(content)
    assert outcome(folder, course).state is State.WAITING


def test_the_journal_names_a_gradebook_without_its_user_and_password(tmp_path: Path) -> None:
    assert gradebook_name(GradingFolder(tmp_path)) == "gradebook.db"
    address = "postgresql+psycopg://amina:pass@word@db.example/grades"
    assert gradebook_name(GradingFolder(tmp_path, address)) == "postgresql+psycopg://db.example/grades"
