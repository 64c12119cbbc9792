"""`coursewright grade mark`: marks by rubric, from a sheet into the gradebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.options import DB, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.marking import MarkingPlan


@click.command()
@click.argument("sheet", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ROOT
@KEPT
@DB
@click.option("--yes", is_flag=True, help="Write without asking.")
def mark(sheet: Path, root: Path, folder: Path, db: str, yes: bool) -> None:
    """Write the levels and comments of SHEET into the gradebook (`grade export --to marking` makes one).

    What would change is shown first. One line that is wrong stops all: nothing is written, and the exit code is 1.
    """
    from builder.grading.by_hand import read_by_hand, write_by_hand
    from builder.grading.folder import GradingFolder
    from builder.grading.lms.table import TableError
    from builder.grading.marking import plan_marking
    from builder.grading.marking_sheet import SheetError
    from builder.grading.scores import GradingError

    kept = GradingFolder(folder, db)
    if not db and not kept.gradebook.is_file():
        click.echo(f"There is no gradebook in {folder}. Run `coursewright grade run` first.", err=True)
        raise SystemExit(FINDINGS)
    course = course_for_exercises(root)
    try:
        gate = course.pass_rule.award.gate if course.pass_rule.award else 0
        plan = plan_marking(sheet, kept, tuple(course.exercises), read_by_hand(kept), gate)
        _show(plan, sheet)
        if plan.faults:
            click.echo("Nothing was written.", err=True)
            raise SystemExit(FINDINGS)
        if plan.markings and _agreed(yes):
            write_by_hand(kept, [one.given for one in plan.markings])
            click.echo(f"{len(plan.markings)} written.", err=True)
    except (SheetError, TableError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None


def _show(plan: MarkingPlan, sheet: Path) -> None:
    for one in plan.markings:
        before = "(none)" if one.before is None else f"{one.before:g}"
        gate = "  below the gate: no award with this level" if one.is_below_gate else ""
        click.echo(f"{one.shown}  {one.given.exercise}  {before} -> {one.given.score:g}{gate}")
    for fault in plan.faults:
        click.echo(f"{sheet}:{fault.line}: {fault.message}\n    fix: {fault.fix}", err=True)
    click.echo(
        f"{len(plan.markings)} change, {plan.same} stay, {plan.empty} without marks, {len(plan.faults)} wrong.",
        err=True,
    )


def _agreed(yes: bool) -> bool:
    """Ask on a terminal; elsewhere nothing is written without --yes."""
    if yes:
        return True
    if sys.stdin.isatty():
        return click.confirm("Write these marks?", err=True)
    click.echo("Nothing was written. Add --yes to write.", err=True)
    return False
