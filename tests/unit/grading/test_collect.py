"""Intake: who handed in what, and what is set aside, from folders and zips."""

from __future__ import annotations

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.grading import arrivals
from builder.grading.arrivals import UnreadableError
from builder.grading.collect import Arrived, Collected, collect_submissions, safe_learner
from builder.grading.folder import GradingFolder

EXERCISES = ("trust-index", "trust-index-advanced")
MARK = {"grade": True, "grade_id": "mean", "locked": True, "points": 1, "schema_version": 3, "solution": False}


def notebook(text: str = "x = 1") -> bytes:
    """Return a small notebook with one graded cell."""
    cell = {"cell_type": "code", "metadata": {"nbgrader": MARK}, "source": text, "outputs": [], "execution_count": None}
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": [cell]}).encode()


def in_folder(root: Path, **files: bytes) -> Path:
    """Write ``files`` below ``root``; two underscores in a keyword stand for a slash."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def who(collected: Collected) -> list[tuple[str, str]]:
    """Return the learners and exercises that were taken."""
    return [(taken.learner, taken.exercise) for taken in collected.taken]


@pytest.mark.parametrize(
    ("place", "learner"),
    [
        ("amina/trust-index.ipynb", "amina"),
        ("amina/trust-index/trust-index.ipynb", "amina"),
        ("trust-index/amina/trust-index.ipynb", "amina"),
        ("amina_trust-index.ipynb", "amina"),
        ("downloads/amina_trust-index.ipynb", "amina"),
        ("amina/trust-index (1).ipynb", "amina"),
        ("amina/Trust-Index_final.ipynb", "amina"),
        ("Amina Noor_4711_assignsubmission_file/my_trust-index.ipynb", "Amina-Noor_4711"),
        ("أمينة/trust-index.ipynb", "أمينة"),
    ],
)
def test_the_learner_is_found(tmp_path: Path, place: str, learner: str) -> None:
    incoming = in_folder(tmp_path / "in", **{place: notebook()})
    collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
    assert who(collected) == [(learner, "trust-index")]
    assert (tmp_path / "grading" / "submitted" / learner / "trust-index" / "trust-index.ipynb").is_file()


def test_the_longest_exercise_name_wins(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", **{"amina/trust-index-advanced.ipynb": notebook()})
    collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
    assert who(collected) == [("amina", "trust-index-advanced")]


@pytest.mark.parametrize(
    ("place", "content", "reason"),
    [
        ("trust-index.ipynb", notebook(), "whose"),
        ("amina/essay.ipynb", notebook(), "name of no exercise"),
        ("amina/notes.txt", notebook(), ""),
        ("amina/trust-index.ipynb", b'{"cells": [', "damaged: line 1"),
        ("amina/trust-index.ipynb", b"\xff\xfe\x00", "UTF-8"),
        ("amina/trust-index.ipynb", b"[" * 100_000, "nested too deep"),
        ("amina/trust-index.ipynb", b"[]", "format 4"),
        ("amina/trust-index.ipynb", b'{"nbformat": 3, "worksheets": []}', "format 4"),
        ("amina/trust-index.ipynb", b'{"nbformat": 4, "cells": [7]}', "cells are damaged"),
        ("amina/trust-index.ipynb", b'{"nbformat": 4, "cells": []}', "graded cells"),
    ],
)
def test_a_bad_submission_is_set_aside_and_the_others_are_taken(
    tmp_path: Path, place: str, content: bytes, reason: str
) -> None:
    incoming = in_folder(tmp_path / "in", **{"ben/trust-index.ipynb": notebook(), place: content})
    collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
    assert who(collected) == [("ben", "trust-index")]
    assert [reason in one.reason for one in collected.set_aside] == ([True] if reason else [])
    assert all(one.fix for one in collected.set_aside)


def zipped(path: Path, members: dict[str, bytes], links: tuple[str, ...] = ()) -> Path:
    """Write a zip whose names are taken as they are."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.external_attr = ((stat.S_IFLNK if name in links else stat.S_IFREG) | 0o644) << 16
            archive.writestr(info, content)
    return path


