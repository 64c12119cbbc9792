"""What kind of package a zip is, by what stands in it and never by its file's name alone."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from builder.packages.verify.archive_reading import Archive, UnreadableError
from builder.packages.verify.documents import Document, first, namespace, text

MIMETYPE = "mimetype"
EPUB_TYPE = b"application/epub+zip"
CONTAINER = "META-INF/container.xml"
MANIFESTS = ("imsmanifest.xml", "cmi5.xml")


class Kind(StrEnum):
    """The kinds that are told apart; the value is how people call it."""

    SCORM_12 = "SCORM 1.2"
    SCORM_2004 = "SCORM 2004"
    CMI5 = "cmi5"
    CC_10 = "Common Cartridge 1.0"
    CC_11 = "Common Cartridge 1.1"
    CC_12 = "Common Cartridge 1.2"
    CC_13 = "Common Cartridge 1.3"
    EPUB = "EPUB"
    WEB = "website"
    UNKNOWN = "unknown"


SCORM = frozenset({Kind.SCORM_12, Kind.SCORM_2004})
CARTRIDGES = frozenset({Kind.CC_10, Kind.CC_11, Kind.CC_12, Kind.CC_13})

NAMESPACES: Mapping[str, Kind] = MappingProxyType(
    {
        "http://www.imsproject.org/xsd/imscp_rootv1p1p2": Kind.SCORM_12,
        "http://www.imsglobal.org/xsd/imscp_v1p1": Kind.SCORM_2004,
        "http://www.imsglobal.org/xsd/imscc/imscp_v1p1": Kind.CC_10,
        "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1": Kind.CC_11,
        "http://www.imsglobal.org/xsd/imsccv1p2/imscp_v1p1": Kind.CC_12,
        "http://www.imsglobal.org/xsd/imsccv1p3/imscp_v1p1": Kind.CC_13,
    }
)
"""The namespace of the manifest's elements, by kind."""

VERSIONS: Mapping[str, Kind] = MappingProxyType(
    {
        "1.2": Kind.SCORM_12,
        "CAM 1.3": Kind.SCORM_2004,
        "2004 3rd Edition": Kind.SCORM_2004,
        "2004 4th Edition": Kind.SCORM_2004,
        "1.0.0": Kind.CC_10,
        "1.1.0": Kind.CC_11,
        "1.2.0": Kind.CC_12,
        "1.3.0": Kind.CC_13,
    }
)
"""What ``schemaversion`` says, by kind."""


def kind_of(archive: Archive) -> Kind | None:
    """Return the kind where the names tell it, None where ``imsmanifest.xml`` has to be read."""
    if CONTAINER in archive.names or _is_epub(archive) or archive.path.suffix.lower() == ".epub":
        return Kind.EPUB
    if "cmi5.xml" in archive.names:
        return Kind.CMI5
    if "imsmanifest.xml" in archive.names:
        return None
    if not nested_manifests(archive) and "index.html" in archive.names:
        return Kind.WEB
    return Kind.UNKNOWN


def kind_of_manifest(document: Document) -> Kind:
    """Return the kind that an ``imsmanifest.xml`` says it is: what it calls itself, then its namespace."""
    metadata = first(document.root, "metadata")
    schema = "" if metadata is None else text(first(metadata, "schema"))
    version = "" if metadata is None else text(first(metadata, "schemaversion"))
    by_namespace = NAMESPACES.get(namespace(document.root))
    by_version = VERSIONS.get(version)
    if by_namespace in CARTRIDGES or (by_namespace and "scorm" in (schema + version).lower()):
        return by_namespace
    if by_version and ("scorm" in schema.lower()) == (by_version in SCORM):
        return by_version
    return by_namespace or Kind.UNKNOWN


def nested_manifests(archive: Archive) -> list[str]:
    """Return manifests that stand in a folder, the shallowest first."""
    deep = [name for name in archive.names if posixpath.basename(name) in MANIFESTS and "/" in name]
    return sorted(deep, key=lambda name: (name.count("/"), name))


def _is_epub(archive: Archive) -> bool:
    try:
        return MIMETYPE in archive.names and archive.read(MIMETYPE, 64).strip() == EPUB_TYPE
    except UnreadableError:
        return False
