"""The page in which a learning system opens a package: it holds the session and shows the book in one frame.

What stands in it is agreed with the player in docs/reference/pages.md ("A package that talks to a learning system").
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import SESSION_SCRIPTS
from builder.packages.manifest import address
from builder.packages.markup import element, html_document
from builder.packages.package import Item, Members, Package
from builder.packages.refusal import RefusedError, fault

ASSETS = "_static/coursewright"
SCRIPTS = ("course.js", *SESSION_SCRIPTS)
"""What the book's pages load too, in this order; the learning system's adapter and the shell come after them."""
SHELL_SCRIPT = "shell.js"
SHELL_STYLE = "shell.css"
STYLES = Path(__file__).parent
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self' data:; frame-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'"
)


@dataclass(frozen=True, slots=True)
class ShellWords:
    """The few words of the launch page, in one language."""

    page: str
    leave: str
    without_script: str


WORDS: Mapping[str, ShellWords] = {
    "en": ShellWords(
        "Page", "Save and leave", "Without JavaScript you can read everything, but your progress is not recorded."
    ),
    "es": ShellWords(
        "Página", "Guardar y salir", "Sin JavaScript puede leerlo todo, pero su progreso no queda registrado."
    ),
    "ar": ShellWords("الصفحة", "حفظ وخروج", "من دون جافاسكربت يمكنك قراءة كل شيء، لكن تقدمك لن يُسجَّل."),
}


def launch_members(package: Package, item: Item, adapter: str) -> tuple[str, Members]:
    """Return the launch page's name in the package, and the files to add: the page and what only it loads.

    ``adapter`` is the player's script that speaks to the learning system. Raises `RefusedError` when the book lacks
    the player's scripts, without which nothing would be recorded.
    """
    files = package.files
    lacking = [script for script in SCRIPTS if f"{ASSETS}/{script}" not in files]
    if lacking:
        message = f"the built site lacks the player ({', '.join(lacking)}), so nothing would be recorded"
        raise RefusedError(fault("missing-player", ASSETS, message, "run coursewright build again"))
    name = _free_name("launch", files)
    return name, {
        name: render_launch(package, item, adapter),
        f"{ASSETS}/{adapter}": PLAYER / adapter,
        f"{ASSETS}/{SHELL_SCRIPT}": PLAYER / SHELL_SCRIPT,
        f"{ASSETS}/{SHELL_STYLE}": STYLES / SHELL_STYLE,
    }


def render_launch(package: Package, item: Item, adapter: str) -> bytes:
    """Return the launch page as HTML in UTF-8."""
    known = package.language.split("-")[0].lower()
    words = WORDS.get(known, WORDS["en"])
    spoken = {} if known in WORDS else {"lang": "en", "dir": "ltr"}
    bar = element(
        "header",
        {"class": "cw-shell-bar"},
        element("span", {"class": "cw-shell-status", "id": "cw-shell-status", "role": "status"}),
        element("h1", {"class": "cw-shell-title"}, item.title),
        element("button", {"class": "cw-shell-end", "type": "button", "data-cw": "end", **spoken}, words.leave),
    )
    without_script = element(
        "noscript",
        {},
        element("p", {"class": "cw-shell-plain", **spoken}, words.without_script),
        element("p", {"class": "cw-shell-plain"}, element("a", {"href": address(item.launch)}, item.title)),
    )
    frame = element("iframe", {"class": "cw-shell-page", "name": "cw-page", "title": words.page, **spoken})
    body = element("body", {"data-root": ""}, bar, element("main", {"class": "cw-shell-main"}, frame, without_script))
    direction = {"lang": package.language, "dir": package.direction}
    return html_document(element("html", direction, _head(item.title, adapter), body))


def _head(title: str, adapter: str) -> etree._Element:
    scripts = (*SCRIPTS, adapter, SHELL_SCRIPT)
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": CONTENT_SECURITY_POLICY}),
        element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        element("title", {}, title),
        element("link", {"rel": "stylesheet", "href": f"{ASSETS}/{SHELL_STYLE}"}),
        *(element("script", {"defer": "defer", "src": f"{ASSETS}/{script}"}) for script in scripts),
    )


def _free_name(stem: str, taken: tuple[str, ...]) -> str:
    """Return ``stem``.html, or the first numbered name that no file of the book has, capitals or not."""
    names = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    name, number = f"{stem}.html", 1
    while name in names:
        number += 1
        name = f"{stem}-{number}.html"
    return name
