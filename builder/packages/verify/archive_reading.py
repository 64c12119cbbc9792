"""A zip as it stands (PKWARE APPNOTE 6.3): its entries, and its members' bytes within limits. Nothing is unpacked.

Whatever the file says of itself is only believed as far as it was read: sizes are capped, errors of any kind become
one, and no name of a member is ever used as a path.
"""

from __future__ import annotations

import io
import lzma
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)
"""What reading a damaged or hostile zip may raise."""
ENTRY = b"PK\x01\x02"
PIECE = 1 << 20
MOST_ENTRIES = 100_000
"""More are not even listed."""
UTF8 = 0x800
ENCRYPTED = 0x1
SYMLINK = 0o120000
KIND_OF_FILE = 0o170000
LOCAL_HEADER = 30
HEAD = 4096
LONGEST_BARE = (16 << 20) + 1
"""Bytes of a course structure alone; a longer one is then too long to be read."""


class UnreadableError(Exception):
    """The file or member is no sound zip; the message says what is the matter."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the directory: ``name`` is as stored, sizes in bytes, ``offset`` of its header in the file."""

    name: str
    size: int
    packed: int
    method: int
    offset: int
    encrypted: bool
    link: bool
    utf8: bool
    extra: bool

    @property
    def folder(self) -> bool:
        """Whether it stands for a folder."""
        return self.name.endswith("/")


@dataclass(frozen=True, slots=True)
class Archive:
    """An open zip: ``entries`` in the order of its directory; ``names`` are those of its files."""

    path: Path
    entries: tuple[Entry, ...]
    names: frozenset[str]
    _alike: Mapping[str, str]
    _zip: zipfile.ZipFile
    _infos: Mapping[str, zipfile.ZipInfo]

    def like(self, name: str) -> str | None:
        """Return a file whose name differs only in capitals or in the form of accents, None where there is none."""
        return self._alike.get(folded(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member's bytes piece by piece; raises `UnreadableError` where it is damaged."""
        try:
            with self._zip.open(self._infos[name]) as member:
                while piece := member.read(PIECE):
                    yield piece
        except UNREADABLE as fault:
            raise UnreadableError(str(fault) or type(fault).__name__) from fault

    def read(self, name: str, limit: int) -> bytes:
        """Return at most ``limit`` bytes of a member; raises `UnreadableError` where it is damaged."""
        kept, length = [], 0
        for piece in self.pieces(name):
            kept.append(piece[: limit - length])
            length += len(kept[-1])
            if length >= limit:
                break
        return b"".join(kept)


@contextmanager
def open_archive(path: Path) -> Iterator[Archive]:
    """Open the zip at ``path`` for the length of a with block.

    Raises `OSError` where the file cannot be read at all and `UnreadableError` where it is no zip or has more than
    `MOST_ENTRIES`.
    """
    with path.open("rb") as file:
        if _count(file, ENTRY) > MOST_ENTRIES:
            raise UnreadableError(f"more than {MOST_ENTRIES} entries")
        bare = _wrapped(file)
        try:
            opened = zipfile.ZipFile(bare or file)
        except UNREADABLE as fault:
            raise UnreadableError(str(fault) or type(fault).__name__) from fault
        with opened:
            infos = opened.infolist()
            files = {info.orig_filename: info for info in infos if not info.orig_filename.endswith("/")}
            yield Archive(
                path=path,
                entries=tuple(_entry(info) for info in infos),
                names=frozenset(files),
                _alike=MappingProxyType({folded(name): name for name in sorted(files, reverse=True)}),
                _zip=opened,
                _infos=MappingProxyType(files),
            )


def _wrapped(file: BinaryIO) -> BinaryIO | None:
    """Return a zip in memory around a course structure of cmi5 that is no zip itself, None for anything else."""
    head = file.read(HEAD)
    file.seek(0)
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or b"courseStructure" not in head:
        return None
    content = file.read(LONGEST_BARE)
    file.seek(0)
    wrapped = io.BytesIO()
    with zipfile.ZipFile(wrapped, "w") as archive:
        archive.writestr(zipfile.ZipInfo("cmi5.xml"), content)
    return wrapped


def folded(name: str) -> str:
    """Return what stays of a name where neither capitals nor the form of accents count."""
    return unicodedata.normalize("NFC", name).casefold()


def _entry(info: zipfile.ZipInfo) -> Entry:
    return Entry(
        name=info.orig_filename,
        size=info.file_size,
        packed=info.compress_size,
        method=info.compress_type,
        offset=info.header_offset,
        encrypted=bool(info.flag_bits & ENCRYPTED),
        link=(info.external_attr >> 16) & KIND_OF_FILE == SYMLINK,
        utf8=bool(info.flag_bits & UTF8),
        extra=bool(info.extra),
    )


def _count(file: BinaryIO, signature: bytes) -> int:
    """Return how often ``signature`` stands in ``file``, which is then at its beginning again."""
    found, tail = 0, b""
    while piece := file.read(PIECE):
        window = tail + piece
        found += window.count(signature)
        tail = window[-(len(signature) - 1) :]
    file.seek(0)
    return found
