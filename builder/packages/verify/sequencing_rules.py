"""Rules on the sequencing of SCORM 2004 (Sequencing and Navigation, chapter 3; IMS Simple Sequencing 1.0)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from builder.packages.verify.documents import children, descendants, first, namespace, text
from builder.packages.verify.finding import Fault, Rule, error, note, warning
from builder.packages.verify.manifest_reading import Manifest, own
from builder.packages.verify.structure import SEQUENCING
from builder.packages.verify.values import BOOLEANS, TRUE, out_of_range

OBJECTIVES = ("primaryObjective", "objective")
KNOWN_FIRST = frozenset({"objectiveStatusKnown", "objectiveMeasureKnown", "attempted", "always"})
"""Conditions that are true or false of an activity nobody has opened."""
BLOCKING = frozenset({"disabled", "skip", "hiddenFromChoice", "stopForwardTraversal"})


def check_measures(manifest: Manifest) -> Iterator[Fault]:
    """`minNormalizedMeasure` is -1 to 1."""
    for at in _found(manifest, "minNormalizedMeasure"):
        if out_of_range(text(at), -1, 1):
            yield Fault(manifest.document.spot(at), f"minNormalizedMeasure is {text(at)!r}")


def check_weights(manifest: Manifest) -> Iterator[Fault]:
    """A measure's weight in the rollup is 0 to 1."""
    for at in _found(manifest, "rollupRules"):
        value = at.get("objectiveMeasureWeight")
        if value is not None and out_of_range(str(value), 0, 1):
            yield Fault(manifest.document.spot(at), f"objectiveMeasureWeight is {str(value)!r}")


def check_measure_used(manifest: Manifest) -> Iterator[Fault]:
    """A measure to be reached is used, and one that is used is given."""
    for at in _found(manifest, *OBJECTIVES):
        said = str(at.get("satisfiedByMeasure", "false"))
        if said not in BOOLEANS:
            continue
        measured = said in TRUE
        given = first(at, "minNormalizedMeasure") is not None
        if given and not measured:
            message = 'minNormalizedMeasure has no effect without satisfiedByMeasure="true"'
            yield Fault(manifest.document.spot(at), message)
        elif measured and not given:
            message = "satisfiedByMeasure without minNormalizedMeasure asks for a measure of 1.0, all points"
            yield Fault(manifest.document.spot(at), message, "write the minNormalizedMeasure that is meant")


def check_maps(manifest: Manifest) -> Iterator[Fault]:
    """No objective is mapped to a global one."""
    for at in _found(manifest, "mapInfo"):
        yield Fault(manifest.document.spot(at), f"an objective is mapped to {str(at.get('targetObjectiveID', ''))!r}")


def check_objectives_unique(manifest: Manifest) -> Iterator[Fault]:
    """An activity's objectives have ids of their own."""
    for at in _found(manifest, "objectives"):
        seen: set[str] = set()
        for objective in children(at, *OBJECTIVES):
            identifier = objective.get("objectiveID")
            if identifier is not None and str(identifier) in seen:
                yield Fault(manifest.document.spot(objective), f"objectiveID {str(identifier)!r} is there twice")
            seen.add(str(identifier))


def check_referenced_objectives(manifest: Manifest) -> Iterator[Fault]:
    """A condition speaks of an objective of its own activity."""
    for sequencing in _found(manifest, "sequencing"):
        known = {str(at.get("objectiveID")) for at in descendants(sequencing, *OBJECTIVES)}
        if sequencing.get("IDRef") is not None:
            continue
        for at in descendants(sequencing, "ruleCondition"):
            wanted = at.get("referencedObjective")
            if wanted is not None and str(wanted) not in known:
                yield Fault(manifest.document.spot(at), f"the activity has no objective {str(wanted)!r}")


def check_shared(manifest: Manifest) -> Iterator[Fault]:
    """Sequencing that is referred to is in the collection."""
    kept = {str(at.get("ID")) for each in _found(manifest, "sequencingCollection") for at in children(each)}
    for at in _found(manifest, "sequencing"):
        wanted = at.get("IDRef")
        if wanted is not None and str(wanted) not in kept:
            yield Fault(manifest.document.spot(at), f"no sequencing of the collection has the ID {str(wanted)!r}")


