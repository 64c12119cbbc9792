"""The website in a zip: all that a learner's browser needs, and nothing that only a web server can use."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from builder.book.course_data import CourseData, RuleData
from builder.book.inventory import take_stock
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import make_book, make_course, make_package

ONLY_ON_THE_WEB = (
    "sw.js",
    "manifest.webmanifest",
    "offline.html",
    "_offline/list.json",
    "_offline/icon-192.png",
    "_static/coursewright/course.json",
    "_static/coursewright/player-offline.js",
    "_static/coursewright/offline-words.js",
)


def test_the_player_is_told_that_this_is_a_copy_to_carry(tmp_path: Path) -> None:
    book = make_book(tmp_path / "site")
    told = "_static/coursewright/course.js"
    with zipfile.ZipFile(deliver(make_package(tmp_path / "site", book=book), FORMATS["web"], tmp_path).path) as archive:
        written = archive.read(told)
        assert archive.read("index.html") == (book.root / "index.html").read_bytes()
    assert written == (book.root / told).read_bytes() + b"coursewright.course.carried = true;\n"


@pytest.mark.parametrize("target", ["web", "scorm12", "scorm2004", "cmi5", "html"])
def test_no_package_holds_a_service_worker_or_what_only_a_site_has(target: str, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make_book(site, extra=dict.fromkeys(ONLY_ON_THE_WEB, b""))
    data = CourseData("x", "1", "X", "en", "ltr", "", RuleData(None, ()), (), {}, {}, {})
    book = take_stock(site, data, {}, "fingerprint")
    assert "_static/coursewright/course.js" in book.shared_files
    package = make_package(site, make_course(), make_book(site, extra=dict.fromkeys(book.shared_files, b"")))
    with zipfile.ZipFile(deliver(package, FORMATS[target], tmp_path).path) as archive:
        assert not set(archive.namelist()) & set(ONLY_ON_THE_WEB)


def test_a_page_of_the_book_that_is_called_offline_is_taken_along(tmp_path: Path) -> None:
    book = make_book(tmp_path / "site", pages=("index", "offline"))
    with zipfile.ZipFile(deliver(make_package(tmp_path / "site", book=book), FORMATS["web"], tmp_path).path) as archive:
        assert "offline.html" in archive.namelist()
