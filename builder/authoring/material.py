"""What the rules look at: the course, and the text of its pages with everything that it refers to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from builder.authoring.bibliography import read_keys
from builder.authoring.book_config import BookConfig, read_config
from builder.authoring.documents import Cell, Document, read_document
from builder.authoring.faults import Findings
from builder.authoring.files import is_file
from builder.authoring.markdown import Directive, Element, Label, elements
from builder.authoring.prose import Passage, passages
from builder.authoring.toc import TOC, Toc, read_toc
from builder.model.course import Course, Lesson
from builder.model.problem import Place

REFERENCES = "course/references.bib"

E = TypeVar("E", bound=Element)


@dataclass(frozen=True, slots=True)
class Found:
    """An element of a page with its place."""

    where: Place
    element: Element
    cell: Cell


@dataclass(frozen=True, slots=True)
class Written:
    """A passage of a page with its cell."""

    cell: Cell
    passage: Passage


@dataclass(frozen=True, slots=True)
class PageText:
    """A page of the book or a worksheet: its document name, its source, and what stands in its Markdown.

    ``prose`` are its passages; none of a foreign book's pages, whose prose we do not judge.
    """

    name: str
    document: Document
    found: tuple[Found, ...]
    prose: tuple[Written, ...]

    def place(self, written: Written, line: int) -> Place:
        """Where line ``line`` of a passage's cell is."""
        return self.document.place(written.cell, line)


@dataclass(frozen=True, slots=True)
class Material:
    """``unread`` are the files that could not be read: what is missing only because of them is no second problem;
    ``today`` is the day on which the course is looked at."""

    root: Path
    course: Course
    config: BookConfig
    toc: Toc
    pages: tuple[PageText, ...]
    bibliography: Mapping[str, Place]
    labels: frozenset[str]
    terms: frozenset[str]
    unread: tuple[str, ...]
    today: date

    @property
    def lessons(self) -> Iterator[tuple[Lesson, PageText]]:
        """Every lesson that could be read, with its page."""
        pages = {page.document.file: page for page in self.pages}
        return ((lesson, pages[lesson.source]) for lesson in self.course.lessons if lesson.source in pages)

    def each(self, kind: type[E]) -> Iterator[tuple[PageText, Found, E]]:
        """Yield every element of a kind in reading order."""
        for page in self.pages:
            for found in page.found:
                if isinstance(found.element, kind):
                    yield page, found, found.element

    @property
    def has_all_pages(self) -> bool:
        """False if something that only pages can tell (labels, terms, questions shown) may be in one not read."""
        return not any(file == TOC or file.endswith((".md", ".ipynb")) for file in self.unread)

    def could_not_read(self, part: str) -> bool:
        """True if a file with ``part`` in its path could not be read."""
        return any(part in file for file in self.unread)


def gather(root: Path, course: Course, findings: Findings, today: date | None = None) -> Material:
    """Read the pages of ``course`` and what they refer to; ``findings`` are those of reading the course."""
    again = Findings()
    config = read_config(root, again)
    toc = read_toc(root, config, again) or Toc()
    sources = dict(toc.sources)
    for lesson in course.lessons:
        if (root / lesson.source).is_file():
            sources.setdefault(f"modules/{lesson.id}", lesson.source)
    for exercise in course.exercises:
        if exercise.worksheet.endswith(".md") and is_file(root, exercise.worksheet):
            sources.setdefault(exercise.worksheet.removesuffix(".md"), exercise.worksheet)
    pages = tuple(page for name, file in sources.items() if (page := _page(root, name, file, course.ours, findings)))
    bibliography: dict[str, Place] = {}
    for file in _bibliographies(root, course, config):
        bibliography |= read_keys(root, file, findings)
    parts = [found.element for page in pages for found in page.found]
    return Material(
        root=root,
        course=course,
        config=config,
        toc=toc,
        pages=pages,
        bibliography=bibliography,
        labels=frozenset(part.name for part in parts if isinstance(part, Label)),
        terms=frozenset(term for part in parts if isinstance(part, Directive) for term in _terms(part)),
        unread=tuple(sorted(findings.unread)),
        today=today or date.today(),
    )


def _page(root: Path, name: str, file: str, ours: bool, findings: Findings) -> PageText | None:
    document = read_document(root, file, findings)
    if document is None:
        return None
    cells = [cell for cell in document.cells if cell.kind == "markdown"]
    found = tuple(
        Found(document.place(cell, element.line), element, cell) for cell in cells for element in elements(cell.source)
    )
    prose = tuple(Written(cell, passage) for cell in cells for passage in passages(cell.source)) if ours else ()
    return PageText(name, document, found, prose)


def _bibliographies(root: Path, course: Course, config: BookConfig) -> tuple[str, ...]:
    files = dict.fromkeys(config.bibliographies)
    if course.ours and (root / REFERENCES).is_file():
        files[REFERENCES] = None
    return tuple(files)


def _terms(directive: Directive) -> Iterator[str]:
    """The terms of a glossary: the lines of its body that are not indented, in small letters."""
    if directive.name != "glossary":
        return
    for line in directive.body.splitlines():
        if line.strip() and not line[0].isspace():
            yield line.partition(" : ")[0].strip().casefold()
