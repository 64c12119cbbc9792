"""What the manifests of both SCORM versions have in common (IMS Content Packaging 1.1.2 and 1.1.4): resources and SCOs.

The whole as one SCO is one resource that lists every file. In parts, each SCO lists its own files and depends on one
asset that lists what they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from builder.packages.identifiers import facet
from builder.packages.launch import launch_members
from builder.packages.manifest import address
from builder.packages.markup import element
from builder.packages.package import Item, Members, Package
from builder.packages.refusal import RefusedError, fault
from builder.packages.settings import Settings

MANIFEST = "imsmanifest.xml"
INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
CONTROL_DOCUMENTS = (".xsd", ".dtd")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one version spells it: the namespaces of content packaging and of ADL, ADL's attribute for a resource's
    type, and the control document of each namespace."""

    name: str
    content: str
    adl: str
    kind: str
    documents: tuple[tuple[str, str], ...]

    def ims(self, name: str) -> str:
        """Return a name of content packaging."""
        return f"{{{self.content}}}{name}"

    def own(self, name: str) -> str:
        """Return one of ADL's names."""
        return f"{{{self.adl}}}{name}"


@dataclass(frozen=True, slots=True)
class Sco:
    """One item with the page that launches it; ``resource`` is its identifier, ``files`` what it lists."""

    item: Item
    launch: str
    resource: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """``scos`` in reading order; ``shared`` lists what they depend on (nothing where there is but one)."""

    scos: tuple[Sco, ...]
    shared: tuple[str, ...]
    members: Members


def plan_content(package: Package, settings: Settings, adapter: Iterable[str]) -> Content:
    """Return the SCOs and all files but the manifest; ``adapter`` are the player's scripts for the learning system."""
    items = package.launched(settings)
    members: dict[str, bytes | Path] = {name: package.root / name for name in package.files}
    launches: list[str] = []
    for item in items:
        launch, added = launch_members(package, item, *adapter)
        launches.append(launch)
        members |= added
    if len(items) == 1:
        return Content((Sco(items[0], launches[0], _resource_of(items[0]), tuple(sorted(members))),), (), members)
    owners = Counter(file for item in items for file in item.files)
    scos = tuple(
        Sco(item, launch, _resource_of(item), tuple(sorted({launch, *(f for f in item.files if owners[f] == 1)})))
        for item, launch in zip(items, launches, strict=True)
    )
    own = {file for sco in scos for file in sco.files}
    return Content(scos, tuple(sorted(set(members) - own)), members)


def resources(content: Content, package: Package, dialect: Dialect) -> etree._Element:
    """Return the `resources` element: one SCO each, and the asset that they share."""
    asset = facet(package.identifier, "shared")
    depends = [asset] if content.shared else []
    made = [
        _resource(dialect, sco.resource, "sco", sco.files, {"href": address(sco.launch)}, depends)
        for sco in content.scos
    ]
    if content.shared:
        made.append(_resource(dialect, asset, "asset", content.shared, {}, []))
    return element(dialect.ims("resources"), {}, *made)


def control_documents(settings: Settings, dialect: Dialect) -> tuple[Members, dict[str, str]]:
    """Return the control documents to put into the package's root, and the manifest's attribute that names them.

    They are those of the folder ``settings.schemas``, or of its folder named like the format. Raises `RefusedError`
    when one that the manifest needs is not there.
    """
    if settings.schemas is None:
        return {}, {}
    own = settings.schemas / dialect.name
    folder = own if own.is_dir() else settings.schemas
    lacking = [document for _, document in dialect.documents if not (folder / document).is_file()]
    if lacking:
        message = f"the folder of control documents lacks {', '.join(lacking)}"
        fix = "put the official files there, or leave out --schemas: the package plays everywhere without them"
        raise RefusedError(fault("schema-missing", str(folder), message, fix))
    found = sorted(path for path in folder.rglob("*") if path.suffix in CONTROL_DOCUMENTS)
    named = " ".join(f"{namespace} {document}" for namespace, document in dialect.documents)
    return (
        {path.relative_to(folder).as_posix(): path for path in found},
        {f"{{{INSTANCE}}}schemaLocation": named},
    )


def _resource_of(item: Item) -> str:
    return facet(item.identifier, "sco")


def _resource(
    dialect: Dialect,
    identifier: str,
    kind: str,
    files: Iterable[str],
    launch: dict[str, str],
    depends: Iterable[str],
) -> etree._Element:
    return element(
        dialect.ims("resource"),
        {"identifier": identifier, "type": "webcontent", dialect.own(dialect.kind): kind, **launch},
        *_files(dialect, files),
        *(element(dialect.ims("dependency"), {"identifierref": asset}) for asset in depends),
    )


def _files(dialect: Dialect, names: Iterable[str]) -> Iterator[etree._Element]:
    return (element(dialect.ims("file"), {"href": address(name)}) for name in names)
