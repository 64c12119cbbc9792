"""The learner's own page: its name, and the questions' cards with addresses that hold at the site's root."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import html

from builder.book.catalogue import catalogue_for, learning_words
from builder.book.course_data import FOLDER
from builder.book.my_learning import DATA, PROMPTS, page_name, read_cards, readdress, write_cards
from tests.player.learning.conftest import LESSON, SHOWN, small_course, small_data, write_site


@pytest.mark.parametrize(
    ("pages", "name"),
    [
        ({"index"}, "my-learning"),
        ({"My-Learning"}, "my-learning-2"),
        ({"my-learning", "my-learning-2"}, "my-learning-3"),
    ],
)
def test_the_page_takes_a_name_that_no_page_of_the_book_has(pages: set[str], name: str) -> None:
    assert page_name(SimpleNamespace(env=SimpleNamespace(found_docs=pages))) == name


@pytest.mark.parametrize(
    ("address", "from_root"),
    [
        ("../../lamp.svg", "lamp.svg"),
        ("lamp.svg", "modules/street/lamp.svg"),
        ("map%20a.svg?x=1", "modules/street/map%20a.svg?x=1"),
        ("#two", "modules/street/lesson.html#two"),
        ("last.html#two", "modules/street/last.html#two"),
        ("https://example.org/a", "https://example.org/a"),
        ("//example.org/a", "//example.org/a"),
        ("data:,", "data:,"),
        ("mailto:a@example.org", "mailto:a@example.org"),
    ],
)
def test_an_address_is_seen_from_the_root(address: str, from_root: str) -> None:
    element = html.fragment_fromstring(f'<a href="{address}">x</a>')
    readdress(element, "modules/street/lesson.html")
    assert element.get("href") == from_root


def test_each_shown_question_is_a_card_once_in_reading_order_without_its_key(tmp_path: Path) -> None:
    course = small_course()
    data = small_data(course)
    site = write_site(tmp_path / "site", course, data)
    page = site / f"{LESSON}.html"
    twice = page.read_text("utf-8").replace("</main>", '<section data-question="q-lamp">again</section></main>')
    page.write_text(twice, encoding="utf-8")
    cards = list(read_cards(data, site))
    assert [card.question for card in cards] == [name for names in SHOWN.values() for name in names]
    assert cards[0].prompt == "A lamp makes every street safe."
    assert 'src="lamp.svg"' in cards[0].section
    assert "So it is" not in "".join(card.section for card in cards)


def test_what_is_written_is_a_script_whatever_a_prompt_says(tmp_path: Path) -> None:
    course = small_course()
    data = small_data(course)
    site = write_site(tmp_path / "site", course, data)
    page = site / f"{LESSON}.html"
    page.write_text(page.read_text("utf-8").replace("A lamp", "&lt;/script&gt; a lamp"), encoding="utf-8")
    write_cards(course, data, site)
    text = (site / FOLDER / PROMPTS).read_text("utf-8")
    assert "</" not in text
    prompts = json.loads(text.removeprefix("coursewright.prompts(").rstrip(");\n").replace("<\\/", "</"))
    assert prompts["q-lamp"] == "</script> a lamp makes every street safe."


def test_what_is_known_at_once_are_the_pairs_and_no_question_in_words(tmp_path: Path) -> None:
    course = small_course()
    data = small_data(course)
    site = write_site(tmp_path / "site", course, data)
    write_cards(course, data, site)
    text = (site / FOLDER / DATA).read_text("utf-8")
    known = json.loads(text.removeprefix("coursewright.learning = ").rstrip(";\n"))
    assert known["pairs"][0] == ["first-trust", "last-trust"]
    assert known["exercises"] == 0
    assert "every street safe" not in text


def test_its_words_are_added_to_those_of_the_player() -> None:
    told = learning_words("es")
    assert told.startswith("Object.assign(coursewright.words.phrases, {")
    assert str(catalogue_for("es").learning["review-title"]) in told
