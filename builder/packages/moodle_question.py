"""One question in Moodle XML (Moodle docs, "Moodle XML format"; the import of Moodle 4 and later)."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from lxml import etree

from builder.book.shown_order import matching_targets, ordering_ids
from builder.model.question import (
    Matching,
    Numeric,
    Ordering,
    Question,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from builder.packages.asked import Asked, told
from builder.packages.markup import element

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

FILES = "@@PLUGINFILE@@/"
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"})
NAME_LIMIT = 255
"""Characters of a question's name (Moodle's table ``question``)."""
FULL, NONE = "100", "0"


def place(file: str) -> str | None:
    """Pictures travel inside the question; links to pages have nowhere to lead."""
    return FILES + quote(_picture_name(file)) if PurePosixPath(file).suffix.lower() in PICTURES else None


def _picture_name(file: str) -> str:
    """A question's pictures lie in one folder: the name starts with what tells two of the same name apart."""
    return f"{hashlib.sha256(file.encode('utf-8')).hexdigest()[:8]}-{PurePosixPath(file).name}"


def moodle_question(root: Path, asked: Asked, markdown: MarkdownIt) -> etree._Element:
    """Return ``asked`` with its feedback, pictures (read below ``root``) and tags."""
    question = asked.question
    kind, answers = RENDERED[type(question)](asked, markdown)
    prompt = element("questiontext", {"format": "html"}, _text(asked.prompt))
    for holder in [prompt, *(one for answer in answers for one in answer.iter() if one.find("text") is not None)]:
        _with_pictures(holder, root, asked)
    return element(
        "question",
        {"type": kind},
        element("name", {}, _text(question.id[:NAME_LIMIT])),
        prompt,
        element("defaultgrade", {}, f"{question.points}.0" if question.scored else "0.0"),
        element("penalty", {}, "0.0"),
        element("hidden", {}, "0"),
        element("idnumber", {}, question.id),
        *answers,
        _tags(asked),
    )


Rendered = tuple[str, list[etree._Element]]
"""Moodle's name of the question type, and what it has besides its text."""


def _choice(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, SingleChoice | SeveralChoice)
    is_single = isinstance(question, SingleChoice)
    right = sum(option.right for option in question.options)
    shares = {True: FULL if is_single else share(right), False: NONE if is_single else "-100"}
    answers = [
        _answer(shares[option.right], asked.choices[option.id], told(asked, option.feedback, markdown), html=True)
        for option in question.options
    ]
    settings = {"single": str(is_single).lower(), "shuffleanswers": "true", "answernumbering": "abc"}
    return "multichoice", [*_settings(settings), *answers]


def _true_false(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, TrueFalse)
    right, wrong = (told(asked, text, markdown) for text in (question.feedback.right, question.feedback.wrong))
    return "truefalse", [
        _answer(FULL if question.answer else NONE, "true", right if question.answer else wrong),
        _answer(NONE if question.answer else FULL, "false", wrong if question.answer else right),
    ]


def _matching(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, Matching)
    words = {text: words_of(asked.choices[key]) for key, text in matching_targets(question).items()}
    pairs = [(asked.choices[pair.id], pair.right) for pair in question.pairs]
    pairs += [("", text) for text in question.distractors]
    subquestions = [
        element("subquestion", {"format": "html"}, _text(left), element("answer", {}, _text(words[right])))
        for left, right in pairs
    ]
    return "matching", [*_both(asked, question, markdown), *_settings({"shuffleanswers": "true"}), *subquestions]


def _ordering(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, Ordering)
    keys = {text: key for key, text in ordering_ids(question).items()}
    answers = [
        _answer(f"{place}.0000000", asked.choices[keys[text]], "", html=True)
        for place, text in enumerate(question.items, start=1)
    ]
    settings = {
        "layouttype": "VERTICAL",
        "selecttype": "ALL",
        "selectcount": "0",
        "gradingtype": "ALL_OR_NOTHING",
        "showgrading": "HIDE",
        "numberingstyle": "none",
    }
    return "ordering", [*_settings(settings), *_both(asked, question, markdown), *answers]


