"""Rules on objectives: whatever names one names one of its own module, and each is taught, practised and assessed."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.coverage import SET, coverage_of
from builder.authoring.faults import did_you_mean, problem
from builder.authoring.material import Material
from builder.model.course import Module
from builder.model.problem import Place, Problem


def check_objectives(material: Material) -> Iterator[Problem]:
    """Lessons, questions, scenarios and exercises name objectives of their module."""
    for module in material.course.modules:
        if material.could_not_read(module.where.file):
            continue
        known = [objective.id for objective in module.objectives]
        for what, name, where in _named(module):
            if name and name not in known:
                message = f"{what} names `{name}`, no objective of module `{module.id}`"
                yield problem("unknown-objective", where, message, did_you_mean(name, known))


def check_coverage(material: Material) -> Iterator[Problem]:
    """Every objective is taught by a lesson, practised with a question, and assessed by an exercise or questions."""
    if (
        not material.course.content.coverage
        or material.could_not_read("modules/")
        or material.could_not_read("/exercise")
    ):
        return
    places = {objective.id: objective.where for module in material.course.modules for objective in module.objectives}
    for covered in coverage_of(material.course):
        where, name = places[covered.objective], covered.objective
        if not covered.taught:
            yield problem("objective-not-taught", where, f"no lesson of the module names `{name}`")
        if not covered.practised:
            yield problem("objective-not-practised", where, f"no question of the module names `{name}`")
        if not covered.assessed:
            message = f"neither an exercise nor {SET} scored questions of the module name `{name}`"
            yield problem("objective-not-assessed", where, message)


def _named(module: Module) -> Iterator[tuple[str, str, Place]]:
    for lesson in module.lessons:
        for name in lesson.objectives:
            yield f"lesson `{lesson.id}`", name, lesson.where
    for question in module.questions:
        yield f"question `{question.id}`", question.objective, question.where
    for scenario in module.scenarios:
        yield f"scenario `{scenario.id}`", scenario.objective, scenario.where
    for exercise in module.exercises:
        for name in exercise.objectives:
            yield f"exercise `{exercise.id}`", name, exercise.where
