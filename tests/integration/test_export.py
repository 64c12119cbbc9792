"""`coursewright export`, from a book of somebody else to a package, with the real renderer."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

COMMAND = Path(sys.prefix) / "bin" / "coursewright"
PACKAGE = Path("build/packages/cooking-for-twelve-1.scorm12.zip")


@dataclass(frozen=True)
class Kitchen:
    """A folder to work in, a stranger's book elsewhere, and what the first export said."""

    here: Path
    book: Path
    before: dict[str, str]
    first: subprocess.CompletedProcess[str]
    package: bytes


def run(here: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], cwd=here, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Kitchen:
    base = tmp_path_factory.mktemp("export")
    here = base / "here"
    here.mkdir()
    book = shutil.copytree(root / "tests/books/cooking", base / "a stranger's book")
    before = contents(book)
    first = run(here, "export", "scorm12", "--book", book)
    assert first.returncode == 0, first.stderr
    return Kitchen(here, book, before, first, (here / PACKAGE).read_bytes())


def test_anybodys_book_becomes_a_package_and_stays_as_it_was(kitchen: Kitchen) -> None:
    assert kitchen.first.stdout.startswith(f"{PACKAGE}  ")
    assert len(kitchen.first.stdout.splitlines()) == 1
    assert contents(kitchen.book) == kitchen.before
    with zipfile.ZipFile(kitchen.here / PACKAGE) as archive:
        assert archive.testzip() is None
        assert {"imsmanifest.xml", "launch.html", "intro.html", "soups/lentil.html"} <= set(archive.namelist())
        assert b"masteryscore" not in archive.read("imsmanifest.xml")


def test_what_the_book_loads_from_elsewhere_is_named(kitchen: Kitchen) -> None:
    assert "https://images.example.org/pot.jpg" in kitchen.first.stderr
    assert "https://video.example.org/embed/soup" in kitchen.first.stderr


def test_a_second_export_gives_the_same_bytes_and_tells_programs_all(kitchen: Kitchen) -> None:
    again = run(kitchen.here, "export", "all", "--book", kitchen.book, "--json", "--output", "elsewhere")
    assert again.returncode == 0, again.stderr
    said = json.loads(again.stdout)
    assert said["identifier"] == "cw_cooking-for-twelve"
    (package,) = [package for package in said["packages"] if package["format"] == "scorm12"]
    assert package["path"] == f"elsewhere/{PACKAGE.name}"
    assert (kitchen.here / package["path"]).read_bytes() == kitchen.package
    assert package["checksum"] == hashlib.sha256(kitchen.package).hexdigest()
    assert package["size"] == len(kitchen.package)
    assert {"distant", "inline-scripts"} <= {loss["code"] for loss in package["losses"]}
    frame = "intro: iframe https://video.example.org/embed/soup"
    for name, code in (("cc13", "distant-frames"), ("epub", "distant"), ("pdf", "distant"), ("html", "distant")):
        (lossy,) = [package for package in said["packages"] if package["format"] == name]
        (loss,) = [loss for loss in lossy["losses"] if loss["code"] == code]
        assert frame in loss["items"]
        assert loss["instead"].startswith("left out")


def test_what_is_built_already_is_exported_without_loading_the_renderer_or_other_formats(kitchen: Kitchen) -> None:
    code = (
        "import sys; from builder.cli import main; main(sys.argv[1:], standalone_mode=False);"
        "print('\\n'.join(sys.modules))"
    )
    command = [sys.executable, "-c", code, "export", "scorm12", "--book", str(kitchen.book), "--output", "lean"]
    done = subprocess.run(command, cwd=kitchen.here, capture_output=True, text=True, check=True)
    loaded = set(done.stdout.splitlines())
    assert "builder.packages.formats.scorm12" in loaded
    assert {name for name in loaded if name.startswith("builder.packages.formats.")} == {
        "builder.packages.formats.scorm12"
    }
    heavy = {"sphinx", "docutils.parsers.rst", "jupyter_book", "nbformat", "nbgrader", "pandas", "asyncio", "lxml.html"}
    assert heavy & loaded == set()


def test_a_book_without_modules_is_one_sco_also_where_several_are_asked_for(kitchen: Kitchen) -> None:
    done = run(
        kitchen.here, "export", "scorm12", "scorm2004", "--scos", "modules", "--book", kitchen.book, "--output", "parts"
    )
    assert done.returncode == 0, done.stderr
    assert (kitchen.here / "parts" / PACKAGE.name).read_bytes() == kitchen.package
    written = sorted(path.name.removeprefix("cooking-for-twelve-1.") for path in (kitchen.here / "parts").iterdir())
    assert written == [
        f"{version}.zip{ending}" for version in ("scorm12", "scorm2004") for ending in ("", ".loss.json", ".sha256")
    ]


def test_a_folder_without_the_control_documents_stops_scorm_and_nothing_else(kitchen: Kitchen, tmp_path: Path) -> None:
    done = run(
        kitchen.here, "export", "scorm12", "cmi5", "--schemas", tmp_path, "--book", kitchen.book, "--output", "strict"
    )
    assert done.returncode == 1
    assert "schema-missing" in done.stderr
    assert "imscp_rootv1p1p2.xsd" in done.stderr
    assert [path.name for path in (kitchen.here / "strict").glob("*.zip")] == ["cooking-for-twelve-1.cmi5.zip"]


def test_a_book_that_cannot_be_packaged_leaves_the_last_package(kitchen: Kitchen, tmp_path: Path) -> None:
    book = shutil.copytree(kitchen.book, tmp_path / "book")
    shutil.copy(book / "_static/kitchen.js", book / "_static/Kitchen.js")
    refused = run(kitchen.here, "export", "scorm12", "--book", book)
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "clashing-names" in refused.stderr
    assert "rename one of the two" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert (kitchen.here / PACKAGE).read_bytes() == kitchen.package
    assert not list((kitchen.here / PACKAGE).parent.glob(".*"))


def test_a_place_that_cannot_be_written_to_is_the_environments_fault(kitchen: Kitchen) -> None:
    (kitchen.here / "occupied").write_text("a file")
    failed = run(kitchen.here, "export", "scorm12", "--book", kitchen.book, "--output", "occupied/inside")
    assert failed.returncode == 3
    assert "choose another --output" in failed.stderr
    assert "Traceback" not in failed.stderr


def test_an_unknown_format_is_a_usage_error_that_names_the_known_ones(tmp_path: Path) -> None:
    failed = run(tmp_path, "export", "scorm13")
    assert failed.returncode == 2
    assert "scorm12" in failed.stderr


def test_formats_says_what_each_cannot_carry(tmp_path: Path) -> None:
    said = json.loads(run(tmp_path, "formats", "--json").stdout)
    assert said[0]["name"] == "scorm12"
    assert said[0]["state_limit"] == 4096
    assert {"graded-elsewhere", "notes"} <= {gap["code"] for gap in said[0]["cannot_carry"]}
    assert "cannot carry" in run(tmp_path, "formats").stdout
