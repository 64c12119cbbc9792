"""Marks and refusals, as everything but the gradebook knows them: light to import."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """The marks of one learner for one graded cell. ``earned`` is what counts now, a manual score before an automatic
    one; ``waiting`` says that a person has still to look at it."""

    exercise: str
    learner: str
    task: str
    by_hand: bool
    earned: float
    possible: float
    waiting: bool


class GradingError(Exception):
    """Grading cannot go on; the message says what to do about it."""
