"""What an EPUB says of itself in its package document (EPUB 3.3, section 5.5; EPUB Accessibility 1.1, section 2.2)."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from builder.packages.markup import element
from builder.packages.package import Package

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
MODIFIED = "1980-01-01T00:00:00Z"
"""It says nothing: the bytes depend on the content alone. The version is told in a property of its own."""


def metadata(package: Package, kinds: Collection[str], *, has_formulas: bool) -> Iterator[etree._Element]:
    """Yield the metadata of a book whose media have the media types ``kinds``."""

    def dc(name: str, text: str, attributes: Mapping[str, str] = MappingProxyType({})) -> etree._Element:
        return element(f"{{{DC}}}{name}", attributes, text)

    def meta(name: str, text: str) -> etree._Element:
        return element(f"{{{OPF}}}meta", {"property": name}, text, namespaces={None: OPF, "dc": DC})

    yield dc("identifier", uuid.uuid5(uuid.NAMESPACE_URL, package.identifier).urn, {"id": "book"})
    yield dc("title", package.title)
    for language in package.metadata.languages or (package.language,):
        yield dc("language", language)
    for contributor in package.metadata.contributors:
        yield dc("creator" if contributor.role == "author" else "contributor", contributor.name)
    if package.description:
        yield dc("description", package.description)
    for word in package.metadata.keywords:
        yield dc("subject", word)
    if package.metadata.rights:
        yield dc("rights", package.metadata.rights)
    yield meta("dcterms:modified", MODIFIED)
    yield meta("schema:version", package.version)
    yield from (meta(f"schema:{name}", text) for name, text in _accessibility(kinds, has_formulas))


def _accessibility(kinds: Collection[str], has_formulas: bool) -> Iterator[tuple[str, str]]:
    """What a reader may expect, in the vocabulary of schema.org."""
    yield "accessMode", "textual"
    if any(kind.startswith("image/") for kind in kinds):
        yield "accessMode", "visual"
        yield "accessibilityFeature", "alternativeText"
    if any(kind.startswith("audio/") for kind in kinds):
        yield "accessMode", "auditory"
        yield "accessibilityFeature", "transcript"
    if has_formulas:
        yield "accessibilityFeature", "MathML"
    yield "accessModeSufficient", "textual"
    for feature in ("tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"):
        yield "accessibilityFeature", feature
    yield "accessibilityHazard", "none"
    yield (
        "accessibilitySummary",
        "All text can be resized and read aloud; pictures are described; recordings have their text.",
    )


def container(place: str) -> etree._Element:
    """Return what says where in the book the package document is (EPUB 3.3, section 4.2.6.3.1)."""
    rootfile = {"full-path": place, "media-type": "application/oebps-package+xml"}
    return element(
        f"{{{CONTAINER}}}container",
        {"version": "1.0"},
        element(f"{{{CONTAINER}}}rootfiles", {}, element(f"{{{CONTAINER}}}rootfile", rootfile)),
        namespaces={None: CONTAINER},
    )
