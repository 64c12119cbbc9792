"""Rules on objectives: whatever names one names one of its own module."""

from __future__ import annotations

from collections.abc import Iterator

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
