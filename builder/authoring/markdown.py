"""What a MyST Markdown text refers to: images, links, directives, roles and labels, each with its line
(https://myst-parser.readthedocs.io/en/latest/syntax/syntax.html)."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

CODE = frozenset(("code", "code-block", "code-cell", "sourcecode", "math", "raw", "mermaid", "eval-rst", "csv-table"))
LISTS = frozenset(("toctree", "tableofcontents", "bibliography", "contents", "index", "include", "literalinclude"))
WIDGETS = frozenset(("outcomes", "question", "scenario", "story", "exercise-download", "quotation"))
VERBATIM = CODE | LISTS | WIDGETS
"""Directives whose bodies are not Markdown, or that have none."""

DIRECTIVE = re.compile(r"\{(?P<name>[^\s}]+)\}\s*(?P<argument>.*)")
OPTION = re.compile(r":(?P<key>[\w-]+):(?:\s+(?P<value>.*))?$")
NESTING = 20


@dataclass(frozen=True, slots=True)
class Image:
    """``alt`` is None where it is left out; an HTML image may have an empty one on purpose."""

    line: int
    target: str
    alt: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """A link, percent-decoded."""

    line: int
    target: str


@dataclass(frozen=True, slots=True)
class Role:
    """Such as ``{term}`dignity```."""

    line: int
    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name that links and references may lead to."""

    line: int
    name: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's text as written."""

    line: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Directive:
    """``body`` is the text without the options; ``line`` is that of the opening fence."""

    line: int
    name: str
    argument: str
    options: Mapping[str, str]
    body: str


Element = Image | Link | Role | Label | Heading | Directive


def elements(text: str, first_line: int = 1, depth: int = 0) -> Iterator[Element]:
    """Yield what ``text`` refers to, with lines counted from ``first_line``; bodies of directives are read too."""
    for token in parser().parse(text):
        line = first_line + (token.map[0] if token.map else 0)
        if token.type in ("fence", "colon_fence"):
            yield from _fence(token, line, depth)
        elif token.type == "inline":
            yield from _inline(token, line)
        elif token.type == "heading_open":
            yield Heading(line, int(token.tag[1]), _heading_text(text, line - first_line))
        elif token.type == "myst_target":
            yield Label(line, token.content)
        elif token.type == "html_block":
            yield from _html(token.content, line)


@functools.cache
def parser() -> MarkdownIt:
    """Return the parser of MyST Markdown, made once."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.amsmath import amsmath_plugin
    from mdit_py_plugins.colon_fence import colon_fence_plugin
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.front_matter import front_matter_plugin
    from mdit_py_plugins.myst_blocks import myst_block_plugin
    from mdit_py_plugins.myst_role import myst_role_plugin

    made = MarkdownIt("commonmark", {"html": True}).enable("table")
    for plugin in (front_matter_plugin, myst_block_plugin, myst_role_plugin, colon_fence_plugin, dollarmath_plugin):
        made.use(plugin)
    return made.use(amsmath_plugin).use(deflist_plugin).use(footnote_plugin)


def _fence(token: Token, line: int, depth: int) -> Iterator[Element]:
    found = DIRECTIVE.match(token.info.strip())
    if not found:
        return
    options, body, passed = split_options(token.content)
    name, argument = found["name"], found["argument"].strip()
    yield Directive(line, name, argument, options, body)
    for key in ("name", "label"):
        if options.get(key):
            yield Label(line, options[key])
    if name in ("image", "figure"):
        yield Image(line, argument, options.get("alt") or None)
    elif name == "figure-md" and argument:
        yield Label(line, argument)
    if name not in VERBATIM and depth < NESTING:
        yield from elements(body, line + 1 + passed, depth + 1)


def split_options(content: str) -> tuple[dict[str, str], str, int]:
    """Return a directive's options, its body and the number of lines before the body."""
    lines = content.split("\n")
    options: dict[str, str] = {}
    if lines[0].strip() == "---":
        end = next((n for n, line in enumerate(lines[1:], start=1) if line.strip() == "---"), len(lines) - 1)
        for line in lines[1:end]:
            key, _, value = line.partition(":")
            options[key.strip()] = value.strip().strip("\"'")
        return options, "\n".join(lines[end + 1 :]), end + 1
    passed = 0
    for line in lines:
        found = OPTION.match(line.strip())
        if not found:
            break
        options[found["key"]] = (found["value"] or "").strip()
        passed += 1
    return options, "\n".join(lines[passed:]), passed


def _inline(token: Token, line: int) -> Iterator[Element]:
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "image":
            yield Image(line, unquote(str(child.attrGet("src") or "")), child.content.strip() or None)
        elif child.type == "link_open":
            yield Link(line, unquote(str(child.attrGet("href") or "")))
        elif child.type == "myst_role":
            yield Role(line, str(child.meta.get("name", "")), child.content)
        elif child.type == "html_inline":
            yield from _html(child.content, line)


def _heading_text(text: str, index: int) -> str:
    lines = text.split("\n")
    return lines[index].strip().strip("#").strip() if index < len(lines) else ""


class _Tags(HTMLParser):
    """Collects images, links and ids of a piece of HTML."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.first_line = line
        self.found: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line = self.first_line + self.getpos()[0] - 1
        values = dict(attrs)
        if tag == "img" and values.get("src"):
            self.found.append(
                Image(line, unquote(values["src"] or ""), (values["alt"] or "") if "alt" in values else None)
            )
        if tag == "a" and values.get("href"):
            self.found.append(Link(line, unquote(values["href"] or "")))
        if values.get("id"):
            self.found.append(Label(line, values["id"] or ""))


def _html(content: str, line: int) -> Iterator[Element]:
    tags = _Tags(line)
    try:
        tags.feed(content)
        tags.close()
    except AssertionError:
        return  # the standard library's parser gives up on some malformed declarations
    yield from tags.found
