"""What a format is: how it writes and seals a package, how much progress it keeps, and what it cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.packages.archive import write_archive
from builder.packages.package import Members, Package
from builder.packages.settings import Settings


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a format cannot carry: ``what`` it is and ``instead``, what becomes of it.

    ``found`` yields what in a package is affected, item by item, as a reader would name it.
    """

    code: str
    what: str
    instead: str
    found: Callable[[Package], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Format:
    """One way of delivering a package. ``suffix`` ends the file's name; ``state_limit`` is how many characters of
    progress the learning system must keep, None where nothing is limited.

    ``write`` makes the members, ``seal`` makes one file of them and returns its checksum: a zip, or for a format that
    is a single file `write_single`.
    """

    name: str
    suffix: str
    title: str
    write: Callable[[Package, Settings], Members]
    cannot_carry: tuple[Gap, ...]
    state_limit: int | None = None
    seal: Callable[[Members, Path], str] = write_archive
