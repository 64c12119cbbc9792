"""What a submitted notebook must be to be graded, and the one repair that nbgrader needs (nbformat 4.x)."""

from __future__ import annotations

import json
from typing import Any


class NotASubmissionError(Exception):
    """The bytes are no notebook that can be graded; the message says why."""


def mend(content: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Return the notebook's bytes as nbgrader can take them, and what was unusual.

    A graded cell that was copied keeps its mark on the last copy only, as nbgrader would have it; with two, nbgrader
    0.9 stops at the whole submission. Bytes that need no repair are returned as they came.
    """
    notebook = _notebook(content)
    notes: list[str] = []
    seen: set[str] = set()
    for cell in reversed(notebook["cells"]):
        metadata = cell["metadata"]
        if "nbgrader" not in metadata:
            continue
        mark = metadata["nbgrader"]
        grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
        if isinstance(grade_id, str) and grade_id not in seen:
            seen.add(grade_id)
            continue
        del metadata["nbgrader"]
        known = isinstance(grade_id, str)
        notes.append(f"the cell {grade_id} is there twice; the last one counts" if known else "a cell's mark is broken")
    if not seen:
        raise NotASubmissionError("it has none of the exercise's graded cells")
    if not notes:
        return content, ()
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8"), tuple(reversed(notes))


def _notebook(content: bytes) -> dict[str, Any]:
    """Return the notebook as JSON values whose cells all have metadata. Raises `NotASubmissionError`."""
    try:
        notebook = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotASubmissionError("it is not a text file in UTF-8") from None
    except json.JSONDecodeError as fault:
        raise NotASubmissionError(f"it is damaged: line {fault.lineno} is not JSON") from None
    except RecursionError:
        raise NotASubmissionError("it is nested too deep") from None
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4:
        raise NotASubmissionError("it is not a notebook of format 4")
    cells = notebook.get("cells")
    if not isinstance(cells, list) or not all(
        isinstance(cell, dict) and isinstance(cell.get("metadata"), dict) for cell in cells
    ):
        raise NotASubmissionError("its cells are damaged")
    return notebook
