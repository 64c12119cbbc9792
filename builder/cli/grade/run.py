"""`coursewright grade run`: execute what was collected and write the marks into the gradebook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.options import ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises
from builder.cli.grade.status import line

if TYPE_CHECKING:
    from builder.grading.outcomes import Outcome

WARNING = (
    "Warning: this runs the learners' code on this computer, with your rights and with network access. There is no "
    "sandbox yet. Grade only work of people you trust, or use a machine with nothing else on it."
)


@click.command()
@ROOT
@KEPT
@click.option("--again", is_flag=True, help="Grade all submissions, also those that have been graded.")
def run(root: Path, folder: Path, again: bool) -> None:
    """Grade what has been collected and not graded yet.

    There is no sandbox yet: the learners' code runs with your rights. One submission that fails does not stop the
    others; the command then ends with exit code 1.
    """
    from builder.grading.folder import GradingFolder
    from builder.grading.outcomes import State
    from builder.grading.run import run_grading
    from builder.grading.scores import GradingError

    click.echo(WARNING, err=True)
    outcomes: list[Outcome] = []
    try:
        for outcome in run_grading(course_for_exercises(root), root, GradingFolder(folder), again):
            outcomes.append(outcome)
            if outcome.fresh or outcome.state is State.FAILED:
                click.echo(line(outcome), err=True)
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    failed = sum(outcome.state is State.FAILED for outcome in outcomes)
    fresh = sum(outcome.fresh and outcome.state is State.GRADED for outcome in outcomes)
    click.echo(f"{fresh} graded, {len(outcomes) - fresh - failed} were graded before, {failed} failed.", err=True)
    if failed:
        click.echo(f"What nbgrader said about a failure is in {GradingFolder(folder).logs}.", err=True)
        raise SystemExit(FINDINGS)
