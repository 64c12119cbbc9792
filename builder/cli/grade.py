"""`coursewright grade`: a cohort's work, from what came in to a file of grades."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.exercises import FINDINGS, ROOT, course_for_exercises

if TYPE_CHECKING:
    from collections.abc import Iterable

    from builder.grading.outcomes import Outcome

ENVIRONMENT = 3
WARNING = (
    "Warning: this runs the learners' code on this computer, with your rights and with network access. There is no "
    "sandbox yet. Grade only work of people you trust, or use a machine with nothing else on it."
)
KEPT = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/grading"),
    show_default=True,
    help="Where the gradebook and the submissions are kept.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print a list of objects, for programs.")


@click.group()
def grade() -> None:
    """Collect, grade and export a cohort's work."""


@grade.command()
@click.argument("incoming", type=click.Path(exists=True, path_type=Path))
@ROOT
@KEPT
@AS_JSON
def collect(incoming: Path, root: Path, folder: Path, as_json: bool) -> None:
    """Take the learners' notebooks from INCOMING, a folder or a zip.

    A notebook is known by its name, EXERCISE.ipynb; the learner by the folder it lies in, or by LEARNER_EXERCISE.ipynb.
    What cannot be taken is listed with the reason, and the command ends with exit code 1.
    """
    from builder.grading.arrivals import UnreadableError
    from builder.grading.collect import collect_submissions
    from builder.grading.folder import GradingFolder

    names = [exercise.id for exercise in course_for_exercises(root).exercises]
    try:
        collected = collect_submissions(names, incoming, GradingFolder(folder))
    except UnreadableError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    if as_json:
        taken = [
            {
                "learner": one.learner,
                "exercise": one.exercise,
                "origin": one.origin,
                "arrived": one.arrived.value,
                "notes": one.notes,
            }
            for one in collected.taken
        ]
        aside = [{"place": one.place, "reason": one.reason, "fix": one.fix} for one in collected.set_aside]
        click.echo(json.dumps({"taken": taken, "set_aside": aside}, ensure_ascii=False, indent=2))
    else:
        for one in collected.taken:
            click.echo(f"{one.learner}  {one.exercise}  {one.arrived.value}{''.join(f'  ({n})' for n in one.notes)}")
        for left in collected.set_aside:
            click.echo(f"not taken: {left.place}: {left.reason}\n    fix: {left.fix}", err=True)
    click.echo(f"{len(collected.taken)} taken, {len(collected.set_aside)} not taken.", err=True)
    if collected.set_aside:
        raise SystemExit(FINDINGS)


@grade.command()
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
                click.echo(_line(outcome), err=True)
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    failed = sum(outcome.state is State.FAILED for outcome in outcomes)
    fresh = sum(outcome.fresh and outcome.state is State.GRADED for outcome in outcomes)
    click.echo(f"{fresh} graded, {len(outcomes) - fresh - failed} were graded before, {failed} failed.", err=True)
    if failed:
        click.echo(f"What nbgrader said about a failure is in {GradingFolder(folder).logs}.", err=True)
        raise SystemExit(FINDINGS)


@grade.command()
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
            click.echo(_line(outcome))
    click.echo(_summary(outcomes), err=True)


@grade.command()
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


def _line(outcome: Outcome) -> str:
    reason = f": {outcome.reason}" if outcome.reason else ""
    return f"{outcome.learner}  {outcome.exercise}  {outcome.state.value}{reason}"


def _summary(outcomes: Iterable[Outcome]) -> str:
    counts = Counter(outcome.state.value for outcome in outcomes)
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "Nothing has been collected yet."
