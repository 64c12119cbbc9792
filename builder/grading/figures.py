"""What a cohort's points say about the tasks: facility, discrimination and Cronbach's alpha.

Facility is the mean share of a task's points. Discrimination is the correlation of a task with the sum of the other
tasks (corrected item-total correlation). Alpha follows Cronbach, Psychometrika 16 (1951), with sample variances.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.grading.lms.results import Pair
from builder.grading.scores import Score

SMALL = 10
"""Below this number of learners nothing is worked out: chance would speak, and single people could be recognised."""


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """A task's figures: ``facility`` over the ``learners`` whose marks for it are known, ``discrimination`` over those
    of the exercise. None where there are too few, or no figure can be worked out, as when all have the same points."""

    task: str
    possible: float
    learners: int
    facility: float | None
    discrimination: float | None


@dataclass(frozen=True, slots=True)
class ExerciseFigures:
    """The figures of one exercise; ``tasks`` is empty and ``alpha`` None for a small group.

    ``learners`` were graded. ``alpha``, ``totals`` and the tasks' discrimination are over the ``complete`` ones, who
    have marks for all the ``counted`` tasks: those that enough learners have marks for, with ``possible`` points.
    """

    exercise: str
    learners: int
    tasks: tuple[TaskFigures, ...] = ()
    alpha: float | None = None
    totals: tuple[float, ...] = ()
    possible: float = 0.0
    counted: int = 0

    @property
    def is_small(self) -> bool:
        """Whether the group is too small for figures."""
        return self.learners < SMALL

    @property
    def complete(self) -> int:
        """The learners whose sums are known; none where they are too few to be shown."""
        return len(self.totals)


def known_points(scores: Iterable[Score], exercise: str, graded: Container[Pair]) -> list[Mapping[str, float]]:
    """Return the points by task of each learner who was ``graded``; what waits for a person is not among them."""
    points: dict[str, dict[str, float]] = {}
    for score in scores:
        if score.exercise == exercise and (score.learner, score.exercise) in graded:
            own = points.setdefault(score.learner, {})
            if not score.waiting:
                own[score.task] = score.earned
    return list(points.values())


def figures(exercise: str, possible: Mapping[str, float], points: Sequence[Mapping[str, float]]) -> ExerciseFigures:
    """Work out the figures of an exercise: ``possible`` points by task, and each learner's ``points`` by task.

    A task that is not in a learner's points waits for a person: it is left out, not counted as nothing.
    """
    if len(points) < SMALL:
        return ExerciseFigures(exercise, len(points))
    known = {task: [one[task] for one in points if task in one] for task in possible}
    counted = [task for task, own in known.items() if len(own) >= SMALL]
    rows = [[one[task] for task in counted] for one in points if all(task in one for task in counted)]
    rows = rows if counted and len(rows) >= SMALL else []
    totals = tuple(sum(row) for row in rows)
    tasks = []
    for task, highest in possible.items():
        own = known[task]
        share = statistics.fmean(own) / highest if task in counted and highest else None
        apart = _apart(rows, totals, counted.index(task)) if rows and task in counted else None
        tasks.append(TaskFigures(task, highest, len(own), share, apart))
    most = sum(possible[task] for task in counted)
    return ExerciseFigures(exercise, len(points), tuple(tasks), alpha(rows), totals, most, len(counted))


def _apart(rows: Sequence[Sequence[float]], totals: Sequence[float], place: int) -> float | None:
    """The discrimination of the task at ``place``."""
    own = [row[place] for row in rows]
    return correlation(own, [total - mine for total, mine in zip(totals, own, strict=True)])


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
