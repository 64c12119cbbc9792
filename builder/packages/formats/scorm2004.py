"""SCORM 2004 4th Edition: Content Aggregation Model (section 3.4, manifest) and Sequencing and Navigation (section 5).

The rollup of an organization is the standard's own: completed when every item is completed; once every assessed item
is decided, satisfied when all of them are (Sequencing and Navigation, section 4.6, default rules). The measure is the
sum of the items' measures, each weighing its share of the points.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lxml import etree

from builder.packages.content_package import (
    INSTANCE,
    MANIFEST,
    Content,
    Dialect,
    Sco,
    control_documents,
    plan_content,
    resources,
)
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON
from builder.packages.identifiers import facet
from builder.packages.lom import LOM, SCORM_2004, lom
from builder.packages.manifest import one_line
from builder.packages.markup import element, xml_document
from builder.packages.package import Item, Members, Package
from builder.packages.settings import Settings

CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
ADL = "http://www.adlnet.org/xsd/adlcp_v1p3"
SEQUENCING = "http://www.imsglobal.org/xsd/imsss"
ADL_SEQUENCING = "http://www.adlnet.org/xsd/adlseq_v1p3"
DIALECT = Dialect(
    name="scorm2004",
    content=CONTENT,
    adl=ADL,
    kind="scormType",
    documents=(
        (CONTENT, "imscp_v1p1.xsd"),
        (ADL, "adlcp_v1p3.xsd"),
        (ADL_SEQUENCING, "adlseq_v1p3.xsd"),
        (SEQUENCING, "imsss_v1p0.xsd"),
        (LOM, "lom.xsd"),
    ),
)
PREFIXES = {None: CONTENT, "adlcp": ADL, "adlseq": ADL_SEQUENCING, "imsss": SEQUENCING, "lom": LOM, "xsi": INSTANCE}
VERSION_LIMIT = 20
SUSPEND_DATA_LIMIT = 64000
ADAPTER = ("scorm.js", "scorm2004.js")


def write(package: Package, settings: Settings) -> Members:
    """Return the members of a SCORM 2004 package: one SCO for the whole or for each part, launched in its own page."""
    content = plan_content(package, settings, ADAPTER)
    documents, named = control_documents(settings, DIALECT)
    manifest = xml_document(_manifest(package, content, named))
    return MappingProxyType({MANIFEST: manifest, **content.members, **documents})


def _manifest(package: Package, content: Content, named: dict[str, str]) -> etree._Element:
    organization = facet(package.identifier, "organization")
    points = sum(_points(sco.item) for sco in content.scos)
    return element(
        DIALECT.ims("manifest"),
        {"identifier": package.identifier, "version": one_line(package.version, VERSION_LIMIT), **named},
        element(
            DIALECT.ims("metadata"),
            {},
            element(DIALECT.ims("schema"), {}, "ADL SCORM"),
            element(DIALECT.ims("schemaversion"), {}, "2004 4th Edition"),
            lom(package, SCORM_2004),
        ),
        element(
            DIALECT.ims("organizations"),
            {"default": organization},
            element(
                DIALECT.ims("organization"),
                {"identifier": organization, f"{{{ADL_SEQUENCING}}}objectivesGlobalToSystem": "false"},
                element(DIALECT.ims("title"), {}, one_line(package.title)),
                *(_item(sco, points) for sco in content.scos),
                _seq("sequencing", {}, _seq("controlMode", {"choice": "true", "flow": "true"})),
            ),
        ),
        resources(content, package, DIALECT),
        namespaces=PREFIXES,
    )


def _item(sco: Sco, points: int) -> etree._Element:
    """An item's children in the order of the content aggregation model: title, then ADL's, then sequencing."""
    threshold = {"completedByMeasure": "true", "minProgressMeasure": "1.0"}
    return element(
        DIALECT.ims("item"),
        {"identifier": sco.item.identifier, "identifierref": sco.resource, "isvisible": "true"},
        element(DIALECT.ims("title"), {}, one_line(sco.item.title)),
        element(DIALECT.own("completionThreshold"), threshold),
        _sequencing(sco.item, points),
    )


def _sequencing(item: Item, points: int) -> etree._Element:
    """What is assessed carries the objective; what is only read completes, and has no part in it."""
    assessed = item.mastery_score is not None
    weight = _points(item) / points if assessed else 0
    rollup = {
        "rollupObjectiveSatisfied": "true" if assessed else "false",
        "rollupProgressCompletion": "true",
        "objectiveMeasureWeight": f"{weight:.4f}",
    }
    delivery = {"tracked": "true", "completionSetByContent": "true", "objectiveSetByContent": "true"}
    return _seq(
        "sequencing",
        {},
        _seq("rollupRules", rollup),
        _seq("objectives", {}, _objective(item)),
        _seq("deliveryControls", delivery),
    )


def _objective(item: Item) -> etree._Element:
    named = {"objectiveID": facet(item.identifier, "objective")}
    if item.mastery_score is None:
        return _seq("primaryObjective", named)
    score = _seq("minNormalizedMeasure", {}, f"{item.mastery_score:g}")
    return _seq("primaryObjective", {**named, "satisfiedByMeasure": "true"}, score)


def _points(item: Item) -> int:
    return sum(interaction.weighting for interaction in item.interactions)


def _seq(name: str, attributes: dict[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{SEQUENCING}}}{name}", attributes, *content)


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


FORMAT = Format(
    name="scorm2004",
    suffix=".scorm2004.zip",
    title="SCORM 2004 4th Edition",
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
    ),
)
