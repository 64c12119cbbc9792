"""Rules on exercises: they give points, can be done without a computer, and their rubric can be applied."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.faults import did_you_mean, problem
from builder.authoring.material import Material
from builder.model.exercise import TaskKind
from builder.model.problem import Place, Problem


def check_points(material: Material) -> Iterator[Problem]:
    """Every exercise has graded cells, and each gives points."""
    for exercise in material.course.exercises:
        if not exercise.tasks and not material.could_not_read(exercise.source):
            fix = "mark cells as graded in nbgrader's Create Assignment and give them points"
            message = f"exercise `{exercise.id}` has no graded cell"
            yield problem("exercise-without-points", Place(exercise.source), message, fix)
        for task in exercise.tasks:
            if task.points <= 0:
                yield problem("exercise-without-points", task.where, f"task `{task.id}` gives no points")


def check_worksheet(material: Material) -> Iterator[Problem]:
    """Every exercise has a worksheet."""
    for exercise in material.course.exercises:
        if not exercise.worksheet:
            yield problem("exercise-without-worksheet", exercise.where, f"exercise `{exercise.id}` has no worksheet")


def check_used(material: Material) -> Iterator[Problem]:
    """Every exercise's folder belongs to a module."""
    if material.could_not_read("/module.yml"):
        return
    used = {exercise.where.file for exercise in material.course.exercises} | set(material.unread)
    for path in sorted((material.root / "exercises").glob("*/exercise.yml")):
        file = path.relative_to(material.root).as_posix()
        if material.course.ours and file not in used:
            yield problem("exercise-unused", Place(file), f"no module has the exercise `{path.parent.name}`")


def check_gate(material: Material) -> Iterator[Problem]:
    """Every rubric has a criterion that cannot be averaged away."""
    for exercise in material.course.exercises:
        rubric = exercise.rubric
        if rubric is not None and rubric.criteria and not any(criterion.gate for criterion in rubric.criteria):
            yield problem("rubric-without-gate", rubric.where, f"no criterion of `{exercise.id}` is a gate")


def check_rubric_task(material: Material) -> Iterator[Problem]:
    """Every rubric's task is a free-text cell of its notebook."""
    for exercise in material.course.exercises:
        rubric = exercise.rubric
        manual = [task.id for task in exercise.tasks if task.kind is TaskKind.MANUAL]
        if rubric is None or not rubric.task or rubric.task in manual or material.could_not_read(exercise.source):
            continue
        message = f"`{rubric.task}` is no manually graded cell of `{exercise.source}`"
        yield problem("rubric-unknown-task", rubric.where, message, did_you_mean(rubric.task, manual))
