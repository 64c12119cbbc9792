"""`coursewright grade export`: grades as a file, in the format of the learning system that takes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.collect import FILE, SETTINGS, roster_of, settings_of
from builder.cli.grade.options import DB, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.folder import GradingFolder
    from builder.grading.lms.grade_file import Asked, Change, GradeFile
    from builder.grading.patterns_file import GradingSettings
    from builder.model.course import Course

MARKING = "marking"
TARGETS = ("csv", "json", "moodle", "canvas", MARKING)


@click.command()
@ROOT
@KEPT
@DB
@SETTINGS
@click.option("--to", "name", type=click.Choice(TARGETS), default="csv", show_default=True, help="The kind of file.")
@click.option("--against", type=FILE, help="What the learning system has now, to show and to keep what changes not.")
@click.option("--exercise", default="", help="Only this exercise.")
@click.option("--provisional", is_flag=True, help="Give grades also where a person has still to mark a text.")
@click.option("--scale", is_flag=True, help="Fit the points where the learning system has another maximum.")
@click.option("--names", is_flag=True, help="marking: say who wrote each answer; without it the sheet is blind.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here, not to the screen.")
def export(
    root: Path,
    folder: Path,
    db: str,
    settings: Path | None,
    name: str,
    against: Path | None,
    exercise: str,
    provisional: bool,
    scale: bool,
    names: bool,
    output: Path | None,
) -> None:
    """Write the grades, for a learning system, a spreadsheet or a program; or the sheet for marking by rubric.

    A submission that failed or waits is no result: it is named, and the command ends with exit code 1. With --against
    what changes is shown; what has no result keeps the grade that it has there.
    """
    from builder.grading.folder import GradingFolder
    from builder.grading.grade_files import GRADE_FILES
    from builder.grading.lms.grade_file import GradeFileError
    from builder.grading.scores import GradingError

    kept = GradingFolder(folder, db)
    if not db and not kept.gradebook.is_file():
        click.echo(f"There is no gradebook in {folder}. Run `coursewright grade run` first.", err=True)
        raise SystemExit(FINDINGS)
    course = course_for_exercises(root)
    if exercise and exercise not in {one.id for one in course.exercises}:
        raise click.UsageError(f"There is no exercise {exercise}.")
    try:
        if name == MARKING:
            return _write(_marking_sheet(course, kept, exercise, names), output)
        asked = _asked(course, root, kept, settings_of(settings, root), against, exercise, provisional, scale)
        made = GRADE_FILES[name](asked)
    except GradeFileError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    _write(made.content, output)
    return _tell(made)


def _write(content: bytes, output: Path | None) -> None:
    from builder.grading.folder import write_in_place

    if output is None:
        click.echo(content, nl=False)
    else:
        write_in_place(output, content)
        click.echo(f"Written to {output}.", err=True)


def _marking_sheet(course: Course, folder: GradingFolder, exercise: str, names: bool) -> bytes:
    """Return the sheet for one exercise or all. Raises `GradingError`."""
    from builder.grading.by_hand import read_by_hand
    from builder.grading.marking_sheet import render_sheet

    chosen = [one for one in course.exercises if exercise in ("", one.id)]
    return render_sheet(folder, chosen, read_by_hand(folder), names=names)


def _asked(
    course: Course,
    root: Path,
    folder: GradingFolder,
    settings: GradingSettings,
    against: Path | None,
    exercise: str,
    provisional: bool,
    scale: bool,
) -> Asked:
    """Return the request with all that is known. Raises `GradeFileError` and `GradingError`."""
    from builder.grading.attempts import DamagedRecordError, read_records
    from builder.grading.gradebook import read_scores
    from builder.grading.lms.grade_file import Asked, GradeFileError
    from builder.grading.lms.results import gather
    from builder.grading.lms.table import TableError, read_table
    from builder.grading.outcomes import read_outcomes
    from builder.grading.penalties import read_penalties

    try:
        records = tuple(read_records(folder))
        table = read_table(against) if against else None
    except (DamagedRecordError, TableError) as fault:
        raise GradeFileError(str(fault)) from None
    roster = roster_of(folder, (), settings)
    states = {(one.learner, one.exercise): one.state.value for one in read_outcomes(course, root, folder)}
    names = [one.id for one in course.exercises]
    results = gather(read_scores(folder), states, read_penalties(folder), records, roster, names)
    titles = {one.id: tuple(filter(None, (settings.of(one.id).column, one.title, one.id))) for one in course.exercises}
    return Asked(results, titles, records, roster, table, exercise, provisional, scale, worksheet=settings.worksheet)


def _tell(made: GradeFile) -> None:
    """Say what changes and what is left out; end with exit code 1 if something is."""
    for line in _changed(made.changes):
        click.echo(line, err=True)
    for line in made.left_out:
        click.echo(f"left out: {line}", err=True)
    if made.left_out:
        click.echo(f"{len(made.left_out)} left out: see `coursewright grade status`.", err=True)
        raise SystemExit(FINDINGS)


def _changed(changes: Sequence[Change]) -> Iterator[str]:
    for change in changes:
        if change.kind in ("new", "changed"):
            yield f"{change.learner} {change.exercise}: {(change.before or '').strip() or '(none)'} -> {change.after}"
    counts = Counter(change.kind for change in changes)
    if counts:
        yield ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items())) + "."
