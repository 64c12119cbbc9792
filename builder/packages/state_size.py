"""The longest text in which a learner's progress through a book can be saved (docs/reference/state.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from builder.model.identity import TOKEN_LENGTH
from builder.model.question import (
    Matching,
    Numeric,
    Ordering,
    Question,
    Reflection,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)

VERSION = 1
FRAME = 2
"""A section's letter and its closing semicolon."""
PAGES_BY_TOKEN = 400
"""The largest book whose pages are saved by token; larger ones save a bit a page."""
PAGES_A_CHARACTER = 6
LONGEST_PATH = 60
LONGEST_NUMBER = 12
EDITION = FRAME + TOKEN_LENGTH
ATTEMPT = FRAME + TOKEN_LENGTH
PLACE = FRAME + TOKEN_LENGTH + 2
SECONDS = FRAME + 5
OUTCOME = FRAME + 1 + 2
CHECKSUM = 6


@dataclass(frozen=True, slots=True)
class Answer:
    """What the fullest answer to one question takes, in characters: its token and marks included."""

    question: str
    characters: int


@dataclass(frozen=True, slots=True)
class StateSize:
    """Characters by section of the longest state; ``answers`` are its questions, the longest first."""

    frame: int
    pages: int
    questions: int
    scenarios: int
    stories: int
    answers: tuple[Answer, ...] = ()

    @property
    def total(self) -> int:
        """Characters in all."""
        return self.frame + self.pages + self.questions + self.scenarios + self.stories


def state_size(pages: int, questions: Iterable[Question], scenarios: int, stories: int) -> StateSize:
    """Return the size of the state in which every page is seen, every question answered and every field full."""
    answers = [Answer(question.id, TOKEN_LENGTH + 1 + longest_response(question) + 1) for question in questions]
    return StateSize(
        frame=VERSION + EDITION + ATTEMPT + PLACE + SECONDS + OUTCOME + CHECKSUM,
        pages=_pages(pages),
        questions=_section(sum(answer.characters for answer in answers)),
        scenarios=_section(scenarios * (TOKEN_LENGTH + 1 + LONGEST_PATH + 1)),
        stories=_section(stories * (TOKEN_LENGTH + 2)),
        answers=tuple(sorted(answers, key=lambda answer: (-answer.characters, answer.question))),
    )


def longest_response(question: Question) -> int:
    """Return the characters of the longest response that the state keeps of ``question``."""
    match question:
        case SingleChoice() | TrueFalse():
            return 1
        case SeveralChoice():
            return len(question.options)
        case Matching():
            return len(question.pairs)
        case Ordering():
            return len(question.items)
        case Numeric():
            return LONGEST_NUMBER
        case ShortText():
            return len(_base36(max(len(question.accepted) - 1, 0)))
        case Reflection():
            return 0


def _section(content: int) -> int:
    return FRAME + content if content else 0


def _pages(count: int) -> int:
    if count > PAGES_BY_TOKEN:
        return FRAME + TOKEN_LENGTH + -(-count // PAGES_A_CHARACTER)
    return _section(count * TOKEN_LENGTH)


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    text = digits[number % 36]
    while number := number // 36:
        text = digits[number % 36] + text
    return text
