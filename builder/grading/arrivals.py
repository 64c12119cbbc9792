"""The notebooks in a folder or a zip (PKWARE APPNOTE 6.3), as bytes; nothing is unpacked and no link is followed."""

from __future__ import annotations

import stat
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath

LARGEST = 20_000_000
MOST_MEMBERS = 50_000
PASSED_OVER = frozenset({".ipynb_checkpoints", "__MACOSX"})
TOO_LARGE = f"it is larger than {LARGEST // 1_000_000} MB"
HAND_IN_AGAIN = "ask the learner to clear all outputs and to hand it in again"


class UnreadableError(Exception):
    """What was given cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A notebook's bytes, its place inside what was given (POSIX), and when it was last changed (sorts by time)."""

    place: str
    content: bytes
    when: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was not taken: where it lies, why, and what to do."""

    place: str
    reason: str
    fix: str


def read_arrivals(incoming: Path) -> Iterator[Arrival | SetAside]:
    """Yield every notebook in ``incoming``, sorted by place. Raises `UnreadableError` if it is no folder and no zip."""
    if incoming.is_dir():
        yield from _in_folder(incoming)
    elif zipfile.is_zipfile(incoming):
        yield from _in_zip(incoming)
    else:
        raise UnreadableError(
            f"{incoming} is neither a folder nor a zip. Give what the learning system let you download."
        )


def _wanted(place: str) -> bool:
    path = PurePosixPath(place)
    return path.suffix.lower() == ".ipynb" and not PASSED_OVER & set(path.parts)


def _in_folder(folder: Path) -> Iterator[Arrival | SetAside]:
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if not _wanted(place):
            continue
        if path.is_symlink() or not path.is_file():
            yield SetAside(place, "it is not a plain file", "hand in the notebook itself, not a link to it")
            continue
        found = path.stat()
        if found.st_size > LARGEST:
            yield SetAside(place, TOO_LARGE, HAND_IN_AGAIN)
        else:
            yield Arrival(place, path.read_bytes(), time.localtime(found.st_mtime)[:6])


def _in_zip(archive: Path) -> Iterator[Arrival | SetAside]:
    try:
        with zipfile.ZipFile(archive) as opened:
            members = opened.infolist()
            if len(members) > MOST_MEMBERS:
                raise UnreadableError(f"{archive} has {len(members)} members; more than {MOST_MEMBERS} are not read.")
            for member in sorted(members, key=lambda one: one.filename):
                if not member.is_dir() and _wanted(member.filename):
                    yield _from_zip(opened, member)
    except zipfile.BadZipFile as fault:
        raise UnreadableError(f"{archive} is damaged ({fault}). Download it again.") from fault


def _from_zip(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> Arrival | SetAside:
    place = member.filename
    windows = PureWindowsPath(place)
    if ".." in windows.parts or windows.root or windows.drive:
        return SetAside(place, "its name leads out of the zip", "do not open this zip by other means; ask who made it")
    if stat.S_ISLNK(member.external_attr >> 16):
        return SetAside(place, "it is not a plain file", "hand in the notebook itself, not a link to it")
    try:
        with opened.open(member) as stream:
            content = stream.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as fault:
        return SetAside(place, f"it cannot be unpacked: {fault}", "download the zip again, or ask the learner")
    if len(content) > LARGEST:
        return SetAside(place, TOO_LARGE, HAND_IN_AGAIN)
    return Arrival(place, content, member.date_time)
