"""The two courses as their builds leave them: our own, and the sound one that has every kind of widget on a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.book.ensure import ensure_book
from builder.cli.build import releaser
from builder.model.book import Book


def build(root: Path, out: Path) -> Book:
    """Build the site of ``root`` as `coursewright build` does, downloads of the exercises included."""
    return ensure_book(root, out, release=releaser(root, out / "exercises")).book


@pytest.fixture(scope="session")
def own_book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The repository's own course."""
    return build(root, tmp_path_factory.mktemp("own") / "build")


@pytest.fixture(scope="session")
def sound_book(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The sound course of the tests."""
    return build(root / "tests/courses/sound", tmp_path_factory.mktemp("sound") / "build")
