"""Which values attributes and texts may have: SCORM 2004's sequencing and navigation, and a cartridge's questions.

Keys are ``element@attribute``, ``element`` for its text, and ``parent/element@attribute`` where the parent matters;
``@{namespace}attribute`` for one with a prefix, wherever it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lxml import etree

from builder.packages.verify.cartridge_rules import Cartridge
from builder.packages.verify.documents import Document, descendants, local, namespace, text
from builder.packages.verify.finding import Fault, Rule, error
from builder.packages.verify.manifest_reading import Manifest
from builder.packages.verify.structure import ADL_2004, ADL_NAVIGATION, ADL_SEQUENCING, SEQUENCING
from builder.packages.verify.values import out_of_range

QTI_12 = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
DURATION = re.compile(r"-?P(?=[\dT])(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
MOMENT = re.compile(r"\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
COUNT = re.compile(r"\+?\d{1,18}")


@dataclass(frozen=True, slots=True)
class Legal:
    """What a value may be: ``told`` completes "write ...", ``holds`` says whether a value is that."""

    told: str
    holds: Callable[[str], bool]


Values = Mapping[str, Legal]


def one_of(words: str) -> Legal:
    """Return what is one of some words, capitals included."""
    known = words.split()
    return Legal(f"one of: {', '.join(known)}", known.__contains__)


def number(low: int, high: int) -> Legal:
    """Return what is a decimal number in a range."""
    return Legal(f"a number from {low} to {high}, such as 0.5", lambda value: not out_of_range(value, low, high))


def _all(legal: Legal, element: str, attributes: str) -> Values:
    return {f"{element}@{name}": legal for name in attributes.split()}


BOOLEAN = Legal("true or false, in small letters", ("true", "false", "1", "0").__contains__)
YES_NO = one_of("Yes No")
WHOLE = Legal("a whole number, 0 or more", lambda value: bool(COUNT.fullmatch(value)))
LASTING = Legal("a duration such as PT1H30M", lambda value: bool(DURATION.fullmatch(value)))
AT = Legal("a date and time such as 2026-01-31T12:00:00", lambda value: bool(MOMENT.fullmatch(value)))
NAME = Legal("an identifier without spaces", lambda value: bool(value) and not re.search(r"\s", value))
GIVEN = Legal("at least one letter or digit", lambda value: bool(value.strip()))
COMBINED = one_of("all any")
OPERATOR = one_of("noOp not")
TIMING = one_of("never once onEachNewAttempt")
ROLLED_UP = (
    "satisfied objectiveStatusKnown objectiveMeasureKnown completed activityProgressKnown attempted "
    "attemptLimitExceeded timeLimitExceeded outsideAvailableTimeRange"
)
CONSIDERED = one_of("always ifAttempted ifNotSkipped ifNotSuspended")

SEQUENCING_VALUES: Values = MappingProxyType(
    {
        **_all(
            BOOLEAN,
            "controlMode",
            "choice choiceExit flow forwardOnly useCurrentAttemptObjectiveInfo useCurrentAttemptProgressInfo",
        ),
        "preConditionRule/ruleAction@action": one_of("skip disabled hiddenFromChoice stopForwardTraversal"),
        "exitConditionRule/ruleAction@action": one_of("exit"),
        "postConditionRule/ruleAction@action": one_of("exitParent exitAll retry retryAll continue previous"),
        "ruleConditions@conditionCombination": COMBINED,
        "ruleCondition@condition": one_of(f"{ROLLED_UP} objectiveMeasureGreaterThan objectiveMeasureLessThan always"),
        "ruleCondition@operator": OPERATOR,
        "ruleCondition@measureThreshold": number(-1, 1),
        "rollupConditions@conditionCombination": COMBINED,
        "rollupCondition@condition": one_of(ROLLED_UP),
        "rollupCondition@operator": OPERATOR,
        "rollupAction@action": one_of("satisfied notSatisfied completed incomplete"),
        "rollupRule@childActivitySet": one_of("all any none atLeastCount atLeastPercent"),
        "rollupRule@minimumCount": WHOLE,
        "rollupRule@minimumPercent": number(0, 1),
        **_all(BOOLEAN, "rollupRules", "rollupObjectiveSatisfied rollupProgressCompletion"),
        "primaryObjective@satisfiedByMeasure": BOOLEAN,
        "primaryObjective@objectiveID": NAME,
        "objective@satisfiedByMeasure": BOOLEAN,
        "objective@objectiveID": NAME,
        **_all(
            BOOLEAN, "mapInfo", "readSatisfiedStatus readNormalizedMeasure writeSatisfiedStatus writeNormalizedMeasure"
        ),
        "mapInfo@targetObjectiveID": NAME,
        **_all(TIMING, "randomizationControls", "randomizationTiming selectionTiming"),
        "randomizationControls@selectCount": WHOLE,
        "randomizationControls@reorderChildren": BOOLEAN,
        **_all(BOOLEAN, "deliveryControls", "tracked completionSetByContent objectiveSetByContent"),
        "limitConditions@attemptLimit": WHOLE,
        **_all(
            LASTING,
            "limitConditions",
            "attemptAbsoluteDurationLimit attemptExperiencedDurationLimit activityAbsoluteDurationLimit "
            "activityExperiencedDurationLimit",
        ),
        **_all(AT, "limitConditions", "beginTimeLimit endTimeLimit"),
    }
)
ADL_SEQUENCING_VALUES: Values = MappingProxyType(
    {
        **_all(
            CONSIDERED,
            "rollupConsiderations",
            "requiredForSatisfied requiredForNotSatisfied requiredForCompleted requiredForIncomplete",
        ),
        "rollupConsiderations@measureSatisfactionIfActive": BOOLEAN,
        **_all(BOOLEAN, "constrainedChoiceConsiderations", "preventActivation constrainChoice"),
        **_all(
            BOOLEAN,
            "mapInfo",
            "readRawScore readMinScore readMaxScore readCompletionStatus readProgressMeasure writeRawScore "
            "writeMinScore writeMaxScore writeCompletionStatus writeProgressMeasure",
        ),
        "mapInfo@targetObjectiveID": NAME,
    }
)
SCORM_2004_VALUES: Mapping[str, Values] = MappingProxyType(
    {
        SEQUENCING: SEQUENCING_VALUES,
        ADL_SEQUENCING: ADL_SEQUENCING_VALUES,
        ADL_NAVIGATION: {"hideLMSUI": one_of("previous continue exit exitAll abandon abandonAll suspendAll")},
        ADL_2004: {
            "completionThreshold@completedByMeasure": BOOLEAN,
            **_all(BOOLEAN, "map", "readSharedData writeSharedData"),
            "map@targetID": NAME,
        },
        "": {
            f"@{{{ADL_SEQUENCING}}}objectivesGlobalToSystem": BOOLEAN,
            f"@{{{ADL_2004}}}sharedDataGlobalToSystem": BOOLEAN,
        },
    }
)
"""By namespace of the element; "" holds attributes that stand in elements of any."""
QTI_VALUES: Mapping[str, Values] = MappingProxyType(
    {
        QTI_12: {
            "displayfeedback@feedbacktype": one_of("Response Solution Hint"),
            "hint@feedbackstyle": one_of("Complete"),
            "solution@feedbackstyle": one_of("Complete"),
            "render_choice@shuffle": YES_NO,
            "render_fib@prompt": one_of("Asterisk Box Dashline Underline"),
            "render_fib@fibtype": one_of("Decimal Integer Scientific String"),
            "respcondition@continue": YES_NO,
            "response_label@rshuffle": YES_NO,
            "response_lid@rtiming": YES_NO,
            "response_str@rtiming": YES_NO,
            "response_str@rcardinality": one_of("Single Multiple Ordered"),
            "setvar@action": one_of("Set"),
            "varequal@case": YES_NO,
            "varsubstring@case": YES_NO,
            "assessment@ident": GIVEN,
            "item@ident": NAME,
            "itemfeedback@ident": GIVEN,
            "mattext@texttype": Legal(
                "text/plain or text/html", lambda value: bool(re.fullmatch(r"text/[a-z]+", value))
            ),
            "objectbank@ident": GIVEN,
            "response_label@ident": GIVEN,
            "section@ident": GIVEN,
            "decvar@minvalue": Legal("0, the least of a percentage", lambda value: not out_of_range(value, 0, 0)),
            "decvar@maxvalue": Legal("100, the most of a percentage", lambda value: not out_of_range(value, 100, 100)),
        }
    }
)


def illegal(document: Document, tables: Mapping[str, Values]) -> Iterator[Fault]:
    """Yield a fault for each value in ``document`` that its table does not allow."""
    anywhere = tables.get("", {})
    for at in descendants(document.root):
        table = tables.get(namespace(at), {})
        parent = at.getparent()
        outer = "" if parent is None else local(parent)
        if (legal := table.get(local(at))) is not None and not legal.holds(text(at)):
            yield Fault(document.spot(at), f"<{local(at)}> holds {text(at)!r}", f"write {legal.told}")
        for key, value in at.attrib.items():
            legal = _legal(table, anywhere, outer, local(at), str(key))
            if legal is not None and not legal.holds(" ".join(str(value).split())):
                message = f"{etree.QName(str(key)).localname} of <{local(at)}> is {str(value)!r}"
                yield Fault(document.spot(at), message, f"write {legal.told}")


def _legal(table: Values, anywhere: Values, outer: str, element: str, attribute: str) -> Legal | None:
    if attribute.startswith("{"):
        return anywhere.get(f"@{attribute}")
    return table.get(f"{outer}/{element}@{attribute}") or table.get(f"{element}@{attribute}")


def check_sequencing_values(manifest: Manifest) -> Iterator[Fault]:
    """Attributes of sequencing, navigation and shared data have values of the standard."""
    return illegal(manifest.document, SCORM_2004_VALUES)


def check_question_values(cartridge: Cartridge) -> Iterator[Fault]:
    """Attributes in questions have values of the profile."""
    for part in cartridge.parts:
        yield from illegal(part.document, QTI_VALUES)


SEQUENCING_VALUE_RULES: tuple[Rule[Manifest], ...] = (
    error(
        "sequencing-value",
        "an attribute of sequencing, navigation or shared data has a value that the standard does not have",
        "write a value of the standard, capitals included",
        "SCORM 2004 SN, chapter 3, and CAM, chapter 5; imsss_v1p0, adlseq_v1p3, adlnav_v1p3 and adlcp_v1p3 schemas",
        check_sequencing_values,
    ),
)
QTI_VALUE_RULES: tuple[Rule[Cartridge], ...] = (
    error(
        "qti-value",
        "an attribute in a question has a value that the profile does not have",
        "write a value of the profile, capitals included",
        "Common Cartridge, QTI 1.2.1 profile schema",
        check_question_values,
    ),
)
