"""The fingerprint covers everything that a rendering rests on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from builder.book import fingerprint as subject
from builder.book.staging import scan_sources


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book with a picture, data, a configuration and a lock file."""
    root = tmp_path / "book"
    for name in ("_config.yml", "_toc.yml", "intro.md", "img/pot.svg", "data/survey.csv", "requirements/course.lock"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return root


def mark(root: Path, theme: str = "ours") -> str:
    return subject.fingerprint(root, scan_sources(root, ours=False), theme)


@pytest.mark.parametrize(
    "name", ["_config.yml", "_toc.yml", "intro.md", "img/pot.svg", "data/survey.csv", "requirements/course.lock"]
)
def test_a_change_of_any_source_changes_it(book: Path, name: str) -> None:
    before = mark(book)
    (book / name).write_text("changed", encoding="utf-8")
    assert mark(book) != before
    (book / name).write_text(name, encoding="utf-8")
    assert mark(book) == before


def test_a_new_and_a_renamed_file_change_it(book: Path) -> None:
    before = mark(book)
    (book / "intro.md").rename(book / "start.md")
    assert mark(book) != before


def test_the_theme_is_part_of_it(book: Path) -> None:
    assert mark(book, "ours") != mark(book, "keep")


def test_a_change_of_the_builder_changes_it(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    copy = shutil.copytree(root / "builder" / "book", tmp_path / "builder")
    monkeypatch.setattr(subject, "PACKAGE", copy)
    before = mark(book)
    theme = next(copy.rglob("*.css"))
    theme.write_text(theme.read_text(encoding="utf-8") + "\n/* */\n", encoding="utf-8")
    assert mark(book) != before


def test_an_upgraded_package_changes_it(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site-packages"
    (site / "sphinx-7.4.7.dist-info").mkdir(parents=True)
    monkeypatch.setattr(subject.sysconfig, "get_path", lambda _: str(site))
    before = mark(book)
    (site / "sphinx-7.4.7.dist-info").rename(site / "sphinx-7.4.8.dist-info")
    assert mark(book) != before
