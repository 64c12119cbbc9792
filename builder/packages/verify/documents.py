"""XML of unknown origin, parsed safely: no entity is resolved, no DTD loaded, nothing fetched, depth limited."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from builder.packages.verify.archive_reading import Archive, UnreadableError
from builder.packages.verify.finding import Spot

LONGEST_XML = 16 << 20
"""Bytes; a longer manifest is not read."""
XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
REMOTE = re.compile(r"[\s\x00-\x20]*(?:[A-Za-z][A-Za-z0-9+.\-]*:)?//")
SCHEME = re.compile(r"[\s\x00-\x20]*[A-Za-z][A-Za-z0-9+.\-]*:")


class BrokenXmlError(Exception):
    """A document cannot be read; ``line`` is 0 where it is unknown."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Document:
    """A well-formed document: ``member`` of the zip, and whether it declares entities or names a DTD to be fetched."""

    member: str
    root: etree._Element
    entities: bool

    def spot(self, at: etree._Element) -> Spot:
        """Return the place of an element."""
        return spot(self.member, at)


def read_document(archive: Archive, member: str) -> Document:
    """Parse a member; raises `BrokenXmlError` where it is too long, damaged or not well-formed."""
    try:
        content = archive.read(member, LONGEST_XML + 1)
    except UnreadableError as fault:
        raise BrokenXmlError(str(fault)) from fault
    if len(content) > LONGEST_XML:
        raise BrokenXmlError(f"it is longer than {LONGEST_XML} bytes")
    return parse_document(member, content)


def parse_document(member: str, content: bytes) -> Document:
    """Parse ``content``; raises `BrokenXmlError` where it is not well-formed."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        raise BrokenXmlError(fault.msg or "it is not well-formed", fault.lineno or 0) from fault
    except ValueError as fault:
        raise BrokenXmlError(str(fault)) from fault
    subset = root.getroottree().docinfo.internalDTD
    entities = [] if subset is None else subset.entities()  # type: ignore[union-attr]  # lxml-stubs lack it
    elsewhere = root.getroottree().docinfo.system_url  # type: ignore[union-attr]  # lxml-stubs lack it
    return Document(member, root, bool(entities) or bool(elsewhere))


def local(at: etree._Element) -> str:
    """Return an element's name without its namespace."""
    return etree.QName(at).localname


def namespace(at: etree._Element) -> str:
    """Return an element's namespace, "" for none."""
    return etree.QName(at).namespace or ""


def children(at: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the child elements with one of these local names, or all of them."""
    for child in at:
        if isinstance(child.tag, str) and (not names or local(child) in names):
            yield child


def descendants(at: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements within, itself included, with one of these local names, or all of them."""
    for found in at.iter():
        if isinstance(found.tag, str) and (not names or local(found) in names):
            yield found


def first(at: etree._Element, *names: str) -> etree._Element | None:
    """Return the first child of one of these local names."""
    return next(children(at, *names), None)


def text(at: etree._Element | None) -> str:
    """Return an element's text on one line, "" for None."""
    return "" if at is None else " ".join("".join(str(part) for part in at.itertext()).split())


def attribute(at: etree._Element, name: str) -> str | None:
    """Return an attribute without regard to its namespace, None where it is not there."""
    if (own := at.get(name)) is not None:
        return str(own)
    return next((str(value) for key, value in at.attrib.items() if etree.QName(str(key)).localname == name), None)


def line_of(at: etree._Element) -> int:
    """Return the line of an element, 0 where it is unknown."""
    line: object = at.sourceline
    return line if isinstance(line, int) else 0


def spot(member: str, at: etree._Element) -> Spot:
    """Return the place of an element in ``member``."""
    return Spot(member, line_of(at), local(at))


def base_of(at: etree._Element) -> str:
    """Return the ``xml:base`` that holds at an element, those of its ancestors joined (XML Base)."""
    bases = [str(each.get(XML_BASE, "")) for each in (*reversed(list(at.iterancestors())), at)]
    return "".join(bases)


def is_remote(address: str) -> bool:
    """Whether an address leads to a host."""
    return bool(REMOTE.match(address))


def member_at(address: str, folder: str = "") -> str | None:
    """Return the member to which a relative address leads from ``folder``, percent signs decoded (RFC 3986).

    None where it leads out of the package: to a host, another scheme, the root of a server, or above the root.
    """
    if SCHEME.match(address) or is_remote(address) or address.strip().startswith("/"):
        return None
    path = unquote(re.split(r"[?#]", address.strip(), maxsplit=1)[0])
    found = posixpath.normpath(posixpath.join(folder, path))
    return None if found == ".." or found.startswith(("../", "/")) else found
