"""What is to be delivered of a course and its rendered book: one item, its objectives, interactions and mastery."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from builder.model.book import Book
from builder.model.course import Course
from builder.packages.identifiers import facet, identifier
from builder.packages.package import Activity, Distant, Interaction, Item, Objective, Package
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
    interactions = tuple(_interactions(shown))
    score = course.pass_rule.package.score
    if score is not None and not any(interaction.weighting for interaction in interactions):
        message = f"the pass rule asks for a score of {score:g}, and no page shows a question that is scored"
        fix = "show questions in the lessons, or take `score` out of pass_rule.package"
        raise RefusedError(fault("score-without-questions", "course/course.yml", message, fix))
    item = Item(
        identifier=facet(identifier(course.id), "all"),
        title=course.title,
        launch=book.pages[0].href,
        mastery_score=score,
        files=tuple(sorted({file for page in book.pages for file in (page.href, *page.files)})),
        objectives=tuple(_objectives(course, shown)),
        interactions=interactions,
        activities=tuple(_activities(course, shown)),
    )
    return Package(
        identifier=identifier(course.id),
        name=course.id,
        version=course.version,
        title=course.title,
        description=course.description,
        language=course.language,
        direction=course.direction,
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
    )


def _interactions(shown: CourseData) -> Iterator[Interaction]:
    for name, question in shown.questions.items():
        yield Interaction(name, question.kind, question.objective, question.points if question.scored else 0)


def _objectives(course: Course, shown: CourseData) -> Iterator[Objective]:
    """The objectives that some interaction speaks to, in the order of the course."""
    used = {question.objective for question in shown.questions.values()}
    for module in course.modules:
        for objective in module.objectives:
            if objective.id in used:
                yield Objective(objective.id, objective.statement)


def _activities(course: Course, shown: CourseData) -> Iterator[Activity]:
    for scenario in course.scenarios:
        if scenario.id in shown.scenarios:
            yield Activity(scenario.id, "scenario", scenario.title)
    for story in course.stories:
        if story.id in shown.stories:
            yield Activity(story.id, "story", story.title)