@pytest.mark.parametrize(
    "name",
    [
        "../../amina/trust-index.ipynb",
        "/amina/trust-index.ipynb",
        "amina/../../trust-index.ipynb",
        "..\\..\\amina\\trust-index.ipynb",
        "C:\\amina\\trust-index.ipynb",
    ],
)
def test_a_name_that_leads_out_of_the_zip_is_refused_and_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    incoming = zipped(tmp_path / "in.zip", {name: notebook(), "ben/trust-index.ipynb": notebook()})
    folder = GradingFolder(tmp_path / "deep" / "down" / "grading")
    collected = collect_submissions(EXERCISES, incoming, folder)
    assert who(collected) == [("ben", "trust-index")]
    assert "leads out" in collected.set_aside[0].reason
    written = [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()]
    assert sorted(written) == ["deep/down/grading/submitted/ben/trust-index/trust-index.ipynb", "in.zip"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ipynb"
    secret.write_bytes(notebook("secret"))
    folder = in_folder(tmp_path / "in", **{"ben/trust-index.ipynb": notebook()})
    (folder / "amina").mkdir()
    (folder / "amina" / "trust-index.ipynb").symlink_to(secret)
    linked = zipped(tmp_path / "in.zip", {"amina/trust-index.ipynb": bytes(secret)}, ("amina/trust-index.ipynb",))
    for incoming in (folder, linked):
        collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
        assert "amina" not in dict(who(collected))
        assert "plain file" in collected.set_aside[0].reason


def test_a_notebook_that_is_too_large_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrivals, "LARGEST", 1000)
    large = {"amina/trust-index.ipynb": notebook("#" * 2000)}
    for incoming in (zipped(tmp_path / "in.zip", large), in_folder(tmp_path / "in", **large)):
        collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
        assert not collected.taken
        assert "larger" in collected.set_aside[0].reason


def test_the_newest_copy_is_taken(tmp_path: Path) -> None:
    incoming = in_folder(
        tmp_path / "in", **{"amina/trust-index.ipynb": notebook("old"), "amina/trust-index (1).ipynb": notebook("new")}
    )
    os.utime(incoming / "amina" / "trust-index.ipynb", (1_000_000_000, 1_000_000_000))
    folder = GradingFolder(tmp_path / "grading")
    collected = collect_submissions(EXERCISES, incoming, folder)
    assert b"new" in folder.submission("amina", "trust-index").read_bytes()
    assert ["newer" in one.reason for one in collected.set_aside] == [True]


def test_two_learners_whose_safe_names_are_the_same_are_both_set_aside(tmp_path: Path) -> None:
    incoming = in_folder(
        tmp_path / "in", **{"a b/trust-index.ipynb": notebook(), "a+b/trust-index.ipynb": notebook("y")}
    )
    collected = collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))
    assert not collected.taken
    assert len(collected.set_aside) == 2


def test_collecting_again_says_what_changed(tmp_path: Path) -> None:
    folder = GradingFolder(tmp_path / "grading")
    place = "amina/trust-index.ipynb"
    arrived = [
        collect_submissions(EXERCISES, in_folder(tmp_path / "in", **{place: content}), folder).taken[0].arrived
        for content in (notebook(), notebook(), notebook("y"))
    ]
    assert arrived == [Arrived.NEW, Arrived.SAME, Arrived.CHANGED]


def test_a_copied_cell_keeps_its_mark_on_the_last_copy(tmp_path: Path) -> None:
    twice = json.loads(notebook("first"))
    twice["cells"].append(json.loads(notebook("last"))["cells"][0])
    folder = GradingFolder(tmp_path / "grading")
    incoming = in_folder(tmp_path / "in", **{"amina/trust-index.ipynb": json.dumps(twice).encode()})
    (taken,) = collect_submissions(EXERCISES, incoming, folder).taken
    assert "mean is there twice" in taken.notes[0]
    cells = json.loads(folder.submission("amina", "trust-index").read_bytes())["cells"]
    assert [(cell["source"], "nbgrader" in cell["metadata"]) for cell in cells] == [("first", False), ("last", True)]


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + b"\0" * 10])
def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    incoming = tmp_path / "in.zip"
    incoming.write_bytes(content)
    with pytest.raises(UnreadableError, match=r"in\.zip"):
        collect_submissions(EXERCISES, incoming, GradingFolder(tmp_path / "grading"))


@given(st.text())
def test_a_safe_learner_is_one_plain_part_of_a_path(name: str) -> None:
    safe = safe_learner(name)
    assert not set(safe) & set("/\\*?[]+ :\0\n")
    assert safe not in (".", "..")
    assert not safe.startswith(("-", "."))
    assert safe_learner(safe) == safe
