"""A part as one HTML document that needs no other file (docs/reference/offline.md): its pages follow each other."""

from __future__ import annotations

import base64
import hashlib
import json
import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from types import MappingProxyType
from urllib.parse import unquote

from lxml import etree

from builder.book.catalogue import learning_words, player_words
from builder.book.course_data import script_safe
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import alone_scripts
from builder.book.theme.words import words_for
from builder.packages.alone_pages import AlonePage, alone_pages
from builder.packages.alone_told import keys_of, told
from builder.packages.embedding import embed_style
from builder.packages.markup import element, html_document
from builder.packages.package import Item, Members, Package

THEME_SCRIPT = "_static/coursewright/theme.js"
STYLE_LINK = re.compile(r"""<link\b[^>]*\brel=["']stylesheet["'][^>]*>""", re.IGNORECASE)
LINK_TARGET = re.compile(r"""\bhref=["']([^"'?#]+)""")
HEAD_LENGTH = 40_000
"""Characters of a page in which its head surely ends."""
OWN_STYLE = """
@media print { .cw-print-record .cw-article:not(#cw-learning) { display: none; } }
.cw-article + .cw-article { margin-block-start: 4rem; border-block-start: .25rem solid var(--cw-line); }
"""
POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:; media-src data:; "
    "font-src data:; base-uri 'none'; form-action 'none'"
)
"""All stands in the document: nothing may come from elsewhere, and only the scripts written here may run."""
LIST_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'"
"""The list of the documents is text and links."""


@dataclass(frozen=True, slots=True)
class _Texts:
    """What goes into a document besides its pages: style sheets in one, and the scripts at its end, in order."""

    style: str
    scripts: tuple[str, ...]


def alone_members(package: Package) -> Members:
    """Return one document for each part, named by its place and id; one for all where there are no parts.

    ``index.html`` is a list of them for whoever unpacks all; no document needs it.
    """
    items = package.parts or package.items
    names = [
        f"{place:02}-{item.part}.html" if item.part else f"{package.name}.html" for place, item in enumerate(items, 1)
    ]
    documents = {name: render_alone(package, item) for name, item in zip(names, items, strict=True)}
    return MappingProxyType({"index.html": _list_of(package, names, items), **documents})


def _list_of(package: Package, names: Iterable[str], items: Iterable[Item]) -> bytes:
    links = (
        element("li", {}, element("a", {"href": name}, item.title)) for name, item in zip(names, items, strict=True)
    )
    head = element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": LIST_POLICY}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", {}, package.title),
    )
    body = element("body", {}, element("h1", {}, package.title), element("ol", {}, *links))
    return html_document(element("html", {"lang": package.language, "dir": package.direction}, head, body))


def render_alone(package: Package, item: Item) -> bytes:
    """Return the document of one part (or of the whole) as HTML in UTF-8."""
    pages = tuple(alone_pages(package, item))
    data = told(package, item, pages)
    shown = {kind for page in pages for kind in ("question", "scenario", "story") if page.shows[kind]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    scripts = (
        f"(window.coursewright = window.coursewright || {{}}).course = {script_safe(text)};\n",
        player_words(package.language),
        learning_words(package.language),
        *((PLAYER / name).read_text(encoding="utf-8") for name in alone_scripts(shown)),
    )
    texts = _Texts(_style(package, pages), scripts)
    direction = {"lang": package.language, "dir": package.direction}
    body = element("body", {"data-root": ""}, *_furniture(package, item, pages))
    main = element("main", {"class": "cw-main", "id": "cw-main", "tabindex": "-1"}, *(page.body for page in pages))
    body.append(main)
    body.append(_foot(package))
    body.append(element("div", {"id": "cw-status", "role": "status"}))
    for question, key in keys_of(package, pages):
        text = json.dumps(key, ensure_ascii=False, separators=(",", ":"))
        kept = base64.b64encode(text.encode()).decode("ascii")
        body.append(element("script", {"type": "text/plain", "data-key": question}, kept))
    body.extend(element("script", {}, script) for script in texts.scripts)
    first = _theme_script(package)
    head = _head(package, item, texts, first)
    return html_document(element("html", direction, head, body))


def script_hash(script: str) -> str:
    """Return the source expression that lets this inline script run (CSP 3, section 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'"


def _theme_script(package: Package) -> str:
    """The script that sets light or dark before anything is drawn; "" in a theme of others."""
    if THEME_SCRIPT not in package.files:
        return ""
    return (package.root / THEME_SCRIPT).read_text(encoding="utf-8")


def _head(package: Package, item: Item, texts: _Texts, first: str) -> etree._Element:
    scripts = [script for script in (first, *texts.scripts) if script]
    policy = POLICY.format(scripts=" ".join(script_hash(script) for script in scripts))
    title = item.title if item.title == package.title else f"{item.title} — {package.title}"
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": policy}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        *((element("script", {}, first),) if first else ()),
        element("title", {}, title),
        element("style", {}, texts.style),
        element("link", {"rel": "icon", "href": "data:,"}),
    )


def _style(package: Package, pages: Iterable[AlonePage]) -> str:
    files = frozenset(package.files)
    sheets = dict.fromkeys(sheet for page in pages for sheet in _sheets(package, page) if sheet in files)
    return "\n".join((*(embed_style(package.root, sheet, files) for sheet in sheets), OWN_STYLE))


def _sheets(package: Package, page: AlonePage) -> Iterator[str]:
    """The style sheets of the site that a page loads, in its order."""
    with (package.root / page.href).open(encoding="utf-8", errors="replace") as file:
        head = file.read(HEAD_LENGTH)
    for link in STYLE_LINK.findall(head):
        target = LINK_TARGET.search(link)
        if target and "://" not in target[1]:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(page.href), unquote(unescape(target[1]))))


def _furniture(package: Package, item: Item, pages: Collection[AlonePage]) -> Iterator[etree._Element]:
    """What stands around the pages: the way past it, the title, light and dark, the contents."""
    words = words_for(package.language)
    yield element("a", {"class": "cw-skip", "href": "#cw-main"}, words.skip)
    light = {"class": "cw-light", "type": "button", "data-cw": "theme", "aria-label": words.light, "hidden": "hidden"}
    yield element(
        "header",
        {"class": "cw-head"},
        element("span", {"class": "cw-book"}, element("bdi", {}, item.title)),
        element("button", light),
    )
    yield element("details", {"class": "cw-fold cw-fold-side"}, element("summary", {}, words.contents))
    entries = (
        element(
            "li",
            {},
            element("a", {"href": f"#{page.anchor}", "data-page": page.id}, element("bdi", {}, page.title)),
        )
        for page in pages
    )
    yield element(
        "nav",
        {"class": "cw-side", "id": "cw-contents", "aria-label": words.contents},
        element("div", {"id": "cw-progress"}),
        element("ul", {}, *entries),
    )


def _foot(package: Package) -> etree._Element:
    words = words_for(package.language)
    lines: Mapping[str, str] = {words.licence: package.metadata.rights, words.version: package.version}
    told_lines = (element("p", {}, f"{name}: ", element("bdi", {}, value)) for name, value in lines.items() if value)
    return element("footer", {"class": "cw-foot"}, element("p", {}, element("bdi", {}, package.title)), *told_lines)
