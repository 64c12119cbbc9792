"""Penalties for lateness, read from nbgrader's own tables."""

from __future__ import annotations

from pathlib import Path

from nbgrader.api import Base
from sqlalchemy import create_engine

from builder.grading.folder import GradingFolder
from builder.grading.penalties import read_penalties


def test_the_penalties_of_a_submission_are_added_up_and_none_is_no_penalty(tmp_path: Path) -> None:
    folder = GradingFolder(tmp_path)
    database = create_engine(folder.address)
    Base.metadata.create_all(database)
    rows = {
        "course": [{"id": "c"}],
        "assignment": [{"id": "a1", "name": "trust-index", "course_id": "c"}],
        "notebook": [{"id": f"n{n}", "name": f"part {n}", "assignment_id": "a1"} for n in (1, 2)],
        "student": [{"id": "amina"}, {"id": "ben"}],
        "submitted_assignment": [
            {"id": f"s-{learner}", "assignment_id": "a1", "student_id": learner} for learner in ("amina", "ben")
        ],
        "submitted_notebook": [
            {
                "id": f"{learner}{n}",
                "notebook_id": f"n{n}",
                "assignment_id": f"s-{learner}",
                "late_submission_penalty": off,
            }
            for learner, n, off in (("amina", 1, 1.5), ("amina", 2, 2.0), ("ben", 1, None), ("ben", 2, None))
        ],
    }
    with database.begin() as connection:
        for table, values in rows.items():
            connection.execute(Base.metadata.tables[table].insert(), values)
    database.dispose()
    assert read_penalties(folder) == {("amina", "trust-index"): 3.5}
