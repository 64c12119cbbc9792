"""HTML as a browser reads it, made into XHTML as a book reader wants it (EPUB 3.3, section 6.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import quote

from lxml import etree

from builder.packages.markup import element

XHTML = "http://www.w3.org/1999/xhtml"
MATHML = "http://www.w3.org/1998/Math/MathML"
SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = """
a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup data dd del dfn div dl dt em
figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p picture pre q rp rt ruby s samp
section small source span strong sub sup table tbody td tfoot th thead time tr u ul var video wbr
"""
KNOWN = frozenset(_ELEMENTS.split())
"""Elements that stay as they are; others, of whatever age, become ``span``, or ``div`` around what is no phrase."""
_PHRASES = """
a abbr audio b bdi bdo br cite code data del dfn em i img input ins kbd label map mark math picture q rp rt ruby s samp
small source span strong sub sup svg time u var video wbr font tt big strike
"""
PHRASES = frozenset(_PHRASES.split())
AS_AROUND = frozenset(("a", "del", "ins", "map", "audio", "video"))
"""May hold whatever the element around them may hold (HTML Living Standard, 3.2.5.3)."""
OF_PHRASES = (PHRASES - AS_AROUND) | {"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6"}
"""May hold nothing but phrases; what else stands there, with HTML's parser closing none of them, becomes ``span``."""
EVERYWHERE = frozenset(["id", "class", "lang", "dir", "title", "style"])
_CELL = "colspan rowspan headers"
_PLAYED = "src controls preload"
OWN: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        name: frozenset(own.split())
        for name, own in {
            "a": "href",
            "audio": _PLAYED,
            "blockquote": "cite",
            "col": "span",
            "colgroup": "span",
            "data": "value",
            "del": "cite datetime",
            "img": "alt src width height",
            "ins": "cite datetime",
            "li": "value",
            "ol": "start type reversed",
            "q": "cite",
            "source": "src type",
            "td": _CELL,
            "th": f"{_CELL} scope",
            "time": "datetime",
            "video": f"{_PLAYED} poster width height",
        }.items()
    }
)
"""Attributes that an element has besides those that every element may have."""
NUMBERS = frozenset(["width", "height", "colspan", "rowspan", "span", "start", "value"])
ADDRESSES = frozenset(("href", "src", "poster", "cite"))
UNFIT = re.compile(r"[\s<>\"{}|\\^`]")
"""What an address may hold only percent-encoded (RFC 3986, section 2)."""
XLINK = "http://www.w3.org/1999/xlink"
HOLDS_HTML = frozenset(("foreignobject", "annotation-xml"))
_CAMEL = """
attributeName baseFrequency clipPath clipPathUnits feBlend feColorMatrix feComponentTransfer feComposite feFlood feFuncA
feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset feTile feTurbulence filterUnits
foreignObject gradientTransform gradientUnits lengthAdjust linearGradient markerHeight markerUnits markerWidth
maskContentUnits maskUnits numOctaves pathLength patternContentUnits patternTransform patternUnits preserveAspectRatio
primitiveUnits radialGradient refX refY repeatCount spreadMethod startOffset stdDeviation tableValues textLength
textPath viewBox
"""
CAMEL: Mapping[str, str] = MappingProxyType({name.lower(): name for name in _CAMEL.split()})
"""Names in SVG that HTML's parser writes small."""


def to_xhtml(node: etree._Element) -> etree._Element:
    """Return ``node`` with its content as XHTML; MathML and SVG in it are given their namespaces.

    Ids that come a second time are left out, as are comments and attributes that XHTML does not know.
    """
    return _converted(node, XHTML, set(), in_phrase=False)


def _converted(node: etree._Element, around: str, ids: set[str], *, in_phrase: bool) -> etree._Element:
    name = etree.QName(node).localname
    space = {"math": MATHML, "svg": SVG}.get(name, around)
    written = CAMEL.get(name, name) if space != XHTML else _written(node, name, in_phrase=in_phrase)
    spaces: dict[str | None, str] = {None: space, **({"xlink": XLINK} if name == "svg" else {})}
    made = element(f"{{{space}}}{written}", {}, namespaces=spaces)
    holds_phrases = space == XHTML and (in_phrase if written in AS_AROUND else written in OF_PHRASES)
    for key, value in _attributes(node, written, space):
        if key == "id":
            if value in ids or value.split() != [value]:
                continue
            ids.add(value)
        made.set(key, value)
    made.text = node.text
    last: etree._Element | None = None
    for child in node:
        if not isinstance(child.tag, str):
            if last is None:
                made.text = (made.text or "") + (child.tail or "")
            else:
                last.tail = (last.tail or "") + (child.tail or "")
            continue
        last = _converted(child, XHTML if name in HOLDS_HTML else space, ids, in_phrase=holds_phrases)
        last.tail = child.tail
        made.append(last)
    return made


def _written(node: etree._Element, name: str, *, in_phrase: bool) -> str:
    """The element to write: itself, or one without a meaning where XHTML does not know it, or not at this place."""
    if name in KNOWN:
        return "span" if in_phrase and name not in PHRASES else name
    within = (etree.QName(one).localname for one in node.iter(etree.Element) if one is not node)
    return "span" if in_phrase or PHRASES.issuperset(within) else "div"


def _attributes(node: etree._Element, written: str, space: str) -> Iterator[tuple[str, str]]:
    own = OWN.get(written, frozenset())
    for key, found in node.attrib.items():
        name, value = str(key), str(found)
        if space == XHTML and name in EVERYWHERE:
            yield name, value
            continue
        if name.startswith(("on", "xmlns")):
            continue
        if space == SVG and name in ("href", "xlink:href"):
            if value.startswith(("#", "data:")):
                yield f"{{{XLINK}}}href", value
        elif ":" in name or name.startswith("data-"):
            continue
        elif space == SVG:
            yield CAMEL.get(name, name), value
        elif space == MATHML or name.startswith("aria-"):
            yield name, value
        elif name in own and not (name in NUMBERS and not value.isdigit() and written != "data"):
            yield name, UNFIT.sub(lambda sign: quote(sign[0]), value.strip()) if name in ADDRESSES else value
