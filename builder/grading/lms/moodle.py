"""Grades for Moodle: its offline grading worksheet, or its CSV grade import (docs.moodle.org, "Grade import").

The worksheet is read back by `mod/assign/feedback/offline/importgradeslib.php`: it asks for the identifier, the grade
and the time of the last grade. Columns of feedback are left out, so that none is overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

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
from builder.grading.lms.results import MISSING, Result
from builder.grading.lms.table import Table, write_table
from builder.grading.patterns import MOODLE, Owner
from builder.grading.roster import UnknownOwnerError, find_learner

WORKSHEET: Mapping[str, str] = MappingProxyType(
    {
        "participant": "Identifier",
        "name": "Full name",
        "email": "Email address",
        "status": "Status",
        "grade": "Grade",
        "maximum": "Maximum Grade",
        "changeable": "Grade can be changed",
        "modified": "Last modified (grade)",
    }
)
"""The worksheet's columns that are kept; `grading.yml` names them in another language."""
NEEDED = ("participant", "grade", "modified")
IMPORT = ("Full name", "ID number", "Email address")


def render_moodle(asked: Asked) -> GradeFile:
    """Return the given worksheet with its grades, or without one a file for `Import > CSV file`, of one exercise."""
    exercise = _one_exercise(asked)
    results = [result for result in asked.results if result.exercise == exercise]
    if asked.against is not None and _places(asked.against, asked).keys() >= set(NEEDED):
        return _worksheet(asked, exercise, asked.against, results)
    return _import(asked, exercise, results)


def _one_exercise(asked: Asked) -> str:
    known = sorted({result.exercise for result in asked.results if result.state != MISSING})
    if asked.exercise:
        return asked.exercise
    if len(known) == 1:
        return known[0]
    raise GradeFileError(f"A file for Moodle is of one assignment. Say which with --exercise: {', '.join(known)}.")


def _places(table: Table, asked: Asked) -> dict[str, int]:
    header = [title.strip().casefold() for title in table.header]
    titles = {**WORKSHEET, **asked.worksheet}
    return {key: header.index(title.casefold()) for key, title in titles.items() if title.casefold() in header}


def _worksheet(asked: Asked, exercise: str, table: Table, results: Sequence[Result]) -> GradeFile:
    places = _places(table, asked)
    kept = sorted(places.values())
    found, owners = by_pair(results), _participants(asked, exercise)
    rows: list[list[str]] = [[table.header[at] for at in kept]]
    changes: list[Change] = []
    left_out: list[str] = []
    placed: set[str] = set()
    for line, row in table.rows:
        cells = {key: row[at] if at < len(row) else "" for key, at in places.items()}
        learner = _learner(cells, owners, asked)
        result = found.get((learner, exercise)) if learner else None
        if learner is None and asked.roster is not None:
            left_out.append(f"line {line}: {cells.get('name') or cells['participant']} is not in the roster")
        if result is not None:
            placed.add(result.learner)
            reason = reason_against(result, asked)
            if reason and result.state != MISSING:
                left_out.append(f"{result.shown} {exercise}: {reason}")
            elif not reason:
                before = cells["grade"]
                after = points(result, cells.get("maximum", ""), asked)
                changes.append(Change(result.shown, exercise, before, after))
                cells["grade"] = before if same_number(before, after) else after
        rows.append([without_formula(cells[key]) for key, at in sorted(places.items(), key=lambda pair: pair[1])])
    left_out += _not_placed(results, placed, asked)
    return GradeFile(write_table(rows, table.delimiter, table.mark), tuple(changes), tuple(left_out))


def _participants(asked: Asked, exercise: str) -> Mapping[str, str]:
    """Return the learner of each participant's number, by the names of what was handed in."""
    owners: dict[str, str] = {}
    for record in asked.records:
        for attempt in record.attempts if record.exercise == exercise else ():
            found = MOODLE.expression.fullmatch(attempt.handle)
            if found:
                owners[found["participant"]] = record.learner
    return owners


def _learner(cells: Mapping[str, str], owners: Mapping[str, str], asked: Asked) -> str | None:
    number = "".join(character for character in cells["participant"] if character.isdigit())
    if number in owners:
        return owners[number]
    if asked.roster is None:
        return None
    owner = Owner("moodle", "", name=cells.get("name", ""), email=cells.get("email", ""), participant=number)
    try:
        return find_learner(asked.roster, owner)
    except UnknownOwnerError:
        return None


def _not_placed(results: Sequence[Result], placed: set[str], asked: Asked) -> list[str]:
    return [
        f"{result.shown} {result.exercise}: is not in the given file"
        for result in results
        if result.learner not in placed and not reason_against(result, asked)
    ]


def _import(asked: Asked, exercise: str, results: Sequence[Result]) -> GradeFile:
    """Only those with a result have a line: Moodle takes an empty grade for "no grade" and would delete one."""
    title = asked.titles.get(exercise, (exercise,))[0]
    before = _before(asked, exercise)
    rows: list[list[str]] = [[*IMPORT, title]]
    changes: list[Change] = []
    left_out: list[str] = []
    for result in results:
        reason = reason_against(result, asked)
        if not reason and not (result.email or result.number):
            reason = (
                "has no email and no id number; collect with --roster, or give the grading worksheet with --against"
            )
        if reason:
            left_out += [] if result.state == MISSING else [f"{result.shown} {exercise}: {reason}"]
            continue
        after = points(result, "", asked)
        rows.append(
            [without_formula(result.name), without_formula(result.number), without_formula(result.email), after]
        )
        known = (
            None if before is None else before.get(result.email.casefold(), before.get(result.number.casefold(), ""))
        )
        changes.append(Change(result.shown, exercise, known, after))
    rows[0] = [without_formula(cell) for cell in rows[0]]
    return GradeFile(write_table(rows), tuple(changes), tuple(left_out))


def _before(asked: Asked, exercise: str) -> Mapping[str, str] | None:
    """Return what Moodle's own export of grades says, by email and by id number, if it was given."""
    if asked.against is None:
        return None
    header = [title.strip().casefold() for title in asked.against.header]
    wanted = [title.casefold() for title in asked.titles.get(exercise, (exercise,))]
    columns = [at for at, title in enumerate(header) if any(one == title or one in title for one in wanted)]
    keys = [header.index(title) for title in ("email address", "id number") if title in header]
    if len(columns) != 1 or not keys:
        raise GradeFileError(
            f"The file given with --against has {len(columns)} columns for {exercise}, and needs one, besides an email "
            "or id number. Name the column under `exercises:` in grading.yml."
        )
    found: dict[str, str] = {}
    for _, row in asked.against.rows:
        for at in keys:
            if at < len(row) and row[at].strip():
                found[row[at].strip().casefold()] = row[columns[0]] if columns[0] < len(row) else ""
    return found
