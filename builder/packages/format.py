"""What a format is: how it writes and seals a package, how much progress it keeps, and what it cannot carry; and how
formats are found by name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
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


class Formats(Mapping[str, Format]):
    """Formats by name, in the order of ``places`` (name -> file in ``package``, a colon, and its name there).

    A format's file is read when that format is asked for, so that writing one does not wait for all.
    """

    def __init__(self, package: str, places: Mapping[str, str]) -> None:
        """Know where the formats stand, and read none."""
        self._package, self._places = package, places

    def __getitem__(self, name: str) -> Format:
        """Return the format called ``name``."""
        file, attribute = self._places[name].split(":")
        found: Format = getattr(importlib.import_module(f"{self._package}.{file}"), attribute)
        return found

    def __iter__(self) -> Iterator[str]:
        """Yield the names."""
        return iter(self._places)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._places)
