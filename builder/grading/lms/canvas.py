"""Grades for Canvas: its own gradebook CSV with the grades put in (`lib/gradebook_importer.rb`).

Kept are the columns that say who, and those of the exercises with Canvas's number of the assignment; other columns are
left out, so that nothing else is overwritten by what it was at the time of the download.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from builder.grading.lms.grade_file import (
    Asked,
    Change,
    GradeFile,
    GradeFileError,
    by_pair,
    points,
    reason_against,
    same_number,
    without_formula,
)
from builder.grading.lms.results import MISSING, Pair, Result
from builder.grading.lms.table import Table, write_table
from builder.grading.patterns import CANVAS, Owner
from builder.grading.roster import UnknownOwnerError, find_learner
from builder.grading.roster_files import NO_LEARNER

PEOPLE = (
    "Student",
    "LastName",
    "FirstName",
    "ID",
    "SIS User ID",
    "SIS Login ID",
    "Integration ID",
    "Root Account",
    "Section",
)
"""Canvas's columns of who, in its order (`GRADEBOOK_IMPORTER_RESERVED_NAMES`)."""
ASSIGNMENT = re.compile(r"(?P<title>.*) \((?P<number>\d+)\)", re.DOTALL)
POINTS = "Points Possible"
FIXED = frozenset({"ex", "n/a"})
"""What Canvas writes for an excused learner and for one to whom the assignment was not given."""


def render_canvas(asked: Asked) -> GradeFile:
    """Return the given gradebook with the results put in. Raises `GradeFileError` if it is no gradebook of Canvas."""
    table = asked.against
    if table is None:
        raise GradeFileError(
            "Canvas takes grades in its own file: choose Export in its gradebook, and give that file with --against."
        )
    people = [at for at, title in enumerate(table.header) if title.strip() in PEOPLE]
    titles = {table.header[at].strip(): at for at in people}
    if "ID" not in titles or "Section" not in titles:
        raise GradeFileError(
            "The file given with --against is no gradebook of Canvas: it has no columns ID and Section."
        )
    columns = _columns(asked, table)
    most = _points_possible(table, columns)
    found, owners = by_pair(asked.results), _owners(asked)
    changes: list[Change] = []
    left_out: list[str] = []
    placed: set[Pair] = set()
    rows = [[without_formula(table.header[at]) for at in (*people, *columns.values())]]
    for line, row in table.rows:
        cells = {at: row[at] if at < len(row) else "" for at in (*people, *columns.values())}
        if cells[titles["ID"]].strip():
            learner = _learner(cells, titles, owners, asked)
            if learner is None and asked.roster is not None and row[0].strip().casefold() not in NO_LEARNER:
                left_out.append(f"line {line}: {row[0].strip()} is not in the roster")
            for exercise, at in columns.items():
                result = found.get((learner, exercise)) if learner else None
                if result is not None:
                    placed.add((result.learner, exercise))
                    cells[at] = _cell(result, cells[at], most[exercise], asked, changes, left_out)
        if any(cells.values()):
            rows.append([without_formula(text) for text in cells.values()])
    left_out += [
        f"{result.shown} {result.exercise}: is not in the given file"
        for result in asked.results
        if (result.learner, result.exercise) not in placed
        and result.exercise in columns
        and not reason_against(result, asked)
    ]
    return GradeFile(write_table(rows, table.delimiter, table.mark), tuple(changes), tuple(left_out))


def _cell(result: Result, before: str, maximum: str, asked: Asked, changes: list[Change], left_out: list[str]) -> str:
    """Return the new cell; where there is no result it stays as it is."""
    reason = reason_against(result, asked)
    if not reason and before.strip().casefold() in FIXED:
        reason = f"Canvas has `{before.strip()}`"
    if reason:
        if result.state != MISSING:
            left_out.append(f"{result.shown} {result.exercise}: {reason}")
        return before
    after = points(result, maximum, asked)
    changes.append(Change(result.shown, result.exercise, before, after))
    return before if same_number(before, after) else after


def _columns(asked: Asked, table: Table) -> Mapping[str, int]:
    """Return the column of each exercise that has one."""
    wanted = [asked.exercise] if asked.exercise else sorted({result.exercise for result in asked.results})
    columns: dict[str, int] = {}
    for exercise in wanted:
        names = {name.casefold() for name in asked.titles.get(exercise, (exercise,))}
        fitting = [
            at
            for at, header in enumerate(table.header)
            if (said := ASSIGNMENT.fullmatch(header.strip()))
            and {header.strip().casefold(), said["title"].strip().casefold(), said["number"]} & names
        ]
        if len(fitting) > 1:
            raise GradeFileError(
                f"Several columns fit {exercise}: {', '.join(table.header[at] for at in fitting)}. "
                "Name the right one under `exercises:` in grading.yml."
            )
        if fitting:
            columns[exercise] = fitting[0]
    if not columns:
        raise GradeFileError(
            f"No column of the given file is one of {', '.join(wanted)}. "
            "Name the columns under `exercises:` in grading.yml."
        )
    return dict(sorted(columns.items(), key=lambda pair: pair[1]))


def _points_possible(table: Table, columns: Mapping[str, int]) -> Mapping[str, str]:
    row = next((row for _, row in table.rows if row and POINTS in row[0]), ())
    return {exercise: row[at] if at < len(row) else "" for exercise, at in columns.items()}


def _owners(asked: Asked) -> Mapping[str, str]:
    """Return the learner of each of Canvas's numbers, by the names of what was handed in."""
    owners: dict[str, str] = {}
    for record in asked.records:
        for attempt in record.attempts:
            found = CANVAS.expression.fullmatch(attempt.handle) if attempt.system == "canvas" else None
            if found:
                owners[found["id"]] = record.learner
    return owners


def _learner(
    cells: Mapping[int, str], titles: Mapping[str, int], owners: Mapping[str, str], asked: Asked
) -> str | None:
    number = cells[titles["ID"]].strip()
    if number in owners:
        return owners[number]
    if asked.roster is None:
        return None
    login = cells[titles["SIS Login ID"]].strip() if "SIS Login ID" in titles else ""
    name = cells[titles["Student"]] if "Student" in titles else ""
    try:
        return find_learner(asked.roster, Owner("canvas", "", id=number, login=login, name=name))
    except UnknownOwnerError:
        return None
