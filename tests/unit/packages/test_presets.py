"""Presets: each difference between learning systems that is documented, and no other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.export import fit
from builder.packages.formats import FORMATS
from builder.packages.formats.cmi5 import write
from builder.packages.presets import PRESETS
from builder.packages.settings import Settings
from tests.unit.packages.packaged_course import make_package

DOCUMENT = Path(__file__).parents[3] / "docs" / "reference" / "presets.md"


def names(preset: str, *asked: str) -> tuple[list[str], list[str]]:
    """Which formats are written for a preset and which are not, of those asked for (all, if none is)."""
    formats = [FORMATS[name] for name in asked] or list(FORMATS.values())
    chosen, unfit = fit(formats, preset, not asked)
    return [one.name for one in chosen], [one.name for one in unfit]


def test_every_preset_speaks_of_formats_that_there_are() -> None:
    for preset in PRESETS.values():
        assert {*preset.takes, *preset.unfit, *preset.mind, *preset.whole} <= set(FORMATS)
        assert not set(preset.takes) & set(preset.unfit)


def test_any_system_gets_every_format() -> None:
    assert names("generic") == (list(FORMATS), [])


@pytest.mark.parametrize(
    ("preset", "first", "absent"),
    [("moodle", "scorm12", "cc13"), ("ilias", "scorm2004", "cc11"), ("canvas", "cc13", "moodle-xml")],
)
def test_all_means_what_the_system_takes_the_preferred_first(preset: str, first: str, absent: str) -> None:
    chosen, unfit = names(preset)
    assert chosen[0] == first
    assert absent not in chosen
    assert unfit == []


def test_moodle_is_not_sent_a_cartridge_it_does_not_recognise(capsys: pytest.CaptureFixture[str]) -> None:
    assert names("moodle", "cc13", "cc11") == (["cc11"], ["cc13"])
    assert "does not recognise Common Cartridge 1.3" in capsys.readouterr().err


def test_moodle_plays_2004_without_sequencing_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert names("moodle", "scorm2004") == (["scorm2004"], [])
    assert "without its sequencing" in capsys.readouterr().err


def test_an_unknown_system_is_a_usage_error() -> None:
    from builder.cli.export import export

    assert CliRunner().invoke(export, ["scorm12", "--for", "blackboard"]).exit_code == 2


def test_the_document_gives_every_line_of_the_registry() -> None:
    text = " ".join(DOCUMENT.read_text(encoding="utf-8").split())
    for preset in PRESETS.values():
        assert f"`--for {preset.name}`" in text
        for line in (*preset.unfit.values(), *preset.mind.values()):
            assert line in text


def test_ilias_gets_one_assignable_unit_and_others_one_a_part(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    package = replace(package, parts=(package.items[0], replace(package.items[0], identifier="second")))
    units = {preset: write(package, Settings(preset=preset))["cmi5.xml"] for preset in ("ilias", "generic")}
    assert {preset: bytes(content).count(b"<au ") for preset, content in units.items()} == {"ilias": 1, "generic": 2}
