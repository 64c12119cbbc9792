"""`coursewright grade report`: who passes and what is missing, and what the points say about the tasks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.collect import FILE, SETTINGS, roster_of, settings_of
from builder.cli.grade.options import AS_JSON, DB, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.awards import Standing


@click.command()
@ROOT
@KEPT
@DB
@SETTINGS
@click.option("--packages", type=FILE, help="Results of the course itself: a CSV with learner, and passed or score.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Also write the report as a page of HTML."
)
@AS_JSON
def report(
    root: Path,
    folder: Path,
    db: str,
    settings: Path | None,
    packages: Path | None,
    output: Path | None,
    as_json: bool,
) -> None:
    """Apply the award rule and name who passes and what is missing; with --output, figures and plots as one page.

    The award needs the course's own result, points in the exercises, and a level in each criterion that is a gate.
    """
    from builder.grading.attempts import DamagedRecordError, read_records
    from builder.grading.awards import PackageResultsError, read_package_results, standings
    from builder.grading.by_hand import read_by_hand
    from builder.grading.figures import figures, known_points
    from builder.grading.folder import GradingFolder, write_in_place
    from builder.grading.gradebook import read_scores
    from builder.grading.lms.results import GRADED, gather
    from builder.grading.lms.table import TableError
    from builder.grading.outcomes import read_outcomes
    from builder.grading.penalties import read_penalties
    from builder.grading.report_page import render_report
    from builder.grading.scores import GradingError

    kept = GradingFolder(folder, db)
    if not db and not kept.gradebook.is_file():
        click.echo(f"There is no gradebook in {folder}. Run `coursewright grade run` first.", err=True)
        raise SystemExit(FINDINGS)
    course = course_for_exercises(root)
    names = [one.id for one in course.exercises]
    try:
        passed = read_package_results(packages, course.pass_rule.package.score) if packages else None
        outcomes = read_outcomes(course, root, kept)
        scores = read_scores(kept)
        states = {(one.learner, one.exercise): one.state.value for one in outcomes}
        roster = roster_of(kept, (), settings_of(settings, root))
        results = gather(scores, states, read_penalties(kept), tuple(read_records(kept)), roster, names)
        found = standings(course, results, read_by_hand(kept), passed)
    except (PackageResultsError, TableError, DamagedRecordError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    _tell(found, as_json)
    if output is not None:
        graded = {(one.learner, one.exercise) for one in results if one.state == GRADED}
        measured = []
        for exercise in course.exercises:
            possible = {task.id: task.points for task in exercise.tasks}
            measured.append(figures(exercise.id, possible, known_points(scores, exercise.id, graded)))
        titles = {one.id: one.title for one in course.exercises}
        write_in_place(output, render_report(course.title, found, results, outcomes, measured, titles))
        click.echo(f"Written to {output}.", err=True)


def _tell(found: tuple[Standing, ...], as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "learner": one.learner,
                "name": one.name,
                "earned": one.earned,
                "points": round(one.points, 2),
                "possible": one.possible,
                "missing": one.missing,
                "doubts": one.doubts,
            }
            for one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    words = {True: "award earned", False: "not yet", None: "open"}
    for one in found:
        click.echo(f"{one.learner}  {words[one.earned]}  {one.points:g} of {one.possible:g}")
        for line in (*one.doubts, *one.missing):
            click.echo(f"    {line}")
    click.echo(f"{sum(one.earned is True for one in found)} of {len(found)} have earned the award.", err=True)
