"""A file that came in, read as a notebook (nbformat 4; 3 is upgraded) without trusting any of it.

The result has what grading needs and nothing else: each cell's type, text and nbgrader mark. Deep nesting, huge
numbers, wrong types and broken characters end in `NotASubmissionError` or in a note, never in a crash.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from builder.grading.intake_notes import Note, note

MOST_VALUES = 400_000
"""Lists and objects in one notebook; each takes about 100 bytes of memory when it is read."""
MOST_ITEMS = 2_000_000
MOST_CELLS = 2_000
LONGEST_SOURCE = 1_000_000
MUCH_OUTPUT = 1_000_000
LONGEST_NUMBER = 18
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
CLAIMS = ("grade", "solution", "locked", "task", "points")
EDITORS_CELL_KEYS = frozenset(
    (
        "ExecuteTime", "cell_id", "colab", "colab_type", "collapsed", "deepnote_cell_type", "deletable",
        "editable", "execution", "format", "frozen", "heading_collapsed", "hidden", "hide_input", "id",
        "init_cell", "jp-MarkdownHeadingCollapsed", "jupyter", "languageId", "name", "nbgrader", "outputId",
        "papermill", "pycharm", "run_control", "scrolled", "slideshow", "source_hidden", "tags", "trusted",
        "vscode",
    )
)  # fmt: skip
"""What common editors write into a cell; it is dropped without a note."""
STEERING_TAGS = frozenset({"raises-exception", "skip-execution"})


class NotASubmissionError(Exception):
    """The bytes are no notebook that can be graded; ``code`` is stable, the message says why."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class HandedInCell:
    """A cell as it came: its type (``code``, ``markdown`` or ``raw``), text and id.

    ``grade_id`` is empty for a cell without a mark. ``claims`` are the mark's other values as sorted text pairs; they
    are compared with the released ones and never used. ``damaged`` is a mark that is no mark.
    """

    kind: str
    source: str
    cell_id: str
    grade_id: str = ""
    claims: tuple[tuple[str, str], ...] = ()
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A notebook that came in: its cells, its ``language``, and what was unusual about the file."""

    cells: tuple[HandedInCell, ...]
    language: str
    notes: tuple[Note, ...]

    @property
    def grade_ids(self) -> frozenset[str]:
        """The ids of all cells that say they are graded."""
        return frozenset(cell.grade_id for cell in self.cells if cell.grade_id)


def read_notebook(content: bytes) -> HandedIn:
    """Return the notebook in ``content``. Raises `NotASubmissionError`."""
    text, notes = _decode(content)
    document = _json(text)
    version = document.get("nbformat")
    if version == 3:
        notes.append(note("old-format"))
        cells = _cells_of_format_3(document)
    elif version == 4 and isinstance(document.get("cells"), list):
        cells = document["cells"]
    elif version == 4:
        raise NotASubmissionError("damaged-cells", "its cells are damaged: it has no list of cells")
    else:
        raise NotASubmissionError("other-format", "it is not a notebook of format 4")
    if len(cells) > MOST_CELLS:
        raise NotASubmissionError("too-many-cells", f"it has {len(cells)} cells; more than {MOST_CELLS} are not read")
    broken: list[bool] = []
    handed_in = tuple(_cell(cell, broken) for cell in cells)
    if any(broken):
        notes.append(note("bad-characters"))
    notes.extend(_left_out(document, cells, len(content) - sum(len(cell.source) for cell in handed_in)))
    return HandedIn(handed_in, _language(document), tuple(notes))


def _decode(content: bytes) -> tuple[str, list[Note]]:
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16"), [note("utf-16")]
        if content.startswith(codecs.BOM_UTF8):
            return content.decode("utf-8-sig"), [note("byte-order-mark")]
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        raise NotASubmissionError("not-utf-8", "it is not a text file in UTF-8") from None


def _json(text: str) -> dict[str, Any]:
    if text.count("{") + text.count("[") > MOST_VALUES or text.count(",") > MOST_ITEMS:
        raise NotASubmissionError("too-many-values", "it holds far more values than a notebook needs")
    try:
        document = json.loads(text, parse_int=_number, parse_constant=_number)
    except json.JSONDecodeError as fault:
        raise NotASubmissionError("not-json", f"it is damaged: line {fault.lineno} is not JSON") from None
    except RecursionError:
        raise NotASubmissionError("too-deep", "it is nested too deep") from None
    if not isinstance(document, dict):
        raise NotASubmissionError("other-format", "it is not a notebook of format 4")
    return document


def _number(digits: str) -> int:
    """Return a whole number, or 0 for one that no notebook needs (and for NaN and Infinity, which JSON lacks)."""
    return int(digits) if len(digits) <= LONGEST_NUMBER and digits.lstrip("-").isdigit() else 0


def _cells_of_format_3(document: dict[str, Any]) -> list[Any]:
    """Return the cells of a notebook of format 3 as those of format 4 (nbformat's `v4/convert.py` does the same)."""
    sheets = document.get("worksheets")
    if not isinstance(sheets, list):
        raise NotASubmissionError("damaged-cells", "its cells are damaged: it has no worksheets")
    cells: list[Any] = []
    for sheet in sheets:
        found = sheet.get("cells") if isinstance(sheet, dict) else None
        for cell in found if isinstance(found, list) else ():
            cells.append(_upgraded(cell) if isinstance(cell, dict) else cell)
    return cells


def _upgraded(cell: dict[str, Any]) -> dict[str, Any]:
    kind = cell.get("cell_type")
    if kind == "code":
        return {**cell, "source": cell.get("input", "")}
    if kind == "heading":
        level = cell.get("level")
        marks = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1)
        return {**cell, "cell_type": "markdown", "source": f"{marks} {_joined(cell.get('source', ''))}"}
    return {**cell, "cell_type": "raw" if kind == "raw" else "markdown"}


