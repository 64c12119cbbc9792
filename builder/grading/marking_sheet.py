"""The sheet by which persons mark: a line for each submission, a column for each criterion, the answer beside it.

It is a CSV file for any spreadsheet. Without names a learner is a code, the same in every sheet of this folder.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.grading.answers import answer_to, edition_of
from builder.grading.by_hand import ByHand, Place
from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.levels import HIGHEST, parted
from builder.grading.lms.grade_file import without_formula
from builder.grading.lms.table import read_table, write_table
from builder.model.exercise import Exercise

FIRST = ("who", "exercise")
LAST = ("comment", "answer", "edition")
NAME = "learner"
ABSENT = "-"
"""Stands where an exercise has no such criterion."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One line that was read: ``who`` is a code, ``levels`` are texts by criterion, ``line`` where it stands.
    ``blind``: the sheet has no names, so nobody who marks with it is to read any."""

    line: int
    who: str
    exercise: str
    levels: Mapping[str, str]
    comment: str
    edition: str
    blind: bool = True


class SheetError(Exception):
    """A file is no marking sheet; the message says what to do."""


def secret_of(folder: GradingFolder) -> bytes:
    """Return what the codes of this folder are made with; it is made once and stays in the folder."""
    path = folder.root / "marking.key"
    if not path.is_file():
        write_in_place(path, secrets.token_bytes(16))
    return path.read_bytes()


def code_of(secret: bytes, learner: str) -> str:
    """Return the code of a learner: ten letters and digits that say nothing to who does not have the folder."""
    return hmac.new(secret, learner.encode("utf-8"), "sha256").hexdigest()[:10]


def render_sheet(
    folder: GradingFolder, exercises: Sequence[Exercise], given: Mapping[Place, ByHand], *, names: bool
) -> bytes:
    """Return the sheet for every graded submission with a text to mark, in the order of the codes.

    With ``names`` the learner's id stands beside the code. Levels that were given before stand in their cells.
    """
    secret = secret_of(folder)
    criteria = criteria_of(exercises)
    header = (*FIRST, *((NAME,) if names else ()), *criteria, *LAST)
    rows = []
    for exercise in exercises:
        rubric = exercise.rubric
        if rubric is None:
            continue
        own = {criterion.id for criterion in rubric.criteria}
        for (learner, name, task), mark in given.items():
            if name != exercise.id or task != rubric.task:
                continue
            levels, words = parted(mark.comment, rubric)
            answer = answer_to(folder, learner, name, task)
            cells = [str(levels.get(one, "")) if one in own else ABSENT for one in criteria]
            who = (code_of(secret, learner), name, *((learner,) if names else ()))
            rows.append((*who, *cells, words, answer, edition_of(answer)))
    rows.sort(key=lambda row: (row[1], row[0]))
    return write_table([header, *(tuple(map(without_formula, row)) for row in rows)], mark=True)


def criteria_of(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Return the ids of all criteria, each once, in the order of the rubrics."""
    every = (criterion.id for one in exercises for criterion in (one.rubric.criteria if one.rubric else ()))
    return tuple(dict.fromkeys(every))


def read_sheet(path: Path, criteria: Sequence[str]) -> Iterator[SheetLine]:
    """Yield the lines of a sheet. Raises `SheetError`, and `builder.grading.lms.table.TableError` for no table."""
    table = read_table(path)
    places = {name.strip().lower(): place for place, name in enumerate(table.header)}
    lacking = [name for name in (*FIRST, "comment", "edition") if name not in places]
    unknown = sorted(set(places) - {*FIRST, *LAST, NAME, *criteria})
    if lacking:
        raise SheetError(
            f"{path} has no column `{lacking[0]}`. Write it with `coursewright grade export --to marking`."
        )
    if unknown:
        raise SheetError(f"{path}: no rubric has the criterion `{unknown[0]}`. There are: {', '.join(criteria)}.")
    for line, row in table.rows:
        cells = {name: row[place].strip() if place < len(row) else "" for name, place in places.items()}
        levels = {name: cells[name] for name in criteria if cells.get(name, "") not in ("", ABSENT)}
        comment = (
            cells["comment"].removeprefix("'")
            if cells["comment"].startswith(("'=", "'+", "'-", "'@"))
            else cells["comment"]
        )
        yield SheetLine(line, cells["who"], cells["exercise"], levels, comment, cells["edition"], NAME not in places)


def level_of(text: str) -> int | None:
    """Return a level as it was written, ``2`` or a spreadsheet's ``2.0`` and ``2,0``; None where it is no level."""
    plain = text.replace(",", ".")
    whole = plain.removesuffix(".0").removesuffix(".00")
    return int(whole) if whole.isdecimal() and len(whole) == 1 and int(whole) <= HIGHEST else None
