"""The one writer into nbgrader's gradebook: results as the rows that stock `nbgrader autograde` (0.9) leaves.

What nbgrader writes cell by cell, in a transaction each, is written here for many submissions in one; the columns and
their meaning are those of nbgrader's SaveAutoGrades and AssignLatePenalties. Manual scores and comments stay.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    GradeCell,
    Notebook,
    SolutionCell,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    TaskCell,
)
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import Connection, Engine, bindparam, insert, select, tuple_, update
from sqlalchemy.orm import Session
from traitlets.config import Config

from builder.grading.database import in_transaction
from builder.grading.folder import GradingFolder
from builder.grading.work import Graded


@dataclass(frozen=True, slots=True)
class Result:
    """A result and the ``timestamp`` of its submission as text, empty where the learning system gave none."""

    graded: Graded
    timestamp: str = ""


@dataclass(frozen=True, slots=True)
class _Structure:
    """The gradebook's ids of an exercise: its assignment, its notebook, and its cells by name."""

    assignment: str
    notebook: str
    graded: Mapping[str, str]
    commented: Mapping[str, str]


class GradebookWriter:
    """Writes results into the gradebook of ``folder``; ``config`` is nbgrader's configuration (late penalties)."""

    def __init__(self, folder: GradingFolder, engine: Engine, config: Config) -> None:
        self._folder = folder
        self._engine = engine
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        self._structures: dict[str, _Structure] = {}

    def write(self, results: Sequence[Result]) -> None:
        """Write ``results`` in one transaction. Raises `builder.grading.scores.GradingError` and writes nothing."""
        in_transaction(self._folder, self._engine, lambda connection: self._write(connection, results))

    def _write(self, connection: Connection, results: Sequence[Result]) -> None:
        for exercise in {result.graded.exercise for result in results} - set(self._structures):
            self._structures[exercise] = _structure(connection, exercise)
        _add_students(connection, sorted({result.graded.learner for result in results}))
        notebooks = self._add_submissions(connection, results)
        self._write_grades(connection, results, notebooks)
        self._write_comments(connection, results, notebooks)
        self._write_penalties(connection, results, notebooks)

    def _add_submissions(self, connection: Connection, results: Sequence[Result]) -> Mapping[tuple[str, str], str]:
        """Add what is missing of submission and notebook; return the notebook's id by (assignment, learner)."""
        submitted, notebook = SubmittedAssignment.__table__, SubmittedNotebook.__table__
        wanted = [(self._structures[r.graded.exercise].assignment, r.graded.learner) for r in results]
        found = select(submitted.c.assignment_id, submitted.c.student_id, submitted.c.id).where(
            tuple_(submitted.c.assignment_id, submitted.c.student_id).in_(wanted)
        )
        ids = {(assignment, learner): one for assignment, learner, one in connection.execute(found)}
        times = dict(zip(wanted, (_moment(result.timestamp) for result in results), strict=True))
        missing = [pair for pair in wanted if pair not in ids]
        if missing:
            values = [{"assignment_id": a, "student_id": s, "timestamp": times[a, s]} for a, s in missing]
            connection.execute(insert(submitted), values)
            ids = {(assignment, learner): one for assignment, learner, one in connection.execute(found)}
        told = [{"one": ids[pair], "then": when} for pair, when in times.items() if when and pair not in missing]
        if told:
            changed = update(submitted).where(submitted.c.id == bindparam("one")).values(timestamp=bindparam("then"))
            connection.execute(changed, told)
        kept = select(notebook.c.assignment_id, notebook.c.id).where(notebook.c.assignment_id.in_(ids.values()))
        notebooks: dict[str, str] = dict(connection.execute(kept).all())
        lacking = [
            {"assignment_id": ids[pair], "notebook_id": self._structures[result.graded.exercise].notebook}
            for pair, result in zip(wanted, results, strict=True)
            if ids[pair] not in notebooks
        ]
        if lacking:
            connection.execute(insert(notebook), lacking)
            notebooks = dict(connection.execute(kept).all())
        return {pair: notebooks[ids[pair]] for pair in wanted}

    def _notebook(self, result: Result, notebooks: Mapping[tuple[str, str], str]) -> str:
        return notebooks[self._structures[result.graded.exercise].assignment, result.graded.learner]

    def _write_grades(
        self, connection: Connection, results: Sequence[Result], notebooks: Mapping[tuple[str, str], str]
    ) -> None:
        """Write automatic scores. A cell that a person has marked needs a person again, as in nbgrader."""
        grade = Grade.__table__
        columns = select(grade.c.notebook_id, grade.c.cell_id, grade.c.id, grade.c.manual_score)
        rows = connection.execute(columns.where(grade.c.notebook_id.in_(notebooks.values())))
        known = {(page, cell): (one, manual) for page, cell, one, manual in rows}
        new: list[dict[str, Any]] = []
        old: list[dict[str, Any]] = []
        for result in results:
            cells = self._structures[result.graded.exercise].graded
            page = self._notebook(result, notebooks)
            marks = {mark.task: mark for mark in result.graded.marks}
            for name, cell in cells.items():
                mark = marks.get(name)
                score = mark.auto_score if mark else None
                if (page, cell) not in known:
                    waits = mark.needs_manual if mark else True
                    values = {"notebook_id": page, "cell_id": cell, "auto_score": score, "needs_manual_grade": waits}
                    new.append(values)
                elif mark:
                    one, manual = known[page, cell]
                    old.append({"one": one, "score": score, "waits": mark.needs_manual or manual is not None})
        if new:
            connection.execute(insert(grade), new)
        if old:
            changed = update(grade).where(grade.c.id == bindparam("one"))
            changed = changed.values(auto_score=bindparam("score"), needs_manual_grade=bindparam("waits"))
            connection.execute(changed, old)

    def _write_comments(
        self, connection: Connection, results: Sequence[Result], notebooks: Mapping[tuple[str, str], str]
    ) -> None:
        comment = Comment.__table__
        columns = select(comment.c.notebook_id, comment.c.cell_id, comment.c.id)
        rows = connection.execute(columns.where(comment.c.notebook_id.in_(notebooks.values())))
        known = {(page, cell): one for page, cell, one in rows}
        new: list[dict[str, Any]] = []
        old: list[dict[str, Any]] = []
        for result in results:
            page = self._notebook(result, notebooks)
            said = {one.cell: one.comment for one in result.graded.comments}
            for name, cell in self._structures[result.graded.exercise].commented.items():
                if (page, cell) not in known:
                    new.append({"notebook_id": page, "cell_id": cell, "auto_comment": said.get(name)})
                elif name in said:
                    old.append({"one": known[page, cell], "said": said[name]})
        if new:
            connection.execute(insert(comment), new)
        if old:
            changed = update(comment).where(comment.c.id == bindparam("one"))
            connection.execute(changed.values(auto_comment=bindparam("said")), old)

    def _write_penalties(
        self, connection: Connection, results: Sequence[Result], notebooks: Mapping[tuple[str, str], str]
    ) -> None:
        """Take older penalties away, and ask nbgrader's plugin about each submission that came late."""
        notebook = SubmittedNotebook.__table__
        pages = list(notebooks.values())
        connection.execute(update(notebook).where(notebook.c.id.in_(pages)).values(late_submission_penalty=None))
        assignment = Assignment.__table__
        due = select(assignment.c.name).where(assignment.c.duedate.is_not(None))
        with_date = set(connection.scalars(due))
        if not any(result.graded.exercise in with_date for result in results):
            return
        with Session(bind=connection) as session:
            for result in results:
                if result.graded.exercise not in with_date:
                    continue
                page = session.get_one(SubmittedNotebook, self._notebook(result, notebooks))
                late = page.assignment.total_seconds_late
                if late <= 0:
                    continue
                asked = self._late.plugin_inst.late_submission_penalty(result.graded.learner, page.score, late)
                if asked is not None:
                    penalty = self._late._check_late_penalty(page, asked)
                    changed = update(notebook).where(notebook.c.id == page.id)
                    connection.execute(changed.values(late_submission_penalty=penalty))


