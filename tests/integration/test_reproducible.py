"""The same sources give the same bytes: in any folder, after any history of edits, in any time zone and locale."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.book.course_data import load_course_data
from builder.book.ensure import Built
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.plan import plan_package
from tests.unit.packages.packaged_course import make_course, make_package

COMMAND = Path(sys.executable).with_name("coursewright")
SOURCES = ("_config.yml", "_toc.yml", "index.md", "course", "modules", "exercises")
EXACT = tuple(name for name in FORMATS if name != "pdf")
"""Every format but the one whose bytes are a browser's (ISO 32000-1); what it prints is held in test_pdf.py."""
EDITED = ("scorm12", "cc13", "moodle-xml", "epub")
"""What is written of the edited course: a format for each way in which packages are made."""
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}


def copy_course(root: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for name in SOURCES:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copyfile(source, target / name)
    return target


def export(course: Path, formats: Sequence[str] = EXACT, **environment: str) -> dict[str, Path]:
    done = subprocess.run(
        [str(COMMAND), "export", *formats, "--json"],
        cwd=course,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return {package["format"]: course / str(package["path"]) for package in json.loads(done.stdout)["packages"]}


def contents(package: Path) -> dict[str, bytes]:
    if not zipfile.is_zipfile(package):
        return {package.name: package.read_bytes()}
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def values(document: bytes, path: str) -> list[str]:
    found: Any = etree.fromstring(document).xpath(path)
    return [str(value) for value in found]


def identity(name: str, package: Path) -> list[str]:
    """What a learning system or a shelf files a package under; empty for formats that nobody files."""
    found = contents(package)
    if name == "epub":
        return values(found["EPUB/package.opf"], "//*[local-name()='identifier'][@id='book']/text()")
    for manifest, path in (
        ("imsmanifest.xml", "//@identifier | //@identifierref"),
        ("cmi5.xml", "//*[local-name()='course' or local-name()='au' or local-name()='block']/@id"),
    ):
        if manifest in found:
            return values(found[manifest], path)
    return []


@pytest.fixture(scope="module")
def cold(own_built: Built, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The course's packages from the repository's own folder, by format."""
    package = plan_package(own_built.course, own_built.book, load_course_data(own_built.book.root))
    target = tmp_path_factory.mktemp("cold")
    return {name: deliver(package, FORMATS[name], target).path for name in EXACT}


def edit(course: Path) -> None:
    """Change titles, texts, pictures, questions and the order of pages."""
    lesson = course / "modules/opening/our-approach.ipynb"
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    first = notebook["cells"][0]
    text = first["source"] if isinstance(first["source"], str) else "".join(first["source"])
    first["source"] = text.replace("# ", "# Another title for ", 1)
    lesson.write_text(json.dumps(notebook), encoding="utf-8")
    toc = course / "_toc.yml"
    lines = toc.read_text(encoding="utf-8").splitlines()
    swap = [number for number, line in enumerate(lines) if "course/glossary" in line or "course/references" in line]
    lines[swap[0]], lines[swap[1]] = lines[swap[1]], lines[swap[0]]
    toc.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for picture in sorted(course.glob("modules/*/figures/*.svg"))[:2]:
        picture.write_text(picture.read_text(encoding="utf-8") + "<!-- edited -->\n", encoding="utf-8")
    bank = course / "modules/opening/questions.yml"
    bank.write_text(
        re.sub(r"(?m)(prompt: [A-Z][^\"\n]*)$", r"\1 Edited.", bank.read_text("utf-8"), count=1), encoding="utf-8"
    )


@pytest.fixture(scope="module")
def again(root: Path, tmp_path_factory: pytest.TempPathFactory, cold: dict[str, Path]) -> dict[str, Path]:
    """The same from another folder, time zone, locale and hash seed, after edits that were taken back."""
    course = copy_course(root, tmp_path_factory.mktemp("again") / "çalışma klasörü" / "kurs")
    original = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    edit(course)
    edited = export(course, EDITED, **ELSEWHERE)
    assert [name for name in EDITED if contents(edited[name]) == contents(cold[name])] == []
    for path, content in original.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    return export(course, **ELSEWHERE)


@pytest.mark.parametrize("name", EXACT)
def test_another_folder_time_zone_locale_and_a_history_of_edits_change_no_byte(
    name: str, cold: dict[str, Path], again: dict[str, Path]
) -> None:
    first, second = contents(cold[name]), contents(again[name])
    assert sorted(second) == sorted(first)
    assert [member for member in first if first[member] != second[member]] == []
    assert again[name].name == cold[name].name
    assert again[name].read_bytes() == cold[name].read_bytes()


def test_a_new_version_keeps_every_identifier(tmp_path: Path) -> None:
    """A package's version is carried apart (`version` in the LOM, the OPF or `course.js`), never in an identifier."""
    for version in ("1.0.0", "2.5.0"):
        package = make_package(tmp_path / f"site-{version}", make_course(version=version))
        for name in EXACT:
            deliver(package, FORMATS[name], tmp_path / name)
    filed = {}
    for name in EXACT:
        first, second = sorted((tmp_path / name).glob(f"*{FORMATS[name].suffix}"))
        assert "1.0.0" in first.name
        assert "2.5.0" in second.name
        filed[name] = identity(name, first)
        assert identity(name, second) == filed[name], name
    assert [name for name, found in filed.items() if not found] == ["moodle-xml", "web", "html"]
