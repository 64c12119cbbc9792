"""nbgrader's own steps (0.9) around the running of a notebook, without its gradebook: the second and last module that
imports nbgrader. `Autograde` in nbgrader's converters/autograde.py has the same steps in the same order.

Importing it takes a second or two; a worker does it once.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any

import fastjsonschema
import nbformat
from nbformat.v4.rwbase import strip_transient
from nbgrader.api import MissingEntry
from nbgrader.nbgraderformat import MetadataValidator, SchemaTooNewError, SchemaTooOldError, ValidationError
from nbgrader.nbgraderformat.common import BaseMetadataValidator
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    ComputeChecksums,
    DeduplicateIds,
    LimitOutput,
    LockCells,
    OverwriteCells,
)
from nbgrader.utils import compute_checksum, determine_grade, is_grade, is_locked, is_solution, is_task
from traitlets.config import Config

from builder.grading.gradebook import CODE_STUB, TEXT_STUB
from builder.grading.scores import GradingError
from builder.grading.work import CellComment, Flag, Prepared, SourceCell, TaskMark

SAVED_CHAIN = (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums)
RELEASED_CHAIN = (ClearHiddenTests, ClearMarkScheme)
REFUSALS = (
    RuntimeError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    ValidationError,
    SchemaTooNewError,
    SchemaTooOldError,
    nbformat.ValidationError,
)
NO_RESPONSE = "No response."


class NotGradableError(Exception):
    """nbgrader would stop at this submission; the message is the reason in one line."""


class _Kept:
    """What `OverwriteCells` asks the gradebook, answered from the prepared exercise."""

    def __init__(self, cells: Mapping[str, SourceCell]) -> None:
        self._cells = cells

    def find_source_cell(self, name: str, _notebook: str, _assignment: str) -> Any:
        found = self._cells.get(name)
        if found is None:
            raise MissingEntry(f"no source cell {name}")
        return _Named(found)

    def find_graded_cell(self, name: str, _notebook: str, _assignment: str) -> Any:
        found = self._cells.get(name)
        if found is None or found.max_score is None:
            raise MissingEntry(f"no graded cell {name}")
        return found


class _Named:
    """A source cell under the attribute names of nbgrader's tables."""

    def __init__(self, cell: SourceCell) -> None:
        self.name, self.cell_type, self.locked = cell.id, cell.cell_type, cell.locked
        self.source, self.checksum = cell.source, cell.checksum


class _OverwriteCells(OverwriteCells):  # type: ignore[misc]
    """nbgrader's own rules for one cell, over the prepared exercise in place of a database."""

    def preprocess(self, nb: Any, resources: Any) -> Any:
        self.notebook_id = self.assignment_id = resources["nbgrader"]["notebook"]
        self.gradebook = _Kept(resources["nbgrader"]["cells"])
        for index, cell in enumerate(nb.cells):
            nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
        return nb, resources


class _Validator(BaseMetadataValidator):  # type: ignore[misc]
    """nbgrader's check of one cell, without checking its own schema anew each time (a millisecond a cell)."""

    def __init__(self) -> None:
        super().__init__()
        self._quick = fastjsonschema.compile(self.schema)

    def validate_cell(self, cell: Any) -> None:
        if "nbgrader" not in cell.metadata:
            return
        version = cell.metadata["nbgrader"].get("schema_version", 0)
        try:
            self._quick(cell.metadata["nbgrader"])
        except fastjsonschema.JsonSchemaException:
            version = None
        if version != self.schema_version:
            super().validate_cell(cell)


class _MetadataValidator(MetadataValidator, _Validator):  # type: ignore[misc]
    """nbgrader's newest rules over `_Validator`."""


