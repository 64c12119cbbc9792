"""The question bank in Moodle XML: Moodle's own rules of marking, applied to what was written."""

from __future__ import annotations

import base64
from itertools import chain, combinations
from pathlib import Path

import pytest
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.formats.moodle_xml import FORMAT
from builder.packages.loss import find_losses
from builder.packages.moodle_question import share, words_of
from tests.unit.packages.asked_course import asked_package

MOODLE_GRADES = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571}
MOODLE_GRADES |= {12.5, 11.11111, 10, 5, 0}
"""The only fractions that Moodle's import takes, up to their sign."""


@pytest.fixture
def bank(tmp_path: Path) -> dict[str, etree._Element]:
    """The written questions by their identity numbers."""
    path = deliver(asked_package(tmp_path / "site"), FORMAT, tmp_path).path
    assert path.name == "fair-markets-1.0.0.moodle.xml"
    root = etree.fromstring(path.read_bytes())
    assert root.tag == "quiz"
    return {str(question.findtext("idnumber")): question for question in root}


def fractions(question: etree._Element) -> dict[str, float]:
    return {str(one.findtext("text")): float(str(one.get("fraction"))) for one in question.iterfind("answer")}


def test_a_category_comes_first_and_names_course_and_part(bank: dict[str, etree._Element]) -> None:
    name, first = next(iter(bank.items()))
    assert (name, first.get("type")) == ("markets", "category")
    assert first.findtext("category/text") == "$course$/top/Fair markets/Markets"


def test_each_kind_is_asked_by_its_type(bank: dict[str, etree._Element]) -> None:
    kinds = {name: question.get("type") for name, question in bank.items()}
    assert kinds == {
        "markets": "category",
        "q-single": "multichoice",
        "q-several": "multichoice",
        "q-judged": "truefalse",
        "q-matching": "matching",
        "q-ordering": "ordering",
        "q-numeric": "numerical",
        "q-words": "shortanswer",
        "q-some": "multichoice",
        "q-before": "multichoice",
    }


def test_all_right_options_earn_everything_and_one_wrong_option_takes_it(bank: dict[str, etree._Element]) -> None:
    given = fractions(bank["q-some"])
    ways = chain.from_iterable(combinations(given, size) for size in range(1, 5))
    earned = {way: max(0.0, sum(given[text] for text in way)) for way in ways}
    full = tuple(f"<p>Option {key}</p>" for key in "bd")
    assert earned[full] == 100
    assert all(score == 0 for way, score in earned.items() if set(way) - set(full))
    assert bank["q-some"].findtext("single") == "false"


def test_shares_are_grades_that_moodle_knows() -> None:
    assert {float(share(parts)) for parts in range(1, 11)} <= MOODLE_GRADES


def test_points_and_questions_without_a_score(bank: dict[str, etree._Element]) -> None:
    assert bank["q-some"].findtext("defaultgrade") == "2.0"
    assert bank["q-before"].findtext("defaultgrade") == "0.0"
    tags = [tag.text for tag in bank["q-before"].iterfind("tags/tag/text")]
    assert tags == ["markets-see", "single", "not scored"]


def test_a_number_keeps_its_tolerance_and_every_other_answer_its_feedback(bank: dict[str, etree._Element]) -> None:
    right, other = bank["q-numeric"].iterfind("answer")
    assert (right.findtext("text"), right.findtext("tolerance"), right.get("fraction")) == ("12", "0.5", "100")
    assert (other.findtext("text"), other.get("fraction")) == ("*", "0")
    assert other.findtext("feedback/text") == "<p>No.</p>\n"


def test_pairs_belong_together_and_a_distractor_to_nothing(bank: dict[str, etree._Element]) -> None:
    pairs = [(one.findtext("text"), one.findtext("answer/text")) for one in bank["q-matching"].iterfind("subquestion")]
    assert pairs == [*((f"<p>left {n}</p>", f"right {n}") for n in range(5)), ("", "none of them")]


def test_items_stand_in_their_right_order_and_count_as_a_whole(bank: dict[str, etree._Element]) -> None:
    texts = [one.findtext("text") for one in bank["q-ordering"].iterfind("answer")]
    assert texts == ["<p>one</p>", "<p>two</p>", "<p>three</p>"]
    assert bank["q-ordering"].findtext("gradingtype") == "ALL_OR_NOTHING"


def test_a_statement_and_words_are_marked_with_their_feedback(bank: dict[str, etree._Element]) -> None:
    assert fractions(bank["q-judged"]) == {"true": 100, "false": 0}
    words = fractions(bank["q-words"])
    assert words["word 3"] == 100
    assert words["*"] == 0
    assert bank["q-words"].findtext("usecase") == "0"


def test_pictures_travel_inside_the_question_and_page_links_do_not(bank: dict[str, etree._Element]) -> None:
    text = bank["q-some"].find("questiontext")
    assert text is not None
    (picture,) = text.iterfind("file")
    assert f'src="@@PLUGINFILE@@/{str(picture.get("name")).replace(" ", "%20")}"' in str(text.findtext("text"))
    assert base64.b64decode(picture.text or "") == b"\x89PNG"
    assert "href" not in str(text.findtext("text"))


def test_reflections_stay_with_the_learner_and_are_reported(tmp_path: Path, bank: dict[str, etree._Element]) -> None:
    assert "q-thought" not in bank
    losses = {loss.code: loss.items for loss in find_losses(FORMAT, asked_package(tmp_path / "again"))}
    assert losses["reflections"] == ("q-thought",)
    assert losses["all-or-nothing"] == ("q-several", "q-matching", "q-some")


def test_markup_is_taken_off_where_a_list_shows_words() -> None:
    assert words_of("<p>the <em>roads</em>  office &amp; more</p>") == "the roads office & more"
