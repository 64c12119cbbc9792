"""`coursewright grade status`: how far each submission has come, and what a person should look at."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.cli.grade.options import AS_JSON, DB, FINDINGS, KEPT, ROOT, course_for_exercises

if TYPE_CHECKING:
    from builder.grading.attempts import Record
    from builder.grading.outcomes import Outcome

EARLIER = "formgrader still shows an earlier attempt, which does not count"
HEADINGS = ("LEARNER", "EXERCISE", "STATE", "ATTEMPT", "LOOK AT")


@click.command()
@ROOT
@KEPT
@DB
@AS_JSON
def status(root: Path, folder: Path, db: str, as_json: bool) -> None:
    """Show how far each submission has come: its state, which attempt counts, and what is unusual about it.

    waiting: `grade run` will grade it. graded: its marks are in the gradebook. failed: it has no result, and the next
    run tries again. refused: nothing that can be graded has come in.
    """
    from builder.grading.attempts import DamagedRecordError, read_records
    from builder.grading.folder import GradingFolder
    from builder.grading.outcomes import read_outcomes

    kept = GradingFolder(folder, db)
    outcomes = read_outcomes(course_for_exercises(root), root, kept)
    try:
        records = {(record.learner, record.exercise): record for record in read_records(kept)}
    except DamagedRecordError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    known = {(outcome.learner, outcome.exercise) for outcome in outcomes}
    refused = [record for pair, record in sorted(records.items()) if pair not in known]
    if as_json:
        rows = [_as_object(one, records.get((one.learner, one.exercise))) for one in outcomes]
        rows += [_refused_object(record) for record in refused]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif outcomes or refused:
        lines = [_row(one, records.get((one.learner, one.exercise))) for one in outcomes]
        lines += [(one.learner, one.exercise, "refused", "-", _notes(one)) for one in refused]
        for text in table(lines):
            click.echo(text)
    click.echo(_summary([*(one.state.value for one in outcomes), *("refused" for _ in refused)]), err=True)


def line(outcome: Outcome) -> str:
    """Return one submission and its state in one line, with the reason for a failure."""
    reason = f": {outcome.reason}" if outcome.reason else ""
    return f"{outcome.learner}  {outcome.exercise}  {outcome.state.value}{reason}"


def table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield ``rows`` under `HEADINGS` in columns; the last column is as long as it needs."""
    whole = [HEADINGS, *rows]
    widths = [max(len(row[column]) for row in whole) for column in range(len(HEADINGS) - 1)]
    for row in whole:
        cells = [text.ljust(width) for text, width in zip(row, widths, strict=False)]
        yield "  ".join((*cells, row[-1])).rstrip()


def _row(outcome: Outcome, record: Record | None) -> tuple[str, ...]:
    """Return a submission's line: of the unusual, the reason of a failure first, then flags, then notes."""
    flags = (f"{flag.task}: {flag.message}" if flag.task else flag.message for flag in outcome.flags)
    seen = [outcome.reason, EARLIER if outcome.earlier else "", *flags, _notes(record) if record else ""]
    attempt = f"{record.counts} of {len(record.attempts)}" if record else "-"
    told = "; ".join(text for text in seen if text)
    return outcome.learner, outcome.exercise, outcome.state.value, attempt, told


def _notes(record: Record) -> str:
    return "; ".join(note.text for note in record.notes)


def _as_object(outcome: Outcome, record: Record | None) -> dict[str, object]:
    return {
        "learner": outcome.learner,
        "exercise": outcome.exercise,
        "state": outcome.state.value,
        "reason": outcome.reason,
        "attempt": record.counts if record else None,
        "attempts": len(record.attempts) if record else None,
        "flags": [{"code": flag.code, "task": flag.task, "message": flag.message} for flag in outcome.flags],
        "notes": _note_objects(record),
        "earlier": outcome.earlier,
        "together": list(outcome.together),
        "seconds": round(outcome.seconds, 3),
        "graded_at": outcome.at,
    }


def _refused_object(record: Record) -> dict[str, object]:
    return {
        "learner": record.learner,
        "exercise": record.exercise,
        "state": "refused",
        "reason": "",
        "attempt": None,
        "attempts": len(record.attempts),
        "flags": [],
        "notes": _note_objects(record),
        "earlier": False,
        "together": [],
        "seconds": 0.0,
        "graded_at": "",
    }


def _note_objects(record: Record | None) -> list[dict[str, str]]:
    return [{"code": note.code, "text": note.text} for note in record.notes] if record else []


def _summary(states: Iterable[str]) -> str:
    counts = Counter(states)
    return ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "Nothing has been collected yet."
