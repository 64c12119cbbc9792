"""Intake: who handed in what, which attempt counts, and what is set aside without stopping another."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.grading import collect as collecting
from builder.grading.arrivals import UnreadableError
from builder.grading.attempts import DamagedRecordError, read_record, read_records
from builder.grading.folder import GradingFolder
from builder.grading.intake_keep import Arrived
from builder.grading.patterns import safe_learner
from tests.unit.grading.hand_ins import (
    cell,
    cells_of,
    codes,
    collect,
    document,
    in_folder,
    notebook,
    released,
    tree,
    who,
    zipped,
)


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
        ("amina/TRUST-INDEX.IPYNB", "amina"),
        ("أمينة/trust-index.ipynb", "أمينة"),
        ("con/trust-index.ipynb", "con-x"),
    ],
)
def test_the_learner_is_found(tmp_path: Path, place: str, learner: str) -> None:
    collected = collect(tmp_path / "grading", in_folder(tmp_path / "in", {place: notebook()}))
    assert who(collected) == [(learner, "trust-index")]
    assert (tmp_path / "grading" / "submitted" / learner / "trust-index" / "trust-index.ipynb").is_file()


def test_the_longest_exercise_name_wins(tmp_path: Path) -> None:
    content = notebook(exercise="trust-index-advanced")
    incoming = in_folder(tmp_path / "in", {"amina/trust-index-advanced.ipynb": content})
    collected = collect(tmp_path / "grading", incoming)
    assert who(collected) == [("amina", "trust-index-advanced")]
    assert not collected.taken[0].notes


def test_a_single_notebook_is_taken(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path, {"amina_trust-index.ipynb": notebook()})
    assert who(collect(tmp_path / "grading", incoming / "amina_trust-index.ipynb")) == [("amina", "trust-index")]


@pytest.mark.parametrize(
    ("place", "content", "code", "reason"),
    [
        ("trust-index.ipynb", notebook(), "no-owner", "whose"),
        ("amina/essay.ipynb", json.dumps(document([cell("other", "x")])).encode(), "no-exercise", "no exercise"),
        ("amina/trust-index.ipynb", b'{"cells": [', "not-json", "damaged: line 1"),
        ("amina/trust-index.ipynb", b"\xff\xfe\x00", "not-utf-8", "UTF-8"),
        ("amina/trust-index.ipynb", b"[" * 100_000, "too-deep", "nested too deep"),
        ("amina/trust-index.ipynb", b"[]", "other-format", "format 4"),
        ("amina/trust-index.ipynb", b'{"nbformat": 3}', "damaged-cells", "worksheets"),
        ("amina/trust-index.ipynb", b'{"nbformat": 4, "cells": [7]}', "damaged-cells", "cells are damaged"),
        ("amina/trust-index.ipynb", b'{"nbformat": 4, "cells": []}', "no-graded-cells", "graded cells"),
    ],
)
def test_a_bad_submission_is_set_aside_and_the_others_are_taken(
    tmp_path: Path, place: str, content: bytes, code: str, reason: str
) -> None:
    incoming = in_folder(tmp_path / "in", {"ben/trust-index.ipynb": notebook(), place: content})
    collected = collect(tmp_path / "grading", incoming)
    assert who(collected) == [("ben", "trust-index")]
    assert codes(collected) == [code]
    assert reason in collected.set_aside[0].reason
    assert collected.set_aside[0].fix


def test_a_bad_submission_of_a_known_learner_is_on_record(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", {"amina/trust-index.ipynb": b'{"cells": ['})
    collect(tmp_path / "grading", incoming)
    (record,) = read_records(GradingFolder(tmp_path / "grading"))
    assert (record.learner, record.exercise, record.counts) == ("amina", "trust-index", 0)
    assert "damaged: line 1" in record.notes[0].text
    assert not (tmp_path / "grading" / "submitted").exists()


def test_a_bad_file_leaves_the_good_one_of_before_in_its_place(tmp_path: Path) -> None:
    for content in (notebook("mean = 1"), b"{"):
        collect(tmp_path / "grading", in_folder(tmp_path / "in", {"amina/trust-index.ipynb": content}))
    folder = GradingFolder(tmp_path / "grading")
    record = read_record(folder, "amina", "trust-index")
    assert record is not None
    assert (record.counts, len(record.attempts)) == (1, 2)
    assert [note.code for note in record.notes] == ["not-taken"]
    assert b"mean = 1" in folder.submission("amina", "trust-index").read_bytes()


def test_of_files_handed_in_together_the_newest_counts_and_all_are_kept(tmp_path: Path) -> None:
    incoming = in_folder(
        tmp_path / "in",
        {"amina/trust-index.ipynb": notebook("old = 1"), "amina/trust-index (1).ipynb": notebook("new = 1")},
    )
    os.utime(incoming / "amina" / "trust-index.ipynb", (1_000_000_000, 1_000_000_000))
    (taken,) = collect(tmp_path / "grading", incoming).taken
    assert [note.code for note in taken.notes] == ["several-notebooks"]
    kept = tree(tmp_path / "grading" / "attempts" / "amina" / "trust-index")
    assert (kept["001.ipynb"], kept["002.ipynb"]) == (notebook("old = 1"), notebook("new = 1"))
    assert b"new = 1" in (tmp_path / "grading/submitted/amina/trust-index/trust-index.ipynb").read_bytes()


def test_of_files_with_the_same_time_the_highest_copy_counts(tmp_path: Path) -> None:
    names = ("trust-index.ipynb", "trust-index-3.ipynb", "trust-index-12.ipynb", "draft trust-index.ipynb")
    members = {f"amina/{name}": notebook(f"answer = {name!r}") for name in names}
    collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    assert b"-12.ipynb" in (tmp_path / "grading/submitted/amina/trust-index/trust-index.ipynb").read_bytes()


def test_collecting_again_changes_nothing(tmp_path: Path) -> None:
    members = {
        "amina/trust-index.ipynb": notebook("a = 1"),
        "amina/trust-index-2.ipynb": notebook("a = 2"),
        "ben/trust-index.ipynb": b"{",
        "cem/Untitled.ipynb": notebook(),
    }
    incoming = zipped(tmp_path / "in.zip", members)
    first = collect(tmp_path / "grading", incoming)
    before = tree(tmp_path / "grading")
    again = collect(tmp_path / "grading", incoming)
    assert tree(tmp_path / "grading") == before
    assert [one.arrived for one in first.taken] == [Arrived.NEW, Arrived.NEW]
    assert [one.arrived for one in again.taken] == [Arrived.SAME, Arrived.SAME]
    assert [one.notes for one in again.taken] == [one.notes for one in first.taken]
    assert again.set_aside == first.set_aside


def test_a_new_download_with_new_times_but_the_same_files_changes_nothing(tmp_path: Path) -> None:
    members = {"amina/trust-index.ipynb": notebook("a = 1"), "amina/trust-index-2.ipynb": notebook("a = 2")}
    collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    before = tree(tmp_path / "grading")
    collect(tmp_path / "grading", zipped(tmp_path / "again.zip", members, date=(2026, 2, 1, 9, 0, 0)))
    assert tree(tmp_path / "grading") == before


def test_the_newer_download_counts_whatever_the_order_of_collecting(tmp_path: Path) -> None:
    january = zipped(tmp_path / "january.zip", {"amina/trust-index.ipynb": notebook("january = 1")})
    march = (2026, 3, 1, 9, 0, 0)
    later = zipped(tmp_path / "march.zip", {"amina/trust-index.ipynb": notebook("march = 1")}, date=march)
    for name, order in (("one", (january, later, january)), ("two", (later, january, later))):
        for incoming in order:
            collect(tmp_path / name, incoming)
        assert b"march = 1" in (tmp_path / name / "submitted/amina/trust-index/trust-index.ipynb").read_bytes()
        record = read_record(GradingFolder(tmp_path / name), "amina", "trust-index")
        assert record is not None
        assert len(record.attempts) == 2


def test_a_learner_may_go_back_to_an_older_file(tmp_path: Path) -> None:
    for month, content in enumerate(("a = 1", "a = 2", "a = 1"), 1):
        members = {"amina/trust-index.ipynb": notebook(content)}
        collect(tmp_path / "grading", zipped(tmp_path / f"{month}.zip", members, date=(2026, month, 1, 9, 0, 0)))
    assert b"a = 1" in (tmp_path / "grading/submitted/amina/trust-index/trust-index.ipynb").read_bytes()


def test_collecting_says_what_changed(tmp_path: Path) -> None:
    place = "amina/trust-index.ipynb"
    arrived = [
        collect(tmp_path / "grading", in_folder(tmp_path / "in", {place: content})).taken[0].arrived
        for content in (notebook(), notebook(), notebook("y = 1"))
    ]
    assert arrived == [Arrived.NEW, Arrived.SAME, Arrived.CHANGED]


def test_a_submission_that_was_lost_comes_back(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", {"amina/trust-index.ipynb": notebook()})
    collect(tmp_path / "grading", incoming)
    target = tmp_path / "grading/submitted/amina/trust-index/trust-index.ipynb"
    before = target.read_bytes()
    target.unlink()
    collect(tmp_path / "grading", incoming)
    assert target.read_bytes() == before


def test_a_new_version_of_the_exercise_restores_the_submission_again(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", {"amina/trust-index.ipynb": notebook()})
    collect(tmp_path / "grading", incoming)
    cells = cells_of()
    cells[2]["source"] = "better_check(mean)"
    from builder.grading.intake_released import released_from

    newer = released_from("trust-index", "version 2", json.dumps(document(cells)))
    (taken,) = collect(tmp_path / "grading", incoming, exercises=(newer,)).taken
    assert taken.arrived is Arrived.CHANGED
    assert b"better_check" in (tmp_path / "grading/submitted/amina/trust-index/trust-index.ipynb").read_bytes()


@pytest.mark.parametrize("others", [("a b", "a+b"), ("amina", "Amina")])
def test_two_learners_whose_safe_names_are_the_same_are_both_set_aside(tmp_path: Path, others: tuple[str, str]) -> None:
    members = {f"{name}/trust-index.ipynb": notebook(name) for name in others}
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    assert not collected.taken
    assert codes(collected) == ["two-as-one", "two-as-one"]


@pytest.mark.parametrize(("first", "second"), [("a b", "a+b"), ("amina", "Amina")])
def test_a_name_that_is_already_somebody_elses_is_set_aside(tmp_path: Path, first: str, second: str) -> None:
    collect(tmp_path / "grading", zipped(tmp_path / "1.zip", {f"{first}/trust-index.ipynb": notebook("first")}))
    collected = collect(tmp_path / "grading", zipped(tmp_path / "2.zip", {f"{second}/trust-index.ipynb": notebook()}))
    assert codes(collected) == ["two-as-one"]
    assert len(list(read_records(GradingFolder(tmp_path / "grading")))) == 1


def test_one_learner_cannot_fill_the_intake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collecting, "MOST_A_LEARNER", 3)
    members = {f"amina_trust-index-{n}.ipynb": notebook(f"n = {n}") for n in range(6)}
    collected = collect(
        tmp_path / "grading", zipped(tmp_path / "in.zip", members | {"ben/trust-index.ipynb": notebook()})
    )
    assert ("ben", "trust-index") in who(collected)
    assert codes(collected) == ["too-many-files"] * 3


def test_a_notebook_under_another_name_is_known_by_its_cells(tmp_path: Path) -> None:
    members = {"amina/Untitled3.ipynb": notebook(), "ben/trust-index-advanced.ipynb": notebook()}
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    assert who(collected) == [("amina", "trust-index"), ("ben", "trust-index")]
    assert [one.notes[0].code for one in collected.taken] == ["found-by-cells", "name-of-another"]


def test_two_exercises_in_one_hand_in_are_both_taken(tmp_path: Path) -> None:
    members = {"amina/a.ipynb": notebook(), "amina/b.ipynb": notebook(exercise="trust-index-advanced")}
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    assert who(collected) == [("amina", "trust-index"), ("amina", "trust-index-advanced")]


def test_a_notebook_that_shares_cells_with_two_exercises_is_not_guessed(tmp_path: Path) -> None:
    both = json.dumps(document([*cells_of(), *cells_of("trust-index-advanced")])).encode()
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", {"amina/Untitled.ipynb": both}))
    assert codes(collected) == ["no-exercise"]


def test_a_damaged_record_is_told_and_not_overwritten(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", {"amina/trust-index.ipynb": notebook()})
    collect(tmp_path / "grading", incoming)
    path = tmp_path / "grading/attempts/amina/trust-index/record.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DamagedRecordError, match=r"record\.json is damaged"):
        collect(tmp_path / "grading", incoming)
    assert path.read_text(encoding="utf-8") == "{"


@pytest.mark.parametrize("content", [b"no zip", b"PK\x05\x06" + b"\0" * 10])
def test_what_is_neither_folder_nor_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    incoming = tmp_path / "in.zip"
    incoming.write_bytes(content)
    with pytest.raises(UnreadableError, match=r"in\.zip"):
        collect(tmp_path / "grading", incoming)


@settings(deadline=None)
@given(st.text())
def test_a_safe_learner_is_one_plain_part_of_a_path_on_every_system(name: str) -> None:
    safe = safe_learner(name)
    assert not set(safe) & set('/\\*?[]+ :\0\n<>|"')
    assert safe not in (".", "..")
    assert not safe.startswith(("-", "."))
    assert not safe.endswith((".", " "))
    assert len(safe.encode("utf-8")) <= 170
    assert safe_learner(safe) == safe
    assert safe.split(".")[0].casefold() not in ("con", "nul", "aux", "prn", "com1", "lpt9")


def test_exercises_are_told_apart_by_their_cells() -> None:
    one, two = released()
    assert not one.grade_ids & two.grade_ids
