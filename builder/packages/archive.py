"""A zip whose bytes depend on its content alone (PKWARE APPNOTE 6.3; UTF-8 names by general purpose bit 11).

Names are sorted, the date is that of the format's first day, attributes are fixed, and what is compressed already is
stored. Files are copied in pieces, so a package of any size needs little memory.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from builder.model.problem import Problem
from builder.packages.package import Members
from builder.packages.refusal import RefusedError, fault

FIRST = ("mimetype", "imsmanifest.xml", "cmi5.xml")
"""Names that come before the sorted rest, where readers look for them."""
DATE = (1980, 1, 1, 0, 0, 0)
PERMISSIONS = 0o100644 << 16
UNIX = 3
PIECE = 1 << 18
COMPRESSED = re.compile(
    r"\.(7z|avif|bz2|docx|epub|flac|gif|gz|jpe?g|m4[av]|mk[av]|mov|mp[34]|od[pst]|og[agv]|opus|png|pptx|web[mp]|whl|woff2?"
    r"|xlsx|xz|zip|zst)$",
    re.IGNORECASE,
)
"""Names of files that deflating does not make smaller."""
UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]|^/|^[A-Za-z]:")


def write_archive(members: Members, target: Path) -> str:
    """Write ``members`` to ``target`` and their checksum to ``target`` + ``.sha256``; return the checksum (hex).

    Both are written under another name and moved into place. Raises `RefusedError` for names that do not survive
    every system and for files that are not there; then nothing has changed.
    """
    check_members(members)
    with _sealed(target) as unfinished, zipfile.ZipFile(unfinished, "x", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members, key=_order):
            _add(archive, name, members[name])
    return _note_checksum(target)


def write_single(members: Members, target: Path) -> str:
    """Write the one member as ``target`` itself, and its checksum like `write_archive`; return the checksum (hex).

    Raises `RefusedError` when it is a file that is not there.
    """
    check_members(members)
    (content,) = members.values()
    with _sealed(target) as unfinished:
        if isinstance(content, bytes):
            unfinished.write_bytes(content)
        else:
            shutil.copyfile(content, unfinished)
    return _note_checksum(target)


def check_members(members: Members) -> None:
    """Raise `RefusedError` with every name that is unsafe, clashes with another, or names a file that is not there."""
    problems = [*_unsafe(members), *_clashes(members), *_absent(members)]
    if problems:
        raise RefusedError(*problems)


def _order(name: str) -> tuple[int, str]:
    return (FIRST.index(name) if name in FIRST else len(FIRST), name)


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    info = zipfile.ZipInfo(name, DATE)
    info.create_system = UNIX
    info.external_attr = PERMISSIONS
    stored = name == "mimetype" or COMPRESSED.search(name)
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    if isinstance(content, bytes):
        info.file_size = len(content)
        with archive.open(info, "w") as entry:
            entry.write(content)
        return
    info.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(info, "w") as entry:
        shutil.copyfileobj(source, entry, PIECE)


@contextmanager
def _sealed(target: Path) -> Iterator[Path]:
    """Yield a free name beside ``target``; what is written there takes its place, or vanishes after an exception."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    unfinished.unlink(missing_ok=True)
    try:
        yield unfinished
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def write_beside(target: Path, text: str) -> None:
    """Write ``text`` as ``target``, all or nothing, in UTF-8."""
    with _sealed(target) as unfinished:
        unfinished.write_text(text, encoding="utf-8")


def _note_checksum(target: Path) -> str:
    with target.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    write_beside(target.with_name(f"{target.name}.sha256"), f"{checksum}  {target.name}\n")
    return checksum


def _unsafe(members: Members) -> Iterator[Problem]:
    for name in sorted(members):
        if UNSAFE.search(name) or {"", ".", ".."} & set(name.split("/")):
            fix = "rename the file: no backslash, no control character, no drive letter, no step out of the folder"
            yield fault("unsafe-name", name, f"{name!r} is a name that not every system can unpack safely", fix)


def _clashes(members: Members) -> Iterator[Problem]:
    """Names that are one and the same where case or Unicode form does not count, as on Windows and macOS."""
    seen: dict[str, str] = {}
    for name in sorted(members):
        other = seen.setdefault(unicodedata.normalize("NFC", name).casefold(), name)
        if other != name:
            message = (
                f"{name!r} and {other!r} are the same name on systems that do not tell capitals from small letters"
            )
            yield fault("clashing-names", name, message, "rename one of the two")


def _absent(members: Members) -> Iterator[Problem]:
    for name, content in sorted(members.items(), key=lambda member: member[0]):
        if isinstance(content, Path) and not content.is_file():
            fix = "run coursewright build again; if the file is one of the player's, install coursewright again"
            yield fault("missing-file", name, f"the file {name} is gone", fix)
