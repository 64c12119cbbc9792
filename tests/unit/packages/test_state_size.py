"""The longest state, section by section (docs/reference/state.md)."""

from __future__ import annotations

import pytest

from builder.model.question import Question
from builder.packages.state_size import longest_response, state_size
from tests.unit.packages.packaged_course import every_kind

EMPTY = state_size(0, [], 0, 0)


def test_even_an_empty_book_needs_version_edition_attempt_place_seconds_outcome_and_checksum() -> None:
    assert len("1" + "Eabcd;" + "Aabcd;" + "@abcd00;" + "Nzzzzz;" + "Op2s;" + "abcdef") == EMPTY.total == EMPTY.frame


@pytest.mark.parametrize(("pages", "characters"), [(0, 0), (1, 6), (400, 1602), (401, 73), (1000, 173)])
def test_pages_take_a_token_each_and_a_bit_each_in_large_books(pages: int, characters: int) -> None:
    assert state_size(pages, [], 0, 0).pages == characters


@pytest.mark.parametrize(
    ("question", "characters"),
    [(question, size) for question, size in zip(every_kind(), (1, 26, 1, 5, 3, 12, 2, 0), strict=True)],
    ids=lambda value: getattr(value, "kind", ""),
)
def test_longest_response_of_each_kind(question: Question, characters: int) -> None:
    assert longest_response(question) == characters


def test_answers_scenarios_and_stories_add_up() -> None:
    size = state_size(2, every_kind(), 1, 2)
    assert size.questions == len("Q;") + 8 * len("abcdf,") + 50
    assert size.scenarios == len("S;") + len("abcd0,") + 60
    assert size.stories == len("T;") + 2 * len("abcdzz")
    assert size.total == size.frame + size.pages + size.questions + size.scenarios + size.stories


def test_the_longest_answers_come_first() -> None:
    assert [answer.question for answer in state_size(1, every_kind(), 0, 0).answers[:2]] == ["q-several", "q-numeric"]
