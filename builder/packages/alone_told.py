"""What the player is told in a document that stands alone: the part as a course of its own, and its keys."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from builder.book.course_data import (
    CourseData,
    PageData,
    QuestionData,
    RuleData,
    ScenarioData,
    StoryData,
    bank_entry,
    count_choices,
)
from builder.model.identity import token
from builder.packages.package import Item, Package

if TYPE_CHECKING:
    from builder.model.question import Question
    from builder.packages.alone_pages import AlonePage


def told(package: Package, item: Item, pages: Collection[AlonePage]) -> dict[str, Any]:
    """Return what `course.js` holds (docs/reference/pages.md), narrowed to what the document shows.

    Its id is that of a part launched by itself ("A part", there), so a device keeps each document's progress apart.
    """
    questions = {name: _question(module, question, page) for name, (module, question, page) in _asked(package, pages)}
    is_scored = item.mastery_score is not None and any(question.scored for question in questions.values())
    own = [page.id for page in pages if page.is_own]
    required = [page.id for page in pages if page.is_own and page.required]
    data = CourseData(
        id=f"{package.name}/{item.part}" if item.part else package.name,
        version=package.version,
        title=item.title,
        language=package.language,
        direction=package.direction,
        edition=token("\n".join((*(page.id for page in pages), *questions))),
        rule=RuleData(item.mastery_score if is_scored else None, tuple(required if required or is_scored else own)),
        pages=tuple(_page(package, page) for page in pages),
        questions=questions,
        scenarios={name: ScenarioData(token(name), page.id) for page in pages for name in page.shows["scenario"]},
        stories={
            name: StoryData(token(name), page.id, page.scenes[name]) for page in pages for name in page.shows["story"]
        },
    )
    return {**asdict(data), "part": item.part, "carried": True}


def keys_of(package: Package, pages: Collection[AlonePage]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the questions that the document shows, each with its key and feedback."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    for name, (_, question, _) in _asked(package, pages):
        yield name, bank_entry(question, markdown)


def _asked(package: Package, pages: Collection[AlonePage]) -> Iterator[tuple[str, tuple[str, Question, str]]]:
    """The questions that the pages show, each once with its bank and the first page that shows it."""
    written = {question.id: question for bank in package.banks for question in bank.questions}
    met: set[str] = set()
    for page in pages:
        for name in page.shows["question"]:
            if name in written and name not in met:
                met.add(name)
                yield name, (page.banks[name], written[name], page.id)


def _page(package: Package, page: AlonePage) -> PageData:
    minutes = next(one.minutes for one in package.pages if one.id == page.id)
    return PageData(page.id, token(page.id), f"#{page.anchor}", page.title, minutes, page.is_own and page.required, "")


def _question(module: str, question: Question, page: str) -> QuestionData:
    return QuestionData(
        token=token(question.id),
        kind=question.kind,
        points=question.points,
        tries=question.tries,
        scored=question.counts,
        page=page,
        module=module,
        objective=question.objective,
        weighting=question.points,
        choices=count_choices(question),
    )
