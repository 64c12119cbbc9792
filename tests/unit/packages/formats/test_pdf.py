"""The printed handbook: tagged, with an outline, numbered, and nothing cut off."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader
from pypdf.generic import Destination

from builder.packages.formats.pdf import FORMAT, mend_outline
from builder.packages.handbook import chapter_anchors, handbook
from builder.packages.package import Package
from builder.packages.printing import find_browser
from builder.packages.refusal import LackingError
from builder.packages.settings import DEFAULT
from tests.unit.packages.asked_course import asked_package

LONG = "total = " + " + ".join(f"street_{number}" for number in range(60)) + "  # the very end"


def with_code(folder: Path) -> Package:
    """A package whose second page has a line of code far longer than paper is wide."""
    package = asked_package(folder)
    page = (
        f"<!DOCTYPE html><article><h1>Bora Bora</h1><h2>Counting</h2><pre>{LONG}</pre>"
        '<details><summary>Show</summary><p id="here">folded away</p></details><a href="#here">below</a>'
        '<a href="../../index.html">to the start</a></article>'
    )
    (folder / "modules/markets/index.html").write_text(page, encoding="utf-8")
    return package


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    (content,) = FORMAT.write(with_code(tmp_path_factory.mktemp("site")), DEFAULT).values()
    assert isinstance(content, bytes)
    return content


def titles(outline: list[Destination | list[Destination]]) -> list[str]:
    return [str(entry.title) for entry in outline if not isinstance(entry, list)]


def test_it_is_tagged_and_says_its_language_and_title(printed: bytes) -> None:
    reader = PdfReader(io.BytesIO(printed))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"].value is True  # type: ignore[index]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Fair markets"


def test_the_outline_has_every_chapter_once(printed: bytes) -> None:
    assert titles(PdfReader(io.BytesIO(printed)).outline) == ["Contents", "Start", "Bora Bora", "Answers"]  # type: ignore[arg-type]


def test_the_contents_give_the_pages_on_which_the_chapters_are(printed: bytes) -> None:
    reader = PdfReader(io.BytesIO(printed))
    lines = [line.rsplit(" ", 1) for line in reader.pages[1].extract_text().splitlines()]
    told = {title: int(number) for title, number in (line for line in lines if len(line) == 2) if number.isdigit()}
    for title, heading in {
        "Page index": "Start",
        "Page modules/markets/index": "Bora Bora",
        "Answers": "Answers",
    }.items():
        page = reader.pages[told[title] - 1].extract_text().splitlines()
        assert page[:2] == [str(told[title]), heading]


def test_a_long_line_of_code_is_broken_and_folded_text_is_open(printed: bytes) -> None:
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(printed)).pages)
    assert "".join(LONG.split()) in "".join(text.split())
    assert "folded away" in text


def test_the_same_pages_give_the_same_text_and_outline(printed: bytes, tmp_path: Path) -> None:
    (again,) = FORMAT.write(with_code(tmp_path), DEFAULT).values()
    assert isinstance(again, bytes)
    one, two = PdfReader(io.BytesIO(printed)), PdfReader(io.BytesIO(again))
    assert [page.extract_text() for page in one.pages] == [page.extract_text() for page in two.pages]
    assert titles(one.outline) == titles(two.outline)  # type: ignore[arg-type]


def test_every_link_of_the_handbook_leads_to_an_anchor_in_it(tmp_path: Path) -> None:
    package = with_code(tmp_path)
    page = etree.fromstring(handbook(package, {}), etree.HTMLParser())
    ids = [one.get("id") for one in page.iter(etree.Element) if one.get("id")]
    links = {str(link.get("href")) for link in page.iter("a") if str(link.get("href", "")).startswith("#")}
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in links} <= set(ids)
    assert {*chapter_anchors(package), "c1-here", "answers-q-some"} <= {link[1:] for link in links}


def test_without_a_browser_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COURSEWRIGHT_BROWSER", "no-such-browser")
    with pytest.raises(LackingError, match="apt-get install chromium"):
        find_browser()


def test_an_outline_that_is_right_stays_as_it_is(printed: bytes) -> None:
    again = mend_outline(printed)
    assert titles(PdfReader(io.BytesIO(again)).outline) == titles(PdfReader(io.BytesIO(printed)).outline)  # type: ignore[arg-type]
