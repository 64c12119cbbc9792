"""Books by people who never heard of us: rendered, packaged and played, and their folders left alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser

BOOKS = Path(__file__).parent.parent / "books"
COMMAND = Path(sys.executable).with_name("coursewright")
NAMES = ("cooking", "física de la calle", "arabic-notes")
Serve = Callable[[Path], AbstractContextManager[str]]


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(folder).as_posix(): (path.stat().st_mtime_ns, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), *(str(argument) for argument in arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, str]]:
    """Each book's package and what the command said on stderr; the books are made read-only meanwhile."""
    work = tmp_path_factory.mktemp("foreign")
    results = {}
    for name in NAMES:
        book = shutil.copytree(BOOKS / name, work / "books" / name)
        before = listing(book)
        done = run(work, "export", "scorm12", "--book", book, "--json")
        assert done.returncode == 0, done.stderr
        assert listing(book) == before, f"something was written into {name}"
        results[name] = (work / json.loads(done.stdout)["packages"][0]["path"], done.stderr)
    return results


@pytest.mark.parametrize("name", NAMES)
def test_a_foreign_book_is_completed_by_its_pages_without_a_score(
    name: str, exported: dict[str, tuple[Path, str]]
) -> None:
    with zipfile.ZipFile(exported[name][0]) as package:
        manifest = package.read("imsmanifest.xml").decode()
        told = package.read("_static/coursewright/course.js").decode()
    assert "masteryscore" not in manifest
    assert '"score":null' in told
    rule = json.loads(told[told.index(' = {"') + 3 : told.rindex(";")])["rule"]
    assert len(rule["pages"]) >= 3


def test_what_a_package_cannot_hold_is_named_with_its_page(exported: dict[str, tuple[Path, str]]) -> None:
    said = exported["cooking"][1]
    assert "intro: img https://images.example.org/pot.jpg" in said
    assert "intro: iframe https://video.example.org/embed/soup" in said
    assert "portions: document.title" in said
    assert "example.org" not in exported["arabic-notes"][1]


def test_formulas_are_local_and_an_unread_one_is_named(exported: dict[str, tuple[Path, str]]) -> None:
    with zipfile.ZipFile(exported["cooking"][0]) as package:
        page = package.read("soups/lentil.html").decode()
    assert page.count("<math") >= 2
    assert "mathjax@" not in page
    assert "cdn." not in page
    assert "noexiste" in exported["física de la calle"][1]


def folded(page: str, kind: str) -> str:
    """Return the text of the first `details` of this kind."""
    boxes = html.fromstring(page).xpath(f"//details[contains(concat(' ', @class, ' '), ' {kind} ')]")
    return str(boxes[0].text_content())


def test_what_the_stock_theme_brings_is_there_without_it(exported: dict[str, tuple[Path, str]]) -> None:
    with zipfile.ZipFile(exported["cooking"][0]) as package:
        stock = package.read("soups/stock.html").decode()
        soup = package.read("soups/lentil.html").decode()
        intro = package.read("intro.html").decode()
    assert "Stock keeps for three days." in stock
    assert "thebe" not in stock
    assert "Hidden advice." in folded(soup, "toggle")
    assert "A big pot." in folded(intro, "admonition")


def test_odd_file_names_arrive_and_links_between_them_work(
    exported: dict[str, tuple[Path, str]], tmp_path: Path, browser: Browser, serve: Serve
) -> None:
    with zipfile.ZipFile(exported["física de la calle"][0]) as package:
        package.extractall(tmp_path)
    with serve(tmp_path) as address:
        page = browser.new_page()
        failed: list[str] = []
        page.on("response", lambda answer: failed.append(answer.url) if answer.status >= 400 else None)
        page.goto(f"{address}/portada.html")
        page.get_by_role("main").get_by_role("link", name="Año nuevo").click()
        page.get_by_role("heading", name="Año nuevo").wait_for()
        assert page.get_by_role("img", name="Un punto").evaluate("image => image.naturalWidth") > 0
        page.go_back()
        page.get_by_role("main").get_by_role("link", name="el agua", exact=True).click()
        page.get_by_text("4.0", exact=True).wait_for()
        page.close()
    assert failed == []


def test_a_book_in_arabic_reads_from_right_to_left(
    exported: dict[str, tuple[Path, str]], tmp_path: Path, browser: Browser
) -> None:
    with zipfile.ZipFile(exported["arabic-notes"][0]) as package:
        package.extractall(tmp_path)
    page = browser.new_page()
    page.goto((tmp_path / "README.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.querySelector('main code')).direction") == "ltr"
    page.close()


def test_the_books_own_theme_can_be_kept_and_pages_still_count(tmp_path: Path) -> None:
    done = run(tmp_path, "export", "scorm12", "--book", BOOKS / "arabic-notes", "--theme", "keep", "--json")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / json.loads(done.stdout)["packages"][0]["path"]) as package:
        page = package.read("README.html").decode()
    assert "sphinx-book-theme" in page
    assert '<body data-page="README" data-root=""' in page
    assert "coursewright/player.js" in page


def test_an_extension_that_is_not_installed_is_named_with_its_remedy(tmp_path: Path) -> None:
    book = shutil.copytree(BOOKS / "arabic-notes", tmp_path / "book")
    config = book / "_config.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("sphinx.ext.todo", "sphinx_nowhere"), encoding="utf-8")
    done = run(tmp_path, "export", "scorm12", "--book", book)
    assert done.returncode == 3
    assert "sphinx_nowhere" in done.stderr
    assert "pip install" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_exporting_machine_leaves_no_trace(exported: dict[str, tuple[Path, str]]) -> None:
    home = os.fsencode(str(Path.home()))
    for name in NAMES:
        with zipfile.ZipFile(exported[name][0]) as package:
            for member in package.namelist():
                content = package.read(member)
                assert str(exported[name][0].parent.parent).encode() not in content, member
                assert len(home) < 3 or home + b"/" not in content, member
