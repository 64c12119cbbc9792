"""Where the grading lane keeps its things: nbgrader's own folders, and a journal of ours."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GradingFolder:
    """nbgrader's course root, usually ``build/grading``; nothing in it belongs to the course's sources.

    ``source``, ``release``, ``submitted`` and ``autograded`` are nbgrader's own. ``journal`` says what has been graded
    (see `builder.grading.journal`). ``db`` is the SQLAlchemy address of the gradebook, empty for ``gradebook.db`` here.
    """

    root: Path
    db: str = ""

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
    def journal(self) -> Path:
        """``journal.jsonl``: one line for each submission that is done."""
        return self.root / "journal.jsonl"

    @property
    def gradebook(self) -> Path:
        """nbgrader's gradebook where it is a SQLite file of this folder."""
        return self.root / "gradebook.db"

    @property
    def address(self) -> str:
        """The gradebook's SQLAlchemy address."""
        return self.db or f"sqlite:///{self.gradebook.resolve()}"

    @property
    def settings(self) -> Path:
        """``nbgrader_config.py``, if there is one: late penalties and other settings of nbgrader."""
        return self.root / "nbgrader_config.py"

    def submission(self, learner: str, exercise: str) -> Path:
        """Return the notebook that ``learner`` handed in for ``exercise``."""
        return self.submitted / learner / exercise / f"{exercise}.ipynb"

    def executed(self, learner: str, exercise: str) -> Path:
        """Return the notebook that ran."""
        return self.autograded / learner / exercise / f"{exercise}.ipynb"


def write_in_place(path: Path, content: bytes) -> None:
    """Write ``content`` under another name beside ``path`` and move it there, so nobody sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
