"""What a format is: how it writes a package, how much of a learner's progress it keeps, and what it cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from builder.packages.package import Members, Package


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
    progress the learning system must keep, None where nothing is limited."""

    name: str
    suffix: str
    title: str
    write: Callable[[Package], Members]
    cannot_carry: tuple[Gap, ...]
    state_limit: int | None = None
