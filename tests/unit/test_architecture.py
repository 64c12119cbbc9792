"""The plan of the house, held: who may import whom, and how large a room may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BUILDER = Path(__file__).resolve().parents[2] / "builder"
MODULES = sorted(BUILDER.rglob("*.py"))
ALONE = {
    "jupyter_book": {"book/render.py"},
    "sphinx": {"book/render.py", "book/theme/contents.py", "book/theme/folding.py", "book/written_addresses.py"},
    "nbgrader": {f"grading/{name}.py" for name in ("gradebook", "nbgrader_steps", "rows", "stock", "stored")},
}
"""Third parties that stay behind the modules named here."""

LONGEST = 350


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


@pytest.mark.parametrize("package", ALONE)
def test_an_untyped_third_party_is_imported_by_its_one_module(package: str) -> None:
    importers = {
        path.relative_to(BUILDER).as_posix()
        for path in MODULES
        if any(name.split(".")[0] == package for name in imported(path))
    }
    assert importers == ALONE[package]


def test_what_runs_in_the_sandbox_needs_nothing_that_is_not_there() -> None:
    inside = [path for path in MODULES if path.parent.name == "inside"]
    assert inside
    for path in inside:
        assert not any(name.split(".")[0] == "builder" for name in imported(path)), path


def test_no_format_imports_another() -> None:
    formats = [path for path in MODULES if path.parent.name == "formats" and path.name != "__init__.py"]
    assert formats
    for path in formats:
        others = {name for name in imported(path) if name.startswith("builder.packages.formats")}
        assert others == set(), path


def test_only_the_command_line_prints_or_exits() -> None:
    for path in MODULES:
        if path.parent.name == "cli":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            assert not (isinstance(called, ast.Name) and called.id == "print"), path


@pytest.mark.parametrize("kind", ["*.py", "player/*.js"])
def test_no_module_outgrows_its_room(kind: str) -> None:
    lengths = {path.name: len(path.read_text("utf-8").splitlines()) for path in BUILDER.rglob(kind)}
    assert lengths
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}
