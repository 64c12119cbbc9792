"""What several SCOs add up to, by a runtime's own sequencing of the tree that the manifest states."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.packages.formats.scorm2004 import FORMAT
from builder.packages.settings import Settings
from tests.unit.packages.parted_course import make_parts, module, statement

RULES = Path(__file__).with_name("rollup.js")
NODE = Path(sys.prefix) / "bin" / "node"
Standing = dict[str, Any]


def tree_of(manifest: Any) -> dict[str, Any]:
    """The organization and its items as a runtime takes them, read from the manifest alone."""
    (organization,) = manifest.xpath("//*[local-name()='organization']")
    control = organization.xpath("*[local-name()='sequencing']/*[local-name()='controlMode']")[0]
    items = organization.xpath("*[local-name()='item']")
    return {
        "id": organization.get("identifier"),
        "title": "root",
        "sequencingControls": {name: control.get(name) == "true" for name in ("choice", "flow")},
        "children": [activity(item) for item in items],
    }


def activity(item: Any) -> dict[str, Any]:
    (rollup,) = item.xpath(".//*[local-name()='rollupRules']")
    (objective,) = item.xpath(".//*[local-name()='primaryObjective']")
    (delivery,) = item.xpath(".//*[local-name()='deliveryControls']")
    (threshold,) = item.xpath(".//*[local-name()='completionThreshold']")
    least = objective.xpath("number(*[local-name()='minNormalizedMeasure'])")
    return {
        "id": item.get("identifier"),
        "title": item.get("identifier"),
        "primaryObjective": {
            "objectiveID": objective.get("objectiveID"),
            "isPrimary": True,
            "satisfiedByMeasure": objective.get("satisfiedByMeasure") == "true",
            "minNormalizedMeasure": least if least == least else None,  # not a number: none is stated
        },
        "sequencingControls": {
            "rollupObjectiveSatisfied": rollup.get("rollupObjectiveSatisfied") == "true",
            "rollupProgressCompletion": rollup.get("rollupProgressCompletion") == "true",
            "objectiveMeasureWeight": float(rollup.get("objectiveMeasureWeight")),
        },
        "deliveryControls": {name: value == "true" for name, value in delivery.attrib.items()},
        "completionThreshold": {
            "completedByMeasure": threshold.get("completedByMeasure") == "true",
            "minProgressMeasure": float(threshold.get("minProgressMeasure")),
        },
    }


@pytest.fixture
def tree(tmp_path: Path) -> dict[str, Any]:
    """Three parts: two assessed ones with 3 points and 1, and one that is only read."""
    questions = [statement(name) for name in "abcd"]
    shown = {"modules/one/lesson": ["a", "b", "c"], "modules/two/lesson": ["d"]}
    package = make_parts(
        tmp_path,
        shown,
        module("one", 30, *questions[:3]),
        module("two", 20, questions[3]),
        module("three", 10),
    )
    written = FORMAT.write(package, Settings(scos="modules"))["imsmanifest.xml"]
    assert isinstance(written, bytes)
    return tree_of(etree.fromstring(written))


def assessed(part: str, percent: int) -> dict[str, Any]:
    """What the player says of a part that is decided."""
    said = [
        ("cmi.score.scaled", f"{percent / 100:g}"),
        ("cmi.success_status", "passed" if percent >= 70 else "failed"),
    ]
    return read(part, *said)


def read(part: str, *said: tuple[str, str]) -> dict[str, Any]:
    end = [("cmi.progress_measure", "1"), ("cmi.completion_status", "completed"), ("cmi.exit", "normal")]
    return {"item": f"cw_fair-markets_{part}", "said": [*said, *end]}


def roll_up(root: Path, tree: dict[str, Any], *plays: dict[str, Any]) -> list[Standing]:
    """The root's standing after each play."""
    done = subprocess.run(
        [NODE, RULES, root / "node_modules/scorm-again/dist/scorm2004.js"],
        input=json.dumps({"tree": tree, "plays": plays}),
        capture_output=True,
        text=True,
        check=True,
    )
    standings: list[Standing] = json.loads(done.stdout.splitlines()[-1])  # what the runtime says stands before it
    assert [standing["wrong"] for standing in standings] == [[]] * len(plays)
    return standings


def test_the_whole_is_passed_when_every_assessed_part_is_and_completed_when_all_are_read(
    root: Path, tree: dict[str, Any]
) -> None:
    first, second, last = roll_up(root, tree, assessed("one", 80), assessed("two", 100), read("three"))
    assert (first["completion"], first["success"]) == ("unknown", "unknown")
    assert (second["completion"], second["success"]) == ("unknown", "passed")
    assert (last["completion"], last["success"]) == ("completed", "passed")
    assert last["measure"] == pytest.approx(0.85)  # 0.8 with 3 points, 1.0 with 1; what is only read weighs nothing


def test_one_failed_part_fails_the_whole_though_the_measure_is_enough(root: Path, tree: dict[str, Any]) -> None:
    *_, last = roll_up(root, tree, assessed("two", 0), assessed("one", 100), read("three"))
    assert last["measure"] == pytest.approx(0.75)
    assert (last["completion"], last["success"]) == ("completed", "failed")


def test_reading_alone_passes_nothing(root: Path, tree: dict[str, Any]) -> None:
    (standing,) = roll_up(root, tree, read("three"))
    assert (standing["completion"], standing["success"]) == ("unknown", "unknown")
