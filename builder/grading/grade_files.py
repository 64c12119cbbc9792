"""Files of grades: in learning systems' own formats, for spreadsheets (RFC 4180) and for programs (RFC 8259)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from builder.grading.lms.canvas import render_canvas
from builder.grading.lms.grade_file import Asked, Change, GradeFile, GradeFileError, Render, without_formula
from builder.grading.lms.moodle import render_moodle
from builder.grading.lms.results import GRADED, MISSING, Result, decimal
from builder.grading.lms.table import Table, write_table

CSV_COLUMNS = (
    "learner",
    "name",
    "exercise",
    "state",
    "automatic",
    "automatic_max",
    "by_hand",
    "by_hand_max",
    "late_penalty",
    "score",
    "max",
    "to_mark",
    "late",
)


def render_csv(asked: Asked) -> GradeFile:
    """Return one line for each learner and exercise.

    Without a result the points are empty: a submission that failed, waits or is missing has none, which is not zero.
    """
    chosen = _chosen(asked)
    rows = [CSV_COLUMNS, *(tuple(map(without_formula, _cells(result))) for result in chosen)]
    return GradeFile(write_table(rows), _changes(asked, chosen), _left_out(chosen))


def render_json(asked: Asked) -> GradeFile:
    """Return a list of objects with the columns of the CSV; points are numbers, or null without a result."""
    chosen = _chosen(asked)
    rows = [
        {
            "learner": result.learner,
            "name": result.name,
            "email": result.email,
            "exercise": result.exercise,
            "state": result.state,
            **{name: value if value is None else round(value, 2) for name, value in _numbers(result)},
            "to_mark": result.to_mark,
            "late": result.late,
        }
        for result in chosen
    ]
    content = json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    return GradeFile(content.encode("utf-8"), _changes(asked, chosen), _left_out(chosen))


def _chosen(asked: Asked) -> tuple[Result, ...]:
    return tuple(result for result in asked.results if asked.exercise in ("", result.exercise))


def _numbers(result: Result) -> tuple[tuple[str, float | None], ...]:
    graded = result.state == GRADED
    return (
        ("automatic", result.automatic if graded else None),
        ("automatic_max", result.automatic_max if graded else None),
        ("by_hand", result.by_hand if graded else None),
        ("by_hand_max", result.by_hand_max if graded else None),
        ("late_penalty", result.penalty if graded else None),
        ("score", result.score),
        ("max", result.maximum if graded else None),
    )


def _cells(result: Result) -> tuple[str, ...]:
    numbers = tuple(decimal(value) for _, value in _numbers(result))
    to_mark = str(result.to_mark) if result.state == GRADED else ""
    late = "yes" if result.late else ""
    return (result.learner, result.name, result.exercise, result.state, *numbers, to_mark, late)


def _left_out(chosen: tuple[Result, ...]) -> tuple[str, ...]:
    without = (result for result in chosen if result.state not in (GRADED, MISSING))
    return tuple(f"{result.shown} {result.exercise}: {result.state}" for result in without)


def _changes(asked: Asked, chosen: tuple[Result, ...]) -> tuple[Change, ...]:
    """Return what differs from an earlier CSV of ours, if one was given."""
    if asked.against is None:
        return ()
    before = _earlier(asked.against)
    return tuple(
        Change(result.shown, result.exercise, before.get((result.learner, result.exercise), ""), decimal(result.score))
        for result in chosen
        if result.state == GRADED
    )


def _earlier(table: Table) -> Mapping[tuple[str, str], str]:
    header = [title.strip() for title in table.header]
    if not {"learner", "exercise", "score"} <= set(header):
        raise GradeFileError("The file given with --against is no earlier export of `--to csv`.")
    learner, exercise, score = (header.index(title) for title in ("learner", "exercise", "score"))
    last = max(learner, exercise, score)
    return {(row[learner].removeprefix("'"), row[exercise]): row[score] for _, row in table.rows if len(row) > last}


GRADE_FILES: Mapping[str, Render] = MappingProxyType(
    {"csv": render_csv, "json": render_json, "moodle": render_moodle, "canvas": render_canvas}
)
"""The registry of grade files: a name for `grade export --to`, and what renders it."""
