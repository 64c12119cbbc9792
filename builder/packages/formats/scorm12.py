"""SCORM 1.2: Content Aggregation Model (section 2.3, manifest) and Run-Time Environment (section 3.4, data model)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import MappingProxyType

from lxml import etree

from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON
from builder.packages.identifiers import facet
from builder.packages.launch import launch_members
from builder.packages.manifest import address, one_line, percent
from builder.packages.markup import element, xml_document
from builder.packages.package import Item, Members, Package
from builder.packages.settings import Settings

MANIFEST = "imsmanifest.xml"
CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
VERSION_LIMIT = 20
SUSPEND_DATA_LIMIT = 4096
ADAPTER = "scorm12.js"


def write(package: Package, settings: Settings) -> Members:
    """Return the members of a SCORM 1.2 package: one SCO for each item, launched in its own frame page."""
    (item,) = package.items
    launch, added = launch_members(package, item, ADAPTER)
    members = {**{name: package.root / name for name in package.files}, **added}
    return MappingProxyType({MANIFEST: xml_document(_manifest(package, item, launch, members)), **members})


def _manifest(package: Package, item: Item, launch: str, files: Iterable[str]) -> etree._Element:
    organization = facet(package.identifier, "organization")
    resource = facet(item.identifier, "sco")
    return element(
        _ims("manifest"),
        {"identifier": package.identifier, "version": one_line(package.version, VERSION_LIMIT)},
        element(
            _ims("metadata"),
            {},
            element(_ims("schema"), {}, "ADL SCORM"),
            element(_ims("schemaversion"), {}, "1.2"),
        ),
        element(
            _ims("organizations"),
            {"default": organization},
            element(
                _ims("organization"),
                {"identifier": organization},
                element(_ims("title"), {}, one_line(package.title)),
                _item(item, resource),
            ),
        ),
        element(_ims("resources"), {}, _resource(resource, launch, files)),
        namespaces={None: CONTENT, "adlcp": ADL},
    )


def _item(item: Item, resource: str) -> etree._Element:
    """An item's children in the order of the content aggregation model: the title, then ADL's elements."""
    mastery = [] if item.mastery_score is None else [percent(item.mastery_score)]
    return element(
        _ims("item"),
        {"identifier": item.identifier, "identifierref": resource, "isvisible": "true"},
        element(_ims("title"), {}, one_line(item.title)),
        *(element(_adl("masteryscore"), {}, score) for score in mastery),
    )


def _resource(identifier: str, launch: str, files: Iterable[str]) -> etree._Element:
    return element(
        _ims("resource"),
        {"identifier": identifier, "type": "webcontent", _adl("scormtype"): "sco", "href": address(launch)},
        *(element(_ims("file"), {"href": address(name)}) for name in sorted(files)),
    )


def _ims(name: str) -> str:
    return f"{{{CONTENT}}}{name}"


def _adl(name: str) -> str:
    return f"{{{ADL}}}{name}"


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


def _objectives(package: Package) -> Iterator[str]:
    return (objective.identifier for item in package.each_item() for objective in item.objectives)


FORMAT = Format(
    name="scorm12",
    suffix=".scorm12.zip",
    title="SCORM 1.2",
    write=write,
    state_limit=SUSPEND_DATA_LIMIT,
    cannot_carry=(
        *COMMON,
        Gap(
            "activities",
            "what a learner chose in a scenario or how far a story was played",
            "kept for resuming, but the learning system cannot show it in its reports",
            _activities,
        ),
        Gap(
            "objective-scores",
            "a score for each objective",
            "every recorded response names its objective, but only one score is reported",
            _objectives,
        ),
    ),
)
