"""Executed notebooks where formgrader looks for them: ``autograded/<learner>/<exercise>/``, as nbgrader leaves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from builder.grading.folder import GradingFolder

READ_ONLY = 0o444
"""nbgrader's permissions for what `autograde` writes."""


def write_executed(
    folder: GradingFolder, learner: str, exercise: str, notebook: bytes, files: Iterable[tuple[str, bytes]]
) -> None:
    """Put the executed ``notebook``, what the learner handed in beside it, and the exercise's ``files`` in place.

    The folder is made under another name and moved, so nobody sees half of it.
    """
    target = folder.executed(learner, exercise).parent
    unfinished = target.with_name(f".{target.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    handed_in = folder.submission(learner, exercise).parent
    for path in sorted(handed_in.iterdir()):
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".") and path.suffix != ".ipynb":
            _write(unfinished / path.name, path.read_bytes())
    for name, content in files:
        _write(unfinished / name, content)
    _write(unfinished / f"{exercise}.ipynb", notebook)
    if target.exists():
        shutil.rmtree(target)
    unfinished.rename(target)


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        path.unlink()
    path.write_bytes(content)
    path.chmod(READ_ONLY)
