"""Every attribute with a vocabulary or a range is held to it: an illegal value is found, each legal one is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.packages.verify.legal_values import LASTING
from builder.packages.verify.verifying import verify_package
from tests.unit.packages.verify.good import GOOD, Change, edit, write

IMS = "imsmanifest.xml"
ADL = (
    'xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3" xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" '
    'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"'
)
RICH = edit(IMS, 'xmlns:imsss="http://www.imsglobal.org/xsd/imsss"', ADL)
LIMITS = '<imsss:limitConditions attemptLimit="2" attemptAbsoluteDurationLimit="PT1H"/>'
ROLLUP = (
    '<imsss:rollupRules objectiveMeasureWeight="1"><imsss:rollupRule childActivitySet="atLeastPercent" '
    'minimumPercent="0.5"><imsss:rollupConditions conditionCombination="any"><imsss:rollupCondition operator="noOp" '
    'condition="completed"/></imsss:rollupConditions><imsss:rollupAction action="completed"/></imsss:rollupRule>'
    "</imsss:rollupRules>"
)
AFTER = (
    '<imsss:randomizationControls randomizationTiming="once" selectCount="1"/><imsss:deliveryControls tracked="true"/>'
    '<adlseq:rollupConsiderations requiredForSatisfied="ifAttempted" measureSatisfactionIfActive="true"/>'
)
NAVIGATION = (
    "<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>exitAll</adlnav:hideLMSUI>"
    "</adlnav:navigationInterface></adlnav:presentation></item>"
)


def rich() -> dict[str, str]:
    """A SCORM 2004 package whose manifest uses every part of sequencing and navigation."""
    members = dict(RICH(GOOD["scorm2004"]))
    rollup = '<imsss:rollupRules objectiveMeasureWeight="1"/>'
    for old, new in (
        (rollup, LIMITS + ROLLUP),
        ("</imsss:objectives></imsss:sequencing>", f"</imsss:objectives>{AFTER}</imsss:sequencing>"),
        ("</item>", NAVIGATION),
        ('<organization identifier="O"', '<organization identifier="O" adlseq:objectivesGlobalToSystem="false"'),
        ('operator="not" condition="satisfied"', 'operator="not" condition="satisfied" measureThreshold="0.3"'),
    ):
        members = dict(edit(IMS, old, new)(members))
    return members


def found(path: Path, members: dict[str, str]) -> list[tuple[str, str]]:
    verdict = verify_package(write(path / "p.zip", members))
    return [(finding.code, finding.message) for finding in verdict.findings]


def test_a_manifest_with_every_part_of_sequencing_gives_no_finding(tmp_path: Path) -> None:
    assert found(tmp_path, rich()) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('action="disabled"', 'action="explode"'),
        ('action="disabled"', 'action="exit"'),
        ('condition="satisfied"', 'condition="foo"'),
        ('conditionCombination="any"', 'conditionCombination="some"'),
        ('operator="not"', 'operator="Not"'),
        ('measureThreshold="0.3"', 'measureThreshold="3"'),
        ('childActivitySet="atLeastPercent"', 'childActivitySet="most"'),
        ('minimumPercent="0.5"', 'minimumPercent="5"'),
        ('condition="completed"', 'condition="always"'),
        ('<imsss:rollupAction action="completed"/>', '<imsss:rollupAction action="x"/>'),
        ('choice="true" flow', 'choice="yes" flow'),
        ('satisfiedByMeasure="true"', 'satisfiedByMeasure="yes"'),
        ('tracked="true"', 'tracked="yes"'),
        ('randomizationTiming="once"', 'randomizationTiming="often"'),
        ('selectCount="1"', 'selectCount="-1"'),
        ('attemptLimit="2"', 'attemptLimit="two"'),
        ('attemptAbsoluteDurationLimit="PT1H"', 'attemptAbsoluteDurationLimit="1 hour"'),
        ('requiredForSatisfied="ifAttempted"', 'requiredForSatisfied="ifattempted"'),
        ('measureSatisfactionIfActive="true"', 'measureSatisfactionIfActive="TRUE"'),
        (">exitAll<", ">quit<"),
        ('completedByMeasure="true"', 'completedByMeasure="maybe"'),
        ('objectivesGlobalToSystem="false"', 'objectivesGlobalToSystem="no"'),
        ('objectiveID="Q"', 'objectiveID=""'),
    ],
)
def test_an_illegal_value_of_sequencing_is_found_and_nothing_misleading(old: str, new: str, tmp_path: Path) -> None:
    assert [code for code, _ in found(tmp_path, dict(edit(IMS, old, new)(rich())))] == ["sequencing-value"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("requiredForSatisfied", "requiredForsatisfied", "attribute-unknown"),
        ("attemptLimit", "attemptlimit", "attribute-unknown"),
        ("adlnav:hideLMSUI>", "adlnav:hideUI>", "element-unknown"),
    ],
)
def test_names_of_sequencing_and_navigation_are_held_to_the_schemas(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    members = rich()
    members[IMS] = members[IMS].replace(old, new)
    assert {each for each, _ in found(tmp_path, members)} == {code}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('continue="No"', 'continue="no"'),
        ('action="Set"', 'action="Add"'),
        ('feedbacktype="Response"', 'feedbacktype="response"'),
        ('minvalue="0"', 'minvalue="-5"'),
        ('maxvalue="100"', 'maxvalue="1"'),
        ('item ident="Q"', 'item ident=""'),
        ('section ident="S"', 'section ident=""'),
        ('texttype="text/html"', 'texttype="html"'),
    ],
)
def test_an_illegal_value_in_a_question_is_found(old: str, new: str, tmp_path: Path) -> None:
    change: Change = edit("q.xml", old, new)
    assert [code for code, _ in found(tmp_path, dict(change(GOOD["cc11"])))] == ["qti-value"]


@pytest.mark.parametrize("value", ["PT1H", "P1DT2H30M", "P1Y", "PT0.5S"])
def test_durations_are_taken(value: str) -> None:
    assert LASTING.holds(value)


@pytest.mark.parametrize("value", ["P", "PT", "1H", "P1H", "PT1D", ""])
def test_what_is_no_duration_is_refused(value: str) -> None:
    assert not LASTING.holds(value)
