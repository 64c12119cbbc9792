"""Rules of EPUB 3.3 on the parts of its documents: values (chapters 4 and 5), references, lists of contents (7)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from builder.packages.verify.documents import (
    BrokenXmlError,
    Document,
    children,
    descendants,
    first,
    local,
    member_at,
    namespace,
    read_document,
    text,
)
from builder.packages.verify.epub_file_rules import DOCUMENTS, OPS, XHTML
from builder.packages.verify.epub_reading import CONTAINER_SPACE, PACKAGE_SPACES, Epub
from builder.packages.verify.epub_rules import DUBLIN_CORE, Reading
from builder.packages.verify.finding import Fault, Rule, error
from builder.packages.verify.kinds import CONTAINER
from builder.packages.verify.legal_values import Legal, Values, illegal, one_of
from builder.packages.verify.shapes import Breach, Shapes, breaches, shape
from builder.packages.verify.structure import Structured, hold
from builder.packages.verify.values import is_language

XHTML_SPACE = "http://www.w3.org/1999/xhtml"
DUBLIN_CORE_NAMES = (
    "identifier title language contributor coverage creator date description format publisher relation rights source "
    "subject type"
)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TEXT = shape("", "", "id dir name content property refines scheme", text=True)

PACKAGE_SHAPES: Shapes = {
    "package": shape(
        "metadata? manifest? spine? guide? bindings? collection*",
        "version unique-identifier",
        "dir id prefix",
        ordered=False,
    ),
    "metadata": shape("meta|link*", ordered=False),
    "meta": _TEXT,
    "link": shape("", "href rel", "hreflang id media-type properties refines"),
    "manifest": shape("item*", "", "id"),
    "item": shape("", "", "id href media-type fallback media-overlay properties"),
    "spine": shape("itemref*", "", "id toc page-progression-direction"),
    "itemref": shape("", "", "id idref linear properties"),
    "guide": shape("reference+"),
    "reference": shape("", "type href", "title"),
}
CONTAINER_SHAPES: Shapes = {
    "container": shape("rootfiles links?", "version"),
    "rootfiles": shape("rootfile+"),
    "rootfile": shape("", "full-path media-type"),
}
LIST_SHAPES: Shapes = {
    "nav": shape("h1|h2|h3|h4|h5|h6|hgroup? ol?"),
    "ol": shape("li+"),
    "li": shape("a|span ol?"),
}

_ID = Legal(
    "an id that begins with a letter and has no spaces", lambda value: bool(re.fullmatch(r"[^\W\d][\w.\-·]*", value))
)
_DIRECTION = one_of("ltr rtl auto")
_LANGUAGE = Legal("a language tag, such as en", lambda value: not value or is_language(value))
_ITEM_PROPERTIES = (
    "cover-image",
    "mathml",
    "nav",
    "remote-resources",
    "scripted",
    "svg",
    "switch",
    "data-nav",
    "dictionary",
)
_PROPERTIES = Legal(
    f"words of: {', '.join(sorted(_ITEM_PROPERTIES))}, or one with a prefix",
    lambda value: all(":" in word or word in _ITEM_PROPERTIES for word in value.split()),
)
EPUB_VALUES: Mapping[str, Values] = MappingProxyType(
    {
        PACKAGE_SPACES[0]: {
            "package@dir": _DIRECTION,
            "meta@dir": _DIRECTION,
            "item@id": _ID,
            "itemref@id": _ID,
            "item@properties": _PROPERTIES,
            "spine@page-progression-direction": one_of("ltr rtl default"),
        },
        CONTAINER_SPACE: {"container@version": one_of("1.0")},
        XHTML_SPACE: {"html@dir": _DIRECTION},
        "": {"@{http://www.w3.org/XML/1998/namespace}lang": _LANGUAGE},
    }
)


def held(epub: Epub) -> Iterator[Structured]:
    """Hold container and package document to their shapes."""
    if epub.package is not None and epub.version.startswith("3"):
        yield hold(read_document(epub.archive, CONTAINER), CONTAINER_SHAPES)
        yield hold(epub.package, PACKAGE_SHAPES)


def check_values(reading: Reading) -> Iterator[Fault]:
    """Attributes have values of the standard."""
    package = reading.epub.package
    if package is not None and reading.epub.version.startswith("3"):
        for document in (read_document(reading.epub.archive, CONTAINER), package, *_contents(reading)):
            yield from illegal(document, EPUB_VALUES)


def check_metadata_names(reading: Reading) -> Iterator[Fault]:
    """The metadata are Dublin Core's elements, `meta` and `link`."""
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is None or metadata is None or not reading.epub.version.startswith("3"):
        return
    for at in children(metadata):
        if namespace(at) == DUBLIN_CORE and local(at) not in DUBLIN_CORE_NAMES.split():
            yield Fault(package.spot(at), f"Dublin Core has no element <{local(at)}>")
        elif namespace(at) not in (DUBLIN_CORE, namespace(metadata)) and local(at) not in ("meta", "link"):
            yield Fault(package.spot(at), f"<{local(at)}> stands in the namespace {namespace(at)!r}")
        elif namespace(at) == DUBLIN_CORE:
            for name in sorted({str(key) for key in at.attrib} - {"id", "dir"}):
                if not name.startswith("{"):
                    yield Fault(package.spot(at), f"<dc:{local(at)}> has no attribute `{name}` in the standard")


