"""What each learner has for each exercise, as it is told to others: a result, or why there is none."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from builder.grading.attempts import Record
from builder.grading.roster import Roster
from builder.grading.scores import Score

GRADED, FAILED, WAITING, REFUSED, MISSING = "graded", "failed", "waiting", "refused", "missing"
"""It was graded; could not be graded; has still to be; nothing that came in can be graded; nothing came in."""
Pair = tuple[str, str]
"""(learner, exercise)"""


@dataclass(frozen=True, slots=True)
class Result:
    """What one learner has for one exercise. Points are those that count; a ``penalty`` for lateness is taken off.

    Only with the ``state`` `GRADED` are there points at all. ``to_mark`` counts the texts that a person has still to
    mark; ``late`` is said by the learning system or by the date in grading.yml.
    """

    learner: str
    exercise: str
    state: str
    name: str = ""
    email: str = ""
    number: str = ""
    automatic: float = 0.0
    automatic_max: float = 0.0
    by_hand: float = 0.0
    by_hand_max: float = 0.0
    penalty: float = 0.0
    to_mark: int = 0
    late: bool = False

    @property
    def score(self) -> float | None:
        """The points that count, or None where there is no result; zero points are a result."""
        return max(0.0, self.automatic + self.by_hand - self.penalty) if self.state == GRADED else None

    @property
    def maximum(self) -> float:
        """The points that one can have."""
        return self.automatic_max + self.by_hand_max

    @property
    def shown(self) -> str:
        """The learner, for people."""
        return f"{self.name} ({self.learner})" if self.name else self.learner


def gather(
    scores: Sequence[Score],
    states: Mapping[Pair, str],
    penalties: Mapping[Pair, float],
    records: Iterable[Record],
    roster: Roster | None,
    exercises: Sequence[str],
) -> tuple[Result, ...]:
    """Return one result for each learner and exercise, sorted by exercise and learner.

    ``states`` are those of all submissions; one that was graded and has no ``scores`` waits: no result is not zero
    points. With a roster, everybody on it has a result for each of ``exercises``.
    """
    kept = {(record.learner, record.exercise): record for record in records}
    pairs = {*states, *kept, *((score.learner, score.exercise) for score in scores)}
    if roster is not None:
        pairs |= {(learner.id, exercise) for learner in roster.learners for exercise in exercises}
    ordered = sorted(scores, key=lambda score: (score.learner, score.exercise))
    marks = {
        pair: list(group) for pair, group in itertools.groupby(ordered, key=lambda one: (one.learner, one.exercise))
    }
    people = {learner.id: learner for learner in roster.learners} if roster else {}
    found: list[Result] = []
    for learner, exercise in sorted(pairs, key=lambda pair: (pair[1], pair[0])):
        pair = (learner, exercise)
        record, person = kept.get(pair), people.get(learner)
        counting = record.counting if record else None
        state = states.get(pair) or (REFUSED if record else MISSING)
        if state == GRADED and pair not in marks:
            state = WAITING  # the gradebook has lost it, or an older one was put back: the next run grades it again
        known = marks.get(pair, ()) if state == GRADED else ()
        found.append(
            Result(
                learner,
                exercise,
                state,
                person.name if person else "",
                person.email if person else "",
                person.numbers[0] if person and person.numbers else "",
                sum(score.earned for score in known if not score.by_hand),
                sum(score.possible for score in known if not score.by_hand),
                sum(score.earned for score in known if score.by_hand),
                sum(score.possible for score in known if score.by_hand),
                penalties.get(pair, 0.0) if state == GRADED else 0.0,
                sum(score.waiting for score in known),
                counting.late if counting else False,
            )
        )
    return tuple(found)


def decimal(number: float | None) -> str:
    """Return ``number`` with at most two decimals and a point, the same everywhere; None is empty."""
    if number is None:
        return ""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
