"""A hand-in becomes a submission: the learner's texts in the instructor's cells (nbgrader's metadata, schema 3).

The notebook is written afresh. From the learner come the texts of answers and of cells that are not the exercise's,
and their order; everything else is the released version's: marks, points, types, locked texts, kernel. So nothing that
a learner's file says about itself is believed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from builder.grading.intake_notes import Note, note
from builder.grading.intake_released import ReleasedCell, ReleasedExercise
from builder.grading.submission import HandedIn, HandedInCell, NotASubmissionError


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell of the new notebook: an exercise's cell with its text, or one of the learner's own."""

    released: ReleasedCell | None
    kind: str
    source: str
    cell_id: str


def restore(handed_in: HandedIn, released: ReleasedExercise) -> tuple[bytes, tuple[Note, ...]]:
    """Return the notebook to grade, and what was unusual about the cells. The same values give the same bytes.

    Of a cell that is there more than once the last one counts, as in nbgrader's `DeduplicateIds`. A missing cell comes
    back behind the marked cell that stood before it, as in nbgrader's `OverwriteCells.add_missing_grade_cells`.
    Raises `NotASubmissionError` if no cell of the exercise is there.
    """
    check_fit(handed_in, released)
    known = {cell.grade_id: cell for cell in released.cells}
    last = {cell.grade_id: at for at, cell in enumerate(handed_in.cells) if cell.grade_id in known}
    placed = [
        _placed(cell, known[cell.grade_id] if last.get(cell.grade_id) == at else None)
        for at, cell in enumerate(handed_in.cells)
    ]
    notes = list(_noted(handed_in, released, known, set(last.values())))
    _put_back(placed, released.cells)
    return _rendered(placed, released), tuple(notes)


def check_fit(handed_in: HandedIn, released: ReleasedExercise) -> None:
    """Raise `NotASubmissionError` if no cell of the exercise is there."""
    if not handed_in.grade_ids & released.grade_ids:
        raise NotASubmissionError("no-graded-cells", "it has none of the exercise's graded cells")


def _placed(cell: HandedInCell, released: ReleasedCell | None) -> _Placed:
    if released is None:
        return _Placed(None, cell.kind, cell.source, cell.cell_id)
    source = released.source if released.locked else cell.source
    return _Placed(released, released.kind, source, released.cell_id or cell.cell_id)


def _put_back(placed: list[_Placed], cells: Sequence[ReleasedCell]) -> None:
    there = {one.released.grade_id for one in placed if one.released}
    before = ""
    for cell in cells:
        if cell.grade_id not in there:
            at = next((i + 1 for i, one in enumerate(placed) if one.released and one.released.grade_id == before), 0)
            placed.insert(at, _Placed(cell, cell.kind, cell.source, cell.cell_id))
        before = cell.grade_id


def _noted(
    handed_in: HandedIn, released: ReleasedExercise, known: dict[str, ReleasedCell], counting: set[int]
) -> Iterator[Note]:
    counts = Counter(cell.grade_id for cell in handed_in.cells if cell.grade_id)
    for grade_id, count in counts.items():
        if grade_id not in known:
            yield note("cell-unknown", cell=grade_id)
        elif count > 1:
            yield note("cell-twice", cell=grade_id, count=count)
    for at, cell in enumerate(handed_in.cells):
        if cell.damaged:
            yield note("cell-damaged")
        elif at in counting:
            yield from _changes(cell, known[cell.grade_id])
    for one in released.cells:
        if one.grade_id not in counts:
            yield note("cell-missing", cell=one.grade_id)
    order = [cell.grade_id for at, cell in enumerate(handed_in.cells) if at in counting]
    if order != [one.grade_id for one in released.cells if one.grade_id in counts]:
        yield note("cells-moved")
    if handed_in.language and released.language and handed_in.language.casefold() != released.language.casefold():
        yield note("other-kernel", found=handed_in.language, wanted=released.language)


def _changes(cell: HandedInCell, released: ReleasedCell) -> Iterator[Note]:
    changed = [key for key, value in released.claims if (key, value) not in cell.claims]
    if changed:
        yield note("mark-changed", cell=released.grade_id, keys=", ".join(changed))
    if cell.kind != released.kind:
        yield note("type-changed", cell=released.grade_id, found=cell.kind, wanted=released.kind)
    if released.locked and _plain(cell.source) != _plain(released.source):
        yield note("locked-changed", cell=released.grade_id)


def _plain(source: str) -> str:
    """Return ``source`` without what editors change by themselves: ends of lines and of the text."""
    return "\n".join(line.rstrip() for line in source.splitlines()).strip()


def _rendered(placed: Sequence[_Placed], released: ReleasedExercise) -> bytes:
    used: set[str] = {one.cell_id for one in placed if one.released}
    taken: set[str] = set()
    cells: list[dict[str, Any]] = []
    for at, one in enumerate(placed):
        cell_id = one.cell_id
        if not cell_id or cell_id in taken or (one.released is None and cell_id in used):
            cell_id = _fresh(at, used | taken)
        taken.add(cell_id)
        cell: dict[str, Any] = {
            "cell_type": one.kind,
            "id": cell_id,
            "metadata": json.loads(one.released.mark) if one.released else {},
            "source": one.source,
        }
        if one.kind == "code":
            cell |= {"execution_count": None, "outputs": []}
        cells.append(cell)
    document = {"cells": cells, "metadata": json.loads(released.metadata), "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(document, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8")


def _fresh(at: int, used: set[str]) -> str:
    number = at
    while f"cell-{number}" in used:
        number += 1000
    return f"cell-{number}"
