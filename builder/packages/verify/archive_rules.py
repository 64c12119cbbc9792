"""Rules on the zip itself: safe to unpack anywhere, readable everywhere (PKWARE APPNOTE 6.3; ISO/IEC 21320-1)."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from builder.packages.verify.archive_reading import LOCAL_HEADER, Archive, Entry, folded
from builder.packages.verify.finding import Fault, Rule, Spot, error, note, warning

MOST_MEMBERS = 20_000
LARGE_MEMBER = 1 << 29
LARGE_WHOLE = 2 << 30
"""Bytes that many learning systems do not take; what is as large in the zip as out of it is still no bomb."""
LARGEST_WHOLE = 16 << 30
"""Bytes; more is not read, however it is packed."""
HIGHEST_RATIO_OF_LARGE = 20
SMALL = 1 << 20
"""Bytes; no member of this size is a bomb, whatever its ratio."""
HIGHEST_RATIO = 200
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNSAFE = re.compile(r"[\x00-\x1f\x7f]|^[/\\]|^[A-Za-z]:")
FORBIDDEN_ON_WINDOWS = re.compile(r'[<>:"|?*]|[ .](?:/|$)')
DEVICES = re.compile(r"(?:^|/)(?:con|prn|aux|nul|com[1-9]|lpt[1-9])(?:\.[^/]*)?(?:/|$)", re.IGNORECASE)
LEFT_BY_SYSTEMS = re.compile(
    r"(?:^|/)(?:__MACOSX|\.git|\.svn)/|(?:^|/)(?:\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]+)$"
)
APPNOTE = "PKWARE APPNOTE 6.3"


def is_junk(name: str) -> bool:
    """Whether a file was left in the package by an operating system or a version control."""
    return bool(LEFT_BY_SYSTEMS.search(name))


def check_names(archive: Archive) -> Iterator[Fault]:
    """No absolute name, drive letter, control character or step out of the folder."""
    for entry in archive.entries:
        if _is_unsafe(entry.name):
            yield Fault(_at(entry), f"the name {entry.name!r} leads out of the folder, or not every system can have it")


def check_backslashes(archive: Archive) -> Iterator[Fault]:
    """Folders are divided by slashes."""
    for entry in archive.entries:
        if "\\" in entry.name:
            yield Fault(_at(entry), f"the name {entry.name!r} has a backslash")


def check_links(archive: Archive) -> Iterator[Fault]:
    """No symbolic link."""
    for entry in archive.entries:
        if entry.link:
            yield Fault(_at(entry), "it is a symbolic link")


def check_methods(archive: Archive) -> Iterator[Fault]:
    """Nothing encrypted, nothing compressed in a way that learning systems cannot read."""
    for entry in archive.entries:
        if entry.encrypted:
            yield Fault(_at(entry), "it is encrypted")
        elif entry.method not in METHODS:
            yield Fault(_at(entry), f"it is compressed by method {entry.method}, neither stored nor deflated")


def check_bombs(archive: Archive) -> Iterator[Fault]:
    """Nothing that swells without measure when it is unpacked."""
    for entry in archive.entries:
        most = HIGHEST_RATIO_OF_LARGE if entry.size > LARGE_MEMBER else HIGHEST_RATIO
        if entry.size > SMALL and entry.size > most * max(entry.packed, 1):
            yield Fault(_at(entry), f"it unpacks to {entry.size} bytes from {entry.packed}")
    whole = sum(entry.size for entry in archive.entries)
    packed = sum(entry.packed for entry in archive.entries)
    if whole > LARGEST_WHOLE or (whole > LARGE_WHOLE and whole > HIGHEST_RATIO_OF_LARGE * max(packed, 1)):
        yield Fault(Spot(), f"all of it unpacks to {whole} bytes from {packed}")
    if len(archive.entries) > MOST_MEMBERS:
        yield Fault(Spot(), f"it has {len(archive.entries)} entries")


def check_sizes(archive: Archive) -> Iterator[Fault]:
    """Small enough for the upload of most learning systems."""
    for entry in archive.entries:
        if entry.size > LARGE_MEMBER:
            yield Fault(_at(entry), f"it has {entry.size >> 20} MiB")
    if (whole := sum(entry.size for entry in archive.entries)) > LARGE_WHOLE:
        yield Fault(Spot(), f"all of it has {whole >> 20} MiB")


def check_overlaps(archive: Archive) -> Iterator[Fault]:
    """No two members share bytes of the file."""
    ordered = sorted(archive.entries, key=lambda entry: entry.offset)
    for entry, following in pairwise(ordered):
        if entry.offset + LOCAL_HEADER + entry.packed > following.offset:
            yield Fault(_at(entry), f"its bytes are also those of {following.name!r}")


def check_duplicates(archive: Archive) -> Iterator[Fault]:
    """Each name once."""
    for name, count in Counter(entry.name for entry in archive.entries).items():
        if count > 1:
            yield Fault(Spot(name), f"the name is there {count} times; which of them counts is left to chance")


def check_clashes(archive: Archive) -> Iterator[Fault]:
    """No two names that are one where capitals or the form of accents do not count."""
    seen: dict[str, str] = {}
    for name in sorted(archive.names):
        other = seen.setdefault(folded(name), name)
        if other != name:
            yield Fault(Spot(name), f"on some systems this is the same name as {other!r}")


def check_encodings(archive: Archive) -> Iterator[Fault]:
    """Names outside ASCII are marked as UTF-8."""
    for entry in archive.entries:
        if not entry.name.isascii() and not entry.utf8:
            yield Fault(_at(entry), "its name is not marked as UTF-8, so each system reads other letters")


def check_portability(archive: Archive) -> Iterator[Fault]:
    """Names that Windows can have, for learning systems that run on it."""
    for entry in archive.entries:
        if _is_unsafe(entry.name):
            continue
        if FORBIDDEN_ON_WINDOWS.search(entry.name.rstrip("/")) or DEVICES.search(entry.name):
            yield Fault(_at(entry), f"Windows cannot have a file named {entry.name!r}")


def check_junk(archive: Archive) -> Iterator[Fault]:
    """Nothing that an operating system or a version control left behind."""
    for name in sorted(archive.names):
        if is_junk(name):
            yield Fault(Spot(name), "an operating system or a version control left this file")


def _is_unsafe(name: str) -> bool:
    steps = name.rstrip("/").replace("\\", "/").split("/")
    return bool(UNSAFE.search(name)) or bool({"", ".", ".."} & set(steps))


def _at(entry: Entry) -> Spot:
    return Spot(entry.name)


SAFETY: tuple[Rule[Archive], ...] = (
    error(
        "zip-name",
        "a member's name is absolute, leads out of the folder, or has a drive letter or a control character",
        "name it relative to the package, with plain steps",
        f"{APPNOTE}, 4.4.17 file name",
        check_names,
    ),
    error(
        "zip-backslash",
        "a member's name has a backslash",
        "zip with a program that divides folders by `/`",
        f"{APPNOTE}, 4.4.17.1",
        check_backslashes,
    ),
    error(
        "zip-link",
        "a member is a symbolic link",
        "put the file itself into the package",
        "no specification: safety of the learning system",
        check_links,
    ),
    error(
        "zip-method",
        "a member is encrypted, or neither stored nor deflated",
        "zip without a password, with the usual method (deflate)",
        "ISO/IEC 21320-1; APPNOTE 4.4.4 and 4.4.5",
        check_methods,
    ),
    error(
        "zip-bomb",
        "a member or the whole unpacks to very much more than it is, or has very many entries",
        "take out what does not belong there, or make several packages",
        "no specification: safety of the learning system",
        check_bombs,
    ),
    error(
        "zip-overlap",
        "two members share bytes of the file",
        "make the zip anew",
        f"{APPNOTE}, 4.3.6 overall .ZIP file format",
        check_overlaps,
    ),
)
"""What must hold before any member is read."""

NAMES: tuple[Rule[Archive], ...] = (
    error(
        "zip-duplicate",
        "two members have the same name",
        "make the zip anew, from one folder",
        "EPUB 3.3, 4.2.3; elsewhere no rule, but readers differ in which of the two they take",
        check_duplicates,
    ),
    error(
        "zip-clash",
        "two names differ only in capitals or in the form of an accent",
        "rename one of the two",
        "EPUB 3.3, 4.2.3; no rule in SCORM and cmi5, but Windows and macOS keep only one of the two",
        check_clashes,
    ),
    error(
        "zip-encoding",
        "a name outside ASCII is not marked as UTF-8",
        "zip with a program that writes names in UTF-8 and sets bit 11",
        f"{APPNOTE}, 4.4.4 bit 11 and appendix D",
        check_encodings,
    ),
    warning(
        "zip-windows",
        "Windows cannot have a file of that name",
        "rename it: no angle bracket, colon, quotation mark, bar, question mark or star, no dot or space at an end",
        "EPUB 3.3, 4.2.3; elsewhere no rule, but learning systems run on Windows too",
        check_portability,
    ),
    note(
        "zip-large",
        "a member is larger than 512 MiB, or the whole than 2 GiB",
        "ask what your learning system takes; make large media smaller",
        "no specification: learning systems limit uploads",
        check_sizes,
    ),
    warning(
        "junk-file",
        "a file was left by an operating system or a version control",
        "leave it out of the package",
        "no specification: it reaches every learner",
        check_junk,
    ),
)
"""What holds of members' names."""
