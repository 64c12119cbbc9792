"""What a page loads, links to and calls (HTML, XHTML, SVG), read leniently as a browser would."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import islice
from types import MappingProxyType

from lxml import etree

from builder.packages.verify.documents import is_remote, line_of, member_at
from builder.packages.verify.finding import Spot
from builder.packages.verify.references import Reference, Use, reference
from builder.packages.verify.script_reading import NO_CALLS, Calls, calls_in, imports_in, scripts_named_in
from builder.packages.verify.style_reading import addresses_in

SOURCES: Mapping[str, Use] = MappingProxyType(
    {
        "script": Use.SCRIPT,
        "img": Use.IMAGE,
        "input": Use.IMAGE,
        "iframe": Use.FRAME,
        "frame": Use.FRAME,
        "embed": Use.OTHER,
        "audio": Use.MEDIA,
        "video": Use.MEDIA,
        "source": Use.MEDIA,
        "track": Use.MEDIA,
    }
)
"""Elements whose `src` is loaded."""
LOADED_LINKS: Mapping[str, Use] = MappingProxyType(
    {
        "stylesheet": Use.STYLE,
        "modulepreload": Use.SCRIPT,
        "preload": Use.OTHER,
        "icon": Use.IMAGE,
        "apple-touch-icon": Use.IMAGE,
        "mask-icon": Use.IMAGE,
        "manifest": Use.OTHER,
    }
)
"""Values of `rel` whose address is loaded."""
NO_SCRIPT = ("json", "template", "text/plain", "text/x-", "math/")
"""In the type of a `script` that holds no script."""
REFRESH = re.compile(r"url\s{0,9}=\s{0,9}[\"']?([^\"']{1,2000})", re.IGNORECASE)
NAME = re.compile(r"on[a-z]{2,30}")
DECLARED = frozenset({"script", "svg", "math", "form"})
"""Elements of which an EPUB has to say that a document has them."""
TELLING = DECLARED | {"style"}
"""Elements that tell something without an attribute."""
XLINK = "{http://www.w3.org/1999/xlink}href"


MOST_ELEMENTS = 200_000
"""Elements of one page; a page with more is not read on."""


class Markup(Enum):
    """How a page is read."""

    HTML = auto()
    XHTML = auto()
    SVG = auto()


@dataclass(frozen=True, slots=True)
class Facts:
    """What a text tells. ``references`` lead to no member or to a host, ``reaches`` are the members that it loads or
    links to. ``handlers`` counts `on...` attributes, ``scripts`` the scripts it has or loads,
    ``elements`` are the kinds of element that an EPUB has to declare, ``broken`` why it could not be read."""

    references: tuple[Reference, ...] = ()
    reaches: frozenset[str] = frozenset()
    calls: Calls = NO_CALLS
    foreign_scripts: tuple[str, ...] = ()
    handlers: int = 0
    first_handler: int = 0
    scripts: int = 0
    empty: bool = False
    broken: str = ""
    broken_line: int = 0
    elements: frozenset[str] = frozenset()


def read_markup(name: str, content: bytes, markup: Markup) -> Facts:
    """Return the facts of a page. XHTML and SVG that are not well-formed are read as far as they can be."""
    if not content.strip():
        return Facts(empty=True)
    broken, line = "", 0
    if markup is not Markup.HTML:
        try:
            return _facts(name, etree.fromstring(content, _strict()))
        except (etree.XMLSyntaxError, ValueError) as fault:
            broken = str(getattr(fault, "msg", "") or fault)
            line = int(getattr(fault, "lineno", 0) or 0)
    return replace(_facts(name, _leniently(content)), broken=broken, broken_line=line)


def _strict() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )


def _leniently(content: bytes) -> etree._Element | None:
    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding=_encoding(content))
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _encoding(content: bytes) -> str | None:
    """UTF-8 where the page is that; else the parser goes by what the page declares."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _facts(name: str, root: etree._Element | None) -> Facts:
    if root is None:
        return Facts(broken="it cannot be read as a page")
    folder = _folder(name, root)
    references: list[Reference] = []
    foreign: list[str] = []
    calls, handlers, first_handler, scripts = NO_CALLS, 0, 0, 0
    kinds: set[str] = set()
    for at in islice(root.iter(etree.Element), MOST_ELEMENTS):
        tag = _local(str(at.tag))
        if not at.attrib and tag not in TELLING:
            continue
        where = Spot(name, line_of(at), tag)
        attributes = {_local(str(key)).lower() if str(key) != XLINK else "href": str(v) for key, v in at.attrib.items()}
        references += [made for made in _references(tag, attributes, where, folder) if made]
        kinds |= {tag} & DECLARED
        inline = [value for key, value in attributes.items() if NAME.fullmatch(key)]
        if inline or attributes.get("href", "").strip().lower().startswith("javascript:"):
            handlers += 1
            first_handler = first_handler or where.line
            calls |= calls_in(" ".join(inline))
            calls |= Calls.UNLOAD if "onunload" in attributes else NO_CALLS
        if tag == "script" and not any(part in attributes.get("type", "").lower() for part in NO_SCRIPT):
            code = at.text or ""
            scripts += 1
            calls |= calls_in(code)
            references += imports_in(code, name, folder)
            foreign += scripts_named_in(code)
        if tag == "style" or "style" in attributes:
            style = f"{attributes.get('style', '')} {at.text or '' if tag == 'style' else ''}"
            references += addresses_in(style, name, folder, where.line)
    return Facts(
        references=tuple(references),
        calls=calls,
        foreign_scripts=tuple(foreign),
        handlers=handlers,
        first_handler=first_handler,
        scripts=scripts,
        elements=frozenset(kinds),
    )


def _references(tag: str, attributes: Mapping[str, str], where: Spot, folder: str) -> Iterator[Reference | None]:
    if tag in SOURCES:
        yield reference(attributes.get("src", ""), SOURCES[tag], where, folder)
        yield reference(attributes.get("poster", ""), Use.IMAGE, where, folder)
        for candidate in attributes.get("srcset", "").split(", ")[:100]:
            yield reference((candidate.split() or [""])[0], Use.IMAGE, where, folder)
    elif tag == "link":
        rels = attributes.get("rel", "").lower().split()
        uses = [LOADED_LINKS[rel] for rel in rels if rel in LOADED_LINKS]
        if uses and "alternate" not in rels:
            yield reference(attributes.get("href", ""), uses[0], where, folder)
    elif tag == "object":
        yield reference(attributes.get("data", ""), Use.OTHER, where, folder)
    elif tag in ("image", "use", "feimage"):
        yield reference(attributes.get("href", ""), Use.IMAGE, where, folder)
    elif tag in ("a", "area"):
        yield reference(attributes.get("href", ""), Use.LINK, where, folder)
    elif tag == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
        found = REFRESH.search(attributes.get("content", "")[:4000])
        yield reference(found.group(1) if found else "", Use.LINK, where, folder)


def _folder(name: str, root: etree._Element) -> str:
    """Return the folder from which a page's addresses start: its own, or its `base`, be it on another host."""
    own = posixpath.dirname(name)
    for at in root.iter("base", "{*}base"):
        address = str(at.get("href", "")).strip()
        if is_remote(address):
            return address
        if address and (found := member_at(address, own)) is not None:
            return found if address.endswith("/") else posixpath.dirname(found)
    return own


def _local(name: str) -> str:
    if name.isalnum():
        return name
    return name.rsplit("}", 1)[-1].rsplit(":", 1)[-1]
