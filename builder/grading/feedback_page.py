"""Feedback as a page that a phone can show without a network: text alone, nothing of a notebook runs in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from lxml import etree

from builder.book.catalogue import catalogue_for
from builder.grading.feedback import Feedback, TaskFeedback
from builder.grading.lms.results import decimal
from builder.grading.plain_page import el, html_page

STYLE = Path(__file__).parent / "feedback.css"
LARGEST = 60_000
"""Bytes: more than a slow network brings in a moment."""
Words = Mapping[str, str]
WHOLE = 1_000_000
SHORTER = ((2_000, WHOLE), (800, WHOLE), (200, WHOLE), (0, WHOLE), (0, 4_000), (0, 1_000), (0, 200))
"""Characters that are kept of what a page repeats, and of a person's comment, until the page is small enough."""


def render_feedback(feedback: Feedback, course: str, language: str, direction: str) -> bytes:
    """Return the page in the course's ``language``, at most `LARGEST` bytes: long texts are cut, and that is said.

    Comments are the last to be cut. If even that is too much, the page has only the first tasks.
    """
    words = catalogue_for(language).feedback
    for kept, of_comments in SHORTER:
        tasks = tuple(_cut(task, kept, of_comments) for task in feedback.tasks)
        page = _page(feedback, tasks, course, language, direction, words)
        if len(page) <= LARGEST:
            return page
    while len(page) > LARGEST and tasks:
        tasks = tasks[: len(tasks) // 2]
        page = _page(feedback, tasks, course, language, direction, words)
    return page


def _cut(task: TaskFeedback, kept: int, of_comments: int) -> TaskFeedback:
    def short(text: str, most: int = kept) -> str:
        return text if len(text) <= most else f"{text[:most]}…"

    comment = short(task.comment, of_comments)
    return replace(task, said=short(task.said), answer=short(task.answer), tests=short(task.tests), comment=comment)


def _page(
    feedback: Feedback, tasks: Sequence[TaskFeedback], course: str, language: str, direction: str, words: Words
) -> bytes:
    result = feedback.result
    lines = [words["points"].format(earned=decimal(result.score or 0), possible=decimal(result.maximum))]
    if result.penalty:
        lines.append(words["late"].format(points=decimal(result.penalty)))
    if result.to_mark:
        lines.append(words["provisional"])
    if tuple(tasks) != feedback.tasks:
        lines.append(words["shortened"])
    return html_page(
        f"{feedback.title}: {words['title']}",
        language,
        direction,
        STYLE.read_text(encoding="utf-8"),
        el("p", el("bdi", course), class_="course"),
        el("h1", el("bdi", feedback.title)),
        el("p", words["for"].format(learner=""), el("bdi", result.name or result.learner), class_="who"),
        *(el("p", line, class_="total") for line in lines),
        *(_task(task, words) for task in tasks),
        *([el("p", "…")] if len(tasks) < len(feedback.tasks) else []),
    )


def _task(task: TaskFeedback, words: Words) -> etree._Element:
    share = "waiting" if task.waiting and task.by_hand else _share(task)
    points = words["points"].format(earned=decimal(task.earned), possible=decimal(task.possible))
    section = el(
        "section",
        el("h2", el("bdi", task.title)),
        el("p", el("strong", words[share]), f" {points}", class_=f"state {share}"),
    )
    section.extend(_details(task, words))
    return section


def _share(task: TaskFeedback) -> str:
    if task.earned >= task.possible - 1e-9:
        return "right"
    return "partly" if task.earned > 0 else "not-right"


def _details(task: TaskFeedback, words: Words) -> Iterator[etree._Element]:
    if task.hidden:
        yield el("p", words["hidden"].format(n=task.hidden))
    if task.said:
        yield el("p", words["said"], class_="lead")
        yield el("pre", task.said, dir="auto")
    if task.levels:
        rows = (
            el(
                "tr",
                el("th", one.title + (f" ({words['gate']})" if one.is_gate else ""), scope="row"),
                el("td", "–" if one.level is None else f"{one.level} / 3"),
                el("td", one.words),
            )
            for one in task.levels
        )
        heads = (el("th", words[name], scope="col") for name in ("criterion", "level", "meaning"))
        table = el("table", el("thead", el("tr", *heads)), el("tbody", *rows))
        yield el("div", table, class_="wide", tabindex="0", role="region", **{"aria-label": words["criterion"]})
    if task.comment:
        yield el("p", words["comment"], class_="lead")
        yield el("blockquote", *(el("p", part, dir="auto") for part in task.comment.split("\n\n") if part.strip()))
    if task.answer:
        yield el("details", el("summary", words["answer"]), el("pre", task.answer, dir="auto"))
    if task.tests:
        yield el("details", el("summary", words["tests"]), el("pre", task.tests, dir="ltr"))
