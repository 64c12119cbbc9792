"""The course: its identity, its modules, and when a learner has passed it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from builder.model.content import ContentRules
from builder.model.exercise import Exercise
from builder.model.problem import NOWHERE, Place
from builder.model.question import Question
from builder.model.scenario import Scenario
from builder.model.story import Story


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do afterwards; ``statement`` completes "you will be able to ..."."""

    id: str
    statement: str
    where: Place


@dataclass(frozen=True, slots=True)
class Lesson:
    """One page of teaching. ``source`` is its file relative to the course's root, ``minutes`` includes activities."""

    id: str
    title: str
    source: str
    minutes: int
    objectives: tuple[str, ...]
    where: Place
    required: bool = True


@dataclass(frozen=True, slots=True)
class Module:
    """A part of the course with objectives, lessons, questions and exercises of its own."""

    id: str
    title: str
    minutes: int
    page: str
    objectives: tuple[Objective, ...]
    lessons: tuple[Lesson, ...]
    questions: tuple[Question, ...]
    scenarios: tuple[Scenario, ...]
    exercises: tuple[Exercise, ...]
    where: Place


@dataclass(frozen=True, slots=True)
class PackageRule:
    """What a package reports to a learning system.

    ``score``: the share of points needed, 0..1, or None for a course that is completed by its pages alone.
    ``lessons``: ids of the lessons that must have been seen; None means every page of the book.
    """

    score: float | None
    lessons: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class AwardRule:
    """What only the gradebook can know: exercises at ``exercises`` (0..1) and each gate at level ``gate`` or above."""

    exercises: float
    gate: int


@dataclass(frozen=True, slots=True)
class PassRule:
    """The two parts of passing: what packages report, and what the award needs besides."""

    package: PackageRule
    award: AwardRule | None = None


@dataclass(frozen=True, slots=True)
class GainRule:
    """How questions of before and after are paired: two whose ids differ only in these beginnings ask the same."""

    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Source:
    """A work that may be cited, an entry of sources.yml; ``status`` is P (seen at the issuer) or S (seen elsewhere).

    ``review`` is the day by which somebody should look at it again.
    """

    id: str
    status: str
    by: str
    title: str
    year: str
    where: Place
    review: date | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that may stand in quotation marks, to the letter."""

    id: str
    text: str
    source: str
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Figure:
    """Numbers that may be stated with a citation of ``source``, by its ``words`` to the letter or by what was ``noted``
    of it ("" for either that is not given)."""

    id: str
    source: str
    values: tuple[float, ...]
    words: str
    noted: str
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody besides the authors who had a share in the course; ``role`` is one of `CONTRIBUTOR_ROLES`."""

    name: str
    role: str


CONTRIBUTOR_ROLES = (
    "author",
    "publisher",
    "validator",
    "editor",
    "graphical designer",
    "technical implementer",
    "content provider",
    "technical validator",
    "educational validator",
    "script writer",
    "instructional designer",
    "subject matter expert",
)
"""Those of LOM's words for what people do (IEEE 1484.12.1, 2.3.1) that a course has use for."""


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course, or a Jupyter Book folder that has never heard of us (then ``modules`` is empty).

    ``id`` is a slug from which package identifiers derive; ``version`` is carried apart from them, so that learners'
    progress survives an update. ``toc`` lists the source files in reading order, without suffix, the root page first.
    ``review`` is the day by which the course as a whole should be looked at again.
    """

    id: str
    title: str
    version: str
    language: str
    description: str
    authors: tuple[str, ...]
    licence: str
    pass_rule: PassRule
    toc: tuple[str, ...]
    modules: tuple[Module, ...] = ()
    stories: tuple[Story, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    quotations: Mapping[str, Quotation] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    content: ContentRules = field(default_factory=ContentRules)
    review: date | None = None
    ours: bool = True
    keywords: tuple[str, ...] = ()
    contributors: tuple[Contributor, ...] = ()
    gain: GainRule | None = None

    @property
    def questions(self) -> Iterator[tuple[Module, Question]]:
        """Every question with its module, in the order of the modules."""
        return ((module, question) for module in self.modules for question in module.questions)

    @property
    def question_pairs(self) -> Iterator[tuple[str, str]]:
        """The ids of two questions that ask the same before and after, in the order of the first."""
        if self.gain is None:
            return
        known = {question.id for _, question in self.questions}
        for _, question in self.questions:
            after = self.gain.after + question.id.removeprefix(self.gain.before)
            if question.id.startswith(self.gain.before) and after in known:
                yield question.id, after

    @property
    def lessons(self) -> Iterator[Lesson]:
        """Every lesson, in the order of the modules."""
        return (lesson for module in self.modules for lesson in module.lessons)

    @property
    def scenarios(self) -> Iterator[Scenario]:
        """Every scenario, in the order of the modules."""
        return (scenario for module in self.modules for scenario in module.scenarios)

    @property
    def exercises(self) -> Iterator[Exercise]:
        """Every exercise, in the order of the modules."""
        return (exercise for module in self.modules for exercise in module.exercises)
