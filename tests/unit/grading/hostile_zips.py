"""Zips that nobody should hand in, each built by a function named after its defect; `ben` in each is honest."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.unit.grading.hand_ins import DATE, notebook, zipped

HONEST = "ben/trust-index.ipynb"
AMINA = "amina/trust-index.ipynb"
CENTRAL, LOCAL = b"PK\x01\x02", b"PK\x03\x04"


def both(path: Path, name: str = AMINA, content: bytes | None = None) -> Path:
    """Write a zip with one file of each learner."""
    return zipped(path, [(name, content if content is not None else notebook("amina = 1")), (HONEST, notebook())])


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip as bytes."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, DATE), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def changed(path: Path, signature: bytes, offset: int, value: bytes) -> None:
    """Overwrite ``value`` at ``offset`` of the first header that begins with ``signature``."""
    content = bytearray(path.read_bytes())
    at = content.index(signature) + offset
    content[at : at + len(value)] = value
    path.write_bytes(content)


def link(path: Path) -> None:
    members = [(AMINA, b"/etc/passwd"), (HONEST, notebook())]
    zipped(path, members)
    changed(path, CENTRAL, 38, struct.pack("<I", (stat.S_IFLNK | 0o777) << 16))


def device(path: Path) -> None:
    both(path)
    changed(path, CENTRAL, 38, struct.pack("<I", (stat.S_IFCHR | 0o666) << 16))


def password(path: Path) -> None:
    both(path)
    changed(path, LOCAL, 6, b"\x01\x00")
    changed(path, CENTRAL, 8, b"\x01\x00")


def bad_crc(path: Path) -> None:
    both(path)
    changed(path, LOCAL, 14, b"\0\0\0\0")
    changed(path, CENTRAL, 16, b"\0\0\0\0")


def header_points_nowhere(path: Path) -> None:
    both(path)
    changed(path, CENTRAL, 42, struct.pack("<I", 0x7FFFFFF0))


def torn_stream(path: Path) -> None:
    both(path)
    changed(path, LOCAL, 30 + len(AMINA), b"\xff\xff\xff\xff")


def other_packing(path: Path) -> None:
    both(path)
    changed(path, CENTRAL, 10, struct.pack("<H", zipfile.ZIP_LZMA))


def bomb(path: Path) -> None:
    both(path, content=b"0" * 25_000_000)


def bomb_with_a_small_header(path: Path) -> None:
    both(path, content=b"0" * 25_000_000)
    for signature, offset in ((LOCAL, 22), (CENTRAL, 24)):
        changed(path, signature, offset, struct.pack("<I", 1000))


def many_zips(path: Path) -> None:
    inner = packed({"trust-index.ipynb": notebook()})
    both(path, "amina/work.zip", packed({"again.zip": inner}))


def nested_bomb(path: Path) -> None:
    both(path, "amina/work.zip", packed({"trust-index.ipynb": b"0" * 25_000_000}))


def nested_crowd(path: Path) -> None:
    both(path, "amina/work.zip", packed({f"{n}.ipynb": b"" for n in range(600)}))


def nested_rubbish(path: Path) -> None:
    both(path, "amina/work.zip", b"PK no zip")


def nested_that_leads_out(path: Path) -> None:
    both(path, "amina/work.zip", packed({"../../trust-index.ipynb": notebook()}))


def deep(path: Path) -> None:
    both(path, "a/" * 30 + "trust-index.ipynb")


def long(path: Path) -> None:
    both(path, "a" * 2000 + "/trust-index.ipynb")


HOSTILE: Mapping[str, tuple[Callable[[Path], None], str]] = MappingProxyType(
    {
        "link": (link, "not-plain"),
        "device": (device, "not-plain"),
        "password": (password, "encrypted"),
        "bad_crc": (bad_crc, "damaged-zip"),
        "header_points_nowhere": (header_points_nowhere, "damaged-zip"),
        "torn_stream": (torn_stream, "damaged-zip"),
        "other_packing": (other_packing, "unusual-packing"),
        "bomb": (bomb, "too-large"),
        "bomb_with_a_small_header": (bomb_with_a_small_header, "damaged-zip"),
        "many_zips": (many_zips, "too-many-zips"),
        "nested_bomb": (nested_bomb, "too-large"),
        "nested_crowd": (nested_crowd, "too-many-files"),
        "nested_rubbish": (nested_rubbish, "damaged-zip"),
        "nested_that_leads_out": (nested_that_leads_out, "leads-out"),
        "deep": (deep, "too-deep-a-place"),
        "long": (long, "too-deep-a-place"),
    }
)
"""Each with the code under which it is set aside."""
