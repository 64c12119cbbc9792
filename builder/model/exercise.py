"""A graded exercise: an nbgrader notebook, its tasks and the rubric for its free text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from builder.model.problem import NOWHERE, Place


class TaskKind(StrEnum):
    """How a graded cell gets its points."""

    AUTO = "auto"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Task:
    """One graded nbgrader cell; ``id`` is its grade_id."""

    id: str
    kind: TaskKind
    points: float
    where: Place


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of a rubric: four ``levels`` (0 missing .. 3 strong); a ``gate`` cannot be averaged away."""

    id: str
    title: str
    levels: tuple[str, str, str, str]
    gate: bool = False


@dataclass(frozen=True, slots=True)
class Rubric:
    """The criteria by which the free-text task ``task`` is marked."""

    task: str
    criteria: tuple[Criterion, ...]
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Exercise:
    """``source``, ``worksheet`` and ``support_files`` are paths relative to the course's root."""

    id: str
    title: str
    module: str
    objectives: tuple[str, ...]
    minutes: int
    source: str
    worksheet: str
    support_files: tuple[str, ...]
    tasks: tuple[Task, ...]
    rubric: Rubric | None
    where: Place
