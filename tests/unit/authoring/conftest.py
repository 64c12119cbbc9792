"""The sound course, to be changed in one thing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.authoring.checking import check_course

SOUND = Path(__file__).parents[2] / "courses" / "sound"

Change = Callable[[str, str, str], list[tuple[str, str]]]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the sound course."""
    return Path(shutil.copytree(SOUND, tmp_path / "sound"))


@pytest.fixture
def changed(course: Path) -> Change:
    """`changed(file, old, new)` changes one thing and returns (code, message) of all problems."""

    def change(file: str, old: str, new: str) -> list[tuple[str, str]]:
        text = (course / file).read_text(encoding="utf-8")
        assert old in text
        (course / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        return [(problem.code, problem.message) for problem in check_course(course)]

    return change
