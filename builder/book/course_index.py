"""A course's parts by id, and what the pages show of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from builder.model.course import Course, Lesson, Module, Objective
from builder.model.exercise import Exercise
from builder.model.question import Question
from builder.model.scenario import Scenario
from builder.model.story import Story


@dataclass
class Shown:
    """What the pages show: document name to the kind and id of each thing, kept in Sphinx's environment."""

    by_page: dict[str, list[tuple[str, str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CourseIndex:
    """The course's parts by id, for directives to look up."""

    course: Course
    modules: Mapping[str, Module]
    questions: Mapping[str, tuple[Module, Question]]
    scenarios: Mapping[str, Scenario]
    stories: Mapping[str, Story]
    exercises: Mapping[str, Exercise]
    lessons: Mapping[str, tuple[Module, Lesson]]
    objectives: Mapping[str, Objective]


def index_course(course: Course) -> CourseIndex:
    """Make the look-up tables for ``course``; lessons and module pages are found by document name."""
    return CourseIndex(
        course=course,
        modules={without_suffix(module.page): module for module in course.modules},
        questions={question.id: (module, question) for module, question in course.questions},
        scenarios={scenario.id: scenario for scenario in course.scenarios},
        stories={story.id: story for story in course.stories},
        exercises={exercise.id: exercise for exercise in course.exercises},
        lessons={
            without_suffix(lesson.source): (module, lesson) for module in course.modules for lesson in module.lessons
        },
        objectives={objective.id: objective for module in course.modules for objective in module.objectives},
    )


def without_suffix(source: str) -> str:
    """Return a source file's document name."""
    return PurePosixPath(source).with_suffix("").as_posix()
