"""What holds for every format, because it is in the registry."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from builder.packages.delivery import deliver
from builder.packages.format import Format
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import make_book, make_course, make_package

ODD_NAMES = (
    "_images/with space.svg",
    "_images/Straße & Brücke.svg",
    "_images/l'été 100%.svg",
    "_images/%41 already?.svg".replace("?", ""),
    "_images/صورة السوق.svg",
    "_images/(1) a+b=c;#~,.svg",
)
READ_ANEW = ("cc11", "cc13", "moodle-xml", "epub", "pdf", "html")
"""Formats that are written anew from what the pages say; all others take the site along."""
NAMES = ("coursewright", "coursestructure", '_cmi5("course")')
"""Our own name, and those that cmi5 gives to its elements."""
every_format = pytest.mark.parametrize("target", FORMATS.values(), ids=FORMATS)
every_site = pytest.mark.parametrize(
    "target", [pytest.param(target, id=name) for name, target in FORMATS.items() if name not in READ_ANEW]
)

every_exact = pytest.mark.parametrize(
    "target", [pytest.param(target, id=name) for name, target in FORMATS.items() if name != "pdf"]
)
"""All whose bytes depend on nothing but the content; a PDF's depend on the browser as well (test_pdf.py)."""


def test_the_registry_names_each_format_by_its_own_name() -> None:
    assert all(name == target.name for name, target in FORMATS.items())
    assert len({target.suffix for target in FORMATS.values()}) == len(FORMATS)


def test_no_format_imports_another_or_speaks_of_the_authors_sources() -> None:
    folder = Path(sys.modules["builder.packages.formats"].__file__ or "").parent
    for path in folder.glob("*.py"):
        text = path.read_text(encoding="utf-8").lower()
        if path.name != "__init__.py":
            assert "builder.packages.formats" not in text, path
        for name in NAMES:
            text = text.replace(name, "")
        assert not [word for word in ("course", "module", "lesson", "exercise") if word in text], path


@every_format
def test_every_gap_says_what_becomes_of_it(target: Format) -> None:
    assert all(gap.code and gap.what and gap.instead for gap in target.cannot_carry)
    assert len({gap.code for gap in target.cannot_carry}) == len(target.cannot_carry)


@every_site
def test_all_files_of_the_book_are_in_it_under_their_names(target: Format, tmp_path: Path) -> None:
    book = make_book(tmp_path / "site", extra=dict.fromkeys(ODD_NAMES, b"<svg/>"))
    delivery = deliver(make_package(tmp_path / "site", book=book), target, tmp_path)
    with zipfile.ZipFile(delivery.path) as archive:
        assert set(archive.namelist()) >= {*ODD_NAMES, *book.shared_files, *(page.href for page in book.pages)}


@every_exact
def test_bytes_are_the_same_in_another_folder_and_time_zone(
    target: Format, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = deliver(make_package(tmp_path / "one"), target, tmp_path / "out-1")
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    time.tzset()
    second = deliver(make_package(tmp_path / "another place"), target, tmp_path / "out-2")
    monkeypatch.delenv("TZ")
    time.tzset()
    assert first.path.read_bytes() == second.path.read_bytes()


@every_exact
def test_bytes_are_the_same_in_another_interpreter_and_locale(target: Format, tmp_path: Path) -> None:
    here = deliver(make_package(tmp_path / "one"), target, tmp_path / "out")
    code = (
        "import sys; from pathlib import Path; from tests.unit.packages.packaged_course import make_package;"
        "from builder.packages.delivery import deliver; from builder.packages.formats import FORMATS;"
        "folder = Path(sys.argv[1]);"
        "print(deliver(make_package(folder / 'site'), FORMATS[sys.argv[2]], folder).checksum)"
    )
    environment = {
        **os.environ,
        "LC_ALL": "C",
        "PYTHONHASHSEED": "7",
        "PYTHONPATH": str(Path(__file__).parents[4]),
        "TZ": "America/Caracas",
    }
    command = [sys.executable, "-c", code, str(tmp_path / "two"), target.name]
    there = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here.checksum


@every_format
@pytest.mark.parametrize("language", ["en", "ar", "so"])
def test_titles_in_any_script_and_length_are_taken(target: Format, tmp_path: Path, language: str) -> None:
    course = make_course(title='<Märkte> & "Straßen" ' + "الأسواق " * 60, language=language)
    assert deliver(make_package(tmp_path / "site", course), target, tmp_path).size
