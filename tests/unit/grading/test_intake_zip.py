"""Hostile zips and folders: nothing leaves the grading folder, nothing is followed, and the honest file is taken."""

from __future__ import annotations

import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from builder.grading import intake_sources
from builder.grading.arrivals import UnreadableError
from tests.unit.grading.hand_ins import DATE, codes, collect, in_folder, notebook, tree, who, zipped
from tests.unit.grading.hostile_zips import AMINA, HONEST, HOSTILE, packed


@pytest.mark.parametrize("defect", HOSTILE)
def test_a_hostile_file_is_set_aside_and_the_honest_one_is_taken(tmp_path: Path, defect: str) -> None:
    build, code = HOSTILE[defect]
    build(tmp_path / "in.zip")
    before = set(tree(tmp_path))
    tracemalloc.start()
    collected = collect(tmp_path / "deep" / "grading", tmp_path / "in.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ("ben", "trust-index") in who(collected)
    assert codes(collected) == [code]
    assert "amina" not in dict(who(collected))
    assert collected.set_aside[0].fix
    assert all(name.startswith("deep/grading/") for name in set(tree(tmp_path)) - before)
    assert peak < 60_000_000


@pytest.mark.parametrize(
    "name",
    [
        "../../amina/trust-index.ipynb",
        "/amina/trust-index.ipynb",
        "amina/../../trust-index.ipynb",
        "..\\..\\amina\\trust-index.ipynb",
        "C:\\amina\\trust-index.ipynb",
        "\\\\server\\amina\\trust-index.ipynb",
        "../work.zip",
    ],
)
def test_a_name_that_leads_out_of_the_zip_is_refused_and_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    incoming = zipped(tmp_path / "in.zip", {name: notebook(), HONEST: notebook()})
    collected = collect(tmp_path / "deep" / "down" / "grading", incoming)
    assert who(collected) == [("ben", "trust-index")]
    assert codes(collected) == ["leads-out"]
    assert all(name == "in.zip" or name.startswith("deep/down/grading/") for name in tree(tmp_path))


def test_windows_separators_that_stay_inside_are_read(tmp_path: Path) -> None:
    incoming = zipped(tmp_path / "in.zip", {"amina\\trust-index.ipynb": notebook()})
    assert who(collect(tmp_path / "grading", incoming)) == [("amina", "trust-index")]


def test_a_name_in_utf_8_that_does_not_say_so_is_read(tmp_path: Path) -> None:
    content = packed({"zzzzz/trust-index.ipynb": notebook()})
    (tmp_path / "in.zip").write_bytes(content.replace(b"zzzzz", "Zoé".encode() + b"x"))
    assert who(collect(tmp_path / "grading", tmp_path / "in.zip")) == [("Zoéx", "trust-index")]


def test_of_two_files_with_one_name_both_are_kept_and_it_is_noted(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate name"):
        incoming = zipped(tmp_path / "in.zip", [(AMINA, notebook("a = 1")), (AMINA, notebook("a = 2"))])
    (taken,) = collect(tmp_path / "grading", incoming).taken
    assert {"name-twice", "several-notebooks"} <= {note.code for note in taken.notes}
    assert len(list((tmp_path / "grading/attempts/amina/trust-index").glob("*.ipynb"))) == 2


def test_a_notebook_in_a_zip_that_was_handed_in_is_taken_with_the_time_of_the_zip(tmp_path: Path) -> None:
    inner = packed({"my work/trust-index.ipynb": notebook(), "__MACOSX/._trust-index.ipynb": b"x"})
    incoming = zipped(tmp_path / "in.zip", {"amina/work.zip": inner}, date=(2026, 3, 1, 9, 0, 0))
    (taken,) = collect(tmp_path / "grading", incoming).taken
    assert (taken.learner, taken.origin) == ("amina", "amina/work.zip/my work/trust-index.ipynb")
    assert [note.code for note in taken.notes] == ["in-a-zip"]
    assert (
        b'"when": "2026-03-01 09:00:00"' in (tmp_path / "grading/attempts/amina/trust-index/record.json").read_bytes()
    )


def test_names_inside_a_learners_zip_do_not_say_whose_it_is(tmp_path: Path) -> None:
    inner = packed({"Ben Okoye_4712_assignsubmission_file_/ben_trust-index.ipynb": notebook()})
    incoming = zipped(tmp_path / "in.zip", {"Amina Noor_4711_assignsubmission_file_/work.zip": inner})
    assert who(collect(tmp_path / "grading", incoming)) == [("Amina-Noor", "trust-index")]


@pytest.mark.parametrize("ending", [".ipynb.txt", ".ipynb.json", ".IPYNB.TXT"])
def test_a_second_ending_is_taken_and_noted(tmp_path: Path, ending: str) -> None:
    incoming = zipped(tmp_path / "in.zip", {f"amina/trust-index{ending}": notebook()})
    (taken,) = collect(tmp_path / "grading", incoming).taken
    assert [note.code for note in taken.notes] == ["odd-ending"]


def test_what_programmes_leave_behind_is_passed_over(tmp_path: Path) -> None:
    left = (".ipynb_checkpoints/trust-index-checkpoint.ipynb", "__MACOSX/amina/._trust-index.ipynb", "amina/.DS_Store")
    incoming = zipped(tmp_path / "in.zip", dict.fromkeys(left, b"x") | {AMINA: notebook()})
    collected = collect(tmp_path / "grading", incoming)
    assert who(collected) == [("amina", "trust-index")]
    assert not collected.set_aside


def test_links_and_pipes_in_a_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret = 1"))
    incoming = in_folder(tmp_path / "in", {HONEST: notebook()})
    (incoming / "amina").mkdir()
    (incoming / "amina" / "trust-index.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (incoming / "cem").mkdir()
    os.mkfifo(incoming / "cem" / "trust-index.ipynb")
    (incoming / "dana").symlink_to(incoming / "ben")
    collected = collect(tmp_path / "grading", incoming)
    assert who(collected) == [("ben", "trust-index")]
    assert codes(collected) == ["not-plain", "not-plain"]


def test_a_file_that_becomes_a_link_after_it_was_listed_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.ipynb").write_bytes(notebook("secret = 1"))
    incoming = in_folder(tmp_path / "in", {AMINA: notebook()})
    listed = intake_sources._of_file

    def swap(path: Path, place: str) -> object:
        found = listed(path, place)
        path.unlink()
        path.symlink_to(tmp_path / "secret.ipynb")
        return found

    monkeypatch.setattr(intake_sources, "_of_file", swap)
    collected = collect(tmp_path / "grading", incoming)
    assert codes(collected) == ["unreadable"]


def test_a_name_that_is_not_unicode_is_told_and_stops_nothing(tmp_path: Path) -> None:
    incoming = in_folder(tmp_path / "in", {HONEST: notebook()})
    with Path(os.fsdecode(os.fsencode(str(incoming)) + b"/\xff\xfetrust-index.ipynb")).open("wb") as stream:
        stream.write(b"{")
    collected = collect(tmp_path / "grading", incoming)
    assert who(collected) == [("ben", "trust-index")]
    assert "\\udcff" in collected.set_aside[0].place


def test_what_is_shown_of_a_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    incoming = zipped(tmp_path / "in.zip", {"amina/\x1b[2J\u202etrust-index.ipynb": b"{"})
    place = collect(tmp_path / "grading", incoming).set_aside[0].place
    assert place == "amina/\\u001b[2J\\u202etrust-index.ipynb"


def test_too_many_files_are_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from builder.grading import intake_zip

    for module in (intake_zip, intake_sources):
        monkeypatch.setattr(module, "MOST_FILES", 3)
    members = {f"{n}/trust-index.ipynb": b"{" for n in range(4)}
    for incoming in (zipped(tmp_path / "in.zip", members), in_folder(tmp_path / "in", members)):
        with pytest.raises(UnreadableError, match="more than 3"):
            collect(tmp_path / "grading", incoming)
    assert not (tmp_path / "grading").exists()


def test_what_is_read_in_all_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from builder.grading import collect as collecting

    monkeypatch.setattr(collecting, "MOST_UNPACKED", len(notebook()) * 2 - 1)
    members = {f"learner{n}/trust-index.ipynb": notebook() for n in range(4)}
    collected = collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members))
    assert len(collected.taken) == 2
    assert codes(collected) == ["too-much", "too-much"]


def test_a_time_that_no_calendar_has_is_no_time(tmp_path: Path) -> None:
    info = zipfile.ZipInfo(AMINA, DATE)
    info.date_time = (2026, 15, 31, 31, 62, 60)
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        archive.writestr(info, notebook())
    collect(tmp_path / "grading", tmp_path / "in.zip")
    assert b'"when": ""' in (tmp_path / "grading/attempts/amina/trust-index/record.json").read_bytes()
