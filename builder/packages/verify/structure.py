"""The structure of manifests: each kind's elements and attributes, and the rules that hold a manifest to them.

IMS Content Packaging 1.1.2 (SCORM 1.2), 1.1.4 (SCORM 2004) and the Common Cartridge profiles of 1.2; cmi5, section
13.2. SCORM asks for more than its schemas do: a title for every organization and item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from builder.packages.verify.documents import Document
from builder.packages.verify.finding import Fault, Rule, error
from builder.packages.verify.kinds import CARTRIDGES, Kind
from builder.packages.verify.shapes import Breach, Shapes, breaches, shape

SEQUENCING = "http://www.imsglobal.org/xsd/imsss"
"""The namespace of IMS Simple Sequencing 1.0."""

_FILES: Shapes = {
    "resources": shape("resource*"),
    "file": shape("metadata?", "href"),
    "dependency": shape("", "identifierref"),
}
SCORM_12_SHAPES: Shapes = {
    **_FILES,
    "manifest": shape("metadata? organizations resources manifest*", "identifier", "version"),
    "manifest/metadata": shape("schema? schemaversion?"),
    "organizations": shape("organization*", "", "default"),
    "organization": shape("title item* metadata?", "identifier", "structure"),
    "item": shape("title item* metadata?", "identifier", "identifierref isvisible parameters"),
    "resource": shape("metadata? file* dependency*", "identifier type", "href"),
}
SCORM_2004_SHAPES: Shapes = {
    **SCORM_12_SHAPES,
    "manifest": shape("metadata organizations resources manifest*", "identifier", "version"),
    "manifest/metadata": shape("schema schemaversion"),
    "organizations": shape("organization+", "default"),
    "organization": shape("title item+ metadata?", "identifier", "structure"),
}
CARTRIDGE_SHAPES: Shapes = {
    **_FILES,
    "manifest": shape("metadata organizations resources", "identifier"),
    "manifest/metadata": shape("schema schemaversion"),
    "organizations": shape("organization?"),
    "organization": shape("title? item metadata?", "identifier structure"),
    "organization/item": shape("item* metadata?", "identifier", "identifierref"),
    "item": shape("title item* metadata?", "identifier", "identifierref"),
    "resource": shape("metadata? file* dependency*", "identifier type", "href intendeduse"),
}
CMI5_SHAPES: Shapes = {
    "courseStructure": shape("course objectives? au|block+", open=True),
    "course": shape("title description", "id"),
    "courseStructure/objectives": shape("objective+", open=True),
    "objectives": shape("objective+", open=True),
    "block": shape("title description objectives? au|block+", "id"),
    "au": shape(
        "title description objectives? url launchParameters? entitlementKey?",
        "id",
        "moveOn masteryScore launchMethod activityType",
    ),
    "title": shape("langstring+", open=True),
    "description": shape("langstring+", open=True),
}
SEQUENCING_SHAPES: Shapes = {
    "sequencing": shape(
        "controlMode? sequencingRules? limitConditions? auxiliaryResources? rollupRules? objectives? "
        "randomizationControls? deliveryControls?",
        "",
        "ID IDRef",
    ),
    "controlMode": shape(
        "", "", "choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo"
    ),
    "sequencingRules": shape("preConditionRule* exitConditionRule* postConditionRule*"),
    "preConditionRule": shape("ruleConditions ruleAction"),
    "exitConditionRule": shape("ruleConditions ruleAction"),
    "postConditionRule": shape("ruleConditions ruleAction"),
    "ruleConditions": shape("ruleCondition+", "", "conditionCombination"),
    "ruleAction": shape("", "action"),
    "rollupRules": shape("rollupRule*", "", "rollupObjectiveSatisfied rollupProgressCompletion objectiveMeasureWeight"),
    "rollupRule": shape("rollupConditions rollupAction", "", "childActivitySet minimumCount minimumPercent"),
    "objectives": shape("primaryObjective objective*"),
    "primaryObjective": shape("minNormalizedMeasure? mapInfo*", "", "objectiveID satisfiedByMeasure"),
    "objective": shape("minNormalizedMeasure? mapInfo*", "objectiveID", "satisfiedByMeasure"),
    "mapInfo": shape(
        "",
        "targetObjectiveID",
        "readSatisfiedStatus readNormalizedMeasure writeSatisfiedStatus writeNormalizedMeasure",
    ),
    "deliveryControls": shape("", "", "tracked completionSetByContent objectiveSetByContent"),
}

SHAPES: Mapping[Kind, Shapes] = MappingProxyType(
    {
        Kind.SCORM_12: SCORM_12_SHAPES,
        Kind.SCORM_2004: SCORM_2004_SHAPES,
        Kind.CMI5: CMI5_SHAPES,
        **dict.fromkeys(sorted(CARTRIDGES), CARTRIDGE_SHAPES),
    }
)
"""The shapes of each kind's own elements."""

Structured = tuple[Document, Kind]
"""A manifest or course structure, and the kind to which it is held."""


def each_breach(structured: Structured) -> Iterator[tuple[Breach, Fault]]:
    """Yield every breach of the kind's shapes, and in SCORM 2004 of those of sequencing."""
    document, kind = structured
    yield from breaches(document, SHAPES[kind])
    if kind is Kind.SCORM_2004:
        for at in document.root.iter(f"{{{SEQUENCING}}}sequencing"):
            yield from breaches(document, SEQUENCING_SHAPES, at)


def _only(wanted: Breach) -> Callable[[Structured], Iterator[Fault]]:
    """Return a check that yields the breaches of one sort."""

    def check(structured: Structured) -> Iterator[Fault]:
        return (fault for breach, fault in each_breach(structured) if breach is wanted)

    return check


CLAUSE = "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4; Common Cartridge, imscp schema of the version; cmi5, 13.2"

STRUCTURE: tuple[Rule[Structured], ...] = (
    error(
        "element-missing",
        "an element lacks one that it must have",
        "add it; the clause names what belongs there",
        CLAUSE,
        _only(Breach.MISSING),
    ),
    error(
        "element-order",
        "elements stand in another order than the schema's",
        "put them into the order of the schema",
        CLAUSE,
        _only(Breach.ORDER),
    ),
    error(
        "element-repeated",
        "an element stands twice where one is allowed",
        "leave one of them",
        CLAUSE,
        _only(Breach.REPEATED),
    ),
    error(
        "element-unknown",
        "an element of the manifest's namespace stands where the schema has none",
        "correct its name, or take it out",
        CLAUSE,
        _only(Breach.UNKNOWN),
    ),
    error(
        "attribute-missing",
        "an element lacks an attribute that it must have",
        "add the attribute",
        CLAUSE,
        _only(Breach.ATTRIBUTE_MISSING),
    ),
    error(
        "attribute-unknown",
        "an element has an attribute, without a prefix, that the schema does not have",
        "correct its name, give it its prefix, or take it out",
        CLAUSE,
        _only(Breach.ATTRIBUTE_UNKNOWN),
    ),
)
"""What holds of the elements and attributes of every kind with a manifest."""
