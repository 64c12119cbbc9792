"""A file that came in, what is refused by its name or size alone, and the limits of all that is read.

A file is read only when somebody asks for it, within the limits below. What is inside a zip that a learner handed in
(one level) stands behind that zip's own place, since its names are the learner's and not the learning system's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from builder.grading.intake_notes import Note, note

LARGEST = 20_000_000
"""Bytes of one notebook, unpacked."""
DEEPEST = 20
LONGEST_PLACE = 1_000
MOST_FILES = 50_000
MOST_UNPACKED = 10_000_000_000
"""Bytes read in one go through everything that was given."""
PASSED_OVER = frozenset({".ipynb_checkpoints", "__MACOSX"})
ENDINGS = (".ipynb", ".ipynb.txt", ".ipynb.json")
HAND_IN_AGAIN = "ask the learner to clear all outputs and to hand it in again"
ASK = "ask the learner to hand it in again"


class UnreadableError(Exception):
    """What was given cannot be read at all; the message says what to do."""


class NotTakenError(Exception):
    """One file cannot be taken: a stable ``code``, the reason (the message) and a ``fix``."""

    def __init__(self, code: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.code = code
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that may hold a notebook.

    ``place`` is where it lies in what was given (POSIX); ``inside`` is its path in the zip that lies there, or empty.
    ``when`` is its time in the folder or zip (sorts by time; empty if there is none). ``read`` returns its bytes or
    raises `NotTakenError`. ``notes`` tell what was unusual so far.
    """

    place: str
    inside: str
    when: tuple[int, ...]
    read: Callable[[], bytes]
    notes: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """The file's own name."""
        return PurePosixPath(self.inside or self.place).name

    @property
    def shown(self) -> str:
        """Where it lies, for people."""
        return f"{self.place}/{self.inside}" if self.inside else self.place


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something that was not taken: where it lies, why, and what to do. ``code`` is stable."""

    place: str
    reason: str
    fix: str
    code: str = "not-taken"


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file that is no notebook by its name; it is told of only if its owner handed in nothing else."""

    place: str


Found = Arrival | SetAside | OtherFile


def wanted(place: str) -> bool:
    """Say whether ``place`` may be a notebook, or a zip in which one may be."""
    return place.lower().endswith((*ENDINGS, ".zip"))


def passed_over(place: str) -> bool:
    """Say whether ``place`` is something that programmes leave behind and nobody hands in."""
    parts = PurePosixPath(place).parts
    return bool(PASSED_OVER & set(parts)) or parts[-1:] == (".DS_Store",) or parts[-1].startswith("._")


def refused_place(place: str) -> SetAside | None:
    """Return why ``place`` is not a name to follow, or None if it is harmless."""
    windows = PureWindowsPath(place)
    if ".." in windows.parts or windows.root or windows.drive or "\0" in place:
        fix = "do not open this zip by other means; ask who made it"
        return SetAside(place[:LONGEST_PLACE], "its name leads out of the zip", fix, "leads-out")
    if len(place) > LONGEST_PLACE or len(windows.parts) > DEEPEST:
        return SetAside(place[:LONGEST_PLACE], "its name is too long or lies too deep", ASK, "too-deep-a-place")
    return None


def ending_notes(name: str) -> tuple[Note, ...]:
    """Return a note for a notebook that has a second ending, as some mail and phone programmes add."""
    found = next((ending for ending in ENDINGS[1:] if name.lower().endswith(ending)), "")
    return (note("odd-ending", ending=found),) if found else ()


def too_large(size: int = LARGEST) -> NotTakenError:
    """Return the refusal of what is larger than ``size`` bytes."""
    return NotTakenError("too-large", f"it is larger than {size // 1_000_000} MB", HAND_IN_AGAIN)


def not_plain(place: str) -> SetAside:
    """Return the refusal of a link, a device or a pipe."""
    return SetAside(place, "it is not a plain file", "hand in the notebook itself, not a link to it", "not-plain")
