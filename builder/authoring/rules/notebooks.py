"""Rules on notebooks: valid by nbformat's own schema, and without outputs."""

from __future__ import annotations

import json
from collections.abc import Iterator

from builder.authoring.documents import Document, read_document
from builder.authoring.faults import Findings, problem
from builder.authoring.material import Material
from builder.model.problem import Place, Problem


def check_valid(material: Material) -> Iterator[Problem]:
    """Every notebook satisfies nbformat's schema of its minor version."""
    from nbformat.validator import iter_validate

    for document in _notebooks(material):
        notebook = json.loads((material.root / document.file).read_text(encoding="utf-8-sig"))
        error = next(iter_validate(notebook), None)  # type: ignore[no-untyped-call]  # nbformat has no types here
        if error is not None:
            path = list(getattr(error, "absolute_path", ()))
            cell = path[1] + 1 if len(path) > 1 and path[0] == "cells" and isinstance(path[1], int) else 0
            reason = str(getattr(error, "message", error)).splitlines()[0]
            yield problem("notebook-invalid", Place(document.file, cell=cell), f"not a valid notebook: {reason[:200]}")


def check_outputs(material: Material) -> Iterator[Problem]:
    """No cell holds outputs."""
    for document in _notebooks(material):
        for cell in document.cells:
            if cell.has_outputs:
                yield problem("committed-output", document.place(cell), "the cell holds outputs")


def _notebooks(material: Material) -> Iterator[Document]:
    for page in material.pages:
        if page.document.is_notebook:
            yield page.document
    for exercise in material.course.exercises:
        if (material.root / exercise.source).is_file():
            document = read_document(material.root, exercise.source, Findings())
            if document is not None:
                yield document
