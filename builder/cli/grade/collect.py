"""`coursewright grade collect`: take in what the learning system let one download."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.options import AS_JSON, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.collect import Collected
    from builder.grading.folder import GradingFolder
    from builder.grading.patterns_file import GradingSettings
    from builder.grading.roster import Roster

SYSTEMS = ("auto", "moodle", "canvas", "ilias", "folder")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
SETTINGS = click.option(
    "--settings", type=FILE, help="How this academy names its files and columns; default: grading.yml in the course."
)


@click.command()
@click.argument("incoming", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--roster", "rosters", type=FILE, multiple=True, help="A list of the learners as CSV; may be given again."
)
@click.option(
    "--from", "system", type=click.Choice(SYSTEMS), default="auto", show_default=True, help="Who named the files."
)
@SETTINGS
@ROOT
@KEPT
@AS_JSON
def collect(
    incoming: tuple[Path, ...],
    rosters: tuple[Path, ...],
    system: str,
    settings: Path | None,
    root: Path,
    folder: Path,
    as_json: bool,
) -> None:
    """Take the learners' notebooks from INCOMING: downloads of a learning system, folders, zips or notebooks.

    Each is kept as it came; the newest counts. What cannot be taken is listed with the reason, stops nothing else, and
    the command ends with exit code 1. The same download may be collected again: nothing changes.
    """
    from builder.grading.arrivals import UnreadableError
    from builder.grading.attempts import DamagedRecordError
    from builder.grading.collect import collect_submissions
    from builder.grading.folder import GradingFolder
    from builder.grading.intake_owner import Intake
    from builder.grading.intake_released import read_released
    from builder.grading.scores import GradingError

    kept = GradingFolder(folder)
    said = settings_of(settings, root)
    learners = roster_of(kept, rosters, said)
    try:
        released = read_released(course_for_exercises(root), root, kept)
        collected = collect_submissions(incoming, kept, Intake(released, said, learners, system))
    except (UnreadableError, DamagedRecordError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    except (GradingError, OSError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    click.echo(_as_json(collected) if as_json else _as_text(collected), nl=as_json)
    if not as_json:
        for left in collected.set_aside:
            click.echo(f"not taken: {left.place}: {left.reason}\n    fix: {left.fix}", err=True)
    click.echo(f"{len(collected.taken)} taken, {len(collected.set_aside)} not taken.", err=True)
    if collected.set_aside:
        raise SystemExit(FINDINGS)


def settings_of(path: Path | None, root: Path) -> GradingSettings:
    """Return what `grading.yml` says; one that is wrong ends the command with exit code 2."""
    from builder.grading.patterns_file import NAME, SettingsError, read_settings

    try:
        return read_settings(path or root / NAME)
    except SettingsError as fault:
        raise click.UsageError(str(fault)) from None


def roster_of(folder: GradingFolder, rosters: tuple[Path, ...], settings: GradingSettings) -> Roster | None:
    """Return the roster that is given, and keep it; or the one that was kept. A wrong one ends with exit code 2."""
    from builder.grading.roster_files import RosterError, keep_roster, kept_roster, read_rosters

    try:
        if not rosters:
            return kept_roster(folder)
        roster = read_rosters(rosters, settings.roster)
    except RosterError as fault:
        raise click.UsageError(str(fault)) from None
    keep_roster(folder, roster)
    return roster


def _as_json(collected: Collected) -> str:
    taken = [
        {
            "learner": one.learner,
            "exercise": one.exercise,
            "origin": one.origin,
            "arrived": one.arrived.value,
            "attempt": one.attempt,
            "notes": [{"code": note.code, "text": note.text} for note in one.notes],
        }
        for one in collected.taken
    ]
    aside = [
        {"place": one.place, "code": one.code, "reason": one.reason, "fix": one.fix} for one in collected.set_aside
    ]
    return json.dumps({"taken": taken, "set_aside": aside}, ensure_ascii=False, indent=2)


def _as_text(collected: Collected) -> str:
    lines: list[str] = []
    for one in collected.taken:
        again = f" (attempt {one.attempt})" if one.attempt > 1 else ""
        lines.append(f"{one.learner}  {one.exercise}  {one.arrived.value}{again}\n")
        lines += [f"    {note.text} [{note.code}]\n" for note in one.notes]
    return "".join(lines)
