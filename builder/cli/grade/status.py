"""`coursewright grade status`: how far each submission has come."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.options import AS_JSON, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.outcomes import Outcome


@click.command()
@ROOT
@KEPT
@AS_JSON
def status(root: Path, folder: Path, as_json: bool) -> None:
    """Show how far each submission has come."""
    from builder.grading.folder import GradingFolder
    from builder.grading.run import read_outcomes

    outcomes = read_outcomes(course_for_exercises(root), root, GradingFolder(folder))
    if as_json:
        rows = [
            {"learner": o.learner, "exercise": o.exercise, "state": o.state.value, "reason": o.reason} for o in outcomes
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for outcome in outcomes:
            click.echo(line(outcome))
    click.echo(_summary(outcomes), err=True)


def line(outcome: Outcome) -> str:
    """Return what is shown of one submission."""
    reason = f": {outcome.reason}" if outcome.reason else ""
    return f"{outcome.learner}  {outcome.exercise}  {outcome.state.value}{reason}"


def _summary(outcomes: Iterable[Outcome]) -> str:
    counts = Counter(outcome.state.value for outcome in outcomes)
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "Nothing has been collected yet."
