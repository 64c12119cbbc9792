"""Rubric levels as the first line of a comment, so that the gradebook keeps them and formgrader can give them too.

`Levels: concept 2, evidence 3, harm 2` and then the words for the learner.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.model.exercise import Exercise, Rubric

LEAD = "Levels:"
HIGHEST = 3
LINE = re.compile(rf"\s*{LEAD}\s*(?P<levels>[^\n]*)\n?\s*(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
LEVEL = re.compile(r"(?P<criterion>[a-z0-9-]+)\s*[:=]?\s*(?P<level>[0-9]+)", re.IGNORECASE)


def with_levels(levels: Mapping[str, int], comment: str) -> str:
    """Return the comment as the gradebook keeps it: the levels in their order, then the words."""
    told = ", ".join(f"{criterion} {level}" for criterion, level in levels.items())
    return "\n\n".join(part for part in (f"{LEAD} {told}" if told else "", comment.strip()) if part)


def parted(comment: str, rubric: Rubric) -> tuple[Mapping[str, int], str]:
    """Return the levels that a comment gives and its words. What is no level of ``rubric`` is not taken for one."""
    found = LINE.fullmatch(comment)
    if found is None:
        return {}, comment.strip()
    known = {criterion.id for criterion in rubric.criteria}
    given = {
        one["criterion"].lower(): int(one["level"])
        for one in LEVEL.finditer(found["levels"])
        if one["criterion"].lower() in known and int(one["level"]) <= HIGHEST
    }
    levels = {criterion.id: given[criterion.id] for criterion in rubric.criteria if criterion.id in given}
    return levels, found["rest"].strip()


def score_of(levels: Mapping[str, int], exercise: Exercise) -> float:
    """Return the points that ``levels`` earn: the task's points in the share of levels reached of those there are."""
    rubric = exercise.rubric
    if rubric is None:
        return 0.0
    points = next(task.points for task in exercise.tasks if task.id == rubric.task)
    return points * sum(levels.values()) / (HIGHEST * len(rubric.criteria))
