"""The sound course in other languages and directions, for all tests of the player."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import pytest

from builder.model.book import Book
from tests.conftest import build


@pytest.fixture(scope="session")
def everything(root: Path, shared: Path, sound_book: Book) -> dict[str, Book]:
    """The sound course by language: its own, and the same in Arabic and in the longer pseudo language."""
    return {"en": sound_book, **{language: in_language(root, shared, language) for language in ("ar", "qps")}}


def in_language(root: Path, shared: Path, language: str) -> Book:
    """Build a copy of the sound course whose `course.yml` asks for another language; its own text stays as it is."""
    copy = shared / f"sound-course-{language}"
    with (shared / f"{language}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (copy / "source").is_dir():
            shutil.copytree(root / "tests/courses/sound", copy / "source")
            identity = copy / "source/course/course.yml"
            identity.write_text(identity.read_text("utf-8").replace("language: en", f"language: {language}"), "utf-8")
    return build(copy / "source", copy).book
