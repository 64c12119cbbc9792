"""What teaches, practises and assesses each objective of a course, and how much there is of everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from builder.authoring.lesson_time import words_of
from builder.authoring.markdown import Directive
from builder.authoring.material import Material
from builder.authoring.rules.citations import used_sources
from builder.model.course import Course, Module, Objective
from builder.model.question import KINDS

SET = 2
"""So many scored questions on an objective are a set, which can assess it: with one alone, a guess would do."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a module has for an objective: ids of lessons, questions (``scored`` among them), scenarios, exercises."""

    module: str
    objective: str
    lessons: tuple[str, ...]
    questions: tuple[str, ...]
    scored: tuple[str, ...]
    scenarios: tuple[str, ...]
    exercises: tuple[str, ...]

    @property
    def taught(self) -> bool:
        """A lesson names it."""
        return bool(self.lessons)

    @property
    def practised(self) -> bool:
        """A question names it."""
        return bool(self.questions)

    @property
    def assessed(self) -> bool:
        """An exercise names it, or a set of scored questions."""
        return bool(self.exercises) or len(self.scored) >= SET

    @property
    def whole(self) -> bool:
        """It is taught, practised and assessed."""
        return self.taught and self.practised and self.assessed


@dataclass(frozen=True, slots=True)
class Counts:
    """How much there is. ``words`` are those that a reader of the lessons reads, ``questions`` are by kind."""

    modules: int
    objectives: int
    lessons: int
    words: int
    questions: Mapping[str, int]
    scenarios: int
    story_scenes: int
    exercises: int
    glossary_terms: int
    sources: int
    cited_sources: int
    quotations: int
    figures: int


def coverage_of(course: Course) -> tuple[Coverage, ...]:
    """Return every objective with what there is for it, in the order of the modules."""
    return tuple(_of_objective(module, objective) for module in course.modules for objective in module.objectives)


def _of_objective(module: Module, objective: Objective) -> Coverage:
    questions = [question for question in module.questions if question.objective == objective.id]
    return Coverage(
        module=module.id,
        objective=objective.id,
        lessons=tuple(lesson.id for lesson in module.lessons if objective.id in lesson.objectives),
        questions=tuple(question.id for question in questions),
        scored=tuple(question.id for question in questions if question.counts),
        scenarios=tuple(scenario.id for scenario in module.scenarios if scenario.objective == objective.id),
        exercises=tuple(exercise.id for exercise in module.exercises if objective.id in exercise.objectives),
    )


def counts_of(material: Material) -> Counts:
    """Return how much there is of everything in the course."""
    course = material.course
    kinds = Counter(question.kind for _, question in course.questions)
    return Counts(
        modules=len(course.modules),
        objectives=sum(len(module.objectives) for module in course.modules),
        lessons=sum(1 for _ in course.lessons),
        words=sum(words_of(page, course) for _, page in material.lessons),
        questions={kind.kind: kinds[kind.kind] for kind in KINDS},
        scenarios=sum(1 for _ in course.scenarios),
        story_scenes=sum(len(story.scenes) for story in course.stories),
        exercises=sum(1 for _ in course.exercises),
        glossary_terms=len(material.terms),
        sources=len(course.sources),
        cited_sources=len(used_sources(material) & course.sources.keys()),
        quotations=len({part.argument for _, _, part in material.each(Directive) if part.name == "quotation"}),
        figures=len(course.figures),
    )