def check_references(reading: Reading) -> Iterator[Fault]:
    """What refers to an id of the package document refers to one that is there."""
    package = reading.epub.package
    if package is None or not reading.epub.version.startswith("3"):
        return
    known = {str(at.get("id")) for at in descendants(package.root) if at.get("id")}
    for at in descendants(package.root):
        refined = str(at.get("refines", ""))
        wanted = [str(at.get(name)) for name in ("fallback", "media-overlay", "toc") if at.get(name) is not None]
        wanted += [refined[1:]] if refined.startswith("#") else []
        for identifier in wanted:
            if identifier not in known:
                yield Fault(package.spot(at), f"no element has the id {identifier!r}")


def check_lists(reading: Reading) -> Iterator[Fault]:
    """Contents are a list: each entry a link or a heading, with words, and lists below it."""
    for document in _contents(reading):
        for nav in (at for at in descendants(document.root, "nav") if at.get(OPS) is not None):
            if namespace(nav) != XHTML_SPACE:
                yield Fault(document.spot(nav), f"<nav> stands in the namespace {namespace(nav)!r}")
            for breach, fault in breaches(document, LIST_SHAPES, nav):
                if breach is not Breach.ATTRIBUTE_UNKNOWN:
                    yield fault
            yield from _entries(document, nav)


def check_list_targets(reading: Reading) -> Iterator[Fault]:
    """The table of contents leads to documents of the spine."""
    spine = reading.epub.section("spine")
    if spine is None:
        return
    named = {str(at.get("idref")) for at in children(spine, "itemref")}
    ordered = {item.target for item in reading.epub.items if item.identifier in named}
    for document in _contents(reading):
        folder = document.member.rpartition("/")[0]
        for nav in descendants(document.root, "nav"):
            for at in descendants(nav, "a") if "toc" in str(nav.get(OPS, "")).split() else ():
                address = str(at.get("href", ""))
                if address and member_at(address, folder) not in ordered:
                    yield Fault(document.spot(at), f"the contents lead to {address!r}, which is not in the spine")


def check_documents(reading: Reading) -> Iterator[Fault]:
    """A content document is XHTML: `html` with a head that has a title, and a body."""
    for name, item in reading.epub.resources().items():
        if item.media_type != XHTML or name not in reading.epub.archive.names:
            continue
        try:
            document = read_document(reading.epub.archive, name)
        except BrokenXmlError:
            continue
        root = document.root
        parts = [local(at) for at in children(root) if namespace(at) == XHTML_SPACE]
        if local(root) != "html" or namespace(root) != XHTML_SPACE:
            yield Fault(document.spot(root), f"the root is {root.tag!s}, not <html> of {XHTML_SPACE}")
        elif parts != ["head", "body"]:
            yield Fault(document.spot(root), f"<html> holds {', '.join(parts) or 'nothing'}, not head and body")
        elif not text(head_title := _title(root)):
            where = document.spot(root) if head_title is None else document.spot(head_title)
            yield Fault(where, "the document has no title, or an empty one")


def _title(root: etree._Element) -> etree._Element | None:
    head = first(root, "head")
    found = () if head is None else children(head, "title")
    return next((at for at in found if namespace(at) == XHTML_SPACE), None)


def _contents(reading: Reading) -> Iterator[Document]:
    if not reading.epub.version.startswith("3"):
        return
    for item in reading.epub.items:
        if "nav" in item.properties and item.media_type in DOCUMENTS and item.target in reading.epub.archive.names:
            try:
                yield read_document(reading.epub.archive, str(item.target))
            except BrokenXmlError:
                continue


def _entries(document: Document, nav: etree._Element) -> Iterator[Fault]:
    for at in descendants(nav, "a", "span", *HEADINGS):
        parent = at.getparent()
        if parent is None or local(parent) not in ("li", "nav"):
            continue
        if local(at) == "a" and not at.get("href"):
            yield Fault(document.spot(at), "an entry of the contents has no href")
        if not text(at) and not any(each.get("alt") or each.get("title") for each in descendants(at)):
            yield Fault(document.spot(at), f"<{local(at)}> of the contents has no words")
        if local(at) == "span" and first(parent, "ol") is None:
            yield Fault(document.spot(at), "a heading of the contents has no list <ol> below it")


EPUB_PART_RULES: tuple[Rule[Reading], ...] = (
    error(
        "epub-value",
        "an attribute has a value that the standard does not have",
        "write a value of the standard, capitals included",
        "EPUB 3.3, 4.2.6.3.1, 5.3 and 5.6.2; BCP 47",
        check_values,
    ),
    error(
        "epub-metadata-name",
        "the metadata have an element or an attribute that is not Dublin Core's, `meta` or `link`",
        "correct its name or namespace, or write it as <meta property>",
        "EPUB 3.3, 5.5.1 and 5.5.3",
        check_metadata_names,
    ),
    error(
        "epub-reference",
        "`refines`, `fallback`, `media-overlay` or `toc` names an id that is not there",
        "correct the id, or take the reference out",
        "EPUB 3.3, 5.3.6 and 5.6.2",
        check_references,
    ),
    error(
        "epub-nav-list",
        "the contents are no list of links and headings with words",
        'write <li><a href="...">words</a></li>, or <li><span>words</span><ol>...</ol></li>',
        "EPUB 3.3, 7.3",
        check_lists,
    ),
    error(
        "epub-nav-target",
        "the table of contents leads to what is not in the spine",
        "correct the link, or add the document to the spine",
        "EPUB 3.3, 7.4.1 and 5.7.1",
        check_list_targets,
    ),
    error(
        "epub-document",
        "a content document is not `html` of XHTML with a head, a title and a body",
        "write the root, its namespace, a title and a body",
        "EPUB 3.3, 6.1.1; HTML, 4.1.1 and 4.2.1",
        check_documents,
    ),
)
"""What holds within the documents of an EPUB."""
