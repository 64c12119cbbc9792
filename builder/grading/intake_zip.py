"""Files in a zip (PKWARE APPNOTE 6.3) that nobody vouches for, and in a zip inside it (one level)."""

from __future__ import annotations

import io
import stat
import struct
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from builder.grading.arrivals import (
    ASK,
    ENDINGS,
    LARGEST,
    MOST_FILES,
    Arrival,
    Found,
    NotTakenError,
    OtherFile,
    SetAside,
    UnreadableError,
    ending_notes,
    not_plain,
    passed_over,
    refused_place,
    too_large,
    wanted,
)
from builder.grading.intake_notes import note

NESTED_LARGEST = 50_000_000
"""Bytes of a zip inside what was given."""
NESTED_MOST = 500
"""Files in it."""
PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How learning systems and operating systems pack; others may ask for gigabytes to unpack."""
FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OverflowError, struct.error, OSError)
"""What `zipfile` raises for bytes that are no sound zip (RuntimeError and its NotImplementedError, too)."""
ENCRYPTED = 0x1
NAME_IS_UTF8 = 0x800
NO_TIME = (1980, 1, 1, 0, 0, 0)
"""What a zip without times has."""


@contextmanager
def from_zip(archive: Path) -> Iterator[Iterator[Found]]:
    """Yield the files of the zip ``archive``. Raises `UnreadableError` if it is damaged or has too many."""
    try:
        whole = zipfile.ZipFile(archive)
    except FAULTS as fault:
        raise UnreadableError(f"{archive} is damaged ({fault}). Download it again.") from None
    with whole:
        members = whole.infolist()
        if len(members) > MOST_FILES:
            raise UnreadableError(f"{archive} has {len(members)} members; more than {MOST_FILES} are not read.")
        yield _listed(whole, members)


def inside_zip(place: str, when: tuple[int, ...], content: Callable[[], bytes]) -> Iterator[Found]:
    """Yield the files in a zip that was handed in at ``place``; their time is that of the zip, which the learner does
    not set. What is wrong with it is a `SetAside`."""
    try:
        with zipfile.ZipFile(io.BytesIO(content())) as nested:
            members = sorted(nested.infolist(), key=lambda one: name_of(one))
    except NotTakenError as fault:
        yield SetAside(place, str(fault), fault.fix, fault.code)
        return
    except FAULTS as fault:
        yield SetAside(place, f"this zip cannot be opened: {fault}", ASK, "damaged-zip")
        return
    if len(members) > NESTED_MOST:
        yield SetAside(place, f"this zip holds more than {NESTED_MOST} files", ASK, "too-many-files")
        return
    for member in members:
        name = name_of(member)
        if member.is_dir() or passed_over(name):
            continue
        refused = refused_place(name) or _refused(member, f"{place}/{name}")
        if refused is not None:
            yield SetAside(
                f"{place}/{refused.place.removeprefix(place + '/')}", refused.reason, refused.fix, refused.code
            )
        elif name.lower().endswith(ENDINGS):
            notes = (note("in-a-zip"), *ending_notes(name))
            yield Arrival(place, name, when, _reader_inside(content, member), notes)
        elif name.lower().endswith(".zip"):
            fix = "ask the learner to hand in the notebook itself"
            yield SetAside(f"{place}/{name}", "it is a zip inside a zip inside a zip", fix, "too-many-zips")
        else:
            yield OtherFile(place)


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name with ``/`` between its parts; UTF-8 that does not say so (macOS) is read as what it is."""
    name = member.filename
    if not member.flag_bits & NAME_IS_UTF8:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _listed(whole: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[Found]:
    names = Counter(name_of(member) for member in members)
    for member in sorted(members, key=lambda one: name_of(one)):
        place = name_of(member)
        if member.is_dir() or passed_over(place):
            continue
        refused = refused_place(place)
        if refused is not None:
            yield refused
        elif not wanted(place):
            yield OtherFile(place)
        elif (unfit := _refused(member, place)) is not None:
            yield unfit
        elif place.lower().endswith(".zip"):
            yield from inside_zip(place, _when(member), _reader(whole, member, NESTED_LARGEST))
        else:
            notes = ending_notes(place) + ((note("name-twice"),) if names[place] > 1 else ())
            yield Arrival(place, "", _when(member), _reader(whole, member, LARGEST), notes)


def _refused(member: zipfile.ZipInfo, place: str) -> SetAside | None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return not_plain(place)
    if member.flag_bits & ENCRYPTED:
        return SetAside(place, "it has a password", "ask the learner to hand it in without one", "encrypted")
    if member.compress_type not in PACKED:
        return SetAside(place, "it is packed in an unusual way", ASK, "unusual-packing")
    return None


def _when(member: zipfile.ZipInfo) -> tuple[int, ...]:
    """Return a member's time, or nothing if it has none or one that no calendar has."""
    try:
        time.strptime("{}-{}-{} {}:{}:{}".format(*member.date_time), "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return ()
    return () if member.date_time == NO_TIME else member.date_time


def _reader(whole: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int) -> Callable[[], bytes]:
    return lambda: _unpacked(whole, member, largest)


def _reader_inside(content: Callable[[], bytes], member: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        with zipfile.ZipFile(io.BytesIO(content())) as nested:
            return _unpacked(nested, member, LARGEST)

    return read


def _unpacked(whole: zipfile.ZipFile, member: zipfile.ZipInfo, largest: int) -> bytes:
    """Return a member's bytes; its header is not believed, no more than ``largest`` bytes are unpacked."""
    if member.file_size > largest:
        raise too_large(largest)
    try:
        with whole.open(member) as stream:
            content = stream.read(largest + 1)
    except FAULTS as fault:
        raise NotTakenError(
            "damaged-zip", f"it cannot be unpacked: {fault}", "download the zip again, or ask the learner"
        ) from None
    if len(content) > largest:
        raise too_large(largest)
    return content
