"""Small hand-ins: a released exercise of four marked cells, notebooks that learners may hand in, zips of any kind."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from builder.grading.collect import Collected, collect_submissions
from builder.grading.folder import GradingFolder
from builder.grading.intake_owner import Intake
from builder.grading.intake_released import ReleasedExercise, released_from
from builder.grading.patterns_file import GradingSettings
from builder.grading.roster import Roster

EXERCISES = ("trust-index", "trust-index-advanced")
DATE = (2026, 1, 5, 12, 0, 0)


def mark(grade_id: str, **other: object) -> dict[str, Any]:
    """Return a cell's metadata."""
    said = {"grade": False, "solution": False, "locked": False, "schema_version": 3, "task": False, **other}
    return {"nbgrader": {"grade_id": grade_id, **said}}


def cell(grade_id: str, source: str, kind: str = "code", **other: object) -> dict[str, Any]:
    """Return a marked cell."""
    made: dict[str, Any] = {"cell_type": kind, "id": grade_id, "metadata": mark(grade_id, **other), "source": source}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def plain(source: str, kind: str = "code", **other: object) -> dict[str, Any]:
    """Return a cell without a mark."""
    made: dict[str, Any] = {"cell_type": kind, "metadata": {}, "source": source, **other}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def cells_of(exercise: str = "trust-index") -> list[dict[str, Any]]:
    """Return the marked cells of an exercise, as released: setup, answer, test, text."""
    return [
        cell(f"{exercise}-setup", "import cop_check", locked=True),
        cell(f"{exercise}-answer", "mean = 0", solution=True),
        cell(f"{exercise}-test", "check(mean)", grade=True, locked=True, points=5),
        cell(f"{exercise}-text", "*Write here.*", "markdown", grade=True, solution=True, points=18),
    ]


def document(cells: Iterable[Mapping[str, Any]], **other: Any) -> dict[str, Any]:
    """Return a notebook of ``cells`` as JSON values."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    made = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": list(cells)}
    return made | other


def notebook(answer: str = "mean = 1", exercise: str = "trust-index") -> bytes:
    """Return an honest hand-in whose answer is ``answer``."""
    cells = cells_of(exercise)
    cells[1]["source"] = answer
    return json.dumps(document(cells)).encode()


def released(*exercises: str) -> tuple[ReleasedExercise, ...]:
    """Return ``exercises`` as released, both of `EXERCISES` if none is named."""
    return tuple(released_from(one, "version 1", json.dumps(document(cells_of(one)))) for one in exercises or EXERCISES)


def collect(
    folder: Path,
    *incoming: Path,
    system: str = "auto",
    roster: Roster | None = None,
    settings: GradingSettings | None = None,
    exercises: tuple[ReleasedExercise, ...] | None = None,
) -> Collected:
    """Collect ``incoming`` into ``folder``."""
    intake = Intake(exercises or released(), settings or GradingSettings(), roster, system)
    return collect_submissions(incoming, GradingFolder(folder), intake)


def in_folder(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write ``files`` below ``root``."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def zipped(
    path: Path, members: Mapping[str, bytes] | Iterable[tuple[str, bytes]], kind: int = stat.S_IFREG, date: Any = DATE
) -> Path:
    """Write a zip whose names are taken as they are; ``kind`` is the type of all its files."""
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            info = zipfile.ZipInfo(name, date)
            info.external_attr = (kind | 0o644) << 16
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return path


def who(collected: Collected) -> list[tuple[str, str]]:
    """Return the learners and exercises that were taken."""
    return [(taken.learner, taken.exercise) for taken in collected.taken]


def codes(collected: Collected) -> list[str]:
    """Return the codes of what was set aside."""
    return [one.code for one in collected.set_aside]


def tree(root: Path) -> dict[str, bytes]:
    """Return every file below ``root``."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}
