"""The two courses as their builds leave them: our own, and the sound one that has every kind of widget on a page."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from builder.book.ensure import ensure_book
from builder.cli.build import releaser
from builder.model.book import Book


def build(root: Path, shared: Path) -> Book:
    """Build the site of ``root`` as `coursewright build` does; the first test run that needs it builds it for all."""
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return ensure_book(root, shared / "build", release=releaser(root, shared / "build" / "exercises")).book


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def own_book(root: Path, shared: Path) -> Book:
    """The repository's own course."""
    return build(root, shared / "own-course")


@pytest.fixture(scope="session")
def sound_book(root: Path, shared: Path) -> Book:
    """The sound course of the tests."""
    return build(root / "tests/courses/sound", shared / "sound-course")


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
    return build(copy / "source", copy)
