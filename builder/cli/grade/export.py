"""`coursewright grade export`: grades as a file."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.grade.options import FINDINGS, KEPT, ROOT, course_for_exercises


@click.command()
@ROOT
@KEPT
@click.option("--to", "name", type=click.Choice(["csv"]), default="csv", show_default=True, help="The kind of file.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to the screen.")
def export(root: Path, folder: Path, name: str, output: Path | None) -> None:
    """Write the grades: one line for each learner and exercise.

    A submission that failed or waits is no result; its line says so, and the command ends with exit code 1.
    """
    from builder.grading.folder import GradingFolder, write_in_place
    from builder.grading.grade_files import GRADE_FILES

    kept = GradingFolder(folder)
    if not kept.gradebook.is_file():
        click.echo(f"There is no gradebook in {folder}. Run `coursewright grade run` first.", err=True)
        raise SystemExit(FINDINGS)
    from builder.grading.gradebook import read_scores
    from builder.grading.outcomes import State
    from builder.grading.run import read_outcomes

    outcomes = read_outcomes(course_for_exercises(root), root, kept)
    states = {(outcome.learner, outcome.exercise): outcome.state.value for outcome in outcomes}
    content = GRADE_FILES[name](read_scores(kept), states).encode("utf-8")
    if output is None:
        click.echo(content, nl=False)
    else:
        write_in_place(output, content)
        click.echo(f"Written to {output}.", err=True)
    without = [outcome for outcome in outcomes if outcome.state is not State.GRADED]
    if without:
        click.echo(f"{len(without)} submission(s) have no result: see `coursewright grade status`.", err=True)
        raise SystemExit(FINDINGS)
