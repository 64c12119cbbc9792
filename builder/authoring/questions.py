"""`modules/<module>/questions.yml`: the question bank of a module (docs/reference/sources.md)."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TypedDict, TypeVar

from builder.authoring.faults import Findings
from builder.authoring.yaml_fields import Fields, read_fields
from builder.model.problem import Place
from builder.model.question import (
    KINDS,
    Feedback,
    Matching,
    Near,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    Reflection,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)

LETTERS = string.ascii_lowercase
"""Ids by position; also the most that a question may offer."""

MANY = 99
"""As many answers as nobody tries one after the other."""

T = TypeVar("T")
ANY = float("inf")


class Common(TypedDict):
    """What every kind takes."""

    id: str
    objective: str
    prompt: str
    where: Place
    points: int
    tries: int


def read_questions(root: Path, file: str, tries: int, findings: Findings) -> tuple[Question, ...]:
    """Return the questions of a module; none if it has no such file. ``tries`` is the course's own number;
    a question that says nothing gets fewer where so many would find the right answer by trying all."""
    if not (root / file).exists():
        return ()
    fields = read_fields(root, file, findings)
    if fields is None:
        return ()
    questions = tuple(_question(entry, tries) for entry in fields.each("questions", optional=False))
    fields.close()
    return questions


def _question(entry: Fields, tries: int) -> Question:
    common = Common(
        id=entry.slug("id"),
        objective=entry.text("objective"),
        prompt=entry.text("prompt"),
        where=entry.place,
        points=entry.whole("points", 0, 100, 1),
        tries=entry.whole("tries", 1, 7, tries),
    )
    kind = entry.one_of("kind", tuple(kind.kind for kind in KINDS))
    if not kind:
        # A stand-in: neither its guidance nor the lesson that shows it shall be a second problem for the same fault.
        return Reflection(**common, guidance=common["prompt"])
    question = READERS[kind](entry, common)
    entry.close()
    if entry.has("tries"):
        return question
    return replace(question, tries=max(1, min(question.tries, count_answers(question) - 1)))


def count_answers(question: Question) -> int:
    """Return how many different answers can be given, at most `MANY`: so many tries would find the right one."""
    match question:
        case SingleChoice():
            return min(MANY, len(question.options))
        case SeveralChoice():
            return min(MANY, (1 << len(question.options)) - 1)
        case TrueFalse():
            return 2
        case Matching():
            return min(MANY, int((len(question.pairs) + len(question.distractors)) ** len(question.pairs)))
        case Ordering():
            return min(MANY, math.factorial(len(question.items)))
        case Numeric() | ShortText() | Reflection():
            return MANY


def _single(entry: Fields, common: Common) -> Question:
    return SingleChoice(**common, options=_options(entry))


def _several(entry: Fields, common: Common) -> Question:
    return SeveralChoice(**common, options=_options(entry))


def _true_false(entry: Fields, common: Common) -> Question:
    _need_answer(entry, "answer", common)
    return TrueFalse(**common, answer=entry.flag("answer"), feedback=_feedback(entry))


def _matching(entry: Fields, common: Common) -> Question:
    pairs = []
    for letter, pair in _lettered(entry, list(entry.each("pairs", optional=False)), "pairs"):
        pairs.append(Pair(letter, pair.text("left"), pair.text("right")))
        pair.close()
    return Matching(**common, pairs=tuple(pairs), distractors=entry.texts("distractors"), feedback=_feedback(entry))


def _ordering(entry: Fields, common: Common) -> Question:
    items = entry.texts("items", optional=False)
    kept = tuple(item for _, item in _lettered(entry, items, "items"))
    return Ordering(**common, items=kept, feedback=_feedback(entry))


def _numeric(entry: Fields, common: Common) -> Question:
    _need_answer(entry, "answer", common)
    near = []
    for case in entry.each("near"):
        near.append(Near(case.number("value", -ANY, ANY), case.number("tolerance", 0, ANY, 0), case.text("feedback")))
        case.close()
    return Numeric(
        **common,
        answer=entry.number("answer", -ANY, ANY, 0),
        tolerance=entry.number("tolerance", 0, ANY, 0),
        unit=entry.text("unit", ""),
        near=tuple(near),
        feedback=_feedback(entry),
    )


def _short_text(entry: Fields, common: Common) -> Question:
    _need_answer(entry, "accepted", common)
    return ShortText(**common, accepted=entry.texts("accepted"), feedback=_feedback(entry))


def _reflection(entry: Fields, common: Common) -> Question:
    return Reflection(**common, guidance=entry.text("guidance", ""))


READERS: dict[str, Callable[[Fields, Common], Question]] = {
    "single": _single,
    "several": _several,
    "true-false": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "numeric": _numeric,
    "short-text": _short_text,
    "reflection": _reflection,
}
"""How each kind is read; the keys are those of `builder.model.question.KINDS`."""


def _options(entry: Fields) -> tuple[Option, ...]:
    options = []
    for letter, option in _lettered(entry, list(entry.each("options", optional=False)), "options"):
        options.append(Option(letter, option.text("text"), option.flag("right"), option.text("feedback", "")))
        option.close()
    return tuple(options)


def _feedback(entry: Fields) -> Feedback:
    feedback = entry.fields("feedback", optional=True)
    if feedback is None:
        return Feedback("", "")
    texts = Feedback(feedback.text("right", ""), feedback.text("wrong", ""))
    feedback.close()
    return texts


def _need_answer(entry: Fields, key: str, common: Common) -> None:
    if not entry.has(key):
        entry.findings.add(
            "question-without-answer", common["where"], f"question `{common['id']}` has no `{key}`", f"add `{key}:`"
        )


def _lettered(entry: Fields, items: Iterable[T], key: str) -> list[tuple[str, T]]:
    listed = list(items)
    if len(listed) > len(LETTERS):
        entry.findings.add("too-many-choices", entry.place_of(key), f"{len(listed)} {key}: at most {len(LETTERS)}")
    return list(zip(LETTERS, listed, strict=False))
