"""Rules on the way in: is it a zip, what kind of package, and can its manifest be read safely?"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from builder.packages.verify.archive_reading import Archive
from builder.packages.verify.documents import Document
from builder.packages.verify.finding import Fault, Rule, Spot, error
from builder.packages.verify.kinds import Kind, nested_manifests

PACKED = (".zip", ".imscc", ".epub")
"""Endings of what may be a package itself."""


@dataclass(frozen=True, slots=True)
class Opening:
    """What was found on opening a package; ``broken`` is where and why its manifest cannot be read."""

    archive: Archive | None = None
    kind: Kind | None = None
    document: Document | None = None
    unreadable: str = ""
    broken: tuple[Spot, str] | None = None


def check_zip(opening: Opening) -> Iterator[Fault]:
    """It is a zip."""
    if opening.unreadable:
        yield Fault(Spot(), f"it cannot be read as a zip: {opening.unreadable}")


def check_nested(opening: Opening) -> Iterator[Fault]:
    """The manifest stands at the root."""
    if opening.archive is None or opening.kind is not Kind.UNKNOWN or opening.document is not None:
        return
    for name in nested_manifests(opening.archive)[:1]:
        message = f"the manifest is in the folder {posixpath.dirname(name)!r}, and not at the root of the zip"
        yield Fault(Spot(name), message)


def check_kind(opening: Opening) -> Iterator[Fault]:
    """It is of a kind that is known here."""
    if opening.archive is None or opening.kind is not Kind.UNKNOWN:
        return
    if opening.document is not None:
        where = opening.document.spot(opening.document.root)
        yield Fault(where, f"the manifest is of no kind that is known here: its root is {opening.document.root.tag!s}")
    elif not nested_manifests(opening.archive):
        also = "; tincan.xml is of an older kind" if "tincan.xml" in opening.archive.names else ""
        message = f"there is no imsmanifest.xml, cmi5.xml, META-INF/container.xml or index.html at its root{also}"
        inner = [name for name in sorted(opening.archive.names) if name.lower().endswith(PACKED)]
        yield Fault(Spot(), message, f"the package may be {inner[0]!r} within it: give that one" if inner else "")


def check_well_formed(opening: Opening) -> Iterator[Fault]:
    """The manifest is well-formed XML."""
    if opening.broken is not None:
        where, message = opening.broken
        yield Fault(where, f"it cannot be read: {message}")


def check_entities(opening: Opening) -> Iterator[Fault]:
    """The manifest declares no entities."""
    if opening.document is not None and opening.document.entities:
        yield Fault(
            Spot(opening.document.member),
            "it declares entities, or names a document type (DTD) that would have to be fetched",
        )


ENTRY_RULES: tuple[Rule[Opening], ...] = (
    error(
        "not-a-zip",
        "the file cannot be read as a zip",
        "make the zip anew, and send it without changing it",
        "PKWARE APPNOTE 6.3, 4.3",
        check_zip,
    ),
    error(
        "manifest-nested",
        "the manifest is in a folder, and not at the root of the zip",
        "zip what is in the folder, and not the folder itself",
        "SCORM 1.2 CAM, 2.3.1; SCORM 2004 CAM, 3.3; cmi5, 14.1; IMS Content Packaging: package interchange file",
        check_nested,
    ),
    error(
        "kind-unknown",
        "the package is no SCORM, cmi5, Common Cartridge, EPUB or website",
        "add the manifest of the kind that it is",
        "SCORM 1.2 CAM, 2.3.1; SCORM 2004 CAM, 3.3; cmi5, 14.1; EPUB 3.3, 4.2.6.3.1",
        check_kind,
    ),
    error(
        "manifest-broken",
        "the manifest is not well-formed XML, or is damaged or very long",
        "correct it at the line that is named",
        "XML 1.0, 2.1",
        check_well_formed,
    ),
    error(
        "manifest-entities",
        "the manifest declares entities or names an external DTD",
        "write the text itself, and take the declaration (<!DOCTYPE ...>) out",
        "no specification: safety of the learning system; they are not resolved here",
        check_entities,
    ),
)
"""What holds of every package on the way in."""
