"""Questions of before and after, on the sound course with pairs in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.authoring.checking import check_course
from builder.authoring.reading import load_course

PAIR = "- {id: %s, kind: true-false, objective: see, prompt: So., answer: true, feedback: {right: Yes., wrong: No.}}\n"
NOTE = "- {id: %s, kind: reflection, objective: see, prompt: So?, guidance: Look.}\n"


def add(course: Path, gain: str, *questions: str) -> Path:
    """Add questions to the sound course, and to its lesson, and say how they are paired."""
    with (course / "course/course.yml").open("a") as file:
        file.write(f"gain: {gain}\n")
    with (course / "modules/one/questions.yml").open("a") as file:
        file.writelines(questions)
    with (course / "modules/one/lesson.md").open("a") as file:
        file.writelines(f"\n```{{question}} {line.split()[2].rstrip(',')}\n```\n" for line in questions)
    return course


def test_questions_with_the_same_ending_are_a_pair_in_the_order_of_the_first(course: Path) -> None:
    names = ("last-a", "first-b", "first-a", "last-b", "q-other")
    loaded = load_course(add(course, "{before: first-, after: last-}", *(PAIR % name for name in names)))
    assert list(loaded.question_pairs) == [("first-b", "last-b"), ("first-a", "last-a")]


def test_a_course_that_says_nothing_of_pairs_has_none(course: Path) -> None:
    assert list(load_course(course).question_pairs) == []


@pytest.mark.parametrize(
    ("questions", "found"),
    [
        ((PAIR % "first-a", PAIR % "last-a"), []),
        ((PAIR % "first-a",), ["question `first-a` has no partner to compare with"]),
        ((PAIR % "last-a",), ["question `last-a` has no partner to compare with"]),
        (
            (PAIR % "first-a", NOTE % "last-a"),
            ["question `last-a` is compared, and a reflection is neither right nor wrong"],
        ),
    ],
)
def test_each_question_of_a_pair_has_its_partner_and_can_be_right(
    course: Path, questions: tuple[str, ...], found: list[str]
) -> None:
    add(course, "{before: first-, after: last-}", *questions)
    unpaired = [problem for problem in check_course(course) if problem.code == "question-unpaired"]
    assert [problem.message for problem in unpaired] == found


def test_two_equal_beginnings_are_a_problem(course: Path) -> None:
    add(course, "{before: a-, after: a-}")
    assert [problem.code for problem in check_course(course)] == ["bad-value"]
