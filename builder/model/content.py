"""What a course asks of its own content: the rules of `content:` in `course/course.yml`, all off unless written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from builder.model.problem import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class NumberException:
    """Words of the prose, with a number in them that needs no source, and why it needs none."""

    text: str
    because: str
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class NumberRule:
    """``invented``: words by which a paragraph is known to speak of made-up matters, whose numbers rest on nothing."""

    invented: tuple[str, ...] = ()
    exceptions: tuple[NumberException, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingException:
    """A lesson that may be as hard as ``grade``, and why."""

    lesson: str
    grade: float
    because: str
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """``grade``: the highest Flesch-Kincaid grade of a lesson, in years of schooling in the United States."""

    grade: float
    exceptions: tuple[ReadingException, ...] = ()


@dataclass(frozen=True, slots=True)
class TimeRule:
    """How long a lesson takes: ``words`` read a minute, and ``seconds`` for each activity by its name.

    ``tasks`` are the words with which a paragraph begins that asks for work away from the screen, such as "Try it".
    The stated minutes may differ from that by the share ``within`` (0..1) either way.
    """

    words: float
    within: float
    seconds: Mapping[str, float]
    tasks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ContentRules:
    """Which rules hold. ``sources``: cited works are sources, and sources are cited; ``quotations``: words in
    quotation marks with a citation are to the letter; ``figures``: a number with a citation is a figure of the sources;
    ``coverage``: every objective is taught, practised and assessed; ``review``: no date of review has passed."""

    sources: bool = False
    quotations: bool = False
    figures: bool = False
    coverage: bool = False
    review: bool = False
    numbers: NumberRule | None = None
    reading: ReadingRule | None = None
    time: TimeRule | None = None


ACTIVITY_SECONDS: Mapping[str, float] = {
    "single": 90,
    "several": 120,
    "true-false": 60,
    "matching": 150,
    "ordering": 150,
    "numeric": 180,
    "short-text": 60,
    "reflection": 180,
    "scenario": 720,
    "scene": 30,
    "plot": 90,
    "table": 60,
    "figure": 60,
    "task": 240,
}
"""Seconds for each activity of a lesson, unless the course sets others. A question, by its kind, is read, thought over,
answered and compared with its feedback, sometimes twice; a scenario is played from two sides; a scene of a story is
seen and heard; a plot, or a table that code makes, and a drawn figure are looked at; a task is done on paper."""