class Steps:
    """nbgrader's steps before and after execution, made once for a worker."""

    def __init__(self) -> None:
        quiet = Config()
        self._before = (ClearOutput(config=quiet), DeduplicateIds(config=quiet))
        self._overwrite = _OverwriteCells(config=quiet)
        self._metadata = _MetadataValidator()
        self._limit = LimitOutput(config=quiet)
        for step in (*self._before, self._overwrite, self._metadata, self._limit):
            step.log.setLevel("CRITICAL")

    def sanitize(self, content: bytes, prepared: Prepared) -> Any:
        """Return the submitted notebook with the instructor's cells in their places. Raises `NotGradableError`."""
        cells = {cell.id: cell for cell in prepared.cells}
        resources: Any = {"nbgrader": {"notebook": prepared.exercise, "cells": cells}}
        try:
            notebook = read_notebook(content)
            for step in self._before:
                notebook, resources = step.preprocess(notebook, resources)
            kernelspec = json.loads(prepared.kernelspec)
            if kernelspec:
                notebook.metadata["kernelspec"] = nbformat.from_dict(kernelspec)  # type: ignore[no-untyped-call]
            notebook, resources = self._overwrite.preprocess(notebook, resources)
            self._metadata.validate_nb(notebook)
            for cell in notebook.cells:
                cell.source.encode()  # half a character can be written in JSON and not in a checksum
        except REFUSALS as refusal:
            raise NotGradableError(f"nbgrader refuses the notebook: {_line(refusal)}") from refusal
        return notebook

    def finish(self, notebook: Any) -> tuple[bytes, tuple[TaskMark, ...], tuple[CellComment, ...], tuple[Flag, ...]]:
        """Return the executed notebook with its marks and comments, and flags for results that are no mark."""
        notebook, _ = self._limit.preprocess(notebook, {})
        marks, comments, flags = [], [], []
        for cell in notebook.cells:
            if is_grade(cell):
                mark, flag = _mark(cell)
                marks.append(mark)
                flags += flag
            if is_solution(cell) or is_task(cell):
                same = cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) and not is_task(cell)
                comments.append(CellComment(cell.metadata.nbgrader["grade_id"], NO_RESPONSE if same else None))
        return write_notebook(notebook), tuple(marks), tuple(comments), tuple(flags)


def read_notebook(content: bytes) -> Any:
    """Return a notebook of format 4, older ones upgraded. Raises one of `REFUSALS`."""
    notebook: Any = nbformat.reader.reads(content.decode("utf-8"))  # type: ignore[no-untyped-call]
    return nbformat.convert(notebook, 4)  # type: ignore[no-untyped-call]


def write_notebook(notebook: Any) -> bytes:
    """Return a notebook of format 4 as JSON on one line, which is much quicker to write than nbformat's many."""
    kept = strip_transient(notebook)  # type: ignore[no-untyped-call]
    return (json.dumps(kept, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "replace")


def source_cells(source: bytes, exercise: str) -> tuple[tuple[SourceCell, ...], str]:
    """Return the instructor's cells as nbgrader's SaveCells would keep them, and the kernelspec as JSON.

    Raises `GradingError` for a notebook that nbgrader refuses.
    """
    resources: Any = {"nbgrader": {"notebook": exercise, "assignment": exercise, "student": "."}}
    config = Config()
    config.ClearSolutions.code_stub, config.ClearSolutions.text_stub = {"python": CODE_STUB}, TEXT_STUB
    try:
        notebook = read_notebook(source)
        for step in SAVED_CHAIN:
            notebook, resources = step(config=config).preprocess(notebook, resources)
        saved = read_notebook(write_notebook(notebook))
        for step in RELEASED_CHAIN:
            notebook, resources = step(config=config).preprocess(notebook, resources)
    except REFUSALS as refusal:
        raise GradingError(f"nbgrader refuses the exercise {exercise}: {_line(refusal)}") from refusal
    kept = []
    for cell, released in zip(saved.cells, notebook.cells, strict=True):
        if is_grade(cell) or is_solution(cell) or is_locked(cell) or is_task(cell):
            kept.append(_source_cell(cell, released))
    return tuple(kept), json.dumps(notebook.metadata.get("kernelspec", {}), sort_keys=True)


def _source_cell(cell: Any, released: Any) -> SourceCell:
    mark = cell.metadata.nbgrader
    earns = is_grade(cell) or is_task(cell)
    return SourceCell(
        id=mark["grade_id"],
        cell_type=cell.cell_type,
        locked=bool(is_locked(cell)),
        source=cell.source,
        released=released.source,
        checksum=mark.get("checksum") or "",
        max_score=float(mark["points"]) if earns else None,
        is_grade=bool(is_grade(cell)),
        is_solution=bool(is_solution(cell)),
        is_task=bool(is_task(cell)),
    )


def _mark(cell: Any) -> tuple[TaskMark, list[Flag]]:
    """What SaveAutoGrades would record; a result above the maximum, at which nbgrader stops, earns nothing."""
    name, most = cell.metadata.nbgrader["grade_id"], float(cell.metadata.nbgrader["points"])
    try:
        score, most = determine_grade(cell)
        if score is not None and not math.isfinite(score):
            raise ValueError(f"{score} is no number of points")
    except (ValueError, KeyError, TypeError) as fault:
        flag = Flag("no-mark", f"the result of the test is no mark ({_line(fault)}); it counts 0", name)
        return TaskMark(name, 0.0, most, False), [flag]
    return TaskMark(name, score, most, score is None), []


def _line(fault: BaseException) -> str:
    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    return (lines[0] if lines else type(fault).__name__)[:300].rstrip(".")
