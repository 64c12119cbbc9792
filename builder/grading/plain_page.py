"""Pages of HTML as values: no text is ever quoted by hand, and none can bring markup of its own."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from builder.packages.markup import element, html_document

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing runs and nothing is loaded (Content Security Policy, level 3)."""
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65534, 65535, *range(55296, 57344)), "�")
"""Characters that no document may hold (XML 1.0, section 2.2) become a sign for that."""


def el(tag: str, /, *content: etree._Element | str | Mapping[str, str], **attributes: str) -> etree._Element:
    """Return an element; mappings among ``content`` and keywords, less a final underscore, are its attributes."""
    found = {key.rstrip("_"): value for key, value in attributes.items()}
    parts: list[etree._Element | str] = []
    for part in content:
        if isinstance(part, Mapping):
            found.update(part)
        else:
            parts.append(plain(part) if isinstance(part, str) else part)
    return element(tag, {key: plain(value) for key, value in found.items()}, *parts)


def plain(text: str) -> str:
    """Return ``text`` without characters that a document must not hold."""
    return text.translate(CONTROL)


def html_page(title: str, language: str, direction: str, style: str, *content: etree._Element) -> bytes:
    """Return a page that needs nothing else: its style is in it, and its policy lets nothing run."""
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        el("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        el("title", title),
        el("style", style),
    )
    return html_document(el("html", head, el("body", el("main", *content)), lang=language, dir=direction))
