"""The page in which a learning system opens a package: it holds the session and shows the book in one frame.

What stands in it is agreed with the player in docs/reference/pages.md ("A package that talks to a learning system").
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from lxml import etree

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import catalogue_for, speaks
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import SESSION_SCRIPTS
from builder.packages.manifest import address
from builder.packages.markup import element, html_document
from builder.packages.package import Item, Members, Package
from builder.packages.refusal import RefusedError, fault

ASSETS = "_static/coursewright"
SCRIPTS = ("course.js", WORDS, *SESSION_SCRIPTS)
"""What the book's pages load too, in this order; the learning system's adapter and the shell come after them."""
PART_SCRIPT = "part.js"
"""Right after `course.js` where a part is launched by itself: the session then knows nothing but that part."""
SHELL_SCRIPT = "shell.js"
SHELL_STYLE = "shell.css"
STYLES = Path(__file__).parent
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; connect-src 'self'{elsewhere}; frame-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'none'"
)
CONNECTS_ELSEWHERE = frozenset({"cmi5.js"})
"""Adapters that speak to a host which only the launch names (cmi5, section 8: ``endpoint`` and ``fetch``)."""


def launch_members(package: Package, item: Item, *adapter: str) -> tuple[str, Members]:
    """Return the launch page's name in the package, and the files to add: the page and what only it loads.

    ``adapter`` are the player's scripts that speak to the learning system, in their order. Raises `RefusedError` when
    the book lacks the player's scripts, without which nothing would be recorded.
    """
    files = package.files
    lacking = [script for script in SCRIPTS if f"{ASSETS}/{script}" not in files]
    if lacking:
        message = f"the built site lacks the player ({', '.join(lacking)}), so nothing would be recorded"
        raise RefusedError(fault("missing-player", ASSETS, message, "run coursewright build again"))
    name = _free_name(f"launch-{item.part}" if item.part else "launch", files)
    return name, {
        name: render_launch(package, item, *adapter),
        **{f"{ASSETS}/{script}": PLAYER / script for script in _own_scripts(item, adapter)},
        f"{ASSETS}/{SHELL_STYLE}": STYLES / SHELL_STYLE,
    }


def _own_scripts(item: Item, adapter: tuple[str, ...]) -> tuple[str, ...]:
    """The player's scripts that no page of the book loads."""
    return (*((PART_SCRIPT,) if item.part else ()), *adapter, SHELL_SCRIPT)


def render_launch(package: Package, item: Item, *adapter: str) -> bytes:
    """Return the launch page as HTML in UTF-8."""
    words = catalogue_for(package.language).package
    spoken = {} if speaks(package.language) else {"lang": "en", "dir": "ltr"}
    bar = element(
        "header",
        {"class": "cw-shell-bar"},
        element("span", {"class": "cw-shell-status", "id": "cw-shell-status", "role": "status"}),
        element("h1", {"class": "cw-shell-title"}, item.title),
        element("button", {"class": "cw-shell-end", "type": "button", "data-cw": "end", **spoken}, words["leave"]),
    )
    without_script = element(
        "noscript",
        {},
        element("p", {"class": "cw-shell-plain", **spoken}, words["without_script"]),
        element("p", {"class": "cw-shell-plain"}, element("a", {"href": address(item.launch)}, item.title)),
    )
    frame = element("iframe", {"class": "cw-shell-page", "name": "cw-page", "title": words["page"], **spoken})
    note = element("p", {"class": "cw-shell-note", "id": "cw-shell-note", "role": "status", **spoken})
    note.set("data-words", words["other_part"])
    body = element(
        "body",
        {"data-root": "", "data-part": item.part} if item.part else {"data-root": ""},
        bar,
        *((note,) if item.part else ()),
        element("main", {"class": "cw-shell-main"}, frame, without_script),
    )
    direction = {"lang": package.language, "dir": package.direction}
    return html_document(element("html", direction, _head(item, adapter), body))


def _head(item: Item, adapter: tuple[str, ...]) -> etree._Element:
    first, *session = SCRIPTS
    scripts = (first, *((PART_SCRIPT,) if item.part else ()), *session, *adapter, SHELL_SCRIPT)
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(adapter)}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", {}, item.title),
        element("link", {"rel": "stylesheet", "href": f"{ASSETS}/{SHELL_STYLE}"}),
        *(element("script", {"defer": "defer", "src": f"{ASSETS}/{script}"}) for script in scripts),
    )


def _policy(adapter: tuple[str, ...]) -> str:
    elsewhere = " https: http:" if CONNECTS_ELSEWHERE & set(adapter) else ""
    return CONTENT_SECURITY_POLICY.format(elsewhere=elsewhere)


def _free_name(stem: str, taken: tuple[str, ...]) -> str:
    """Return ``stem``.html, or the first numbered name that no file of the book has, capitals or not. The number of a
    part's page is set off by two hyphens, which no id of a part has."""
    names = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    name, number = f"{stem}.html", 1
    while name in names:
        number += 1
        name = f"{stem}{'-' if stem == 'launch' else '--'}{number}.html"
    return name
