"""Stock `nbgrader autograde` on a sample, run as a programme of its own by `builder.grading.audit`, in the sandbox.

It imports nothing of ours. Arguments: the folder to read, the folder to work in, the descriptor for the answer (JSON),
seconds for a cell, the user id to take (0: keep it).
"""

from __future__ import annotations

import json
import logging
import os
import shutil
import sys
import warnings
from pathlib import Path
from typing import Any


def main(source: str, work: str, answer: int, seconds: int, become: int) -> None:
    """Grade the sample in a copy of ``source`` and write what the gradebook then holds."""
    if become:
        os.setgroups([])
        os.setresgid(become, become, become)
        os.setresuid(become, become, become)
    warnings.simplefilter("ignore")
    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    root = Path(work) / "course"
    shutil.copytree(source, root)
    sample = json.loads((root / "sample.json").read_text("utf-8"))
    address = f"sqlite:///{root / 'gradebook.db'}"
    config = Config()
    config.Execute.timeout = seconds
    courses = CourseDirectory(config=config, root=str(root), db_url=address)
    api = NbGraderAPI(coursedir=courses, config=config, log_level=logging.INFO)
    failures = []
    for learner, exercise in sample:
        result = api.autograde(exercise, learner, force=True, create=True)
        if not result["success"]:
            said = str(result.get("error") or result.get("log")).strip().splitlines()
            failures.append([learner, exercise, f"nbgrader could not grade it: {said[-1] if said else ''}"])
    with os.fdopen(answer, "w", encoding="utf-8") as told:
        json.dump({"rows": rows(address), "failures": failures}, told)


def rows(address: str) -> list[dict[str, Any]]:
    """Return the gradebook's grades and comments with the fields of `builder.grading.stored.StoredRow`."""
    from nbgrader.api import Gradebook

    found: list[dict[str, Any]] = []
    with Gradebook(address) as book:
        for assignment in book.assignments:
            for submission in assignment.submissions:
                named = {"learner": submission.student.id, "exercise": assignment.name}
                for notebook in submission.notebooks:
                    for grade in notebook.grades:
                        marks = {
                            "auto_score": grade.auto_score,
                            "manual_score": grade.manual_score,
                            "max_score": grade.max_score,
                            "needs_manual": grade.needs_manual_grade,
                        }
                        found.append({**named, "kind": "grade", "task": grade.name, **marks})
                    for comment in notebook.comments:
                        said = {"comment": comment.auto_comment}
                        found.append({**named, "kind": "comment", "task": comment.name, **said})
    return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), round(float(sys.argv[4])), int(sys.argv[5]))
