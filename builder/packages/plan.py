"""What is to be delivered of a course and its rendered book: the whole and its parts, with what is said of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.book.catalogue import direction_of
from builder.model.book import Book
from builder.model.course import Course
from builder.packages.identifiers import identifier
from builder.packages.package import Bank, Contributor, Distant, Metadata, Package, Reading
from builder.packages.parts import parts, question_part, whole
from builder.packages.refusal import RefusedError, fault
from builder.packages.state_size import state_size

if TYPE_CHECKING:
    from builder.book.course_data import CourseData


def plan_package(course: Course, book: Book, shown: CourseData) -> Package:
    """Plan one package of the whole course; ``shown`` tells which questions, scenarios and stories its pages show.

    Raises `RefusedError` when the book has no page, or when the pass rule asks for a score that no learner can earn.
    """
    if not book.pages:
        raise RefusedError(
            fault("empty-book", "_toc.yml", "the book has no page", "name at least one page in _toc.yml")
        )
    item = whole(course, book, shown)
    if item.mastery_score is not None and not any(interaction.weighting for interaction in item.interactions):
        message = (
            f"the pass rule asks for a score of {item.mastery_score:g}, and no page shows a question that is scored"
        )
        fix = "show questions in the lessons, or take `score` out of pass_rule.package"
        raise RefusedError(fault("score-without-questions", "course/course.yml", message, fix))
    return Package(
        identifier=identifier(course.id),
        name=course.id,
        version=course.version,
        title=course.title,
        description=course.description,
        language=course.language,
        direction=direction_of(course.language),
        root=book.root,
        items=(item,),
        shared=tuple(sorted(book.shared_files)),
        state=state_size(
            pages=len(book.pages),
            questions=[question for _, question in course.questions if question.id in shown.questions],
            scenarios=len(shown.scenarios),
            stories=len(shown.stories),
        ),
        distant=tuple(Distant(remote.page, remote.kind, remote.address) for remote in book.remotes),
        graded_elsewhere=tuple(exercise.title for exercise in course.exercises),
        parts=parts(course, book, shown),
        metadata=_metadata(course),
        banks=tuple(_banks(course, shown)),
        pages=tuple(_readings(book, shown)),
    )


def _readings(book: Book, shown: CourseData) -> Iterator[Reading]:
    minutes = {page.id: page.minutes for page in shown.pages}
    for page in book.pages:
        yield Reading(page.id, page.href, page.title, page.module, minutes.get(page.id, 0), page.required)


def _metadata(course: Course) -> Metadata:
    authors = (Contributor(name, "author") for name in course.authors)
    others = (Contributor(contributor.name, contributor.role) for contributor in course.contributors)
    return Metadata(
        keywords=course.keywords,
        minutes=sum(module.minutes for module in course.modules),
        languages=(course.language,),
        rights=course.licence,
        contributors=(*authors, *others),
    )


def _banks(course: Course, shown: CourseData) -> Iterator[Bank]:
    """The shown questions by the part that records them, in the order of the modules."""
    for module in course.modules:
        questions = tuple(
            question
            for _, question in course.questions
            if question.id in shown.questions and question_part(shown, question.id) == module.id
        )
        if questions:
            where = {question.id: shown.questions[question.id].page for question in questions}
            yield Bank(module.id, module.title, questions, where)
