"""What the gradebook holds, read in bulk: for the plan of a run, for the audit, and for whoever compares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from sqlalchemy import Connection, case, func, select

from builder.grading.scores import Score

StoredMarks = Mapping[str, float | None]


@dataclass(frozen=True, slots=True, order=True)
class StoredRow:
    """One graded or commented cell of a submission as it stands in the gradebook; ``kind`` is ``grade`` or
    ``comment``. A comment has no scores, a grade no comment."""

    learner: str
    exercise: str
    kind: str
    task: str
    auto_score: float | None = None
    manual_score: float | None = None
    max_score: float | None = None
    needs_manual: bool = False
    comment: str | None = None


def stored_marks(connection: Connection) -> Iterator[tuple[tuple[str, str], StoredMarks]]:
    """Yield (learner, exercise) and the automatic score of each task, as they stand in the gradebook."""
    grade, cell, page, submitted = (one.__table__ for one in (Grade, BaseCell, SubmittedNotebook, SubmittedAssignment))
    assignment = Assignment.__table__
    query = (
        select(submitted.c.student_id, assignment.c.name, cell.c.name, grade.c.auto_score)
        .join_from(grade, cell, grade.c.cell_id == cell.c.id)
        .join(page, grade.c.notebook_id == page.c.id)
        .join(submitted, page.c.assignment_id == submitted.c.id)
        .join(assignment, submitted.c.assignment_id == assignment.c.id)
        .order_by(assignment.c.name, submitted.c.student_id)
    )
    current: tuple[str, str] | None = None
    marks: dict[str, float | None] = {}
    for learner, exercise, task, score in connection.execution_options(yield_per=1000).execute(query):
        if (learner, exercise) != current:
            if current is not None:
                yield current, marks
            current, marks = (learner, exercise), {}
        marks[task] = score
    if current is not None:
        yield current, marks


def stored_scores(connection: Connection) -> list[Score]:
    """Return every mark as nbgrader counts it (`Grade.score`, `Grade.max_score`), in no order, by one query."""
    cell, page, submitted = BaseCell.__table__, SubmittedNotebook.__table__, SubmittedAssignment.__table__
    assignment, grade = Assignment.__table__, Grade.__table__
    graded, task = GradeCell.__table__, TaskCell.__table__
    own = func.coalesce(grade.c.manual_score, grade.c.auto_score)
    query = (
        select(
            assignment.c.name,
            submitted.c.student_id,
            cell.c.name,
            case((task.c.id.is_not(None), "markdown"), else_=graded.c.cell_type),
            case((own.is_not(None), own + func.coalesce(grade.c.extra_credit, 0.0)), else_=0.0),
            func.coalesce(graded.c.max_score, task.c.max_score, 0.0),
            grade.c.needs_manual_grade,
        )
        .join_from(grade, cell, grade.c.cell_id == cell.c.id)
        .join(graded, graded.c.id == cell.c.id, isouter=True)
        .join(task, task.c.id == cell.c.id, isouter=True)
        .join(page, grade.c.notebook_id == page.c.id)
        .join(submitted, page.c.assignment_id == submitted.c.id)
        .join(assignment, submitted.c.assignment_id == assignment.c.id)
    )
    return [
        Score(exercise, learner, name, kind == "markdown", float(earned), float(most), bool(waits))
        for exercise, learner, name, kind, earned, most, waits in connection.execute(query)
    ]


def stored_rows(connection: Connection) -> Iterator[StoredRow]:
    """Yield all grades and comments, in no order."""
    cell, page, submitted = BaseCell.__table__, SubmittedNotebook.__table__, SubmittedAssignment.__table__
    assignment, grade, comment = Assignment.__table__, Grade.__table__, Comment.__table__
    graded, task = GradeCell.__table__, TaskCell.__table__
    names = (submitted.c.student_id, assignment.c.name, cell.c.name)
    grades = (
        select(
            *names,
            grade.c.auto_score,
            grade.c.manual_score,
            func.coalesce(graded.c.max_score, task.c.max_score),
            grade.c.needs_manual_grade,
        )
        .join_from(grade, cell, grade.c.cell_id == cell.c.id)
        .join(graded, graded.c.id == cell.c.id, isouter=True)
        .join(task, task.c.id == cell.c.id, isouter=True)
        .join(page, grade.c.notebook_id == page.c.id)
        .join(submitted, page.c.assignment_id == submitted.c.id)
        .join(assignment, submitted.c.assignment_id == assignment.c.id)
    )
    for learner, exercise, name, auto, manual, most, waits in connection.execute(grades):
        yield StoredRow(learner, exercise, "grade", name, auto, manual, most, waits)
    comments = (
        select(*names, comment.c.auto_comment)
        .join_from(comment, cell, comment.c.cell_id == cell.c.id)
        .join(page, comment.c.notebook_id == page.c.id)
        .join(submitted, page.c.assignment_id == submitted.c.id)
        .join(assignment, submitted.c.assignment_id == assignment.c.id)
    )
    for learner, exercise, name, said in connection.execute(comments):
        yield StoredRow(learner, exercise, "comment", name, comment=said)
