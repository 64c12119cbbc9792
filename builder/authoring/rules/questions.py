"""Rules on questions: each can be answered rightly, and every answer teaches."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from builder.authoring.faults import problem
from builder.authoring.markdown import Directive
from builder.authoring.material import Material
from builder.authoring.questions import count_answers
from builder.model.problem import Problem
from builder.model.question import Matching, Ordering, Question, Reflection, SeveralChoice, ShortText, SingleChoice

FEW = 2


def check_answers(material: Material) -> Iterator[Problem]:
    """Every question has a right answer; one of kind `single` has only one."""
    for _, question in material.course.questions:
        if isinstance(question, SingleChoice | SeveralChoice) and question.options:
            right = [option.id for option in question.options if option.right]
            if not right:
                message = f"question `{question.id}` has no right option"
                yield problem("question-without-answer", question.where, message, "mark one: `right: true`")
            if len(right) > 1 and isinstance(question, SingleChoice):
                message = f"question `{question.id}` has {len(right)} right options: {', '.join(right)}"
                yield problem("question-with-several-answers", question.where, message)
        if isinstance(question, ShortText) and any(not text for text in question.accepted):
            yield problem("question-without-answer", question.where, f"question `{question.id}` accepts an empty text")


def check_choices(material: Material) -> Iterator[Problem]:
    """What is to be chosen, matched or ordered is at least two things."""
    for _, question in material.course.questions:
        key, count = _choices(question)
        if key and 0 < count < FEW:
            message = f"question `{question.id}` has only {count} of `{key}`"
            yield problem("question-with-few-choices", question.where, message)


def _choices(question: Question) -> tuple[str, int]:
    match question:
        case SingleChoice() | SeveralChoice():
            return "options", len(question.options)
        case Matching():
            return "pairs", len(question.pairs)
        case Ordering():
            return "items", len(question.items)
    return "", 0


def check_feedback(material: Material) -> Iterator[Problem]:
    """Every answer gets feedback."""
    for _, question in material.course.questions:
        silent = _without_feedback(question)
        if silent:
            message = f"question `{question.id}` has no {', '.join(silent)}"
            yield problem("question-without-feedback", question.where, message)


def _without_feedback(question: Question) -> list[str]:
    if isinstance(question, SingleChoice | SeveralChoice):
        return [f"feedback for option {option.id}" for option in question.options if not option.feedback]
    if isinstance(question, Reflection):
        return [] if question.guidance else ["guidance"]
    texts = (("right", question.feedback.right), ("wrong", question.feedback.wrong))
    return [f"feedback for a {name} answer" for name, text in texts if not text]


def check_tries(material: Material) -> Iterator[Problem]:
    """A scored question can be missed: it has fewer tries than answers to try."""
    for _, question in material.course.questions:
        count = count_answers(question)
        if question.counts and FEW <= count <= question.tries:
            message = f"question `{question.id}` has {question.tries} tries and {count} possible answers"
            fix = f"give it at most {count - 1} by `tries:`, or `points: 0`"
            yield problem("question-cannot-be-missed", question.where, message, fix)


def check_hints(material: Material) -> Iterator[Problem]:
    """What is read after a wrong word does not say the right one while there is another try."""
    for _, question in material.course.questions:
        if not isinstance(question, ShortText) or not question.counts or question.tries == 1:
            continue
        told = next((text for text in question.accepted if _says(question.feedback.wrong, text)), None)
        if told is not None:
            message = f"question `{question.id}` has {question.tries} tries, and its feedback `wrong` says `{told}`"
            yield problem("question-tells-answer", question.where, message)


def _says(text: str, words: str) -> bool:
    """Whether ``words`` stand in ``text`` as words of their own, whatever their case and blanks."""
    wanted = re.escape(_plain(words))
    return bool(wanted) and re.search(rf"(?<!\w){wanted}(?!\w)", _plain(text)) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def check_shown(material: Material) -> Iterator[Problem]:
    """Every question is shown in a lesson."""
    if not material.has_all_pages:
        return
    shown = {element.argument for _, _, element in material.each(Directive) if element.name == "question"}
    for _, question in material.course.questions:
        if question.id and question.id not in shown:
            yield problem("question-not-shown", question.where, f"no page shows question `{question.id}`")


def check_pairs(material: Material) -> Iterator[Problem]:
    """Every question of before or after has its partner, and both can be right or wrong."""
    rule = material.course.gain
    if rule is None:
        return
    paired = {name for pair in material.course.question_pairs for name in pair}
    for _, question in material.course.questions:
        if not question.id.startswith((rule.before, rule.after)):
            continue
        if question.id not in paired:
            message = f"question `{question.id}` has no partner to compare with"
            fix = f"give both the same ending after `{rule.before}` and `{rule.after}`, or rename it"
            yield problem("question-unpaired", question.where, message, fix)
        elif isinstance(question, Reflection):
            message = f"question `{question.id}` is compared, and a reflection is neither right nor wrong"
            yield problem("question-unpaired", question.where, message, "make it another kind, or rename it")
