"""`coursewright exercises`: the learners' versions of the exercises."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builder.model.course import Course
    from builder.model.exercise import Exercise

FINDINGS = 1
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
ROOT = click.option("--root", "-C", type=FOLDER, default=".", help="The course's folder; default: this one.")


@click.group()
def exercises() -> None:
    """Make the learners' versions of the exercises."""


@exercises.command()
@ROOT
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/exercises"),
    show_default=True,
    help="Where the zips go.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, for programs.")
def release(root: Path, output: Path, as_json: bool) -> None:
    """Write one zip an exercise: notebook without solutions and hidden tests, files it needs, README, worksheet."""
    from builder.grading.release import release_exercises
    from builder.grading.scores import GradingError

    try:
        released = release_exercises(course_for_exercises(root), root, output)
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    if as_json:
        rows = [
            {
                "exercise": one.exercise_id,
                "archive": one.archive.as_posix(),
                "notebook": one.notebook.as_posix(),
                "worksheet": one.worksheet.as_posix() if one.worksheet else None,
            }
            for one in released
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for one in released:
        click.echo(one.archive)


@exercises.command()
@ROOT
@click.argument("exercise")
def preview(root: Path, exercise: str) -> None:
    """Show on the screen what a learner will find in the notebook of EXERCISE."""
    from builder.grading.gradebook import student_notebook
    from builder.grading.scores import GradingError

    found = _named(course_for_exercises(root), exercise)
    try:
        notebook = json.loads(student_notebook((root / found.source).read_text(encoding="utf-8"), found.id))
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    for cell in notebook["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        points = f", {mark['points']} points" if mark.get("grade") else ""
        click.echo(f"--- {cell['cell_type']}{points} ---\n{''.join(cell['source'])}\n")


def _named(course: Course, name: str) -> Exercise:
    known = {exercise.id: exercise for exercise in course.exercises}
    if name not in known:
        raise click.UsageError(f"There is no exercise {name}. There are: {', '.join(known)}.")
    return known[name]


def course_for_exercises(root: Path) -> Course:
    """Return the course in ``root``; faults in its exercises are shown and end the command with exit code 1.

    Faults elsewhere do not matter here: a cohort can be graded while a lesson is being written.
    """
    from builder.authoring.reading import read_course
    from builder.cli.check import as_report
    from builder.model.problem import Severity

    reading = read_course(root)
    errors = [problem for problem in reading.problems if problem.severity is Severity.ERROR]
    ours = [problem for problem in errors if problem.where.file.startswith("exercises/")]
    if reading.course is None or ours:
        click.echo(as_report(ours or errors), err=True)
        raise SystemExit(FINDINGS)
    if not any(True for _ in reading.course.exercises):
        click.echo(f"The course in {root} has no exercises.", err=True)
        raise SystemExit(FINDINGS)
    return reading.course
