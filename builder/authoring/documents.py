"""A page's source as cells: notebooks (nbformat 4, read as JSON) and Markdown files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.authoring.faults import Findings
from builder.authoring.files import read_text
from builder.model.problem import Place

HEADING = re.compile(r" {0,3}#[ \t]+(?P<title>.+?)(?:[ \t]+#+)?[ \t]*$")
UNDERLINE = re.compile(r" {0,3}=+[ \t]*$")
FENCE = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,}|:{3,})")
MARKUP = (
    (re.compile(r"\{[a-z:]+\}`([^`<]+?)\s*(?:<[^>]*>)?`"), r"\1"),
    (re.compile(r"!?\[([^\]]*)\]\([^)]*\)"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class GradeMark:
    """nbgrader's metadata of a cell."""

    grade_id: str
    grade: bool
    solution: bool
    task: bool
    points: float | None


@dataclass(frozen=True, slots=True)
class Cell:
    """``number`` counts from 1 (0 in a file that is no notebook); ``first_line`` is the source's line in the file."""

    kind: str
    number: int
    source: str
    first_line: int = 1
    tags: tuple[str, ...] = ()
    image_alt: str = ""
    attachments: tuple[str, ...] = ()
    has_outputs: bool = False
    grading: GradeMark | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A page's source. ``title`` is its first level-1 heading as plain text, "" if it has none."""

    file: str
    cells: tuple[Cell, ...]
    is_notebook: bool

    @property
    def title(self) -> str:
        """The first level-1 heading, or ""."""
        return next(
            (title for cell in self.cells if cell.kind == "markdown" and (title := first_heading(cell.source))), ""
        )

    def place(self, cell: Cell, line: int = 0) -> Place:
        """Where line ``line`` (counted from 1 in the cell's source) is."""
        return Place(self.file, cell.number, line if cell.number else line + cell.first_line - 1)


def read_document(root: Path, file: str, findings: Findings) -> Document | None:
    """Read a notebook or a Markdown file; None with a problem if it cannot be read."""
    text = read_text(root, file, findings)
    if text is None:
        return None
    if not file.endswith(".ipynb"):
        kind = "markdown" if file.endswith(".md") else "raw"
        return Document(file, (Cell(kind, 0, text),), is_notebook=False)
    try:
        notebook = json.loads(text)
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        findings.add_unread("notebook-invalid", Place(file, line=line), f"not JSON: {error}")
        return None
    except RecursionError:
        findings.add_unread("notebook-invalid", Place(file), "not a notebook: nested too deeply")
        return None
    return _notebook(notebook, file, findings)


def first_heading(source: str) -> str:
    """Return the first level-1 heading of a Markdown text as plain text, or ""; code is passed over."""
    fence = ""
    before = ""
    for line in source.splitlines():
        found = FENCE.match(line)
        if fence:
            if found and found["fence"].startswith(fence) and not line.strip(" `~:"):
                fence = ""
            continue
        if found:
            fence, before = found["fence"], ""
            continue
        heading = HEADING.match(line)
        if heading:
            return plain(heading["title"])
        if UNDERLINE.match(line) and before.strip():
            return plain(before.strip())
        before = line
    return ""


def plain(title: str) -> str:
    """Return a heading's text without its inline markup."""
    for pattern, kept in MARKUP:
        title = pattern.sub(kept, title)
    title = title.replace("`", "").replace("**", "")
    return re.sub(r"(?<!\w)[*_](\S(?:.*?\S)?)[*_](?!\w)", r"\1", title).strip()


def _notebook(notebook: object, file: str, findings: Findings) -> Document | None:
    if not isinstance(notebook, dict):
        findings.add_unread("notebook-invalid", Place(file), "not a notebook: the file is not a JSON object")
        return None
    major = notebook.get("nbformat")
    if major != 4:
        found = f"its format is {major}" if isinstance(major, int) else "it does not say its format"
        findings.add_unread("notebook-not-v4", Place(file), f"not a version 4 notebook: {found}")
        return None
    cells = notebook.get("cells")
    if not isinstance(cells, list):
        findings.add_unread("notebook-invalid", Place(file), "not a notebook: it has no list of cells")
        return None
    return Document(file, tuple(_cells(cells, file, findings)), is_notebook=True)


def _cells(cells: list[object], file: str, findings: Findings) -> Iterator[Cell]:
    for number, cell in enumerate(cells, start=1):
        source = cell.get("source") if isinstance(cell, dict) else None
        if isinstance(source, list) and all(isinstance(part, str) for part in source):
            source = "".join(source)
        if not isinstance(cell, dict) or not isinstance(source, str):
            findings.add("notebook-invalid", Place(file, cell=number), "the cell has no source")
            continue
        metadata = cell.get("metadata")
        values = metadata if isinstance(metadata, dict) else {}
        attachments = cell.get("attachments")
        tags = values.get("tags")
        yield Cell(
            kind=str(cell.get("cell_type")),
            number=number,
            source=source,
            tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
            image_alt=_image_alt(values),
            attachments=tuple(map(str, attachments)) if isinstance(attachments, dict) else (),
            has_outputs=bool(cell.get("outputs")),
            grading=_grade_mark(values.get("nbgrader")),
        )


def _image_alt(metadata: dict[str, object]) -> str:
    """`mystnb: {image: {alt: ...}}`; older books write `render` for `mystnb`."""
    for key in ("mystnb", "render"):
        value: object = metadata.get(key)
        for step in ("image", "alt"):
            value = value.get(step) if isinstance(value, dict) else None
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _grade_mark(metadata: object) -> GradeMark | None:
    if not isinstance(metadata, dict):
        return None
    points = metadata.get("points")
    number = float(points) if isinstance(points, int | float) and not isinstance(points, bool) else None
    return GradeMark(
        grade_id=str(metadata.get("grade_id", "")),
        grade=metadata.get("grade") is True,
        solution=metadata.get("solution") is True,
        task=metadata.get("task") is True,
        points=number,
    )
