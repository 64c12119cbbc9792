"""Every form of `_toc.yml` gives the pages in reading order."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.authoring.book_config import BookConfig
from builder.authoring.faults import Findings
from builder.authoring.toc import read_toc

PAGES = ("intro.md", "a.md", "b.ipynb", "c.rst", "part/one.md", "part/two.md", "part/deep/three.md", "Où est l’été.md")


def documents(folder: Path, toc: str, config: BookConfig | None = None) -> tuple[list[str], list[tuple[str, int]]]:
    for page in PAGES:
        (folder / page).parent.mkdir(parents=True, exist_ok=True)
        (folder / page).write_text("# A page\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(toc, encoding="utf-8")
    findings = Findings()
    found = read_toc(folder, config or BookConfig(), findings)
    return list(found.sources) if found else [], [(problem.code, problem.where.line) for problem in findings]


@pytest.mark.parametrize(
    ("toc", "expected"),
    [
        ("format: jb-book\nroot: intro\nchapters:\n- file: a\n  sections:\n  - file: b\n- file: c\n", "intro a b c"),
        (
            "format: jb-book\nroot: intro\nparts:\n- caption: P\n  chapters:\n  - file: b\n- chapters:\n  - file: a\n",
            "intro b a",
        ),
        ("format: jb-article\nroot: intro\nsections:\n- file: a\n  sections:\n  - file: b\n", "intro a b"),
        ("root: intro\nentries:\n- file: a\n- url: https://example.org\n  title: Elsewhere\n- file: b\n", "intro a b"),
        (
            "root: intro\nsubtrees:\n- entries:\n  - file: a\n    subtrees:\n    - entries:\n      - file: b\n",
            "intro a b",
        ),
        ("format: jb-book\nroot: intro.md\nchapters:\n- file: b.ipynb\n- file: c.rst\n", "intro b c"),
        ("format: jb-book\nroot: intro\nchapters:\n- glob: part/*\n", "intro part/one part/two"),
        ("format: jb-book\nroot: intro\nchapters:\n- glob: part/**\n", "intro part/deep/three part/one part/two"),
        ("format: jb-book\nroot: intro\nchapters:\n- glob: '[ab]'\n", "intro a b"),
        ("format: jb-book\nroot: intro\noptions: {reversed: true}\nchapters:\n- file: a\n- file: b\n", "intro b a"),
        ("root: intro\n", "intro"),
    ],
)
def test_pages_come_in_reading_order(tmp_path: Path, toc: str, expected: str) -> None:
    assert documents(tmp_path, toc) == (expected.split(), [])


def test_names_may_have_spaces_and_accents(tmp_path: Path) -> None:
    found, problems = documents(tmp_path, "format: jb-book\nroot: intro\nchapters:\n- file: Où est l’été\n")
    assert found == ["intro", "Où est l’été"]
    assert problems == []


def test_a_pattern_passes_over_what_the_book_excludes(tmp_path: Path) -> None:
    toc = "format: jb-book\nroot: intro\nchapters:\n- glob: part/**\n"
    found, _ = documents(tmp_path, toc, BookConfig(excluded=("part/deep",)))
    assert found == ["intro", "part/one", "part/two"]


@pytest.mark.parametrize(
    ("toc", "problem"),
    [
        ("format: jb-book\nroot: intro\nchapters:\n- file: a\n- file: aa\n", ("toc-entry-missing", 5)),
        ("format: jb-book\nroot: intro\nchapters:\n- glob: none/*\n", ("toc-entry-missing", 4)),
        ("format: jb-book\nroot: intro\nchapters:\n- file: ../outside\n", ("toc-entry-missing", 4)),
        ("format: jb-book\nroot: intro\nchapters:\n- file: a\n- file: a\n", ("toc-broken", 5)),
        ("format: jb-book\nroot: intro\nchapters:\n- file: a\n  chapters: []\n", ("toc-broken", 4)),
        ("format: jb-brochure\nroot: intro\n", ("toc-broken", 1)),
        ("format: jb-book\nchapters:\n- file: a\n", ("toc-broken", 1)),
        ("format: jb-book\nroot: [intro]\n", ("toc-broken", 1)),
        ("- file: intro\n- file: a\n", ("wrong-type", 1)),
        ("root: &a [*a]\n", ("toc-broken", 1)),
    ],
)
def test_a_fault_is_named_with_its_line(tmp_path: Path, toc: str, problem: tuple[str, int]) -> None:
    assert documents(tmp_path, toc)[1] == [problem]
