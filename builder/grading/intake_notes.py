"""What may be unusual about a submission: stable codes, and plain words (docs/reference/grading-files.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "byte-order-mark": "the file began with a byte order mark; it was removed",
        "utf-16": "the file was in UTF-16; it was turned into UTF-8",
        "bad-characters": "characters that no text may hold were replaced",
        "old-format": "the notebook was in format 3; it was turned into format 4",
        "cell-twice": "the cell {cell} was there {count} times; the last one counts",
        "cell-missing": "the cell {cell} was missing and was put back as it was released",
        "cell-unknown": "a cell said that it is graded as {cell}, which the exercise does not have; it does not count",
        "cell-damaged": "a cell's mark was damaged; the cell does not count",
        "mark-changed": "the cell {cell} had another {keys}; the exercise's own counts",
        "type-changed": "the cell {cell} was of type {found}; it is {wanted} again",
        "locked-changed": "the text of the locked cell {cell} was changed; the released text is back",
        "cells-moved": "graded cells stood in another order; they run in the learner's order",
        "attachments-removed": "pictures in text cells were removed; they are in the file that came in",
        "widgets-removed": "the saved state of widgets was removed",
        "outputs-removed": "{megabytes} MB of outputs were removed",
        "metadata-removed": "unusual settings were removed: {keys}",
        "other-kernel": "the notebook was for {found}; it runs with {wanted}",
        "found-by-cells": "the file's name is no exercise's; its graded cells are those of {exercise}",
        "name-of-another": "the file was named after {named}; its graded cells are those of {exercise}",
        "odd-ending": "the file's name ended in {ending}",
        "in-a-zip": "the notebook was in a zip inside the hand-in",
        "name-twice": "the zip holds this name more than once",
        "several-notebooks": "{count} notebooks of this exercise were handed in together; {place} counts",
        "out-of-order": "a file older than the one that counts came in later; it is kept and does not count",
        "late": "it was handed in late",
        "not-taken": "a later file could not be taken: {reason}",
    }
)
"""The registry of codes. A code never changes its meaning; learners' words never stand in one."""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was unusual: a ``code`` of `NOTES` and its ``text``, one line."""

    code: str
    text: str


def note(code: str, **parts: object) -> Note:
    """Return the note ``code`` with ``parts`` in its text, each shortened and printable."""
    return Note(code, NOTES[code].format(**{name: shown(str(part), 80) for name, part in parts.items()}))


def shown(text: str, longest: int = 300) -> str:
    """Return ``text`` so that a terminal only prints it: no control character, no change of direction, one line."""
    plain = "".join(c if c.isprintable() or c in "\u200c\u200d" else f"\\u{ord(c):04x}" for c in text)
    return plain if len(plain) <= longest else f"{plain[: longest - 1]}…"
