"""Generated learners: released notebooks filled in by grade id."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

EXERCISES = (
    "claims-and-actors",
    "evidence-table",
    "incidents-and-traps",
    "ladder-and-exit",
    "reciprocity-index",
    "safety-perceptions",
    "sara-plan",
    "timeline-and-activities",
    "trust-index",
)
SOLUTION = re.compile(r"^.*?### BEGIN SOLUTION\n(.*?)\n### END SOLUTION$", re.DOTALL)


def read_source(root: Path, exercise: str) -> Any:
    """Return the instructor's notebook as JSON values, each cell's source joined."""
    return read_notebook(root / "exercises" / exercise / f"{exercise}.ipynb")


def read_notebook(path: Path) -> Any:
    """Return a notebook as JSON values, each cell's source joined."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def mark(cell: Any) -> dict[str, Any]:
    """Return a cell's nbgrader metadata, empty if it has none."""
    found: dict[str, Any] = cell["metadata"].get("nbgrader", {})
    return found


def model_answers(root: Path, exercise: str) -> dict[str, str]:
    """Return what the source's solution cells hold, by grade id."""
    answers = {}
    for cell in read_source(root, exercise)["cells"]:
        if mark(cell).get("solution"):
            found = SOLUTION.match(cell["source"])
            assert found, mark(cell)["grade_id"]
            answers[mark(cell)["grade_id"]] = found[1]
    return answers


def filled(notebook: Any, answers: Mapping[str, str]) -> Any:
    """Return a copy of ``notebook`` whose solution cells hold ``answers``; others stay as they are."""
    learner = copy.deepcopy(notebook)
    left = dict(answers)
    for cell in learner["cells"]:
        if mark(cell).get("solution"):
            cell["source"] = left.pop(mark(cell)["grade_id"], cell["source"])
    assert not left, f"no such cells: {sorted(left)}"
    return learner
