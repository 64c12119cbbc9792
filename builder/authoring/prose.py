"""The prose of a MyST Markdown text: its passages and their sentences, with the works that each sentence cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from builder.authoring.markdown import DIRECTIVE, NESTING, VERBATIM, parser, split_options

if TYPE_CHECKING:
    from markdown_it.token import Token

CITED, COMPUTED = "\ue000", "\ue001"
"""What stands in a passage's text for a citation, and for a computed value, a formula or code."""

CITE_ROLES = re.compile(r"(foot)?cite(:\w+)?")
ROLE_TARGET = re.compile(r"(?P<shown>.*)<(?P<target>[^<>]+)>\s*", re.DOTALL)
SILENT_ROLES = frozenset({"download", "index", "eval"})
END = re.compile(r"[.!?…]+[\"'”’»)\]*]*(?:\s*\ue000)*(?=\s|$)")
ABBREVIATED = re.compile(r"(?:\b(?:e\.g|i\.e|cf|et al|vs|Dr|Mr|Mrs|Ms|Prof|St|No|pp?|ca|approx)|\b[A-Z])\.$")
CLOSING = "\"'”’»)]* \n" + CITED
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d[\d.,]*|\ue001")
"""A word as a reader counts it: letters, joined by hyphens or apostrophes, or a number."""


class Kind(StrEnum):
    """What a passage is."""

    TEXT = "text"
    ITEM = "item"
    ROW = "row"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Sentence:
    """``text`` is plain, with `CITED` where works are cited: ``citations`` are the keys of each, in order."""

    line: int
    text: str
    citations: tuple[tuple[str, ...], ...]

    @property
    def cited(self) -> tuple[str, ...]:
        """The keys of all works that the sentence cites."""
        return tuple(key for keys in self.citations for key in keys)

    def cited_after(self, position: int) -> tuple[str, ...]:
        """The keys of the works cited after a position in the text."""
        return tuple(key for keys in self.citations[self.text.count(CITED, 0, position) :] for key in keys)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, a list item's paragraph, a row of a table or a heading; ``citations`` are the keys of each `CITED`
    in ``text``, in order. Line breaks of the source are kept."""

    line: int
    kind: Kind
    text: str
    citations: tuple[tuple[str, ...], ...]

    @property
    def sentences(self) -> Iterator[Sentence]:
        """The sentences in order; a row of a table is one."""
        start = 0
        for end in _ends(self.text) if self.kind is not Kind.ROW else (len(self.text),):
            yield self.between(start, end)
            start = end

    def between(self, start: int, end: int) -> Sentence:
        """Return a part of the text with what it cites."""
        part = self.text[start:end]
        begun = start + len(part) - len(part.lstrip())
        first = self.text.count(CITED, 0, start)
        line = self.line + self.text.count("\n", 0, begun)
        return Sentence(line, " ".join(part.split()), self.citations[first : first + part.count(CITED)])

    @property
    def words(self) -> int:
        """How many words a reader reads."""
        return len(WORD.findall(self.text))


def passages(text: str, first_line: int = 1, depth: int = 0) -> Iterator[Passage]:
    """Yield the passages of ``text`` in order, those in bodies of directives too, with lines from ``first_line``."""
    inside: list[str] = []
    row: list[Passage] = []
    for token in parser().parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.nesting == 1:
            inside.append(token.type)
        elif token.nesting == -1:
            inside.pop()
            if token.type == "tr_close" and row:
                yield _joined(row)
                row = []
        elif token.type in ("fence", "colon_fence"):
            yield from _body(token, line, depth)
        elif token.type == "inline" and "tr_open" in inside:
            row.append(_passage(token, line, Kind.ROW))
        elif token.type == "inline":
            yield _passage(token, line, _kind(inside))


def _kind(inside: Sequence[str]) -> Kind:
    if "heading_open" in inside:
        return Kind.HEADING
    return Kind.ITEM if "list_item_open" in inside else Kind.TEXT


def _body(token: Token, line: int, depth: int) -> Iterator[Passage]:
    found = DIRECTIVE.match(token.info.strip())
    if found and found["name"] not in VERBATIM and depth < NESTING:
        _, body, passed = split_options(token.content)
        yield from passages(body, line + 1 + passed, depth + 1)


def _joined(row: Sequence[Passage]) -> Passage:
    citations = tuple(keys for cell in row for keys in cell.citations)
    return Passage(row[0].line, Kind.ROW, " | ".join(cell.text for cell in row), citations)


def _passage(token: Token, line: int, kind: Kind) -> Passage:
    parts: list[str] = []
    citations: list[tuple[str, ...]] = []
    for child in token.children or ():
        if child.type == "text":
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.type in ("code_inline", "math_inline"):
            parts.append(COMPUTED)
        elif child.type == "myst_role":
            name = str(child.meta.get("name", ""))
            if CITE_ROLES.fullmatch(name):
                parts.append(CITED)
                citations.append(tuple(key.strip() for key in child.content.split(",") if key.strip()))
            else:
                parts.append(_shown(name, child.content))
    return Passage(line, kind, "".join(parts), tuple(citations))


def _shown(role: str, content: str) -> str:
    if role.partition(":")[0] == "glue":
        return COMPUTED
    if role in SILENT_ROLES:
        return ""
    named = ROLE_TARGET.fullmatch(content)
    return named["shown"].strip() if named else content


def _ends(text: str) -> Iterator[int]:
    """Where sentences end: not within quotation marks, nor after an abbreviation or an initial."""
    end = 0
    for found in END.finditer(text):
        before = text[: found.end()]
        if ABBREVIATED.search(before.rstrip(CLOSING)) or _is_quoting(before):
            continue
        end = found.end()
        yield end
    if text[end:].strip():
        yield len(text)


def _is_quoting(before: str) -> bool:
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
