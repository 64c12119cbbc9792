"""Points taken off for lateness, as nbgrader keeps them: one sum a submission (its table `submitted_notebook`)."""

from __future__ import annotations

from collections.abc import Mapping

from builder.grading.folder import GradingFolder

QUERY = """
SELECT handed_in.student_id, assignment.name, SUM(page.late_submission_penalty)
FROM submitted_notebook AS page
JOIN submitted_assignment AS handed_in ON page.assignment_id = handed_in.id
JOIN assignment ON handed_in.assignment_id = assignment.id
WHERE page.late_submission_penalty IS NOT NULL
GROUP BY handed_in.student_id, assignment.name
"""


def read_penalties(folder: GradingFolder) -> Mapping[tuple[str, str], float]:
    """Return the penalty of each (learner, exercise) that has one. Raises `builder.grading.scores.GradingError`."""
    import sqlalchemy

    from builder.grading.database import in_transaction, open_database

    def read(connection: sqlalchemy.Connection) -> Mapping[tuple[str, str], float]:
        rows = connection.execute(sqlalchemy.text(QUERY))
        return {(str(learner), str(exercise)): float(penalty) for learner, exercise, penalty in rows}

    database = open_database(folder)
    try:
        return in_transaction(folder, database, read)
    finally:
        database.dispose()
