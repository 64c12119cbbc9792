"""Which style sheets and scripts a page loads: what the theme stands in for is left out, the rest only where used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",  # tables and plots carry widths and colours of their own
        "img-src 'self' data:",  # a plot may stand in its page
        "font-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "frame-src 'self'",
        "worker-src 'self'",  # the site taken along
        "manifest-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
"""The Content-Security-Policy of our own course's pages (https://www.w3.org/TR/CSP3/)."""

RUNNING = re.compile(
    r"<script\b(?![^>]*\btype=[\"'](?:application/(?:ld\+|vnd\.jupyter\.widget-state\+)?json)[\"'])"
    r"|<[a-z][^<>]*\son[a-z]+\s*=|[\"']javascript:",
    re.IGNORECASE,
)
"""What in a page's body works only without a policy: a plot's or widget's script, a handler, a script in an address."""

NEVER = ""

ONLY_WITH: Mapping[str, str] = MappingProxyType(
    {
        "_static/sphinx-design.": 'class="sd-',
        "_static/design-tabs.js": "sd-tab-label",
        "_static/mystnb.": NEVER,  # theme.css dresses cells and has the colours of a terminal
        "_static/pygments.css": NEVER,  # theme.css has the colours of code, light and dark
        "_static/documentation_options.js": NEVER,  # these four: the search page asks for what it needs
        "_static/doctools.js": NEVER,
        "_static/sphinx_highlight.js": NEVER,
        "_static/translations.js": NEVER,
        "_static/togglebutton.": NEVER,  # a folded admonition is a <details>
        "_static/copybutton.": NEVER,
        "_static/clipboard.min.js": NEVER,
        "_static/sphinx-thebe.": NEVER,  # live code comes from other hosts
        "https://unpkg.com/thebe": NEVER,
    }
)
"""How an address begins, and what must stand in a page's body for the page to load it."""

NEVER_INLINE = ("let toggle", "var togglebuttonSelector", "const THEBE_JS_URL")
"""How the inline settings of scripts begin that are never loaded."""

OWN_PRIORITY = 800
"""Sphinx's priority of a book's own files (``html_css_files``): they come after the theme, extensions before it."""

SEARCH_SCRIPTS = (
    "_static/documentation_options.js",
    "_static/doctools.js",
    "_static/coursewright/search-words.js",
    "_static/translations.js",
    "_static/language_data.js",
    "_static/searchtools.js",
    "searchindex.js",
)
"""The search page's own `search.js` adds them when it is asked for something: the index weighs as much as a lesson."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to load, or, with ``address`` "", an inline script's ``body``."""

    address: str
    attributes: tuple[tuple[str, str], ...]
    body: str = ""


def policy_for(body: str, strict: bool) -> str:
    """The policy of a page with this body; "" where none is asked for, or where the page's own scripts need to run."""
    return POLICY if strict and not RUNNING.search(body) else ""


def styles_of(files: Iterable[Any], body: str) -> tuple[Asset, ...]:
    """The style sheets of a page with this body, in the order in which later ones may overrule earlier ones."""

    def order(file: Any) -> int:
        own_theme = str(file.filename).startswith("_static/coursewright/theme")
        return OWN_PRIORITY - 1 if own_theme else int(file.priority)

    return tuple(_asset(file) for file in sorted(files, key=order) if _is_needed(str(file.filename), body))


def scripts_of(files: Iterable[Any], body: str, inline: bool) -> tuple[Asset, ...]:
    """The scripts of a page with this body, by priority; ``inline`` says whether inline ones may run at all."""
    ordered = sorted(files, key=lambda file: int(file.priority))
    return tuple(_asset(file) for file in ordered if _runs(file, body, inline))


def search_scripts(files: Iterable[Any]) -> tuple[str, ...]:
    """What a search needs, in order, once there is something to look for; translations only where Sphinx has them."""
    known = {str(file.filename) for file in files}
    return tuple(name for name in SEARCH_SCRIPTS if name != "_static/translations.js" or name in known)


def _is_needed(address: str, body: str) -> bool:
    for beginning, mark in ONLY_WITH.items():
        if address.startswith(beginning):
            return mark != NEVER and mark in body
    return True


def _runs(file: Any, body: str, inline: bool) -> bool:
    if file.filename:
        return _is_needed(str(file.filename), body)
    return inline and not file.attributes.get("body", "").startswith(NEVER_INLINE)


def _asset(file: Any) -> Asset:
    attributes = sorted((name, value) for name, value in file.attributes.items() if value is not None)
    kept = tuple(pair for pair in attributes if pair[0] != "body" and pair != ("type", "text/css"))
    return Asset(str(file.filename or ""), kept, file.attributes.get("body", "") or "")