def check_ways(manifest: Manifest) -> Iterator[Fault]:
    """A learner can get to a cluster's activities."""
    for at in (*manifest.organizations, *(item.at for item in manifest.items if not item.leaf)):
        sequencing = _of(at)
        control = None if sequencing is None else first(sequencing, "controlMode")
        if control is None or (sequencing is not None and sequencing.get("IDRef") is not None):
            continue
        choice, flow = str(control.get("choice", "true")), str(control.get("flow", "false"))
        if {choice, flow} <= {"false", "0"}:
            message = "neither choice nor flow is on: no activity of this cluster can be reached"
            yield Fault(manifest.document.spot(control), message)


def check_unknown_states(manifest: Manifest) -> Iterator[Fault]:
    """A rule that blocks on "not satisfied" thinks of activities that nobody has opened."""
    for rule in _found(manifest, "preConditionRule"):
        action = first(rule, "ruleAction")
        conditions = list(descendants(rule, "ruleCondition"))
        names = {str(at.get("condition")) for at in conditions}
        negated = {str(at.get("condition")) for at in conditions if at.get("operator") == "not"}
        blocks = action is not None and str(action.get("action")) in BLOCKING
        if blocks and "satisfied" in negated and not names & KNOWN_FIRST:
            message = (
                "a rule blocks on `not satisfied` alone: of an activity nobody has opened that is unknown, not true"
            )
            yield Fault(manifest.document.spot(rule), message)


def check_no_control(manifest: Manifest) -> Iterator[Fault]:
    """Where there are several activities, it is said how to move between them."""
    for at in manifest.organizations:
        leaves = [item for item in own(at, "item") if first(item, "item") is None]
        if len(leaves) > 1 and _of(at) is None:
            message = (
                f"{len(leaves)} activities and no sequencing: learners choose from a list, and `next` does nothing"
            )
            yield Fault(manifest.document.spot(at), message)


def _of(at: etree._Element) -> etree._Element | None:
    return next((child for child in children(at, "sequencing") if namespace(child) == SEQUENCING), None)


def _found(manifest: Manifest, *names: str) -> Iterator[etree._Element]:
    return (at for at in descendants(manifest.root, *names) if namespace(at) == SEQUENCING)


SN = "SCORM 2004 SN"

SEQUENCING_RULES: tuple[Rule[Manifest], ...] = (
    error(
        "sequencing-measure",
        "`minNormalizedMeasure` is not a number from -1 to 1",
        "write a number from -1 to 1, such as 0.7",
        f"{SN}, 3.10: objective description; imsss_v1p0objective.xsd",
        check_measures,
    ),
    error(
        "sequencing-weight",
        "`objectiveMeasureWeight` is not a number from 0 to 1",
        "write a number from 0 to 1",
        f"{SN}, 3.8: rollup controls; imsss_v1p0rollup.xsd",
        check_weights,
    ),
    warning(
        "sequencing-measure-unused",
        "`satisfiedByMeasure` and `minNormalizedMeasure` do not go together",
        'write satisfiedByMeasure="true" and the measure in one objective',
        f"{SN}, 3.10: objective description",
        check_measure_used,
    ),
    warning(
        "sequencing-map",
        "an objective is mapped to a global one by `imsss:mapInfo`",
        "do without it where the package has to work in Moodle: its import fails on `mapInfo` with PHP 8",
        f"allowed by {SN}, 3.10.3; seen in Moodle",
        check_maps,
    ),
    error(
        "sequencing-objective-repeated",
        "two objectives of an activity have the same id",
        "give one of them another id",
        f"{SN}, 3.10: objective id",
        check_objectives_unique,
    ),
    error(
        "sequencing-objective-unknown",
        "a condition refers to an objective that its activity does not have",
        "correct the id, or add the objective",
        f"{SN}, 3.4.2: rule conditions",
        check_referenced_objectives,
    ),
    error(
        "sequencing-unresolved",
        "sequencing is referred to that the collection does not have",
        "correct the IDRef, or add the sequencing to the collection",
        "SCORM 2004 CAM, 5.1: sequencing and sequencingCollection",
        check_shared,
    ),
    error(
        "sequencing-no-way",
        "a cluster has neither choice nor flow",
        'write choice="true" or flow="true" in its controlMode',
        f"{SN}, 3.2: sequencing control modes",
        check_ways,
    ),
    warning(
        "sequencing-never-blocks",
        "a rule blocks on `not satisfied` alone",
        'add the condition `not objectiveStatusKnown`, with conditionCombination="any"',
        f"{SN}, 3.4: sequencing rules; seen in a player",
        check_unknown_states,
    ),
    note(
        "sequencing-none",
        "several activities have no sequencing",
        'add a controlMode with choice="true" flow="true"',
        f"{SN}, 3.2: defaults of the control modes",
        check_no_control,
    ),
)
"""What holds of sequencing."""
