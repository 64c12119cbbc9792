"""Same content, same bytes; and nothing half written."""

from __future__ import annotations

import hashlib
import os
import stat
import time
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from builder.packages.archive import write_archive
from builder.packages.refusal import RefusedError


def fill(folder: Path, names: tuple[str, ...] = ("b.html", "a/ü.txt", "imsmanifest.xml")) -> dict[str, bytes | Path]:
    folder.mkdir(parents=True)
    members: dict[str, bytes | Path] = {}
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 100)
        members[name] = path
    return {**members, "made.txt": b"made"}


def test_bytes_do_not_depend_on_folder_order_times_permissions_or_time_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = fill(tmp_path / "one")
    write_archive(first, tmp_path / "x.zip")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    time.tzset()
    second = fill(tmp_path / "another folder")
    for content in second.values():
        if isinstance(content, Path):
            os.utime(content, (0, 0))
            content.chmod(0o600)
    write_archive(dict(reversed(second.items())), tmp_path / "y.zip")
    monkeypatch.delenv("TZ")
    time.tzset()
    assert (tmp_path / "x.zip").read_bytes() == (tmp_path / "y.zip").read_bytes()


def test_manifest_comes_first_and_the_rest_is_sorted(tmp_path: Path) -> None:
    write_archive(fill(tmp_path / "in"), tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.namelist() == ["imsmanifest.xml", "a/ü.txt", "b.html", "made.txt"]


def test_entries_are_regular_files_of_the_first_day_with_utf8_names(tmp_path: Path) -> None:
    write_archive(fill(tmp_path / "in"), tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.testzip() is None
        for info in archive.infolist():
            assert info.date_time == (1980, 1, 1, 0, 0, 0)
            assert info.create_system == 3
            assert stat.S_ISREG(info.external_attr >> 16)
            assert bool(info.flag_bits & 0x800) == (not info.filename.isascii())
        assert archive.read("a/ü.txt") == "a/ü.txt".encode() * 100


@pytest.mark.parametrize("name", ["a.png", "a.JPG", "a.jpeg", "v.mp4", "s.mp3", "f.woff2", "n.zip", "w.webp"])
def test_what_is_compressed_already_is_stored(tmp_path: Path, name: str) -> None:
    write_archive({name: b"0" * 1000, "a.svg": b"0" * 1000}, tmp_path / "x.zip")
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.getinfo(name).compress_type == zipfile.ZIP_STORED
        assert archive.getinfo("a.svg").compress_type == zipfile.ZIP_DEFLATED


def test_checksum_file_can_be_checked_with_the_usual_tool(tmp_path: Path) -> None:
    checksum = write_archive({"a": b"a"}, tmp_path / "x.zip")
    assert hashlib.sha256((tmp_path / "x.zip").read_bytes()).hexdigest() == checksum
    assert (tmp_path / "x.zip.sha256").read_text() == f"{checksum}  x.zip\n"


@pytest.mark.parametrize(
    "name", ["/etc/x", "../x", "a/../x", "a//x", "a/./x", "C:/x", "a\\x", "a\nx", "a\x7f", "", "a/", "."]
)
def test_unsafe_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        write_archive({name: b"", "fine": b""}, tmp_path / "x.zip")
    assert [problem.code for problem in refusal.value.problems] == ["unsafe-name"]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("one", "other"), [("Figure.png", "figure.png"), ("caf\u00e9.html", "cafe\u0301.html")])
def test_names_that_some_systems_take_for_one_are_refused_together(tmp_path: Path, one: str, other: str) -> None:
    with pytest.raises(RefusedError) as refusal:
        write_archive({one: b"", other: b""}, tmp_path / "x.zip")
    (problem,) = refusal.value.problems
    assert problem.code == "clashing-names"
    assert repr(one) in problem.message
    assert repr(other) in problem.message


def test_a_file_that_is_gone_leaves_the_last_package_as_it_was(tmp_path: Path) -> None:
    write_archive({"a": b"good"}, tmp_path / "x.zip")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(RefusedError, match=r"gone\.html is gone") as refusal:
        write_archive({"a": b"bad", "gone.html": tmp_path / "gone.html"}, tmp_path / "x.zip")
    assert [problem.code for problem in refusal.value.problems] == ["missing-file"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_failure_in_the_middle_leaves_no_trace(tmp_path: Path) -> None:
    out = tmp_path / "out"
    write_archive({"a": b"good"}, out / "x.zip")
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    shrinking = tmp_path / "endless"
    shrinking.symlink_to("/proc/self/mem")  # a regular file that cannot be read
    with pytest.raises(OSError, match="rror"):
        write_archive({"a": b"bad", "b": shrinking}, out / "x.zip")
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_large_files_are_copied_in_pieces(tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    with film.open("wb") as file:
        file.truncate(60_000_000)
    tracemalloc.start()
    write_archive({"film.mp4": film, "text.bin": film}, tmp_path / "x.zip")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
