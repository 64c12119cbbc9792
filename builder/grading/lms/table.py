"""A CSV file as programmes really write it (RFC 4180, and semicolons, tabs, byte order marks, UTF-16)."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

LARGEST = 50_000_000
DELIMITERS = (",", ";", "\t")


class TableError(Exception):
    """A file is no table; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and its rows, each with the line on which it ends; and how it was written, to write it so again."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str = ","
    mark: bool = False


def read_table(path: Path) -> Table:
    """Return the table in ``path``. Raises `TableError` if it is no CSV in UTF-8 (or in UTF-16 with its mark)."""
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as fault:
        raise TableError(f"{path} cannot be read: {fault.strerror}.") from None
    if len(content) > LARGEST:
        raise TableError(f"{path} is larger than {LARGEST // 1_000_000} MB.")
    text = _decoded(path, content)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = [(reader.line_num, tuple(row)) for row in reader]
    except csv.Error as fault:
        raise TableError(f"{path} is no CSV file: {fault}. Export it again, as CSV.") from None
    filled = [(line, row) for line, row in rows if any(cell.strip() for cell in row)]
    if not filled:
        raise TableError(f"{path} is empty.")
    return Table(filled[0][1], tuple(filled[1:]), delimiter, content.startswith(codecs.BOM_UTF8))


def write_table(rows: Iterable[Sequence[str]], delimiter: str = ",", mark: bool = False) -> bytes:
    """Return ``rows`` as CSV in UTF-8, with a byte order mark if ``mark``."""
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return (codecs.BOM_UTF8 if mark else b"") + written.getvalue().encode("utf-8")


def _decoded(path: Path, content: bytes) -> str:
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise TableError(f"{path} is not in UTF-8. Save it again as `CSV UTF-8`; names would be wrong.") from None
