"""Sources are copied to be rendered, never touched."""

from __future__ import annotations

import os
from pathlib import Path

from builder.book.staging import execution_key, scan_sources, stage_sources


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def book(root: Path) -> Path:
    write(root / "_toc.yml", "format: jb-book\nroot: intro\n")
    write(root / "intro.md", "# Intro\n")
    write(root / "tests" / "note.md", "# A chapter on tests\n")
    write(root / ".git" / "HEAD", "ref")
    write(root / "_build" / "html" / "intro.html", "old")
    write(root / "env" / "pyvenv.cfg", "home = /usr")
    write(root / "env" / "lib" / "x.md", "# Not a source\n")
    return root


def test_hidden_generated_and_virtual_folders_are_no_sources(tmp_path: Path) -> None:
    assert list(scan_sources(book(tmp_path), ours=False)) == ["_toc.yml", "intro.md", "tests/note.md"]


def test_a_course_of_ours_has_its_sources_in_known_folders(tmp_path: Path) -> None:
    write(tmp_path / "modules" / "opening" / "a.md", "# A\n")
    assert list(scan_sources(book(tmp_path), ours=True)) == ["_toc.yml", "intro.md", "modules/opening/a.md"]


def test_a_folder_that_links_to_itself_is_read_once(tmp_path: Path) -> None:
    write(tmp_path / "a" / "x.md", "# X\n")
    (tmp_path / "a" / "again").symlink_to(tmp_path / "a")
    assert list(scan_sources(tmp_path, ours=False)) == ["a/x.md"]


def test_staging_follows_changes_and_removals(tmp_path: Path) -> None:
    root, staged = book(tmp_path / "book"), tmp_path / "staged"
    stage_sources(root, scan_sources(root, ours=False), staged)
    (root / "intro.md").write_text("# New\n", encoding="utf-8")
    (root / "tests" / "note.md").unlink()
    stage_sources(root, scan_sources(root, ours=False), staged)
    assert scan_sources(staged, ours=False) == scan_sources(root, ours=False)


def test_an_undone_edit_with_an_old_time_is_newer_in_the_staged_copy(tmp_path: Path) -> None:
    root, staged = book(tmp_path / "book"), tmp_path / "staged"
    stage_sources(root, scan_sources(root, ours=False), staged)
    (root / "intro.md").write_text("# Edited\n", encoding="utf-8")
    stage_sources(root, scan_sources(root, ours=False), staged)
    before = (staged / "intro.md").stat().st_mtime_ns
    (root / "intro.md").write_text("# Intro\n", encoding="utf-8")
    os.utime(root / "intro.md", (1, 1))
    stage_sources(root, scan_sources(root, ours=False), staged)
    assert (staged / "intro.md").stat().st_mtime_ns > before


def test_an_unchanged_file_is_left_alone(tmp_path: Path) -> None:
    root, staged = book(tmp_path / "book"), tmp_path / "staged"
    stage_sources(root, scan_sources(root, ours=False), staged)
    before = (staged / "intro.md").stat().st_mtime_ns
    os.utime(root / "intro.md", (2**31, 2**31))
    stage_sources(root, scan_sources(root, ours=False), staged)
    assert (staged / "intro.md").stat().st_mtime_ns == before


def test_cells_run_again_when_data_change_and_not_when_words_do() -> None:
    sources = {"modules/m/data/survey.csv": "1", "modules/m/lesson.ipynb": "2", "modules/m/questions.yml": "3"}
    key = execution_key(sources, "python")
    assert execution_key({**sources, "modules/m/lesson.ipynb": "9", "modules/m/questions.yml": "9"}, "python") == key
    assert execution_key({**sources, "modules/m/data/survey.csv": "9"}, "python") != key
    assert execution_key(sources, "another python") != key