def _joined(source: Any) -> str:
    if isinstance(source, str):
        return source
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    raise NotASubmissionError("damaged-cells", "its cells are damaged: a cell has no text")


def _cell(cell: Any, broken: list[bool]) -> HandedInCell:
    if not isinstance(cell, dict):
        raise NotASubmissionError("damaged-cells", "its cells are damaged: one is no cell")
    came = _joined(cell.get("source"))
    if len(came) > LONGEST_SOURCE:
        raise NotASubmissionError("too-long", "a cell holds more than a million characters")
    source = came.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    broken.append(source != came)
    kind = cell.get("cell_type")
    cell_id = cell.get("id")
    grade_id, claims, damaged = _mark(cell.get("metadata"))
    return HandedInCell(
        kind if kind in ("code", "markdown") else "raw",
        source,
        cell_id if isinstance(cell_id, str) and CELL_ID.fullmatch(cell_id) else "",
        grade_id,
        claims,
        damaged,
    )


def _mark(metadata: Any) -> tuple[str, tuple[tuple[str, str], ...], bool]:
    """Return a cell's grade id, the rest of its mark, and whether there is a mark that cannot be read."""
    if not isinstance(metadata, dict) or "nbgrader" not in metadata:
        return "", (), False
    mark = metadata["nbgrader"]
    grade_id = mark.get("grade_id") if isinstance(mark, dict) else None
    if not isinstance(grade_id, str) or not grade_id:
        return "", (), bool(mark)
    return grade_id, claims_of(mark), False


def claims_of(mark: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what an nbgrader mark says besides its id, as pairs of text; a missing one is its default."""
    defaults = {"grade": False, "solution": False, "locked": False, "task": False, "points": 0}
    found = ((key, mark.get(key, defaults[key])) for key in CLAIMS)
    return tuple((key, repr(float(value)) if _is_number(value) else repr(value)[:40]) for key, value in found)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _language(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    kernel = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    language = kernel.get("language") if isinstance(kernel, dict) else None
    return language if isinstance(language, str) else ""


def _left_out(document: dict[str, Any], cells: list[Any], besides: int) -> Iterable[Note]:
    """Yield a note for each kind of thing that does not go on and that somebody might miss."""
    metadata = document.get("metadata")
    if isinstance(metadata, dict) and metadata.get("widgets"):
        yield note("widgets-removed")
    if any(cell.get("attachments") for cell in cells):
        yield note("attachments-removed")
    if besides > MUCH_OUTPUT:
        yield note("outputs-removed", megabytes=round(besides / 1_000_000, 1))
    unusual: set[str] = set()
    for cell in cells:
        found = cell.get("metadata")
        if isinstance(found, dict):
            unusual.update(set(found) - EDITORS_CELL_KEYS)
            tags = found.get("tags")
            if isinstance(tags, list):
                unusual.update(f"tag {tag}" for tag in tags if isinstance(tag, str) and tag in STEERING_TAGS)
    if unusual:
        yield note("metadata-removed", keys=", ".join(sorted(unusual)))
