"""Files of grades for other programmes; so far CSV (RFC 4180), safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from builder.grading.scores import Score

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CSV_COLUMNS = (
    "learner",
    "exercise",
    "state",
    "automatic",
    "automatic_max",
    "by_hand",
    "by_hand_max",
    "score",
    "max",
    "to_mark",
)
States = Mapping[tuple[str, str], str]
"""(learner, exercise) to ``graded``, ``failed`` or ``waiting``."""


def without_formula(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and does not calculate it (OWASP, "CSV Injection")."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def render_csv(scores: Sequence[Score], states: States) -> str:
    """Return one line for each learner and exercise; ``to_mark`` counts the cells that a person has still to mark.

    A line whose ``state`` is not ``graded`` is no result: nbgrader writes zeros for a submission that failed.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(CSV_COLUMNS)
    ordered = sorted(scores, key=lambda score: (score.exercise, score.learner))
    for (exercise, learner), group in itertools.groupby(ordered, key=lambda score: (score.exercise, score.learner)):
        state = states.get((learner, exercise), "")
        table.writerow((without_formula(learner), without_formula(exercise), state, *_sums(list(group))))
    return written.getvalue()


def _sums(scores: Sequence[Score]) -> tuple[str, ...]:
    automatic = [score for score in scores if not score.by_hand]
    by_hand = [score for score in scores if score.by_hand]
    sums = (
        *(total for part in (automatic, by_hand) for total in _earned_and_possible(part)),
        *_earned_and_possible(scores),
        sum(score.waiting for score in scores),
    )
    return tuple(f"{number:.2f}".rstrip("0").rstrip(".") for number in sums)


def _earned_and_possible(scores: Sequence[Score]) -> tuple[float, float]:
    return sum(score.earned for score in scores), sum(score.possible for score in scores)


GRADE_FILES: Mapping[str, Callable[[Sequence[Score], States], str]] = MappingProxyType({"csv": render_csv})
"""The registry of grade files: a name for `grade export --to`, and what renders it."""
