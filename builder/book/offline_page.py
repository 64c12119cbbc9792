"""The page on which a learner takes the course along (docs/reference/offline.md), and each page's way to it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from builder.book.catalogue import catalogue_for, offline_words
from builder.book.course_data import FOLDER
from builder.book.extension import course_of

NAME = "offline"
"""The page's id, unless the book has a page of that name; then the first numbered one that is free."""
WORDS = "offline-words.js"
SCRIPT = "player-offline.js"
PREFIX = FOLDER.removeprefix("_static/")
AFTER = 950
"""Sphinx's priority: the page's scripts come after those that every page loads."""


def setup_offline(app: Any) -> None:
    """Give a Sphinx application's site the page, and each page the way to it."""
    app.connect("html-collect-pages", collect_page)
    app.connect("html-page-context", show_way)
    app.connect("build-finished", write_words)


def page_name(app: Any) -> str:
    """Return the page's id, which no page of the book has."""
    taken = {str(name).casefold() for name in app.env.found_docs}
    name, number = NAME, 1
    while name in taken:
        number += 1
        name = f"{NAME}-{number}"
    return name


def collect_page(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page: a title, what it is without JavaScript, and the place that the player fills."""
    words = catalogue_for(_language(app)).offline
    title = escape(str(words["offline-title"]))
    body = (
        f'<section id="{NAME}"><h1>{title}</h1>\n'
        f"<noscript><p>{escape(str(words['offline-needs-script']))}</p></noscript>\n"
        '<div id="cw-offline"></div></section>'
    )
    yield page_name(app), {"title": title, "body": body}, "page.html"


def show_way(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell the theme where the page is, and have the page itself load what it needs."""
    words = catalogue_for(_language(app)).offline
    name = page_name(app)
    context["cw_offline"] = name
    context["cw_offline_title"] = words["offline-title"]
    context["cw_offline_newer"] = words["offline-newer-mark"]
    if page == name:
        for place, script in enumerate((WORDS, SCRIPT)):
            app.add_js_file(f"{PREFIX}/{script}", loading_method="defer", priority=AFTER + place)


def write_words(app: Any, exception: Exception | None) -> None:
    """Write what only this page says."""
    if exception is None:
        (Path(app.outdir) / FOLDER / WORDS).write_text(offline_words(_language(app)), encoding="utf-8")


def _language(app: Any) -> str:
    return str(app.config.language or course_of(app).language)
