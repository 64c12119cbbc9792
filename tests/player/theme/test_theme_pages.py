"""What stands in a page of the theme, read without a browser (docs/reference/pages.md, "Head of each page")."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

TREE = [
    "index",
    "first/index",
    "first/listening",
    "first/asking",
    "first/alone",
    "more/boxes",
    "more/notebook",
    "more/words",
]
THEME = "_static/coursewright/"


def page(site: Path, name: str) -> Any:
    """One page as a tree of elements."""
    return html.fromstring((site / f"{name}.html").read_text(encoding="utf-8"))


def test_each_page_says_what_and_where_it_is(sites: dict[str, Path]) -> None:
    english, arabic = page(sites["en"], "first/listening"), page(sites["ar"], "index")
    assert (english.get("lang"), english.get("dir"), english.get("data-content_root")) == ("en", "ltr", "../")
    assert dict(english.body.attrib) == {"data-page": "first/listening", "data-root": "../"}
    assert (arabic.get("lang"), arabic.get("dir")) == ("ar", "rtl")
    assert dict(arabic.body.attrib) == {"data-page": "index", "data-root": "./"}
    for place in ("cw-progress", "cw-status"):
        assert len(english.get_element_by_id(place)) == 0
    assert english.get_element_by_id("cw-status").get("role") == "status"


def test_a_title_names_the_page_and_the_book(site: Path) -> None:
    assert page(site, "first/alone").findtext("head/title") == "A page without sections — Neighbours and the police"
    assert page(site, "index").findtext("head/title") == "Neighbours and the police"


def test_a_description_is_the_first_paragraph_and_the_roots_is_the_books(site: Path) -> None:
    def description(name: str) -> str:
        (found,) = page(site, name).xpath("head/meta[@name='description']/@content")
        return str(found)

    assert description("first/asking") == "Ask what you may know. Listening comes first."
    assert description("index") == "A book for trials."


def test_no_page_has_inline_script_or_handler_or_anything_from_elsewhere(site: Path) -> None:
    for file in site.rglob("*.html"):
        tree = html.fromstring(file.read_text(encoding="utf-8"))
        assert not tree.xpath("//script[not(@src)]"), file.name
        assert not tree.xpath("//@*[starts-with(name(), 'on')]"), file.name
        loaded = tree.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src | //iframe/@src")
        assert loaded, file.name
        assert not [address for address in loaded if "//" in address], file.name


def test_the_policy_comes_before_anything_is_loaded(site: Path) -> None:
    head = page(site, "index").find("head")
    assert head[1].get("http-equiv") == "Content-Security-Policy"
    assert "script-src 'self'" in head[1].get("content")
    assert "unsafe-eval" not in head[1].get("content")


def test_contents_are_the_whole_book_in_reading_order_with_one_current_page(site: Path) -> None:
    for name in TREE:
        contents = page(site, name).get_element_by_id("cw-contents")
        assert contents.xpath(".//a/@data-page") == TREE
        assert contents.xpath(".//a[@aria-current='page']/@data-page") == [name]
    assert contents.xpath(".//p[@class='cw-part']//text()") == ["First steps", "Everything a page can hold"]


def test_only_the_branch_of_the_current_page_is_open(site: Path) -> None:
    def is_open(name: str) -> bool:
        (branch,) = page(site, name).get_element_by_id("cw-contents").iter("details")
        return branch.get("open") is not None

    assert [name for name in TREE if is_open(name)] == ["first/index", "first/listening", "first/asking"]


def test_previous_and_next_follow_the_reading_order(site: Path) -> None:
    tree = page(site, "first/alone")
    for way in (tree.xpath("head/link[@rel='prev']/@href"), tree.xpath("//a[@rel='prev']/@href")):
        assert way == ["asking.html"]
    for way in (tree.xpath("head/link[@rel='next']/@href"), tree.xpath("//a[@rel='next']/@href")):
        assert way == ["../more/boxes.html"]


def test_a_page_loads_only_what_its_body_uses(site: Path) -> None:
    def files(name: str) -> list[str]:
        tree = page(site, name)
        addresses = tree.xpath("head/script/@src | head/link[@rel='stylesheet']/@href")
        return [re.sub(r"^(\.\./)*_static/", "", address) for address in addresses]

    own = ["coursewright/theme.js", "coursewright/theme.css"]
    assert files("index") == files("more/notebook") == own
    assert sorted(files("more/boxes")) == sorted([*own, "sphinx-design.min.css", "design-tabs.js"])


def test_a_table_and_long_code_can_be_scrolled_by_keyboard(site: Path) -> None:
    tree = page(site, "more/boxes")
    assert {(table.getparent().get("class"), table.getparent().get("tabindex")) for table in tree.iter("table")} == {
        ("cw-scroll", "0")
    }
    assert [code.get("tabindex") for code in page(site, "more/notebook").iter("pre")] == [
        None,
        None,
        "0",
        None,
        None,
        None,
    ]


def test_pictures_keep_their_place_and_later_ones_wait(site: Path) -> None:
    (plot,) = page(site, "more/notebook").xpath("//article//img")
    assert (plot.get("width"), plot.get("height"), plot.get("loading")) == ("900", "300", None)


def test_a_folded_admonition_opens_without_script(site: Path) -> None:
    folded = page(site, "more/boxes").xpath("//details[contains(@class, 'admonition')]")
    assert [(box.get("class"), box.findtext("summary")) for box in folded] == [
        ("admonition dropdown tip", "Open me"),
        ("admonition note dropdown", "Note"),
    ]
    assert "Folded until somebody wants it." in folded[0].text_content()


def test_the_themes_words_are_in_the_books_language(sites: dict[str, Path]) -> None:
    tree = page(sites["ar"], "index")
    assert tree.xpath("//a[@class='cw-skip']/text()") == ["انتقل إلى المحتوى"]
    assert tree.get_element_by_id("cw-contents").get("aria-label") == "المحتويات"


def test_the_foot_tells_licence_and_version(site: Path) -> None:
    (foot,) = page(site, "index").find_class("cw-foot")
    assert " ".join(foot.text_content().split()) == "Licence: CC BY 4.0 Version 1.0"


def test_the_theme_is_small(site: Path) -> None:
    assert len(gzip.compress((site / THEME / "theme.css").read_bytes())) <= 9_000
    assert len((site / THEME / "theme.js").read_bytes()) < 600


def test_a_new_title_is_on_every_page_after_the_next_build(
    sources: Path, rebuild: Callable[[Path], None], tmp_path: Path
) -> None:
    shutil.copytree(sources, tmp_path / "book", ignore=shutil.ignore_patterns("more"))
    chapters = "- file: first/index\n- file: first/asking\n- file: first/listening\n- file: first/alone\n"
    (tmp_path / "book" / "_toc.yml").write_text(f"format: jb-book\nroot: index\nchapters:\n{chapters}")
    rebuild(tmp_path)
    edited = tmp_path / "book" / "first" / "asking.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace("Asking without taking", "Asking fairly"), "utf-8")
    rebuild(tmp_path)
    for file in (tmp_path / "en").rglob("*.html"):
        assert "Asking without taking" not in file.read_text(encoding="utf-8"), file.name
    assert "Asking fairly" in (tmp_path / "en" / "first" / "alone.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["search", "genindex"])
def test_pages_that_sphinx_makes_wear_the_theme(site: Path, name: str) -> None:
    tree = page(site, name)
    assert tree.body.get("data-page") == name
    assert tree.get_element_by_id("cw-contents").xpath(".//a/@data-page") == TREE
    assert len(tree.xpath("//h1")) == 1


def test_search_without_script_says_where_else_to_look(site: Path) -> None:
    assert "contents list every page" in page(site, "search").findtext(".//noscript/p")


def test_the_index_leads_to_its_terms(site: Path) -> None:
    tree = page(site, "genindex")
    assert [link.text for link in tree.find_class("cw-index")[0].iter("a")] == ["Reciprocity"]
    (target,) = tree.xpath("//a[text()='Trust']/@href")
    address, anchor = target.split("#")
    assert page(site, address.removesuffix(".html")).get_element_by_id(anchor) is not None