def _structure(connection: Connection, exercise: str) -> _Structure:
    assignment, notebook = Assignment.__table__, Notebook.__table__
    found = connection.execute(
        select(assignment.c.id, notebook.c.id)
        .join_from(assignment, notebook, notebook.c.assignment_id == assignment.c.id)
        .where(assignment.c.name == exercise, notebook.c.name == exercise)
    ).one()

    def names(*kinds: Any) -> dict[str, str]:
        base = BaseCell.__table__
        cells: dict[str, str] = {}
        for kind in kinds:
            rows = select(base.c.name, base.c.id).join_from(base, kind.__table__, base.c.id == kind.__table__.c.id)
            cells |= dict(connection.execute(rows.where(base.c.notebook_id == found[1])).all())
        return cells

    return _Structure(found[0], found[1], names(GradeCell, TaskCell), names(SolutionCell, TaskCell))


def _add_students(connection: Connection, learners: Sequence[str]) -> None:
    student = Student.__table__
    known = set(connection.scalars(select(student.c.id).where(student.c.id.in_(learners))))
    missing = [{"id": learner} for learner in learners if learner not in known]
    if missing:
        connection.execute(insert(student), missing)


def _moment(timestamp: str) -> datetime.datetime | None:
    """Return the time in ``timestamp`` as nbgrader reads it (UTC, naive), or None for an empty one."""
    found: datetime.datetime | None = parse_utc(timestamp) if timestamp else None
    return found
