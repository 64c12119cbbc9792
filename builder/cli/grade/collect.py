"""`coursewright grade collect`: take in what the learning system let one download."""

from __future__ import annotations

import json
from pathlib import Path

import click

from builder.cli.grade.options import AS_JSON, FINDINGS, KEPT, ROOT, course_for_exercises


@click.command()
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
