"""Rubric levels in a comment: what `grade mark` writes, and what an instructor types in formgrader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.grading.levels import parted, score_of, with_levels
from builder.model.exercise import Criterion, Exercise, Rubric, Task, TaskKind
from builder.model.problem import Place

HERE = Place("here")
NAMES = ("concept", "harm", "clear-words")
RUBRIC = Rubric("text", tuple(Criterion(name, name, ("0", "1", "2", "3"), name == "harm") for name in NAMES))
TASKS = (Task("count", TaskKind.AUTO, 27, HERE), Task("text", TaskKind.MANUAL, 18, HERE))
EXERCISE = Exercise("index", "Index", "m", (), 30, "i.ipynb", "w.md", (), TASKS, RUBRIC, HERE)


@given(
    st.dictionaries(st.sampled_from(["concept", "harm", "clear-words"]), st.integers(0, 3)),
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc")))
    .map(str.strip)
    .filter(lambda text: not text.lower().startswith("levels:")),
)
def test_levels_and_words_come_back_as_they_were_given(levels: dict[str, int], words: str) -> None:
    found, rest = parted(with_levels(levels, words), RUBRIC)
    assert dict(found) == levels
    assert rest == words


@pytest.mark.parametrize(
    "typed",
    [
        "Levels: concept 2, harm 1, clear-words 3",
        "levels: Concept: 2; harm = 1; clear-words=3",
        "LEVELS: concept 2 harm 1 clear-words 3",
    ],
)
def test_an_instructor_may_type_them_in_formgrader(typed: str) -> None:
    assert parted(f"{typed}\nWell argued.", RUBRIC) == ({"concept": 2, "harm": 1, "clear-words": 3}, "Well argued.")


def test_what_is_no_level_of_the_rubric_is_not_taken_for_one() -> None:
    assert parted("Levels: harm 9, style 3, concept 1", RUBRIC) == ({"concept": 1}, "")
    assert parted("Levels rose from 1 to 3.", RUBRIC) == ({}, "Levels rose from 1 to 3.")


def test_points_are_the_share_of_levels() -> None:
    assert score_of({"concept": 3, "harm": 3, "clear-words": 3}, EXERCISE) == 18
    assert score_of({"concept": 2, "harm": 0, "clear-words": 1}, EXERCISE) == 6
