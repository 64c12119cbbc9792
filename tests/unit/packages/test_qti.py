"""Questions in QTI 1.2: an interpreter of the profile marks answers as the page would."""

from __future__ import annotations

from itertools import chain, combinations
from pathlib import Path

import pytest
from lxml import etree
from markdown_it import MarkdownIt

from builder.model.question import Numeric, Question, SeveralChoice, ShortText, SingleChoice, TrueFalse
from builder.packages.asked import Asked, read_asked
from builder.packages.qti import NAMESPACE, assessment, can_ask, question_bank, spellings
from tests.unit.packages.asked_course import START, asked_package
from tests.unit.packages.packaged_course import BOTH, HERE

NS = {"q": NAMESPACE}
MARKDOWN = MarkdownIt("commonmark", {"html": False})


def holds(condition: etree._Element, given: set[str]) -> bool:
    """Whether what was ``given`` (idents, or one text) makes a condition true."""
    name = etree.QName(condition).localname
    if name == "varequal":
        fold = str.casefold if condition.get("case", "No") == "No" else str
        return fold(condition.text or "") in {fold(one) for one in given}
    if name == "other":
        return True
    parts = [holds(part, given) for part in condition]
    return {"and": all, "conditionvar": any, "not": lambda found: not any(found)}[name](parts)


def mark(item: etree._Element, given: set[str]) -> tuple[float, list[str]]:
    """Return the score of 100 and the feedback shown, as the specification processes responses."""
    score, shown = 0.0, []
    for condition in item.iterfind("q:resprocessing/q:respcondition", NS):
        variables = condition.find("q:conditionvar", NS)
        assert variables is not None
        if not holds(variables, given):
            continue
        score = float(condition.findtext("q:setvar", str(score), NS))
        shown += [str(one.get("linkrefid")) for one in condition.iterfind("q:displayfeedback", NS)]
        if condition.get("continue") == "No":
            break
    return score, shown


@pytest.fixture
def items(tmp_path: Path) -> dict[str, etree._Element]:
    package = asked_package(tmp_path)
    (bank,) = package.banks
    shown = [(START, bank.title, question) for question in bank.questions if can_ask(question)]
    exact = Numeric(
        id="q-exact", objective="", prompt="?", where=HERE, answer=0.5, tolerance=0, unit="", near=(), feedback=BOTH
    )
    asked = [*read_asked(tmp_path, shown, lambda file: file), Asked(exact, "M", START, "?", {}, {})]
    quiz = assessment("quiz", "Quiz", asked, MARKDOWN, 2)
    return {str(item.get("title")): item for item in quiz.iter(f"{{{NAMESPACE}}}item")}


def test_one_right_option_earns_all_and_every_other_nothing(items: dict[str, etree._Element]) -> None:
    assert mark(items["q-single"], {"a"}) == (100, ["a_fb"])
    assert [mark(items["q-single"], {key}) for key in "bcd"] == [(0, [f"{key}_fb"]) for key in "bcd"]


def test_several_right_options_count_only_as_exactly_that_set(items: dict[str, etree._Element]) -> None:
    ways = chain.from_iterable(combinations("abcd", size) for size in range(5))
    assert [way for way in ways if mark(items["q-some"], set(way))[0]] == [("b", "d")]


def test_a_statement_is_judged_and_explained(items: dict[str, etree._Element]) -> None:
    assert mark(items["q-judged"], {"true"}) == (100, ["correct_fb"])
    assert mark(items["q-judged"], {"false"}) == (0, ["general_incorrect_fb"])


def test_typed_words_count_whatever_their_case(items: dict[str, etree._Element]) -> None:
    assert mark(items["q-words"], {"WORD 3"}) == (100, ["correct_fb"])
    assert mark(items["q-words"], {"word"}) == (0, ["general_incorrect_fb"])


def test_an_exact_number_counts_in_every_spelling(items: dict[str, etree._Element]) -> None:
    assert [mark(items["q-exact"], {text})[0] for text in ("0.5", ".5", "0,5", "5")] == [100, 100, 100, 0]
    assert spellings(12) == ("12", "12.0", "12,0")
    assert spellings(-0.25) == ("-0.25", "-.25", "-0,25", "-,25")


def test_what_would_be_marked_differently_is_not_asked(items: dict[str, etree._Element]) -> None:
    assert set(items) == {"q-single", "q-several", "q-judged", "q-words", "q-some", "q-before", "q-exact"}


def test_feedback_is_shown_by_name_and_no_name_leads_nowhere(items: dict[str, etree._Element]) -> None:
    for item in items.values():
        named = {one.get("linkrefid") for one in item.iter(f"{{{NAMESPACE}}}displayfeedback")}
        assert named == {one.get("ident") for one in item.iterfind("q:itemfeedback", NS)}


def test_an_item_says_its_profile_and_its_weight(items: dict[str, etree._Element]) -> None:
    def fields(name: str) -> dict[str | None, str | None]:
        entries = items[name].iterfind("q:itemmetadata/q:qtimetadata/q:qtimetadatafield", NS)
        return {one.findtext("q:fieldlabel", None, NS): one.findtext("q:fieldentry", None, NS) for one in entries}

    assert fields("q-some")["cc_profile"] == "cc.multiple_response.v0p1"
    assert fields("q-some")["cc_weighting"] == "2"
    assert fields("q-judged")["cc_profile"] == "cc.true_false.v0p1"
    assert fields("q-words")["cc_profile"] == "cc.fib.v0p1"


@pytest.mark.parametrize(
    ("kind", "expected"), [(SingleChoice, True), (SeveralChoice, True), (TrueFalse, True), (ShortText, True)]
)
def test_kinds_that_can_be_asked(kind: type[Question], expected: bool, tmp_path: Path) -> None:
    questions = asked_package(tmp_path).banks[0].questions
    assert {can_ask(question) for question in questions if type(question) is kind} == {expected}


def test_a_bank_holds_items_without_a_quiz(tmp_path: Path) -> None:
    bank = question_bank(
        "bank",
        [Asked(asked_package(tmp_path).banks[0].questions[2], "M", START, "?", {"t": "True", "f": "False"}, {})],
        MARKDOWN,
    )
    assert [etree.QName(one).localname for one in bank[0]] == ["item"]
    assert bank[0].get("ident") == "bank"
