"""Rules of EPUB 3.3: container (chapter 4), package document (5), content documents (6), navigation (7)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from builder.packages.verify.archive_reading import UnreadableError
from builder.packages.verify.content_reading import Content
from builder.packages.verify.documents import (
    BrokenXmlError,
    children,
    descendants,
    local,
    namespace,
    read_document,
    text,
)
from builder.packages.verify.epub_reading import Epub
from builder.packages.verify.finding import Fault, Rule, Spot, error
from builder.packages.verify.kinds import EPUB_TYPE, MIMETYPE
from builder.packages.verify.values import is_language

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
NCX = "application/x-dtbncx+xml"
MODIFIED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


@dataclass(frozen=True, slots=True)
class Reading:
    """An EPUB and the facts of its texts."""

    epub: Epub
    content: Content


def check_mimetype(reading: Reading) -> Iterator[Fault]:
    """The first member says, plain to see, that the zip is an EPUB."""
    archive = reading.epub.archive
    entry = archive.entries[0] if archive.entries else None
    where = Spot(MIMETYPE)
    if entry is None or entry.name != MIMETYPE:
        yield Fault(where, "the first member is not `mimetype`")
    elif entry.method != zipfile.ZIP_STORED or entry.extra:
        yield Fault(where, "`mimetype` is compressed, or has an extra field")
    if MIMETYPE in archive.names:
        try:
            content = archive.read(MIMETYPE, 64)
        except UnreadableError:
            return
        if content != EPUB_TYPE:
            yield Fault(where, f"it holds {content!r}, not {EPUB_TYPE!r}")


def check_package(reading: Reading) -> Iterator[Fault]:
    """There is a package document."""
    if reading.epub.fault is not None:
        where, message = reading.epub.fault
        yield Fault(where, message)


def check_version(reading: Reading) -> Iterator[Fault]:
    """The version is known."""
    if reading.epub.package is not None and reading.epub.version not in ("3.0", "2.0"):
        where = reading.epub.package.spot(reading.epub.package.root)
        yield Fault(where, f"the version is {reading.epub.version!r}, neither '3.0' nor '2.0'")


def check_sections(reading: Reading) -> Iterator[Fault]:
    """The package document has metadata, manifest and spine, in this order."""
    package = reading.epub.package
    if package is None:
        return
    wanted = ("metadata", "manifest", "spine")
    found = [etree.QName(at).localname for at in children(package.root, *wanted)]
    for name in wanted:
        if name not in found:
            yield Fault(package.spot(package.root), f"the package document has no <{name}>")
    if set(found) == set(wanted) and found != list(wanted):
        yield Fault(package.spot(package.root), f"the order is {', '.join(found)}, not {', '.join(wanted)}")


def check_identifier(reading: Reading) -> Iterator[Fault]:
    """The EPUB has the identifier that it names as its own."""
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is None or metadata is None:
        return
    wanted = package.root.get("unique-identifier")
    named = [at for at in children(metadata, "identifier") if wanted is not None and at.get("id") == wanted]
    if not named:
        yield Fault(package.spot(package.root), f"no <dc:identifier> has the id {str(wanted or '')!r}")
    elif not text(named[0]):
        yield Fault(package.spot(named[0]), "the identifier is empty")


def check_title(reading: Reading) -> Iterator[Fault]:
    """The EPUB has a title."""
    yield from _needed(reading, "title")


def check_language(reading: Reading) -> Iterator[Fault]:
    """The EPUB says its language."""
    yield from _needed(reading, "language")
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is not None and metadata is not None:
        for at in children(metadata, "language"):
            if text(at) and not is_language(text(at)):
                yield Fault(package.spot(at), f"{text(at)!r} is no language tag")


def check_metadata_texts(reading: Reading) -> Iterator[Fault]:
    """No element of Dublin Core is empty."""
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is None or metadata is None:
        return
    needed = ("identifier", "title", "language")
    for at in children(metadata):
        if namespace(at) == DUBLIN_CORE and local(at) not in needed and not text(at):
            yield Fault(package.spot(at), f"<dc:{local(at)}> is empty")


def check_ncx(reading: Reading) -> Iterator[Fault]:
    """The table of contents of EPUB 2 belongs to the same book."""
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is None or metadata is None:
        return
    wanted = [
        text(at) for at in children(metadata, "identifier") if at.get("id") == package.root.get("unique-identifier")
    ]
    for item in reading.epub.items:
        if item.media_type != NCX or item.target not in reading.epub.archive.names or not wanted:
            continue
        try:
            document = read_document(reading.epub.archive, str(item.target))
        except BrokenXmlError as fault:
            yield Fault(Spot(str(item.target), fault.line), str(fault))
            continue
        for at in descendants(document.root, "meta"):
            if at.get("name") == "dtb:uid" and str(at.get("content", "")).strip() != wanted[0]:
                yield Fault(
                    document.spot(at), f"dtb:uid is {str(at.get('content', ''))!r}, and the book's {wanted[0]!r}"
                )


def check_modified(reading: Reading) -> Iterator[Fault]:
    """The EPUB says once when it was changed last."""
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is None or metadata is None or not reading.epub.version.startswith("3"):
        return
    dates = [
        at for at in children(metadata, "meta") if at.get("property") == "dcterms:modified" and not at.get("refines")
    ]
    if len(dates) != 1:
        yield Fault(package.spot(metadata), f"dcterms:modified is there {len(dates)} times")
    for at in dates:
        if not MODIFIED.fullmatch(text(at)):
            yield Fault(package.spot(at), f"dcterms:modified is {text(at)!r}, not such as 2026-01-31T12:00:00Z")


def _needed(reading: Reading, name: str) -> Iterator[Fault]:
    package, metadata = reading.epub.package, reading.epub.section("metadata")
    if package is not None and metadata is not None and not any(text(at) for at in children(metadata, name)):
        yield Fault(package.spot(metadata), f"the metadata has no <dc:{name}> with a text")


EPUB_RULES: tuple[Rule[Reading], ...] = (
    error(
        "epub-mimetype",
        "`mimetype` is not the first member, stored, with its exact text",
        "zip `mimetype` first and stored, without extra fields and without a line break",
        "EPUB 3.3, 4.3.3",
        check_mimetype,
    ),
    error(
        "epub-package",
        "the container or the package document cannot be found or read, or is declared as something else",
        "name the package document in META-INF/container.xml, with its media-type and namespaces",
        "EPUB 3.3, 4.2.6.3.1",
        check_package,
    ),
    error(
        "epub-version",
        "the package document has an unknown version",
        'write version="3.0"',
        "EPUB 3.3, 5.4",
        check_version,
    ),
    error(
        "epub-section",
        "the package document lacks metadata, manifest or spine, or has them in another order",
        "put them in this order",
        "EPUB 3.3, 5.4",
        check_sections,
    ),
    error(
        "epub-identifier",
        "`unique-identifier` names no identifier with a text",
        "give the <dc:identifier> that id",
        "EPUB 3.3, 5.4 and 5.5.3.1",
        check_identifier,
    ),
    error("epub-title", "there is no title", "write <dc:title>", "EPUB 3.3, 5.5.3.2", check_title),
    error(
        "epub-language",
        "there is no language, or it is no language tag",
        "write <dc:language>en</dc:language>",
        "EPUB 3.3, 5.5.3.3",
        check_language,
    ),
    error(
        "epub-metadata-empty",
        "an element of the metadata is empty",
        "write its text, or take it out",
        "EPUB 3.3, 5.5.2: a metadata value has at least one character",
        check_metadata_texts,
    ),
    error(
        "epub-ncx",
        "the NCX cannot be read, or has another identifier than the book",
        "write the unique identifier into dtb:uid",
        "OPF 2.0.1, 2.4.1.2: the NCX; DAISY NCX, dtb:uid",
        check_ncx,
    ),
    error(
        "epub-modified",
        "`dcterms:modified` is not there once, as a date and time in UTC",
        'write <meta property="dcterms:modified">2026-01-31T12:00:00Z</meta>',
        "EPUB 3.3, 5.5.6",
        check_modified,
    ),
)
"""What holds of the container and the metadata."""
