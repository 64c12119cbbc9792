"""A copy of the sources to render from: nothing is ever written into a book's own folder."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

LEFT_OUT = frozenset({"_build", "build", "node_modules", "__pycache__", "jupyter_execute"})
OURS = frozenset({"course", "modules", "exercises", "_static"})
"""The folders of a course of ours; all else beside them (tests, docs, the builder) is no source of the book."""

READ_BY_BUILDER = frozenset(
    {"course.yml", "sources.yml", "module.yml", "questions.yml", "story.yml", "exercise.yml", "_config.yml", "_toc.yml"}
)
NOT_READ_BY_CODE = frozenset({".ipynb", ".md", ".rst", ".bib", ".svg", ".css", ".js", ".html"})


def scan_sources(root: Path, *, ours: bool) -> dict[str, str]:
    """Return every source file (POSIX path relative to ``root``) with the SHA-256 of its content, sorted."""
    return {path: hash_file(root / path) for path in sorted(walk_sources(root, ours=ours))}


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def walk_sources(root: Path, *, ours: bool) -> Iterator[str]:
    """Yield the paths of the sources: no hidden files, no virtual environments, nothing generated."""
    seen: set[str] = set()
    for folder, names, files in os.walk(root, followlinks=True):
        here = Path(folder)
        real = os.path.realpath(folder)
        if real in seen:
            names.clear()
            continue
        seen.add(real)
        top = here == root
        names[:] = sorted(
            name
            for name in names
            if not name.startswith(".")
            and name not in LEFT_OUT
            and not name.endswith(".egg-info")
            and not (here / name / "pyvenv.cfg").exists()
            and not (top and ours and name not in OURS)
        )
        for name in files:
            if not name.startswith(".") and (here / name).is_file():
                yield (here / name).relative_to(root).as_posix()


def stage_sources(root: Path, sources: Mapping[str, str], staged: Path) -> None:
    """Make ``staged`` hold exactly ``sources``.

    A file whose content changed is written anew with the time of now, whatever time its source has: Sphinx reads a
    page again by time, and an undone edit can carry an old one.
    """
    present = scan_sources(staged, ours=False) if staged.is_dir() else {}
    for path in present.keys() - sources.keys():
        (staged / path).unlink()
    for path, digest in sources.items():
        if present.get(path) != digest:
            target = staged / path
            if target.is_dir():
                shutil.rmtree(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / path, target)


def execution_key(sources: Mapping[str, str], environment: str) -> str:
    """Return what the results of code cells rest on besides the cells: files that code may read, and the packages."""
    digest = hashlib.sha256(environment.encode())
    for path, content in sources.items():
        name = Path(path)
        scenario = name.parent.name == "scenarios"
        if name.suffix not in NOT_READ_BY_CODE and name.name not in READ_BY_BUILDER and not scenario:
            digest.update(f"{path}\0{content}\0".encode())
    return digest.hexdigest()[:16]
