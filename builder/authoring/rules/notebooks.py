"""Rules on notebooks: valid by nbformat's own schema, and without outputs."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

from builder.authoring.documents import Document, read_document
from builder.authoring.faults import Findings, problem
from builder.authoring.material import Material
from builder.model.problem import Place, Problem

NEWEST_MINOR = 5


def check_valid(material: Material) -> Iterator[Problem]:
    """Every notebook satisfies nbformat's schema of its minor version."""
    for document in _notebooks(material):
        notebook = json.loads((material.root / document.file).read_text(encoding="utf-8-sig"))
        minor = notebook.get("nbformat_minor")
        if not isinstance(minor, int) or minor < 0:
            message = "not a valid notebook: it has no `nbformat_minor`"
            yield problem("notebook-invalid", Place(document.file), message)
        elif minor > NEWEST_MINOR or not _satisfies(notebook, minor):
            yield from _faults(document.file, notebook)


def check_outputs(material: Material) -> Iterator[Problem]:
    """No cell holds outputs."""
    for document in _notebooks(material):
        for cell in document.cells:
            if cell.has_outputs:
                yield problem("committed-output", document.place(cell), "the cell holds outputs")


def _satisfies(notebook: object, minor: int) -> bool:
    from fastjsonschema import JsonSchemaValueException

    try:
        _schema(minor)(notebook)
    except JsonSchemaValueException:
        return False
    return True


@functools.cache
def _schema(minor: int) -> Callable[[object], object]:
    """nbformat's schema, compiled. Importing nbformat itself takes seconds (it loads every format that jsonschema
    knows), so it is left for the notebook that needs its explanation."""
    from fastjsonschema import compile as compile_schema

    spec = find_spec("nbformat")
    folder = Path((spec.submodule_search_locations or [""])[0] if spec else "")
    text = (folder / "v4" / f"nbformat.v4.{minor}.schema.json").read_text(encoding="utf-8")
    validate: Callable[[object], object] = compile_schema(json.loads(text))
    return validate


def _faults(file: str, notebook: object) -> Iterator[Problem]:
    from nbformat.validator import iter_validate

    error = next(iter_validate(notebook), None)  # type: ignore[no-untyped-call]  # nbformat has no types here
    if error is None:
        return
    path = list(getattr(error, "absolute_path", ()))
    cell = path[1] + 1 if len(path) > 1 and path[0] == "cells" and isinstance(path[1], int) else 0
    reason = str(getattr(error, "message", error)).splitlines()[0]
    yield problem("notebook-invalid", Place(file, cell=cell), f"not a valid notebook: {reason[:200]}")


def _notebooks(material: Material) -> Iterator[Document]:
    for page in material.pages:
        if page.document.is_notebook:
            yield page.document
    for exercise in material.course.exercises:
        if (material.root / exercise.source).is_file():
            document = read_document(material.root, exercise.source, Findings())
            if document is not None:
                yield document
