"""What the player is told before and after an answer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from builder.book.course_data import (
    PageData,
    bank_entry,
    load_course_data,
    plan_course_data,
    script_safe,
    write_banks,
    write_course_data,
)
from builder.book.shown_order import matching_targets, ordering_shown
from builder.model.course import Course, Lesson, Module, Objective, PackageRule, PassRule
from builder.model.problem import Place
from builder.model.question import Feedback, Matching, Option, Ordering, Pair, SingleChoice

HERE = Place("modules/m/questions.yml", line=3)
FEEDBACK = Feedback("Yes.", "No.")
SINGLE = SingleChoice(
    id="single-one",
    objective="o",
    prompt="Which?",
    where=HERE,
    options=(Option("a", "This", False, "Not <b>this</b>."), Option("b", "That", True, "Yes, *that*.")),
)
ORDERING = Ordering(
    id="ord", objective="o", prompt="Order", where=HERE, items=("one", "two", "three"), feedback=FEEDBACK
)
MATCHING = Matching(
    id="mat",
    objective="o",
    prompt="Match",
    where=HERE,
    pairs=(Pair("a", "left one", "right one"), Pair("b", "left two", "right two")),
    distractors=("neither",),
    feedback=FEEDBACK,
)


def course(*questions: object) -> Course:
    module = Module(
        id="m",
        title="M",
        minutes=10,
        page="modules/m/index.md",
        objectives=(Objective("o", "do it", HERE),),
        lessons=(Lesson("m/l", "L", "modules/m/l.ipynb", 10, ("o",), HERE),),
        questions=questions,  # type: ignore[arg-type]
        scenarios=(),
        exercises=(),
        where=HERE,
    )
    return Course(
        id="c",
        title="C",
        version="1",
        language="en",
        description="",
        authors=(),
        licence="",
        pass_rule=PassRule(PackageRule(0.7, None)),
        toc=("index", "modules/m/l"),
        modules=(module,),
    )


def page(name: str, *, required: bool = True) -> PageData:
    return PageData(name, "tok_", f"{name}.html", name, 5, required, "m")


def test_only_questions_that_a_page_shows_are_told_and_counted_once() -> None:
    pages = (page("one"), page("two"))
    shown = {"one": [("question", "ord")], "two": [("question", "ord")]}
    data = plan_course_data(course(SINGLE, ORDERING), pages, shown)
    assert list(data.questions) == ["ord"]
    assert data.questions["ord"].page == "one"


def test_without_a_scored_question_the_rule_has_no_score() -> None:
    data = plan_course_data(course(SINGLE), (page("one"),), {})
    assert data.rule.score is None


def test_the_key_is_in_the_bank_and_not_in_the_course_file(tmp_path: Path) -> None:
    told = course(SINGLE, ORDERING)
    data = plan_course_data(told, (page("one"),), {"one": [("question", "single-one")]})
    write_course_data(data, tmp_path)
    write_banks(told, data, tmp_path)
    open_file = (tmp_path / "_static/coursewright/course.js").read_text(encoding="utf-8")
    bank = (tmp_path / "_static/coursewright/bank/m.js").read_text(encoding="utf-8")
    assert '"right"' not in open_file
    assert '"right":["b"]' in bank
    assert "ord" not in bank


def test_course_data_are_read_back_as_written(tmp_path: Path) -> None:
    data = plan_course_data(course(SINGLE), (page("one"),), {"one": [("question", "single-one")]})
    write_course_data(data, tmp_path)
    assert load_course_data(tmp_path) == data


def test_the_edition_changes_with_the_questions() -> None:
    pages = (page("one"),)
    one = plan_course_data(course(SINGLE, ORDERING), pages, {"one": [("question", "ord")]})
    two = plan_course_data(course(SINGLE, ORDERING), pages, {"one": [("question", "single-one")]})
    assert one.edition != two.edition


def test_an_ordering_is_never_shown_in_its_right_order() -> None:
    for number in range(40):
        question = Ordering(
            id=f"q-{number}", objective="o", prompt="", where=HERE, items=("one", "two"), feedback=FEEDBACK
        )
        assert [text for _, text in ordering_shown(question)] == ["two", "one"]


def test_the_bank_names_items_and_targets_as_the_page_does() -> None:
    markdown = MarkdownIt("commonmark", {"html": False})
    order = bank_entry(ORDERING, markdown)["right"]
    shown = dict(ordering_shown(ORDERING))
    assert [shown[key] for key in order] == ["one", "two", "three"]
    match = bank_entry(MATCHING, markdown)["right"]
    targets = matching_targets(MATCHING)
    assert {key: targets[value] for key, value in match.items()} == {"a": "right one", "b": "right two"}


def test_feedback_is_html_without_raw_html() -> None:
    feedback = bank_entry(SINGLE, MarkdownIt("commonmark", {"html": False}))["feedback"]
    assert feedback == {"a": "<p>Not &lt;b&gt;this&lt;/b&gt;.</p>\n", "b": "<p>Yes, <em>that</em>.</p>\n"}


def test_text_cannot_end_the_script_it_stands_in() -> None:
    text = json.dumps("</script>\u2028")
    assert "</script" not in script_safe(text)
    assert json.loads(script_safe(text).replace("\\/", "/")) == "</script>\u2028"


def test_a_question_without_points_is_asked_and_not_scored() -> None:
    unscored = replace(SINGLE, id="pre-one", points=0)
    data = plan_course_data(course(unscored), (page("one"),), {"one": [("question", "pre-one")]})
    assert not data.questions["pre-one"].scored
    assert data.rule.score is None
