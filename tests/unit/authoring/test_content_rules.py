"""The finer points of what a course asks of its content, on the sound course with one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from builder.authoring.checking import check_course, overview
from builder.authoring.reading import load_course
from builder.model.content import ACTIVITY_SECONDS, ContentRules

LESSON, COURSE, SOURCES = "modules/one/lesson.md", "course/course.yml", "course/sources.yml"
COMPUTING, MODULE = "modules/one/computing.ipynb", "modules/one/module.yml"
SENTENCE = "In 2020, 61% of 1,200 people agreed {cite}`known_work`."
COURSES = Path(__file__).parents[2] / "courses"

Change = Callable[[str, str, str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("They wrote “Some words” {cite}`known_work`.", None),
        ("They wrote “a few of the words” {cite}`known_work`.", "quotation-altered"),
        ('They wrote "a few of the words" {cite}`known_work`.', "quotation-altered"),
        ("Here “a few of the words” are ours, and no work is cited.", None),
        ("It is cited {cite}`known_work` and then “a few of our words” follow.", None),
        ("They agree on “community trust” {cite}`known_work`.", None),
        ("Now 62% agree {cite}`known_work`.", "figure-without-source"),
        ("Groups under 10 are hidden {cite}`known_work`.", None),
        ("Of 62, groups under 10 are hidden.", "number-without-source"),
        ("Groups under 10 are hidden, 62 are not.", "number-without-source"),
        ("Of them 61% agreed. They were many {cite}`known_work`.", None),
        ("Of them 62% agreed. They were many {cite}`known_work`.", "number-without-source"),
        ("Of them 62% agreed.", "number-without-source"),
        ("In Nowhere, 62% agreed.", None),
        ("So 31 of 50 is 31 ÷ 50 = 62%.", None),
        ("There are {glue}`share`% of them.", None),
        ("- 62% agreed", "number-without-source"),
        ("|A|B|\n|---|---|\n|61%|{cite}`known_work`|", None),
        ("|A|B|\n|---|---|\n|62%|{cite}`known_work`|", "figure-without-source"),
        ("|A|B|\n|---|---|\n|2|the second|", None),
        ("## The 12 parts", None),
        ("`x = 62`", None),
    ],
)
def test_a_sentence_of_a_lesson(changed: Change, sentence: str, code: str | None) -> None:
    problems = changed(LESSON, SENTENCE, f"{SENTENCE}\n\n{sentence}\n\n")
    assert [found for found, _ in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("the viability of it, is closely linked to whether the police act more as a service", None),
        ("the viability of it … the police act more as a service", None),
        ("the viability of it [...] the police act more as a service.", None),
        ("the police act … the viability of it", "quotation-altered"),
        ("the viability of it is closely linked", "quotation-altered"),
        ("A known title of six words", None),
    ],
)
def test_a_quotation_may_be_shortened_and_not_changed(changed: Change, words: str, code: str | None) -> None:
    text = "the viability of it, is closely linked to whether the police act more as a service or a force"
    changed(SOURCES, 'title: "Known"', 'title: "A known title of six words"')
    changed(SOURCES, 'text: "Some words."', f'text: "{text}"')
    problems = changed(LESSON, SENTENCE, f"{SENTENCE} They say “{words}” {{cite}}`known_work`.")
    assert [found for found, _ in problems] == ([code] if code else [])


def test_a_number_in_a_quotation_needs_no_figure(changed: Change) -> None:
    changed(SOURCES, '"Some words."', '"Some 44 words."')
    assert changed(LESSON, SENTENCE, f"{SENTENCE} There are 44 {{cite}}`known_work`.") == []


def test_a_quotation_directive_cites_its_source(changed: Change) -> None:
    assert changed(LESSON, "{cite}`known_work` is", "is") == []
    assert changed(LESSON, SENTENCE, "So it is.") == []
    problems = changed(LESSON, "```{quotation} words\n```", "")
    assert problems == [("source-not-cited", "nothing cites `known_work`")]


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (SOURCES, "source: known_work, values", "source: unknown_work, values", "unknown-source"),
        (SOURCES, "values: [61, 1200]", "values: [many]", "wrong-type"),
        (SOURCES, ', words: "61% of 1,200 people"', "", "missing-value"),
        (
            SOURCES,
            "- {id: known-1",
            "- {id: known-1, source: known_work, values: [1], words: a}\n- {id: known-1",
            "duplicate-id",
        ),
        (SOURCES, "status: P,", "status: P, review: soon,", "wrong-type"),
        (SOURCES, "status: P,", "status: P, review: 2020-02-30,", "wrong-type"),
        (SOURCES, "status: P,", "status: P, review: 2020-02-29,", "review-passed"),
        (COURSE, "review: 2999-12-31", "review: 1999-12-31", "review-passed"),
        (COURSE, "within: 0.25", "within: 2", "bad-value"),
        (COURSE, "{scenario: 60,", "{scenery: 60,", "unknown-key"),
        (COURSE, "because: The limit is our own.", "", "missing-value"),
        (COURSE, "text: under 10", "text: under 11", "exception-unused"),
        (COURSE, "lesson: one/computing", "lesson: one/computin", "unknown-lesson"),
        (COURSE, "  coverage: true", "  covrage: true", "unknown-key"),
        (MODULE, "lesson: {minutes: 10", "lesson: {minutes: 4", "minutes-off"),
        (MODULE, "lesson: {minutes: 10", "lesson: {minutes: 20", "minutes-off"),
        (LESSON, SENTENCE, "% review: 2020-01-01\n\n" + SENTENCE, "review-passed"),
        (LESSON, SENTENCE, "% review: 2999-01-01\n\n" + SENTENCE, None),
        (LESSON, SENTENCE, "% review: soon\n\n" + SENTENCE, "bad-value"),
    ],
)
def test_one_thing_changed(changed: Change, file: str, old: str, new: str, problem: str | None) -> None:
    assert problem in {code for code, _ in changed(file, old, new)} | {None}
    if problem is None:
        assert changed(file, new, new) == []


def test_only_scored_questions_assess(changed: Change) -> None:
    changed("exercises/count/exercise.yml", "objectives: [see, say]", "objectives: [see]")
    problems = changed(
        "modules/one/questions.yml", "kind: short-text\n  objective: see", "kind: short-text\n  objective: say"
    )
    assert [code for code, _ in problems] == ["objective-not-assessed"]
    problems = changed(
        "modules/one/questions.yml", "kind: numeric\n  objective: see", "kind: numeric\n  objective: say"
    )
    assert problems == []


def test_an_exception_lets_a_lesson_be_harder(changed: Change) -> None:
    hard = "Local institutions publish important decisions about community security every single year. "
    source = "See {ref}`a-lesson`."
    problems = changed(COMPUTING, source, hard * 3)
    assert [code for code, _ in problems] == ["reading-too-hard"]
    assert changed(COURSE, "grade: 12,", "grade: 30,") == []


def test_the_day_may_be_chosen(changed: Change, course: Path) -> None:
    changed(COURSE, "review: 2999-12-31", "review: 2030-06-30")
    assert check_course(course, today=date(2030, 6, 30)) == ()
    assert [problem.code for problem in check_course(course, today=date(2030, 7, 1))] == ["review-passed"]


def test_nothing_is_asked_of_a_course_that_asks_for_nothing() -> None:
    rules = load_course(COURSES / "unknown-question").content
    assert rules == ContentRules()
    assert not any((rules.sources, rules.quotations, rules.figures, rules.coverage, rules.review))


def test_seconds_that_a_course_does_not_set_keep_their_value() -> None:
    time = load_course(COURSES / "sound").content.time
    assert time is not None
    assert (time.seconds["scenario"], time.seconds["single"]) == (60, ACTIVITY_SECONDS["single"])


def test_the_overview_counts_and_shows_what_covers_each_objective() -> None:
    found = overview(COURSES / "sound")
    assert found is not None
    see, say = found.coverage
    assert (see.lessons, see.exercises, see.whole) == (("one/lesson", "one/computing"), ("count",), True)
    assert (len(see.questions), len(see.scored), see.scenarios) == (7, 7, ("market",))
    assert (say.questions, say.scored, say.assessed) == (("q-reflection",), (), True)
    counts = found.counts
    assert (counts.lessons, counts.scenarios, counts.exercises, counts.glossary_terms) == (2, 1, 1, 1)
    assert (counts.sources, counts.cited_sources, counts.quotations, counts.figures) == (1, 1, 1, 1)
    assert set(counts.questions.values()) == {1}
