"""What persons gave in the gradebook: manual scores and comments (nbgrader's tables `grade` and `comment`).

A mark that is given here is the one that formgrader shows, and the other way round. A regrade leaves both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy

from builder.grading.database import in_transaction, open_database
from builder.grading.folder import GradingFolder

CELLS = """
FROM {table} AS mark
JOIN base_cell AS cell ON mark.cell_id = cell.id
JOIN submitted_notebook AS page ON mark.notebook_id = page.id
JOIN submitted_assignment AS handed_in ON page.assignment_id = handed_in.id
JOIN assignment ON handed_in.assignment_id = assignment.id
"""
GRADES = "SELECT handed_in.student_id, assignment.name, cell.name, mark.id, mark.manual_score, mark.needs_manual_grade"
COMMENTS = "SELECT handed_in.student_id, assignment.name, cell.name, mark.id, mark.manual_comment"
Place = tuple[str, str, str]
"""A learner, an exercise and a task."""


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a person gave for one task: points, None where nobody has; ``waiting``: a person has still to look."""

    score: float | None
    comment: str
    waiting: bool


@dataclass(frozen=True, slots=True)
class Given:
    """A mark to be written."""

    learner: str
    exercise: str
    task: str
    score: float
    comment: str


def read_by_hand(folder: GradingFolder) -> Mapping[Place, ByHand]:
    """Return what is in the gradebook for every graded cell that can be commented. Raises `GradingError`."""
    database = open_database(folder)
    try:
        return in_transaction(folder, database, _read)
    finally:
        database.dispose()


def _read(connection: sqlalchemy.Connection) -> Mapping[Place, ByHand]:
    words = {
        (learner, exercise, task): comment or ""
        for learner, exercise, task, _, comment in connection.execute(
            sqlalchemy.text(COMMENTS + CELLS.format(table="comment"))
        )
    }
    grades = connection.execute(sqlalchemy.text(GRADES + CELLS.format(table="grade")))
    return {
        (learner, exercise, task): ByHand(score, words[learner, exercise, task], bool(waiting))
        for learner, exercise, task, _, score, waiting in grades
        if (learner, exercise, task) in words
    }


def write_by_hand(folder: GradingFolder, marks: Sequence[Given]) -> None:
    """Write ``marks`` in one transaction: all or none. Raises `GradingError`."""
    database = open_database(folder)
    try:
        in_transaction(folder, database, lambda connection: _write(connection, marks))
    finally:
        database.dispose()


def _write(connection: sqlalchemy.Connection, marks: Sequence[Given]) -> None:
    def ids(columns: str, table: str) -> Mapping[Place, str]:
        rows = connection.execute(sqlalchemy.text(columns + CELLS.format(table=table)))
        return {(row[0], row[1], row[2]): row[3] for row in rows}

    grades, comments = ids(GRADES, "grade"), ids(COMMENTS, "comment")
    for mark in marks:
        place = (mark.learner, mark.exercise, mark.task)
        connection.execute(
            sqlalchemy.text("UPDATE grade SET manual_score = :score, needs_manual_grade = :waits WHERE id = :one"),
            {"score": mark.score, "waits": False, "one": grades[place]},
        )
        connection.execute(
            sqlalchemy.text("UPDATE comment SET manual_comment = :words WHERE id = :one"),
            {"words": mark.comment, "one": comments[place]},
        )
