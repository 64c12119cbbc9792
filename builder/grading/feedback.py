"""What a learner is told about a submission: task by task, from the gradebook and from the notebook that ran.

Nothing of a notebook is shown but text, and of a test that failed no source: hidden tests stay hidden.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.grading.by_hand import ByHand, Place
from builder.grading.folder import GradingFolder
from builder.grading.levels import parted
from builder.grading.lms.results import Result
from builder.grading.scores import Score
from builder.model.exercise import Exercise, TaskKind

HIDDEN = re.compile(r"### BEGIN HIDDEN TESTS\n(.*?)### END HIDDEN TESTS", re.DOTALL)
CHECK = re.compile(r"^\s*assert\b|\bcop_check\.(?!require\b|show\b|passed\b|partial\b)\w+\(", re.MULTILINE)
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
POINTS = re.compile(r"\s*-?[0-9.]+\s*")
"""A test's last value where nbgrader takes it for partial credit: the points are told beside it."""
LONGEST = 2_000
"""Characters that are shown of one check or one answer."""


@dataclass(frozen=True, slots=True)
class TaskWords:
    """A task as its exercise has it: the heading above it, how many checks are hidden, and the test's source."""

    title: str
    hidden: int
    tests: str


@dataclass(frozen=True, slots=True)
class LevelGiven:
    """A criterion of the rubric, the level given (None: not yet) and what that level says."""

    title: str
    level: int | None
    words: str
    is_gate: bool


@dataclass(frozen=True, slots=True)
class TaskFeedback:
    """One task. ``said`` is what its check said while it ran; ``answer`` the learner's text, ``tests`` the hidden
    tests' source: both empty unless they are to be shown. ``waiting``: a person has still to mark it."""

    title: str
    earned: float
    possible: float
    waiting: bool
    by_hand: bool
    hidden: int
    said: str
    answer: str
    comment: str
    levels: tuple[LevelGiven, ...]
    tests: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a learner is told about one exercise."""

    exercise: str
    title: str
    result: Result
    tasks: tuple[TaskFeedback, ...]


def task_words(exercise: Exercise, root: Path) -> Mapping[str, TaskWords]:
    """Return what the instructor's notebook says about each task, by its id."""
    cells = json.loads((root / exercise.source).read_text(encoding="utf-8"))["cells"]
    found: dict[str, TaskWords] = {}
    title = ""
    for cell in cells:
        source = _text(cell["source"])
        mark = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "markdown" and not mark.get("solution"):
            headings = HEADING.findall(source)
            title = headings[0] if headings else title
        if mark.get("grade") or mark.get("task"):
            tests = "".join(HIDDEN.findall(source))
            found[mark["grade_id"]] = TaskWords(plain_heading(title), len(CHECK.findall(tests)), tests)
    return found


def plain_heading(heading: str) -> str:
    """Return a heading without marks of emphasis and without its points in brackets, which are told beside it."""
    return re.sub(r"\s*\([^()]*\bpoints?\b[^()]*\)\s*$", "", re.sub(r"[*_`]", "", heading)).strip()


def feedback_for(
    folder: GradingFolder,
    exercise: Exercise,
    words: Mapping[str, TaskWords],
    result: Result,
    scores: Iterable[Score],
    given: Mapping[Place, ByHand],
    *,
    show_tests: bool = False,
) -> Feedback:
    """Return the feedback on one submission; ``scores`` are those of this learner and exercise."""
    cells = _cells(folder, result.learner, exercise.id)
    by_task = {score.task: score for score in scores}
    tasks = []
    for task in exercise.tasks:
        score = by_task.get(task.id)
        if score is None:
            continue
        known = words.get(task.id, TaskWords(task.id, 0, ""))
        hand = given.get((result.learner, exercise.id, task.id))
        levels, comment = _levels(exercise, task.id, hand)
        cell = cells.get(task.id, {})
        by_hand = task.kind is TaskKind.MANUAL
        tasks.append(
            TaskFeedback(
                known.title or task.id,
                score.earned,
                score.possible,
                score.waiting,
                by_hand,
                known.hidden,
                "" if by_hand else said_by(cell),
                _text(cell.get("source", ""))[:LONGEST] if by_hand else "",
                comment,
                levels,
                known.tests if show_tests else "",
            )
        )
    return Feedback(exercise.id, exercise.title, result, tuple(tasks))


def _levels(exercise: Exercise, task: str, hand: ByHand | None) -> tuple[tuple[LevelGiven, ...], str]:
    rubric = exercise.rubric
    comment = hand.comment if hand else ""
    if rubric is None or rubric.task != task:
        return (), comment.strip()
    levels, rest = parted(comment, rubric)
    if not levels:
        return (), rest
    return tuple(
        LevelGiven(
            criterion.title,
            levels.get(criterion.id),
            criterion.levels[levels[criterion.id]] if criterion.id in levels else "",
            criterion.gate,
        )
        for criterion in rubric.criteria
    ), rest


def said_by(cell: Mapping[str, Any]) -> str:
    """Return what a cell printed, and of an error only its name and message: a traceback shows the tests' source."""
    said: list[str] = []
    for output in cell.get("outputs", ()):
        kind = output.get("output_type")
        if kind == "stream":
            said.append(_text(output.get("text", "")))
        elif kind == "error":
            name, message = str(output.get("ename", "")), COLOURS.sub("", str(output.get("evalue", "")))
            said.append(f"{name}: {message}" if message else name)
        elif kind in ("execute_result", "display_data"):
            shown = _text(output.get("data", {}).get("text/plain", ""))
            said.append("" if POINTS.fullmatch(shown) else shown)
    return "\n".join(part.strip("\n") for part in said if part.strip())[:LONGEST]


def _cells(folder: GradingFolder, learner: str, exercise: str) -> Mapping[str, Mapping[str, Any]]:
    """The cells of the notebook that ran, by their mark; none where it cannot be read."""
    try:
        notebook = json.loads(folder.executed(learner, exercise).read_bytes())
        return {cell["metadata"].get("nbgrader", {}).get("grade_id", ""): cell for cell in notebook["cells"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _text(source: str | Sequence[str]) -> str:
    return source if isinstance(source, str) else "".join(map(str, source))
