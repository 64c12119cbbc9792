"""A rendered page as plain reading: what stands in its article, for formats that bring no player."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from lxml import etree

ARTICLES = ("//article[contains(@class, 'cw-article')]", "//article", "//main", "//body")
"""Where a page's own text stands: in our theme, then in themes of others."""
FURNITURE = (
    ".//script | .//style | .//button | .//nav | .//form//input | .//form//select | .//form//textarea"
    " | .//a[contains(concat(' ', @class, ' '), ' headerlink ')]"
)
"""What serves only a page on the screen."""
VOID = ("embed", "source", "track", "wbr")
"""Elements without content (HTML Living Standard, section 13.1.2) that an older parser does not know as such."""
EMBEDDED = ".//iframe | .//object | .//embed"
PICTURE = re.compile(r"\.(?:gif|jpe?g|png|svg|webp)$", re.IGNORECASE)
LINKS = ("href", "src", "data-audio", "poster")
CONTROL = bytes(sign for sign in range(32) if sign not in b"\t\n\r")
CONTROL_REFERENCE = re.compile(rb"&#(?:0*(?:[0-8]|1[1245-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));")
HANDLER = re.compile(r"on\w+$")


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page. ``href`` is its place below the site's root; ``body`` is an element that nobody else has."""

    href: str
    title: str
    body: etree._Element


def read_chapter(root: Path, href: str, title: str = "") -> Chapter:
    """Read the page at ``root/href`` and return its article without scripts, controls and what runs scripts.

    In the place of what is embedded stands a picture, where it is one, or a link to it.
    """
    page, body = _parse((root / href).read_bytes())
    for furniture in every(body, FURNITURE):
        drop(furniture)
    for embedded in every(body, EMBEDDED):
        _stand_in(embedded)
    for form in every(body, ".//form"):
        form.tag = "div"
    for element in body.iter(etree.Element):
        for name, value in list(element.attrib.items()):
            if HANDLER.match(str(name)) or str(value).lstrip().lower().startswith("javascript:"):
                del element.attrib[name]
    return Chapter(href, title or _title(page), body)


def read_article(page: bytes) -> etree._Element:
    """Return the article of a page with all that stands in it."""
    return _parse(page)[1]


def _parse(content: bytes) -> tuple[etree._Element, etree._Element]:
    """The page and its article."""
    page = etree.fromstring(_without_control(content), etree.HTMLParser(encoding="utf-8"))
    for void in list(page.iter(*VOID)):
        _empty(void)
    return page, next((found[0] for found in (every(page, path) for path in ARTICLES) if found), page)


def _empty(void: etree._Element) -> None:
    """Put what the parser took for the content of an element that has none behind it."""
    parent = void.getparent()
    if parent is None:
        return
    text, place = void.text or "", parent.index(void)
    tail, void.text, void.tail = void.tail or "", None, text
    last = void
    for number, child in enumerate(list(void), place + 1):
        parent.insert(number, child)
        last = child
    last.tail = (last.tail or "") + tail


def _stand_in(embedded: etree._Element) -> None:
    """Put a picture or a link in the place of what is embedded; where it has no address, its title."""
    address = str(embedded.get("data") or embedded.get("src") or "").strip()
    fallback = embedded.xpath("string()") if embedded.tag == "object" else ""
    words = " ".join(str(embedded.get("title") or embedded.get("aria-label") or fallback).split())
    parts = urlsplit(address)
    tail = embedded.tail
    embedded.clear()
    embedded.tail = tail
    if embedded_is_picture(parts.path):
        embedded.tag = "img"
        embedded.set("src", address)
        embedded.set("alt", words)
    elif parts.scheme in ("", "http", "https") and address:
        embedded.tag = "a"
        embedded.set("href", f"https:{address}" if address.startswith("//") else address)
        embedded.text = words or address
    else:
        embedded.tag = "span"
        embedded.text = words


def embedded_is_picture(path: str) -> bool:
    """Whether what is embedded from ``path`` can stand as a picture."""
    return PICTURE.search(path) is not None


def _without_control(page: bytes) -> bytes:
    """What a program printed may hold signs that XML cannot (XML 1.0, section 2.2); they show nothing."""
    return CONTROL_REFERENCE.sub(
        b"", page.translate(None, CONTROL).replace(b"\xef\xbf\xbe", b"").replace(b"\xef\xbf\xbf", b"")
    )


def every(element: etree._Element, path: str) -> list[etree._Element]:
    """Return the elements that an XPath ``path`` finds from ``element``."""
    found: list[etree._Element] = element.xpath(path)  # type: ignore[assignment]  # this path yields elements only
    return found


def drop(element: etree._Element) -> None:
    """Take ``element`` out of its tree and leave the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)


def sections(body: etree._Element, kind: str) -> Mapping[str, etree._Element]:
    """Return what a chapter shows of one kind (``question``, ``scenario``, ``story``, ``exercise``): id -> section."""
    return {str(found.get(f"data-{kind}")): found for found in body.iter("section") if found.get(f"data-{kind}")}


def inside(element: etree._Element | None, selector: str = "") -> str:
    """Return what stands within ``element`` (or within the first descendant of that class) as HTML."""
    if element is not None and selector:
        element = next(iter(every(element, f".//*[contains(concat(' ', @class, ' '), ' {selector} ')]")), None)
    if element is None:
        return ""
    start = etree.Element("text")
    start.text = element.text
    first = etree.tostring(start, method="html", encoding="unicode")[len("<text>") : -len("</text>")]
    return (first + "".join(etree.tostring(part, method="html", encoding="unicode") for part in element)).strip()


def local_files(element: etree._Element, href: str) -> Iterator[tuple[etree._Element, str, str, str]]:
    """Yield (element, attribute, file, rest) for every address of the site in or below ``element``.

    ``file`` is the place below the site's root, decoded; ``rest`` is the query and fragment with their marks. Addresses
    of other hosts, of a place on the same page, and those that lead out of the site are passed over.
    """
    for one in element.iter(etree.Element):
        for name in LINKS:
            address = one.get(name)
            if address is None:
                continue
            parts = urlsplit(address)
            if parts.scheme or parts.netloc or not parts.path or parts.path.startswith("/"):
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(href), unquote(parts.path)))
            if file != ".." and not file.startswith("../"):
                rest = (f"?{parts.query}" if parts.query else "") + (f"#{parts.fragment}" if parts.fragment else "")
                yield one, name, file, rest


def relative(target: str, href: str) -> str:
    """Return the address of ``target`` as it stands in the page ``href``, percent-encoded."""
    return quote(posixpath.relpath(target, posixpath.dirname(href) or "."), safe="/")


def _title(page: etree._Element) -> str:
    found = page.xpath("string(//h1[1])") or page.xpath("string(//title)")
    return " ".join(str(found).replace("¶", " ").split())
