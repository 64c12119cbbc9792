"""An exercise of the course becomes what a worker needs to grade it, without a gradebook."""

from __future__ import annotations

from pathlib import Path

from builder.grading.work import Prepared
from builder.model.exercise import Exercise


def prepare_exercise(exercise: Exercise, root: Path) -> Prepared:
    """Return ``exercise`` of the course in ``root`` as plain data. Raises `builder.grading.scores.GradingError` for a
    notebook that nbgrader refuses and OSError for a file that is not there."""
    raise NotImplementedError
