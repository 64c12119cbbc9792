"""Rules on numbers in prose: each rests on a figure of a cited work, on a computation, or on a stated reason."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.authoring.faults import problem
from builder.authoring.material import Material, PageText, Written
from builder.authoring.numbers import Number, calculates, numbers
from builder.authoring.prose import Kind, Sentence
from builder.authoring.sources import SOURCES
from builder.model.content import NumberException, NumberRule
from builder.model.course import Course
from builder.model.problem import Problem


def check_figures(material: Material) -> Iterator[Problem]:
    """A number in a sentence that cites a work is one of the work's figures, or stands in a quotation of it."""
    course = material.course
    if not course.content.figures or material.could_not_read(SOURCES):
        return
    excepted = _exceptions(course)
    for page in material.pages:
        for written, sentence, number in _claims(page):
            if (
                sentence.cited
                and not _rests_on(number, sentence.cited, course)
                and not _excepted(number, sentence, excepted)
            ):
                works = " or ".join(f"`{key}`" for key in sentence.cited)
                message = f"{number.written} is no figure of {works}"
                yield problem("figure-without-source", page.place(written, sentence.line), message)


def check_numbers(material: Material) -> Iterator[Problem]:
    """A number in a lesson that is neither cited nor computed nor made up has a reason in `course.yml`."""
    rule = material.course.content.numbers
    if rule is None or material.could_not_read(SOURCES):
        return
    for _, page in material.lessons:
        for written, sentence, number in _claims(page):
            if sentence.cited or _is_made_up(written, rule) or _excepted(number, sentence, rule.exceptions):
                continue
            keys = [key for keys in written.passage.citations for key in keys]
            if not _rests_on(number, keys, material.course):
                message = f"{number.written} has neither a citation nor a computation"
                yield problem("number-without-source", page.place(written, sentence.line), message)


def check_exceptions(material: Material) -> Iterator[Problem]:
    """Every exception is still needed for the words that it names."""
    rule = material.course.content.numbers
    if rule is None or not material.has_all_pages:
        return
    prose = [sentence.text.casefold() for page in material.pages for _, sentence, _ in _claims(page)]
    for exception in rule.exceptions:
        if not any(exception.text.casefold() in text for text in prose):
            message = f"no page says “{exception.text}”"
            yield problem("exception-unused", exception.where, message)


def _claims(page: PageText) -> Iterator[tuple[Written, Sentence, Number]]:
    for written in page.prose:
        if written.passage.kind is Kind.HEADING:
            continue
        for sentence in written.passage.sentences:
            for number in numbers(sentence.text):
                yield written, sentence, number


def _rests_on(number: Number, keys: Iterable[str], course: Course) -> bool:
    works = frozenset(keys)
    if any(number.value in figure.values for figure in course.figures.values() if figure.source in works):
        return True
    quotations = (quotation.text for quotation in course.quotations.values() if quotation.source in works)
    return any(number.value == other.value for text in quotations for other in numbers(text))


def _is_made_up(written: Written, rule: NumberRule) -> bool:
    text = written.passage.text
    return calculates(text) or any(name in text for name in rule.invented)


def _exceptions(course: Course) -> tuple[NumberException, ...]:
    return course.content.numbers.exceptions if course.content.numbers else ()


def _excepted(number: Number, sentence: Sentence, exceptions: Iterable[NumberException]) -> bool:
    """True if the number lies within words that an exception names; case does not matter."""
    text = sentence.text.casefold()
    for exception in exceptions:
        words = exception.text.casefold()
        start = text.find(words)
        while start >= 0:
            if start <= number.start and number.end <= start + len(words):
                return True
            start = text.find(words, start + 1)
    return False
