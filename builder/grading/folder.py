"""Where the grading lane keeps its things: nbgrader's own folders, and two of ours."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GradingFolder:
    """nbgrader's course root, usually ``build/grading``; nothing in it belongs to the course's sources.

    ``source``, ``release``, ``submitted`` and ``autograded`` are nbgrader's own. ``outcomes`` says what has been graded
    (see `builder.grading.outcomes`), ``logs`` holds what nbgrader said about a submission that failed.
    """

    root: Path

    @property
    def source(self) -> Path:
        """``source/<exercise>/``: the instructor's version."""
        return self.root / "source"

    @property
    def submitted(self) -> Path:
        """``submitted/<learner>/<exercise>/``: what came in."""
        return self.root / "submitted"

    @property
    def autograded(self) -> Path:
        """``autograded/<learner>/<exercise>/``: what ran."""
        return self.root / "autograded"

    @property
    def outcomes(self) -> Path:
        """``outcomes/<learner>/<exercise>.json``: what has been graded, and from which bytes."""
        return self.root / "outcomes"

    @property
    def logs(self) -> Path:
        """``logs/<learner>/<exercise>.txt``: nbgrader's words about a failure."""
        return self.root / "logs"

    @property
    def gradebook(self) -> Path:
        """nbgrader's gradebook, a SQLite file."""
        return self.root / "gradebook.db"

    def submission(self, learner: str, exercise: str) -> Path:
        """Return the notebook that ``learner`` handed in for ``exercise``."""
        return self.submitted / learner / exercise / f"{exercise}.ipynb"


def write_in_place(path: Path, content: bytes) -> None:
    """Write ``content`` under another name beside ``path`` and move it there, so nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
