"""What the player is told: `course.js` before an answer, one bank a module after it (docs/reference/pages.md)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.book.catalogue import direction_of
from builder.book.shown_order import matching_targets, ordering_ids
from builder.model.course import Course, Module
from builder.model.identity import token
from builder.model.question import (
    Feedback,
    Matching,
    Numeric,
    Ordering,
    Question,
    Reflection,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

FOLDER = "_static/coursewright"
"""Where the player's files and data stand in a site."""


@dataclass(frozen=True, slots=True)
class PageData:
    """One page as the player knows it; ``href`` is a plain path, ``required``: must be seen to complete."""

    id: str
    token: str
    href: str
    title: str
    minutes: int
    required: bool
    module: str


@dataclass(frozen=True, slots=True)
class QuestionData:
    """One shown question without its key. ``choices`` counts its options, pairs or items (0 for typed answers)."""

    token: str
    kind: str
    points: int
    tries: int
    scored: bool
    page: str
    module: str
    objective: str
    weighting: int
    choices: int


@dataclass(frozen=True, slots=True)
class ScenarioData:
    """One shown scenario."""

    token: str
    page: str


@dataclass(frozen=True, slots=True)
class StoryData:
    """One shown story and how many scenes it has."""

    token: str
    page: str
    scenes: int


@dataclass(frozen=True, slots=True)
class RuleData:
    """The package pass rule: the share of points needed (None = pages alone) and the pages that must be seen."""

    score: float | None
    pages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseData:
    """The whole of `course.js`; mappings are from ids, pages in reading order."""

    id: str
    version: str
    title: str
    language: str
    direction: str
    edition: str
    rule: RuleData
    pages: tuple[PageData, ...]
    questions: Mapping[str, QuestionData]
    scenarios: Mapping[str, ScenarioData]
    stories: Mapping[str, StoryData]


def write_course_data(data: CourseData, site: Path) -> None:
    """Write `course.js` for the player and `course.json`, the same for packages, into ``site``."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(data), ensure_ascii=False, separators=(",", ":"))
    (folder / "course.js").write_text(
        f"(window.coursewright = window.coursewright || {{}}).course = {script_safe(text)};\n", encoding="utf-8"
    )
    (folder / "course.json").write_text(text + "\n", encoding="utf-8")


def load_course_data(site: Path) -> CourseData:
    """Read back what `write_course_data` wrote."""
    raw: dict[str, Any] = json.loads((site / FOLDER / "course.json").read_text(encoding="utf-8"))
    rule = raw.pop("rule")
    return CourseData(
        **{
            **raw,
            "rule": RuleData(score=rule["score"], pages=tuple(rule["pages"])),
            "pages": tuple(PageData(**page) for page in raw["pages"]),
            "questions": {key: QuestionData(**value) for key, value in raw["questions"].items()},
            "scenarios": {key: ScenarioData(**value) for key, value in raw["scenarios"].items()},
            "stories": {key: StoryData(**value) for key, value in raw["stories"].items()},
        }
    )


def script_safe(text: str) -> str:
    """Return JSON that may stand in a script: line separators and ``</`` escaped."""
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")


def plan_course_data(
    course: Course, pages: tuple[PageData, ...], shown: Mapping[str, list[tuple[str, str]]]
) -> CourseData:
    """Return what the player is told of ``course``.

    ``pages`` are in reading order; ``shown`` maps a page's id to the kind and id of each thing that it shows.
    """
    where: dict[tuple[str, str], str] = {}
    for page in pages:
        for key in shown.get(page.id, []):
            where.setdefault(key, page.id)
    questions = {
        question.id: question_data(module, question, where["question", question.id])
        for module, question in course.questions
        if ("question", question.id) in where
    }
    names = [*(page.id for page in pages), *questions]
    return CourseData(
        id=course.id,
        version=course.version,
        title=course.title,
        language=course.language,
        direction=direction_of(course.language),
        edition=token("\n".join(names)),
        rule=RuleData(
            score=course.pass_rule.package.score if any(q.scored for q in questions.values()) else None,
            pages=tuple(page.id for page in pages if page.required),
        ),
        pages=pages,
        questions=questions,
        scenarios={
            scenario.id: ScenarioData(token(scenario.id), where["scenario", scenario.id])
            for scenario in course.scenarios
            if ("scenario", scenario.id) in where
        },
        stories={
            story.id: StoryData(token(story.id), where["story", story.id], len(story.scenes))
            for story in course.stories
            if ("story", story.id) in where
        },
    )


def question_data(module: Module, question: Question, page: str) -> QuestionData:
    """Return what may be known of a question before an answer."""
    return QuestionData(
        token=token(question.id),
        kind=question.kind,
        points=question.points,
        tries=question.tries,
        scored=question.counts,
        page=page,
        module=module.id,
        objective=question.objective,
        weighting=question.points,
        choices=count_choices(question),
    )


def count_choices(question: Question) -> int:
    """Return how many options, pairs or items a question has; 0 for a typed answer."""
    if isinstance(question, SingleChoice | SeveralChoice):
        return len(question.options)
    if isinstance(question, Matching):
        return len(question.pairs)
    if isinstance(question, Ordering):
        return len(question.items)
    return 2 if isinstance(question, TrueFalse) else 0


def write_banks(course: Course, data: CourseData, site: Path) -> None:
    """Write keys and feedback of the shown questions, one script a module, into ``site``."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    folder = site / FOLDER / "bank"
    for module in course.modules:
        entries = {
            question.id: bank_entry(question, markdown)
            for question in module.questions
            if question.id in data.questions
        }
        if not entries:
            continue
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(entries, ensure_ascii=False, separators=(",", ":"))
        call = f"coursewright.bank({json.dumps(module.id)},{script_safe(text)});\n"
        (folder / f"{module.id}.js").write_text(call, encoding="utf-8")


def bank_entry(question: Question, markdown: MarkdownIt) -> dict[str, Any]:
    """Return a question's key and feedback as `coursewright.bank` takes them; feedback is HTML without raw HTML."""
    match question:
        case SingleChoice() | SeveralChoice():
            feedback = {option.id: markdown.render(option.feedback) for option in question.options}
            return {"right": [option.id for option in question.options if option.right], "feedback": feedback}
        case TrueFalse():
            return {"right": question.answer, "feedback": both(question.feedback, markdown)}
        case Matching():
            targets = {text: key for key, text in matching_targets(question).items()}
            right = {pair.id: targets[pair.right] for pair in question.pairs}
            return {"right": right, "feedback": both(question.feedback, markdown)}
        case Ordering():
            items = {text: key for key, text in ordering_ids(question).items()}
            return {"right": [items[text] for text in question.items], "feedback": both(question.feedback, markdown)}
        case Numeric():
            near = [
                {"value": n.value, "tolerance": n.tolerance, "feedback": markdown.render(n.feedback)}
                for n in question.near
            ]
            key = {"right": question.answer, "tolerance": question.tolerance, "near": near}
            return {**key, "feedback": both(question.feedback, markdown)}
        case ShortText():
            return {"right": list(question.accepted), "feedback": both(question.feedback, markdown)}
        case Reflection():
            return {"guidance": markdown.render(question.guidance)}


def both(feedback: Feedback, markdown: MarkdownIt) -> dict[str, str]:
    """Return both texts as HTML."""
    return {"right": markdown.render(feedback.right), "wrong": markdown.render(feedback.wrong)}
