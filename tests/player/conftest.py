"""The two courses as their builds leave them: our own, and the sound one that has every kind of widget on a page."""

from __future__ import annotations

import fcntl
import os
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
