"""An EPUB as values: container, package document, manifest and spine (EPUB 3.3, chapters 4 and 5)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from builder.packages.verify.archive_reading import Archive
from builder.packages.verify.documents import (
    BrokenXmlError,
    Document,
    children,
    descendants,
    first,
    is_remote,
    local,
    member_at,
    namespace,
    read_document,
)
from builder.packages.verify.finding import Spot
from builder.packages.verify.kinds import CONTAINER

CONTAINER_SPACE = "urn:oasis:names:tc:opendocument:xmlns:container"
PACKAGE_TYPE = "application/oebps-package+xml"
PACKAGE_SPACES = ("http://www.idpf.org/2007/opf", "http://openebook.org/namespaces/oeb-package/1.0/")


@dataclass(frozen=True, slots=True)
class Publication:
    """One item of the manifest: ``target`` is its member, None where it is remote or leads out of the EPUB."""

    identifier: str
    address: str
    media_type: str
    properties: frozenset[str]
    fallback: str
    target: str | None
    remote: bool
    where: Spot


@dataclass(frozen=True, slots=True)
class Epub:
    """An EPUB: ``package`` is its package document, None with a ``fault`` where it cannot be found or read."""

    archive: Archive
    package: Document | None
    items: tuple[Publication, ...]
    fault: tuple[Spot, str] | None

    @property
    def version(self) -> str:
        """What the package document says, such as ``3.0``."""
        return "" if self.package is None else str(self.package.root.get("version", ""))

    def section(self, name: str) -> etree._Element | None:
        """Return `metadata`, `manifest` or `spine`."""
        return None if self.package is None else first(self.package.root, name)

    def resources(self) -> Mapping[str, Publication]:
        """Return the items that lie in the EPUB, by member."""
        return {item.target: item for item in self.items if item.target is not None}


def read_epub(archive: Archive) -> Epub:
    """Read container and package document; what is wrong with them is the ``fault``."""
    if CONTAINER not in archive.names:
        return Epub(archive, None, (), (Spot(CONTAINER), "there is no META-INF/container.xml"))
    try:
        container = read_document(archive, CONTAINER)
    except BrokenXmlError as fault:
        return Epub(archive, None, (), (Spot(CONTAINER, fault.line), str(fault)))
    if local(container.root) != "container" or namespace(container.root) != CONTAINER_SPACE:
        return Epub(archive, None, (), (container.spot(container.root), f"the root is {container.root.tag!s}"))
    roots = list(descendants(container.root, "rootfile"))
    if not roots:
        return Epub(archive, None, (), (Spot(CONTAINER), "it names no package document"))
    if roots[0].get("media-type") != PACKAGE_TYPE:
        message = f"media-type of <rootfile> is {str(roots[0].get('media-type', ''))!r}, not {PACKAGE_TYPE!r}"
        return Epub(archive, None, (), (container.spot(roots[0]), message))
    path = str(roots[0].get("full-path", ""))
    if path not in archive.names:
        return Epub(archive, None, (), (container.spot(roots[0]), f"the package document {path!r} is not in the zip"))
    try:
        package = read_document(archive, path)
    except BrokenXmlError as fault:
        return Epub(archive, None, (), (Spot(path, fault.line), str(fault)))
    if local(package.root) != "package" or namespace(package.root) not in PACKAGE_SPACES:
        return Epub(archive, None, (), (package.spot(package.root), f"the root is {package.root.tag!s}"))
    return Epub(archive, package, tuple(_items(package)), None)


def _items(package: Document) -> Iterator[Publication]:
    folder = posixpath.dirname(package.member)
    manifest = first(package.root, "manifest")
    for at in () if manifest is None else children(manifest, "item"):
        address = str(at.get("href", ""))
        yield Publication(
            identifier=str(at.get("id", "")),
            address=address,
            media_type=str(at.get("media-type", "")),
            properties=frozenset(str(at.get("properties", "")).split()),
            fallback=str(at.get("fallback", "")),
            target=member_at(address, folder) if address else None,
            remote=is_remote(address),
            where=package.spot(at),
        )
