"""cmi5 (Quartz, 1st edition): the structure of the package (sections 13 and 14), one assignable unit for each part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, Decimal
from pathlib import Path
from types import MappingProxyType
from urllib.parse import quote

from lxml import etree

from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON
from builder.packages.launch import launch_members
from builder.packages.manifest import address, one_line
from builder.packages.markup import element, xml_document
from builder.packages.package import Item, Members, Objective, Package
from builder.packages.presets import PRESETS
from builder.packages.settings import Settings

STRUCTURE = "cmi5.xml"
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
OWN = "urn:coursewright:package"
"""The namespace of what we add to the standard's elements: the version, for which it has no place."""
ADAPTER = ("xapi.js", "cmi5_statements.js", "cmi5.js")
PLACES = Decimal("0.0001")
"""A mastery score has up to four decimal places (section 13.1.4)."""


def write(package: Package, settings: Settings) -> Members:
    """Return the members of a cmi5 package: one assignable unit for each part (the whole, where there are none), each
    launched in its own page. A preset may ask for one unit alone; other ``settings`` change nothing: units are what the
    standard sequences by."""
    is_whole = FORMAT.name in PRESETS[settings.preset].whole
    items = package.items if is_whole else package.parts or package.items
    launches = [launch_members(package, item, *ADAPTER) for item in items]
    members: dict[str, bytes | Path] = {name: package.root / name for name in package.files}
    for _, added in launches:
        members |= added
    structure = _structure(package, [(item, name) for item, (name, _) in zip(items, launches, strict=True)])
    return MappingProxyType({STRUCTURE: xml_document(structure), **members})


def iri(package: Package, *parts: str) -> str:
    """Return the IRI of what ``parts`` name within the package: the same in every version, different for every package.
    The player makes the same (``builder/player/cmi5_statements.js``)."""
    return ":".join(("urn:coursewright", *(quote(part, safe="!'()*~") for part in (package.name, *parts))))


def _structure(package: Package, units: list[tuple[Item, str]]) -> etree._Element:
    objectives = {objective.identifier: objective for item, _ in units for objective in item.objectives}
    return element(
        _cmi5("courseStructure"),
        {},
        element(
            _cmi5("course"),
            {"id": iri(package), f"{{{OWN}}}version": package.version},
            _text("title", package, one_line(package.title)),
            _text("description", package, package.description or package.title),
        ),
        *_objectives(package, objectives.values()),
        *(_unit(package, item, name) for item, name in units),
        namespaces={None: NAMESPACE, "cw": OWN},
    )


def _objectives(package: Package, objectives: Iterable[Objective]) -> Iterator[etree._Element]:
    found = [
        element(
            _cmi5("objective"),
            {"id": iri(package, "objective", objective.identifier)},
            _text("title", package, one_line(objective.statement)),
            _text("description", package, objective.statement),
        )
        for objective in objectives
    ]
    if found:
        yield element(_cmi5("objectives"), {}, *found)


def _unit(package: Package, item: Item, launch: str) -> etree._Element:
    """A unit's children in the standard's order: title, description, objectives, url."""
    name = ("part", item.part) if item.part else ("all",)
    assessed = item.mastery_score is not None
    attributes = {
        "id": iri(package, *name),
        "launchMethod": "AnyWindow",
        "moveOn": "Passed" if assessed else "Completed",
    }
    references = [
        element(_cmi5("objective"), {"idref": iri(package, "objective", objective.identifier)})
        for objective in item.objectives
    ]
    return element(
        _cmi5("au"),
        attributes if item.mastery_score is None else {**attributes, "masteryScore": _share(item.mastery_score)},
        _text("title", package, one_line(item.title)),
        _text("description", package, package.description if not item.part and package.description else item.title),
        *([element(_cmi5("objectives"), {}, *references)] if references else []),
        element(_cmi5("url"), {}, address(launch)),
    )


def _share(score: float) -> str:
    """Return a share with at most four decimal places, rounded up: nobody passes who does not here."""
    rounded = Decimal(str(score)).quantize(PLACES, rounding=ROUND_CEILING)
    return f"{rounded.normalize():f}"


def _text(name: str, package: Package, text: str) -> etree._Element:
    return element(_cmi5(name), {}, element(_cmi5("langstring"), {"lang": package.language}, text))


def _cmi5(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


def _objective_ids(package: Package) -> Iterator[str]:
    return (objective.identifier for item in package.each_item() for objective in item.objectives)


FORMAT = Format(
    name="cmi5",
    suffix=".cmi5.zip",
    title="cmi5",
    write=write,
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
            _objective_ids,
        ),
    ),
)