def _numeric(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, Numeric)
    answers = [_number(FULL, question.answer, question.tolerance, told(asked, question.feedback.right, markdown))]
    answers += [
        _number(NONE, near.value, near.tolerance, told(asked, near.feedback, markdown)) for near in question.near
    ]
    answers.append(_answer(NONE, "*", told(asked, question.feedback.wrong, markdown)))
    return "numerical", [*answers, *_settings({"unitgradingtype": "0", "unitpenalty": "0.0", "showunits": "3"})]


def _short_text(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, ShortText)
    right = told(asked, question.feedback.right, markdown)
    answers = [_answer(FULL, text.replace("*", r"\*"), right) for text in question.accepted]
    answers.append(_answer(NONE, "*", told(asked, question.feedback.wrong, markdown)))
    return "shortanswer", [*_settings({"usecase": "0"}), *answers]


RENDERED: Mapping[type[Question], Callable[[Asked, MarkdownIt], Rendered]] = MappingProxyType(
    {
        SingleChoice: _choice,
        SeveralChoice: _choice,
        TrueFalse: _true_false,
        Matching: _matching,
        Ordering: _ordering,
        Numeric: _numeric,
        ShortText: _short_text,
    }
)
"""The registry: each kind of question and how Moodle asks it. A reflection is for the learner alone."""


def share(parts: int) -> str:
    """Return one of ``parts`` equal shares of 100 as Moodle lists its grades: at most five decimals."""
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def _settings(values: Mapping[str, str]) -> list[etree._Element]:
    return [element(name, {}, value) for name, value in values.items()]


def _both(asked: Asked, question: Matching | Ordering, markdown: MarkdownIt) -> list[etree._Element]:
    """Feedback for an answer that is wholly right, and the other text for all the rest."""
    right, wrong = told(asked, question.feedback.right, markdown), told(asked, question.feedback.wrong, markdown)
    texts = {"correctfeedback": right, "partiallycorrectfeedback": wrong, "incorrectfeedback": wrong}
    return [element(name, {"format": "html"}, _text(text)) for name, text in texts.items()]


def _number(fraction: str, value: float, tolerance: float, feedback: str) -> etree._Element:
    answer = _answer(fraction, f"{value:.10g}", feedback)
    answer.append(element("tolerance", {}, f"{tolerance:.10g}"))
    return answer


def _answer(fraction: str, text: str, feedback: str, *, html: bool = False) -> etree._Element:
    return element(
        "answer",
        {"fraction": fraction, "format": "html" if html else "moodle_auto_format"},
        _text(text),
        element("feedback", {"format": "html"}, _text(feedback)),
    )


def _with_pictures(holder: etree._Element, root: Path, asked: Asked) -> None:
    """Put the pictures that the text of ``holder`` shows behind it, as base64."""
    text = holder.findtext("text") or ""
    for address, file in sorted(asked.files.items()):
        if address in text:
            content = base64.b64encode((root / file).read_bytes()).decode("ascii")
            attributes = {"name": _picture_name(file), "path": "/", "encoding": "base64"}
            holder.insert(1, element("file", attributes, content))


def _tags(asked: Asked) -> etree._Element:
    words = (asked.question.objective, asked.question.kind, "scored" if asked.question.counts else "not scored")
    return element("tags", {}, *(element("tag", {}, _text(word)) for word in words if word))


def words_of(html: str) -> str:
    """Return HTML as words alone: the answers of a matching question stand in a list that shows no markup."""
    return " ".join(str(etree.fromstring(f"<p>{html}</p>", etree.HTMLParser()).xpath("string()")).split())


def _text(text: str) -> etree._Element:
    return element("text", {}, text)


def moodle_category(path: tuple[str, ...], name: str) -> etree._Element:
    """Return the category at ``path``, below the top of where it is imported: questions that follow belong to it.

    ``name`` is its identity number. A slash in a name is written twice.
    """
    written = "/".join(part.replace("/", "//") for part in ("top", *path))
    return element(
        "question",
        {"type": "category"},
        element("category", {}, _text(f"$course$/{written}")),
        element("idnumber", {}, name),
    )
