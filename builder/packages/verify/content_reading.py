"""What the pages, styles and scripts of a package load, link to and call: facts, read once, member by member.

Every member is read to its end, so that damage is found; only texts are kept, one at a time, and only their facts
stay. Lengths are capped, and no expression here takes longer than the text is long.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from builder.packages.verify.archive_reading import Archive, UnreadableError
from builder.packages.verify.archive_rules import is_junk
from builder.packages.verify.markup_reading import Facts, Markup, read_markup
from builder.packages.verify.script_reading import NO_CALLS, Calls, calls_in, imports_in, scripts_named_in
from builder.packages.verify.style_reading import addresses_in

LONGEST_PAGE = 4 << 20
LONGEST_CODE = 16 << 20
"""Bytes of a page, and of a script or style; a longer one is not looked into."""
MOST_NOTED = 1000
"""Addresses of one text that lead nowhere or to a host; more are not kept."""
MOST_TEXT = 256 << 20
"""Bytes of all texts of a package that are looked into."""
PAGES: Mapping[str, Markup] = MappingProxyType(
    {".html": Markup.HTML, ".htm": Markup.HTML, ".xhtml": Markup.XHTML, ".xht": Markup.XHTML, ".svg": Markup.SVG}
)
SCRIPTS = (".js", ".mjs")
STYLES = (".css",)


@dataclass(frozen=True, slots=True)
class Content:
    """The facts of a package's texts by member; ``damaged`` are members that cannot be read, with the reason,
    ``unread`` those that are too long to be looked into."""

    archive: Archive
    texts: Mapping[str, Facts]
    damaged: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]

    def pages(self) -> Iterator[tuple[str, Facts]]:
        """Yield pages, in the order of their names."""
        return ((name, facts) for name, facts in sorted(self.texts.items()) if _suffix(name) in PAGES)

    def reached(self, start: str) -> frozenset[str]:
        """Return the texts that are loaded or linked from ``start``, itself included."""
        found, waiting = {start}, [start]
        while waiting:
            new = self.texts.get(waiting.pop(), Facts()).reaches - found
            found |= new
            waiting += new
        return frozenset(found)


def read_content(archive: Archive, pages: Mapping[str, Markup] = PAGES) -> Content:
    """Read every member once. ``pages`` tells how markup is read, by suffix."""
    texts: dict[str, Facts] = {}
    damaged: list[tuple[str, str]] = []
    unread: list[str] = []
    whole, names = 0, {name: name for name in archive.names}
    for name in sorted(archive.names):
        kept, length = [], 0
        limit = LONGEST_PAGE if _suffix(name) in pages else LONGEST_CODE
        looked_into = _suffix(name) in (*pages, *SCRIPTS, *STYLES) and not is_junk(name)
        try:
            for piece in archive.pieces(name):
                length += len(piece)
                if looked_into and length <= limit:
                    kept.append(piece)
        except UnreadableError as fault:
            damaged.append((name, str(fault)))
            continue
        if not looked_into:
            continue
        whole += length
        if length > limit or whole > MOST_TEXT:
            unread.append(name)
        else:
            texts[name] = _sifted(archive, names, read_text(name, b"".join(kept), pages))
    return Content(archive, MappingProxyType(texts), tuple(damaged), tuple(unread))


def read_text(name: str, content: bytes, pages: Mapping[str, Markup] = PAGES) -> Facts:
    """Return the facts of one page, style or script."""
    suffix = _suffix(name)
    if suffix in STYLES:
        text = content.decode("utf-8", "replace")
        return Facts(references=tuple(addresses_in(text, name)))
    if suffix in SCRIPTS:
        text = content.decode("utf-8", "replace")
        return Facts(
            references=tuple(imports_in(text, name)),
            calls=calls_in(text),
            foreign_scripts=tuple(scripts_named_in(text)),
            scripts=1,
        )
    return read_markup(name, content, pages[suffix])


def all_calls(content: Content) -> Calls:
    """Return what any script of a package calls."""
    found = NO_CALLS
    for facts in content.texts.values():
        found |= facts.calls
    return found


def _sifted(archive: Archive, names: Mapping[str, str], facts: Facts) -> Facts:
    """Part addresses that lead to members from those that are worth a finding; names are kept once in memory."""
    inside = {names[each.target] for each in facts.references if each.target is not None and each.target in names}
    others = tuple(each for each in facts.references if each.target not in archive.names)
    return replace(facts, references=others[:MOST_NOTED], reaches=frozenset(inside))


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()
