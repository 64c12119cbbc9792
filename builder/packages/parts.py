"""What belongs to the whole and to each part that a learner can open by itself (docs/reference/pages.md, "A part").

A page belongs to its module, a page without one to every part. A question, scenario or story belongs to the module of
the first page that shows it, or to its own module where that page has none. The player's `part.js` does the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from builder.model.book import Book, Page
from builder.model.course import Course, Module
from builder.packages.identifiers import facet, identifier
from builder.packages.package import Activity, Interaction, Item, Objective
from builder.packages.state_size import state_size

if TYPE_CHECKING:
    from builder.book.course_data import CourseData


def whole(course: Course, book: Book, shown: CourseData) -> Item:
    """Return the item that holds everything."""
    return Item(
        identifier=facet(identifier(course.id), "all"),
        title=course.title,
        launch=book.pages[0].href,
        mastery_score=course.pass_rule.package.score,
        files=_files(book.pages),
        objectives=tuple(_objectives(course, shown, set(shown.questions))),
        interactions=tuple(_interactions(shown, set(shown.questions))),
        activities=tuple(_activities(course, shown, "")),
        minutes=sum(module.minutes for module in course.modules),
        required=_required(book.pages, shown, course.pass_rule.package.score is not None),
    )


def parts(course: Course, book: Book, shown: CourseData) -> tuple[Item, ...]:
    """Return one item for each module that has pages, in reading order; the first begins with the book's start page."""
    order = list(dict.fromkeys(page.module for page in book.pages if page.module))
    modules = {module.id: module for module in course.modules}
    found = [_part(modules[name], course, book, shown) for name in order if name in modules]
    return (replace(found[0], launch=book.pages[0].href), *found[1:]) if found else ()


def question_part(shown: CourseData, name: str) -> str:
    """Return the id of the module that a shown question is recorded in."""
    question = shown.questions[name]
    return _module_of(shown, question.page) or question.module


def _part(module: Module, course: Course, book: Book, shown: CourseData) -> Item:
    own = [page for page in book.pages if page.module == module.id]
    general = [page for page in book.pages if not page.module]
    questions = {name for name in shown.questions if question_part(shown, name) == module.id}
    interactions = tuple(_interactions(shown, questions))
    activities = tuple(_activities(course, shown, module.id))
    is_scored = any(interaction.weighting for interaction in interactions)
    return Item(
        identifier=identifier(course.id, module.id),
        title=module.title,
        launch=own[0].href,
        mastery_score=course.pass_rule.package.score if is_scored else None,
        files=_files(own),
        objectives=tuple(_objectives(course, shown, questions)),
        interactions=interactions,
        activities=activities,
        part=module.id,
        minutes=module.minutes,
        required=_required(own, shown, is_scored),
        state=state_size(
            pages=len(own) + len(general),
            questions=[question for _, question in course.questions if question.id in questions],
            scenarios=sum(activity.kind == "scenario" for activity in activities),
            stories=sum(activity.kind == "story" for activity in activities),
        ),
    )


def _required(pages: Collection[Page], shown: CourseData, is_scored: bool) -> int:
    """How many of ``pages`` must be seen; all where neither a page nor a score is asked for."""
    named = sum(page.id in shown.rule.pages for page in pages)
    return named if named or is_scored else len(pages)


def _files(pages: Iterable[Page]) -> tuple[str, ...]:
    return tuple(sorted({file for page in pages for file in (page.href, *page.files)}))


def _module_of(shown: CourseData, page: str) -> str:
    return next((found.module for found in shown.pages if found.id == page), "")


def _interactions(shown: CourseData, names: Collection[str]) -> Iterator[Interaction]:
    for name, question in shown.questions.items():
        if name in names:
            yield Interaction(name, question.kind, question.objective, question.points if question.scored else 0)


def _objectives(course: Course, shown: CourseData, names: Collection[str]) -> Iterator[Objective]:
    """The objectives that some of the interactions speaks to, in the order of the course."""
    used = {shown.questions[name].objective for name in names}
    for module in course.modules:
        for objective in module.objectives:
            if objective.id in used:
                yield Objective(objective.id, objective.statement)


def _activities(course: Course, shown: CourseData, module: str) -> Iterator[Activity]:
    """The scenarios and stories whose page is the module's, or no module's; all for the whole ("")."""
    for scenario in course.scenarios:
        if scenario.id in shown.scenarios and _is_in(shown, shown.scenarios[scenario.id].page, module):
            yield Activity(scenario.id, "scenario", scenario.title)
    for story in course.stories:
        if story.id in shown.stories and _is_in(shown, shown.stories[story.id].page, module):
            yield Activity(story.id, "story", story.title)


def _is_in(shown: CourseData, page: str, module: str) -> bool:
    return not module or _module_of(shown, page) in ("", module)
