"""`imsmanifest.xml` as values: organizations, items and resources (IMS Content Packaging 1.1.2 to 1.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from builder.packages.verify.archive_reading import Archive
from builder.packages.verify.documents import (
    Document,
    attribute,
    base_of,
    children,
    descendants,
    first,
    member_at,
    namespace,
    text,
)
from builder.packages.verify.finding import Spot
from builder.packages.verify.kinds import Kind

MANIFEST = "imsmanifest.xml"
ADL = "adlcp"
"""What the namespaces of ADL's content packaging extensions have in common, in every edition."""


@dataclass(frozen=True, slots=True)
class Named:
    """An address in the manifest: as written, ``target`` the member it leads to (None: out of the package)."""

    address: str
    target: str | None
    where: Spot


@dataclass(frozen=True, slots=True)
class Reference:
    """An ``identifierref``."""

    to: str
    where: Spot


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource: ``scorm_type`` is the value of ADL's attribute however it is spelled, "" where there is none."""

    identifier: str
    type: str
    scorm_type: str
    launch: Named | None
    files: tuple[Named, ...]
    dependencies: tuple[Reference, ...]
    where: Spot
    at: etree._Element


@dataclass(frozen=True, slots=True)
class Item:
    """An item of an organization; ``leaf`` where it has no item within."""

    identifier: str
    resource: Reference | None
    leaf: bool
    where: Spot
    at: etree._Element


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest of the SCORM or Common Cartridge kind, with the archive in which it stands."""

    kind: Kind
    archive: Archive
    document: Document
    schema: str
    version: str
    default: Reference | None
    organizations: tuple[etree._Element, ...]
    items: tuple[Item, ...]
    resources: tuple[Resource, ...]
    located: tuple[Named, ...]

    @property
    def root(self) -> etree._Element:
        """The element ``manifest``."""
        return self.document.root

    def launched(self) -> Iterator[Resource]:
        """Yield the resources that some item opens, each once."""
        wanted = {item.resource.to for item in self.items if item.resource}
        return (resource for resource in self.resources if resource.identifier in wanted)

    def scos(self) -> Iterator[Resource]:
        """Yield the resources that are declared as SCOs."""
        return (resource for resource in self.resources if resource.scorm_type.lower() == "sco")


def read_manifest(kind: Kind, archive: Archive, document: Document) -> Manifest:
    """Read a parsed manifest; what is missing is "" or None, for the rules to say."""
    root = document.root
    metadata = first(root, "metadata")
    organizations = first(root, "organizations")
    default = None if organizations is None else organizations.get("default")
    return Manifest(
        kind=kind,
        archive=archive,
        document=document,
        schema="" if metadata is None else text(first(metadata, "schema")),
        version="" if metadata is None else text(first(metadata, "schemaversion")),
        default=None
        if default is None or organizations is None
        else Reference(str(default), document.spot(organizations)),
        organizations=tuple(own(root, "organization")),
        items=tuple(_item(document, at) for at in own(root, "item")),
        resources=tuple(_resource(document, at) for at in own(root, "resource")),
        located=tuple(_named(document, at, text(at)) for at in descendants(root, "location") if ADL in namespace(at)),
    )


def own(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of the manifest's own namespace with these names; metadata has elements of the same names."""
    return (found for found in descendants(root, *names) if namespace(found) == namespace(root))


def _item(document: Document, at: etree._Element) -> Item:
    reference = at.get("identifierref")
    where = document.spot(at)
    return Item(
        identifier=str(at.get("identifier", "")),
        resource=None if reference is None else Reference(str(reference), where),
        leaf=first(at, "item") is None,
        where=where,
        at=at,
    )


def _resource(document: Document, at: etree._Element) -> Resource:
    href = at.get("href")
    return Resource(
        identifier=str(at.get("identifier", "")),
        type=str(at.get("type", "")),
        scorm_type=attribute(at, "scormtype") or attribute(at, "scormType") or "",
        launch=None if href is None else _named(document, at, str(href)),
        files=tuple(_named(document, file, str(file.get("href", ""))) for file in children(at, "file")),
        dependencies=tuple(
            Reference(str(each.get("identifierref", "")), document.spot(each)) for each in children(at, "dependency")
        ),
        where=document.spot(at),
        at=at,
    )


def _named(document: Document, at: etree._Element, address: str) -> Named:
    return Named(address, member_at(base_of(at) + address), document.spot(at))
