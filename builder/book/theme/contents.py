"""The book's tree as the contents column shows it: read once a build from Sphinx's environment, not once a page."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes

WHOLE_TREE = 150
"""A book with more pages shows the current branch only: pages would else grow with the square of their number."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``page`` is a document's name, or "" for a link out, then ``address`` is set; ``label`` is HTML."""

    page: str
    address: str
    label: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Chapters under one heading; ``caption`` is plain text, or ""."""

    caption: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The tree; ``trails`` gives for each page its ancestors and itself; ``whole`` says to show every branch."""

    parts: tuple[Part, ...]
    trails: dict[str, frozenset[str]]
    whole: bool


def read_contents(env: Any, inline: Callable[[nodes.Node], str]) -> Contents:
    """Read the tree that hangs from the root document of a Sphinx environment.

    ``inline`` renders a title that is more than plain text.
    """
    root = env.config.root_doc
    reader = _Reader(env, inline)
    first = Part("", (Entry(root, "", reader.label(root, None)),))
    parts = (first, *(Part(tree["caption"] or "", reader.entries(tree, (root,))) for tree in reader.trees(root)))
    trails: dict[str, frozenset[str]] = {}
    for part in parts:
        for page, trail in _trails(part.entries, ()):
            trails.setdefault(page, trail)
    return Contents(parts, trails, whole=len(trails) <= WHOLE_TREE)


def _trails(entries: tuple[Entry, ...], above: tuple[str, ...]) -> Iterator[tuple[str, frozenset[str]]]:
    for entry in entries:
        trail = (*above, entry.page) if entry.page else above
        if entry.page:
            yield entry.page, frozenset(trail)
        yield from _trails(entry.children, trail)


@dataclass(frozen=True, slots=True)
class _Reader:
    env: Any
    inline: Callable[[nodes.Node], str]

    def trees(self, page: str) -> Iterator[Any]:
        """The toctree nodes of a document, in its order."""
        from sphinx import addnodes

        return iter(self.env.tocs[page].findall(addnodes.toctree)) if page in self.env.tocs else iter(())

    def entries(self, tree: Any, above: tuple[str, ...]) -> tuple[Entry, ...]:
        """The lines of one toctree. A page among its own ancestors is left out, as Sphinx does."""
        found: list[Entry] = []
        for title, target in tree["entries"]:
            if "://" in target or target.startswith("mailto:"):
                found.append(Entry("", target, html.escape(title or target)))
            elif target in self.env.titles and target not in above:
                inside = (*above, target)
                below = tuple(line for tree in self.trees(target) for line in self.entries(tree, inside))
                found.append(Entry(target, "", self.label(target, title), below))
        return tuple(found)

    def label(self, page: str, title: str | None) -> str:
        """A page's number, where pages are numbered, and its title."""
        number = self.env.toc_secnumbers.get(page, {}).get("")
        lead = ".".join(map(str, number)) + self.env.config.html_secnumber_suffix if number else ""
        return lead + (html.escape(title) if title else self._title(self.env.titles[page]))

    def _title(self, node: nodes.Element) -> str:
        if all(isinstance(child, nodes.Text) for child in node.children):
            return html.escape(node.astext())
        return self.inline(node)
