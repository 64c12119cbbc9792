"""What has been graded, and from which bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.grading.folder import GradingFolder
from builder.grading.outcomes import Outcome, State, digest, read_outcome, submissions, write_outcome


@pytest.fixture
def folder(tmp_path: Path) -> GradingFolder:
    """A grading folder with one submission."""
    kept = GradingFolder(tmp_path)
    path = kept.submission("amina", "trust-index")
    path.parent.mkdir(parents=True)
    path.write_text("one", encoding="utf-8")
    return kept


def state(folder: GradingFolder, version: str = "v1") -> State:
    """Return the submission's state under ``version`` of the exercise."""
    return read_outcome(folder, "amina", "trust-index", digest(folder, "amina", "trust-index", version)).state


def test_a_submission_waits_until_its_outcome_is_written(folder: GradingFolder) -> None:
    assert submissions(folder) == (("amina", "trust-index"),)
    assert state(folder) is State.WAITING
    graded = Outcome("amina", "trust-index", State.GRADED)
    write_outcome(folder, graded, digest(folder, "amina", "trust-index", "v1"))
    assert state(folder) is State.GRADED


def test_other_bytes_or_another_version_of_the_exercise_wait_again(folder: GradingFolder) -> None:
    graded = Outcome("amina", "trust-index", State.GRADED)
    write_outcome(folder, graded, digest(folder, "amina", "trust-index", "v1"))
    assert state(folder, "v2") is State.WAITING
    folder.submission("amina", "trust-index").write_text("two", encoding="utf-8")
    assert state(folder) is State.WAITING


@pytest.mark.parametrize("content", ["", "{", "[]", "7", '{"state": "odd", "reason": "", "digest": ""}'])
def test_an_outcome_that_cannot_be_read_counts_as_none(folder: GradingFolder, content: str) -> None:
    path = folder.outcomes / "amina" / "trust-index.json"
    path.parent.mkdir(parents=True)
    path.write_text(content, encoding="utf-8")
    assert state(folder) is State.WAITING
