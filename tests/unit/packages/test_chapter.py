"""Pages as plain reading."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from lxml import etree

from builder.packages.asked import move, read_asked
from builder.packages.chapter import drop, inside, local_files, read_chapter, relative, sections
from tests.unit.packages.asked_course import PICTURE, START, asked_package


def test_a_chapter_is_the_article_without_what_serves_the_screen(tmp_path: Path) -> None:
    asked_package(tmp_path)
    chapter = read_chapter(tmp_path, START)
    text = etree.tostring(chapter.body, encoding="unicode")
    assert chapter.title == "Start"
    assert "Read on." in text
    for gone in ("alert", "onclick", "headerlink", "statistics office"):
        assert gone not in text


def test_sections_are_found_by_what_they_show(tmp_path: Path) -> None:
    asked_package(tmp_path)
    body = read_chapter(tmp_path, START).body
    assert "q-single" in sections(body, "question")
    assert list(sections(body, "scenario")) == ["stall"]


def test_text_after_a_dropped_element_stays() -> None:
    paragraph = etree.fromstring("<p>one <b>two</b> three <i>four</i> five</p>")
    drop(paragraph[0])
    drop(paragraph[0])
    assert etree.tostring(paragraph) == b"<p>one  three  five</p>"


def test_what_stands_inside_is_html_and_keeps_its_signs() -> None:
    paragraph = etree.fromstring("<p>2 &lt; 3 &amp; <b>true</b> so</p>")
    assert inside(paragraph) == "2 &lt; 3 &amp; <b>true</b> so"


def test_addresses_of_the_site_are_found_and_others_passed_over() -> None:
    page = etree.fromstring(
        '<p><a href="../a%20b.html?x=1#y"/><a href="#here"/><a href="https://example.org/"/><a href="/root"/>'
        '<a href="../../../out.html"/><img src="pic.png"/></p>'
    )
    found = [(name, file, rest) for _, name, file, rest in local_files(page, "modules/one/page.html")]
    assert found == [("href", "modules/a b.html", "?x=1#y"), ("src", "modules/one/pic.png", "")]


def test_an_address_is_relative_to_the_page_and_percent_encoded() -> None:
    assert relative("_images/a b.png", "modules/one/page.html") == "../../_images/a%20b.png"
    assert relative("other.html", "index.html") == "other.html"


def test_questions_come_with_their_texts_and_the_files_they_show(tmp_path: Path) -> None:
    package = asked_package(tmp_path)
    (bank,) = package.banks
    shown = ((START, bank.title, question) for question in bank.questions)
    asked = {one.question.id: one for one in read_asked(tmp_path, shown, lambda file: f"X/{quote(file)}")}
    assert len(asked) == len(bank.questions)
    assert 'src="X/_images/a%20stall.png"' in asked["q-some"].prompt
    assert asked["q-some"].choices == {key: f"<p>Option {key}</p>" for key in "abcd"}
    assert asked["q-some"].files[f"X/{quote(PICTURE)}"] == PICTURE


def test_a_link_without_a_place_becomes_its_text_and_a_picture_its_description() -> None:
    paragraph = etree.fromstring('<p><a href="x.html">more</a><img src="y.png" alt="a stall"/><a href="#z">up</a></p>')
    assert move(paragraph, START, lambda file: None) == {}
    assert etree.tostring(paragraph) == b"<p><a>more</a><span>a stall</span><a>up</a></p>"
