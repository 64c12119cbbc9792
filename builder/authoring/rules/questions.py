"""Rules on questions: each can be answered rightly, and every answer teaches."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.faults import problem
from builder.authoring.markdown import Directive
from builder.authoring.material import Material
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
