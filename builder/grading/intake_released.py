"""The released version of each exercise: what a hand-in is restored from, kept beside the attempts until it changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.release import fingerprint, source_files
from builder.grading.submission import claims_of
from builder.model.course import Course
from builder.model.exercise import Exercise

FORMAT = 1


@dataclass(frozen=True, slots=True)
class ReleasedCell:
    """A cell that nbgrader knows: ``mark`` is its whole metadata as JSON, ``claims`` what a copy of it must say.

    ``locked`` is nbgrader's `is_locked`: its text is the instructor's, whatever comes in.
    """

    grade_id: str
    kind: str
    source: str
    cell_id: str
    mark: str
    claims: tuple[tuple[str, str], ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class ReleasedExercise:
    """An exercise as learners got it: its marked cells in order, and the notebook's metadata as JSON.

    ``version`` is a hash of the exercise's files.
    """

    exercise: str
    version: str
    language: str
    metadata: str
    cells: tuple[ReleasedCell, ...]

    @property
    def grade_ids(self) -> frozenset[str]:
        """The ids of its marked cells."""
        return frozenset(cell.grade_id for cell in self.cells)


def read_released(course: Course, root: Path, folder: GradingFolder) -> tuple[ReleasedExercise, ...]:
    """Return every exercise of ``course`` as released. nbgrader runs only for one that has changed.

    Raises `builder.grading.scores.GradingError` for a notebook that nbgrader refuses.
    """
    return tuple(_released(exercise, root, folder) for exercise in course.exercises)


def released_from(exercise: str, version: str, notebook: str) -> ReleasedExercise:
    """Return the released ``notebook`` (JSON, made by nbgrader and so trusted) as values."""
    document = json.loads(notebook)
    cells = [cell for cell in document["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id")]
    metadata = document["metadata"]
    return ReleasedExercise(
        exercise,
        version,
        str(metadata.get("kernelspec", {}).get("language", "")),
        json.dumps(metadata, ensure_ascii=False, sort_keys=True),
        tuple(_cell(cell) for cell in cells),
    )


def _cell(cell: dict[str, Any]) -> ReleasedCell:
    mark = cell["metadata"]["nbgrader"]
    source = cell["source"]
    return ReleasedCell(
        mark["grade_id"],
        cell["cell_type"],
        source if isinstance(source, str) else "".join(source),
        str(cell.get("id", "")),
        json.dumps(cell["metadata"], ensure_ascii=False, sort_keys=True),
        claims_of(mark),
        not mark.get("solution", False) and bool(mark.get("grade", False) or mark.get("locked", False)),
    )


def _released(exercise: Exercise, root: Path, folder: GradingFolder) -> ReleasedExercise:
    files = source_files(exercise, root)
    version = fingerprint(files)
    kept = folder.root / "attempts" / ".released" / f"{exercise.id}.json"
    notebook = _kept(kept, version)
    if notebook is None:
        from builder.grading.gradebook import student_notebook

        notebook = student_notebook(files[f"{exercise.id}.ipynb"].decode("utf-8"), exercise.id)
        content = json.dumps({"format": FORMAT, "version": version, "notebook": notebook}, ensure_ascii=False)
        write_in_place(kept, content.encode("utf-8"))
    return released_from(exercise.id, version, notebook)


def _kept(path: Path, version: str) -> str | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        fits = found["format"] == FORMAT and found["version"] == version
        return str(found["notebook"]) if fits else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def by_cells(grade_ids: frozenset[str], released: Sequence[ReleasedExercise]) -> ReleasedExercise | None:
    """Return the exercise that shares most cells with ``grade_ids``; None if none does or two share as many."""
    shares = sorted(((len(grade_ids & one.grade_ids), one.exercise, one) for one in released), reverse=True)
    if not shares or not shares[0][0] or (len(shares) > 1 and shares[1][0] == shares[0][0]):
        return None
    return shares[0][2]
