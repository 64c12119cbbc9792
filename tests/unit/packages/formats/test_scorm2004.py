"""The manifest that SCORM 2004 4th Edition asks for (Content Aggregation Model, section 3.4; Sequencing, section 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.packages.formats.scorm2004 import FORMAT
from builder.packages.package import Package
from builder.packages.settings import DEFAULT, Settings
from tests.unit.packages.packaged_course import make_course, make_package
from tests.unit.packages.parted_course import make_parts, module, statement

CP = "{http://www.imsglobal.org/xsd/imscp_v1p1}"
ADL = "{http://www.adlnet.org/xsd/adlcp_v1p3}"
SS = "{http://www.imsglobal.org/xsd/imsss}"
IN_PARTS = Settings(scos="modules")


def manifest_of(package: Package, settings: Settings = DEFAULT) -> Any:
    content = FORMAT.write(package, settings)["imsmanifest.xml"]
    assert isinstance(content, bytes)
    return etree.fromstring(content)


@pytest.fixture
def three_parts(tmp_path: Path) -> Package:
    """Parts with 3 points, with 1 point, and with nothing that is scored."""
    shown = {"modules/one/lesson": ["a", "b", "c"], "modules/two/lesson": ["d"]}
    questions = [statement(name) for name in "abcd"]
    return make_parts(
        tmp_path, shown, module("one", 30, *questions[:3]), module("two", 20, questions[3]), module("three", 9)
    )


def test_it_is_declared_as_the_fourth_edition(package: Package) -> None:
    manifest = manifest_of(package)
    assert manifest.tag == f"{CP}manifest"
    assert [child.text for child in manifest[0]][:2] == ["ADL SCORM", "2004 4th Edition"]
    assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]
    (resource,) = manifest.iter(f"{CP}resource")
    assert resource.get(f"{ADL}scormType") == "sco"  # a capital T here, a small one in SCORM 1.2
    assert resource.get("href") == "launch.html"


@pytest.mark.parametrize(("share", "text"), [(0.7, "0.7"), (0.725, "0.725"), (1, "1")])
def test_the_pass_rule_is_the_objectives_measure_and_the_completion_threshold(
    tmp_path: Path, share: float, text: str
) -> None:
    """exelearning#2316: a hard-coded pass mark."""
    (item,) = manifest_of(make_package(tmp_path, make_course(score=share))).iter(f"{CP}item")
    (objective,) = item.iter(f"{SS}primaryObjective")
    assert objective.get("satisfiedByMeasure") == "true"
    assert objective.findtext(f"{SS}minNormalizedMeasure") == text
    (threshold,) = item.iter(f"{ADL}completionThreshold")
    assert dict(threshold.attrib) == {"completedByMeasure": "true", "minProgressMeasure": "1.0"}


def test_without_a_score_no_measure_satisfies(tmp_path: Path) -> None:
    manifest = manifest_of(make_package(tmp_path, make_course(score=None, questions=())))
    (objective,) = manifest.iter(f"{SS}primaryObjective")
    assert objective.get("satisfiedByMeasure") is None
    assert not list(manifest.iter(f"{SS}minNormalizedMeasure"))


def test_an_items_children_stand_in_the_order_of_the_specification(three_parts: Package) -> None:
    for item in manifest_of(three_parts, IN_PARTS).iter(f"{CP}item"):
        assert [child.tag for child in item] == [f"{CP}title", f"{ADL}completionThreshold", f"{SS}sequencing"]
        parts = [child.tag for child in item.find(f"{SS}sequencing")]
        assert parts == [f"{SS}rollupRules", f"{SS}objectives", f"{SS}deliveryControls"]


def test_what_is_assessed_carries_the_objective_by_its_points_and_what_is_read_completes(three_parts: Package) -> None:
    rules = [dict(rule.attrib) for rule in manifest_of(three_parts, IN_PARTS).iter(f"{SS}rollupRules")]
    assert [rule["objectiveMeasureWeight"] for rule in rules] == ["0.7500", "0.2500", "0.0000"]
    assert [rule["rollupObjectiveSatisfied"] for rule in rules] == ["true", "true", "false"]
    assert {rule["rollupProgressCompletion"] for rule in rules} == {"true"}


def test_content_sets_its_own_status(three_parts: Package) -> None:
    for delivery in manifest_of(three_parts, IN_PARTS).iter(f"{SS}deliveryControls"):
        assert dict(delivery.attrib) == {
            "tracked": "true",
            "completionSetByContent": "true",
            "objectiveSetByContent": "true",
        }


def test_parts_are_chosen_freely_or_taken_in_turn_from_a_flat_list(three_parts: Package) -> None:
    """exelearning#2244: a deep tree breaks a system's next and previous buttons."""
    (organization,) = manifest_of(three_parts, IN_PARTS).iter(f"{CP}organization")
    assert [child.tag for child in organization] == [f"{CP}title", *[f"{CP}item"] * 3, f"{SS}sequencing"]
    (control,) = organization.findall(f"{SS}sequencing/{SS}controlMode")
    assert dict(control.attrib) == {"choice": "true", "flow": "true"}


def test_nothing_is_mapped_to_a_shared_objective(three_parts: Package) -> None:
    """Any mapInfo stops an import into Moodle on PHP 8."""
    assert b"mapInfo" not in etree.tostring(manifest_of(three_parts, IN_PARTS))


def test_identifiers_are_unique_and_stay_in_the_next_version(tmp_path: Path) -> None:
    """exelearning#1785, adapt_framework#2247: neither random nor the same for two packages."""

    def identifiers(version: str, name: str = "fair-markets") -> list[str]:
        manifest = manifest_of(make_package(tmp_path / version / name, make_course(name, version=version)))
        found = [el.get(name) for el in manifest.iter() for name in ("identifier", "objectiveID")]
        return [name for name in found if name]

    first = identifiers("1.0.0")
    assert len(first) == len(set(first)) == 5
    assert first == identifiers("2.0.0")
    assert not set(first) & set(identifiers("1.0.0", "other-markets"))
