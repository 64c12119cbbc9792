"""HTML as a browser reads it, made into XHTML as a book reader wants it (EPUB 3.3, section 6.1)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

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
"""Elements that stay as they are; others, of whatever age, become ``span``."""
_ATTRIBUTES = """
id class lang dir title alt src href width height colspan rowspan scope headers start type reversed value cite datetime
controls preload poster span style
"""
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
_CAMEL = """
viewBox preserveAspectRatio gradientUnits gradientTransform clipPath linearGradient radialGradient textPath markerWidth
markerHeight patternUnits refX refY textLength
"""
CAMEL: Mapping[str, str] = MappingProxyType({name.lower(): name for name in _CAMEL.split()})
"""Names in SVG that HTML's parser writes small."""


def to_xhtml(node: etree._Element) -> etree._Element:
    """Return ``node`` with its content as XHTML; MathML and SVG in it are given their namespaces.

    Ids that come a second time are left out, as are comments and attributes that XHTML does not know.
    """
    return _converted(node, XHTML, set())


def _converted(node: etree._Element, around: str, ids: set[str]) -> etree._Element:
    name = etree.QName(node).localname
    space = {"math": MATHML, "svg": SVG}.get(name, around)
    written = CAMEL.get(name, name) if space != XHTML else name if name in KNOWN else "span"
    made = element(f"{{{space}}}{written}", {}, namespaces={None: space})
    for key, value in node.attrib.items():
        name = str(key)
        if name == "id" and (value in ids or not value.strip()):
            continue
        if space == XHTML and name not in ATTRIBUTES and not name.startswith("aria-"):
            continue
        if ":" in name or name.startswith("on"):
            continue
        made.set(CAMEL.get(name, name) if space == SVG else name, value)
        if name == "id":
            ids.add(str(value))
    made.text = node.text
    last: etree._Element | None = None
    for child in node:
        if not isinstance(child.tag, str):
            if last is None:
                made.text = (made.text or "") + (child.tail or "")
            else:
                last.tail = (last.tail or "") + (child.tail or "")
            continue
        inner = XHTML if etree.QName(child).localname in ("foreignobject", "annotation-xml") else space
        last = _converted(child, inner, ids)
        last.tail = child.tail
        made.append(last)
    return made
