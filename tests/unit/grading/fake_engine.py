"""An engine that runs nothing: it takes a learner's answer from the notebook's text. For tests of what stands around.

As a programme it is `coursewright` with this engine: `python fake_engine.py SECONDS grade run ...` takes SECONDS for
each submission.
"""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from builder.grading.folder import GradingFolder
from builder.grading.work import CellComment, Flag, Graded, Prepared, SourceCell, TaskMark, Ungraded, Work
from builder.model.exercise import Exercise

EXERCISE = "count"
"""The exercise of tests/courses/sound: a code cell of 2 points, and a text of 3 that a person marks."""

BROKEN = "broken"
FLAGGED = Flag("odd", "looks odd", "check")


def notebook(answer: object, text: str = "Write.") -> bytes:
    """Return a learner's notebook for `EXERCISE`; the answer `BROKEN` cannot be graded."""
    cells = [
        _cell("answer", "code", f"answer = {answer}", solution=True),
        _cell("check", "code", "assert answer == 2", grade=True, locked=True, points=2),
        _cell("essay", "markdown", text, grade=True, solution=True, points=3),
    ]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def _cell(name: str, kind: str, source: str, **mark: object) -> dict[str, Any]:
    known = {"grade_id": name, "grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell = {"cell_type": kind, "id": name, "metadata": {"nbgrader": {**known, **mark}}, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if kind == "code" else cell


def hand_in(folder: GradingFolder, learner: str, answer: object, text: str = "Write.") -> None:
    """Put a submission where intake puts it."""
    path = folder.submission(learner, EXERCISE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(notebook(answer, text))


def grade(work: Work) -> Graded | Ungraded:
    """Give 2 points for the answer 2, otherwise the answer's own number; blank text is "No response."."""
    cells = json.loads(work.notebook)["cells"]
    answer, text = cells[0]["source"].removeprefix("answer = "), cells[2]["source"]
    if answer == BROKEN:
        return Ungraded(work.learner, work.exercise, work.digest, "it is broken")
    blank = text == "Write."
    marks = (
        TaskMark("check", float(answer), 2.0, False),
        TaskMark("essay", 0.0 if blank else None, 3.0, not blank),
    )
    comments = (CellComment("answer", None), CellComment("essay", "No response." if blank else None))
    flags = (FLAGGED,) if answer == "0" else ()
    done = work.notebook + b"\n"
    return Graded(work.learner, work.exercise, work.digest, done, marks, comments, flags, 0.01, "fake")


def grade_all(works: Iterable[Work], *_: Any, seconds: float = 0.0) -> Iterator[Graded | Ungraded]:
    """Grade one after the other."""
    for work in works:
        time.sleep(seconds)
        yield grade(work)


def prepare_exercise(exercise: Exercise, root: Path) -> Prepared:
    """Return as little as the writer of executed notebooks needs."""
    cells: tuple[SourceCell, ...] = ()
    return Prepared(exercise.id, "1", "{}", cells, (), b"", (("counting.csv", b"n\n1\n"),), ())


def main() -> None:
    """Run `coursewright` with this engine."""
    import builder.grading.pool
    import builder.grading.preparing
    from builder.cli import main as coursewright

    builder.grading.pool.grade_all = functools.partial(grade_all, seconds=float(sys.argv[1]))  # type: ignore[assignment]
    builder.grading.preparing.prepare_exercise = prepare_exercise
    coursewright(sys.argv[2:], prog_name="coursewright")


if __name__ == "__main__":
    main()
