"""What a cohort's points say about the tasks: facility, discrimination and Cronbach's alpha.

Facility is the mean share of a task's points. Discrimination is the correlation of a task with the sum of the other
tasks (corrected item-total correlation). Alpha follows Cronbach, Psychometrika 16 (1951), with sample variances.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SMALL = 10
"""Below this number of learners nothing is worked out: chance would speak, and single people could be recognised."""


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """A task's figures; None where a figure cannot be worked out, such as when all have the same points."""

    task: str
    possible: float
    facility: float
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class ExerciseFigures:
    """The figures of one exercise over ``learners``; ``tasks`` is empty and ``alpha`` None for a small group."""

    exercise: str
    learners: int
    tasks: tuple[TaskFigures, ...]
    alpha: float | None
    totals: tuple[float, ...]
    possible: float

    @property
    def is_small(self) -> bool:
        """Whether the group is too small for figures."""
        return self.learners < SMALL


def figures(exercise: str, possible: Mapping[str, float], points: Sequence[Mapping[str, float]]) -> ExerciseFigures:
    """Work out the figures of an exercise: ``possible`` points by task, and each learner's ``points`` by task."""
    most = sum(possible.values())
    if len(points) < SMALL:
        return ExerciseFigures(exercise, len(points), (), None, (), most)
    rows = [[one.get(task, 0.0) for task in possible] for one in points]
    totals = tuple(sum(row) for row in rows)
    tasks = []
    for place, (task, highest) in enumerate(possible.items()):
        own = [row[place] for row in rows]
        rest = [total - mine for total, mine in zip(totals, own, strict=True)]
        share = statistics.fmean(own) / highest if highest else 0.0
        tasks.append(TaskFigures(task, highest, share, correlation(own, rest)))
    return ExerciseFigures(exercise, len(points), tuple(tasks), alpha(rows), totals, most)


def correlation(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Return Pearson's correlation, or None where one side does not vary."""
    spread = math.sqrt(statistics.variance(first) * statistics.variance(second))
    if spread < 1e-12:
        return None
    return statistics.covariance(first, second) / spread


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha of learners' points by task; None for one task, or where the sums do not vary."""
    tasks = len(rows[0]) if rows else 0
    whole = statistics.variance([sum(row) for row in rows]) if len(rows) > 1 else 0.0
    if tasks < 2 or whole < 1e-12:
        return None
    single = sum(statistics.variance([row[place] for row in rows]) for place in range(tasks))
    return tasks / (tasks - 1) * (1 - single / whole)
