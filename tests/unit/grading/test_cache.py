"""By what a result is known again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.grading import cache
from builder.grading.cache import MAKERS, content_hash, result_key, settings_hash, submission_hash
from builder.grading.work import Limits

LEAVES_RESULTS_ALONE = {"database", "folder", "pool", "release", "scores", "stored", "worksheet"}
"""What the engines import, and what may change without another result."""


def test_parts_cannot_be_joined_in_another_way() -> None:
    assert content_hash(b"ab", b"c") != content_hash(b"a", b"bc")
    assert content_hash(b"ab") != content_hash(b"ab", b"")


def test_a_result_depends_on_cells_version_engine_limits_and_sandbox_and_not_on_the_time() -> None:
    setting = settings_hash("fork", Limits(), True)
    keys = {
        result_key(b"cells", "1", setting),
        result_key(b"other", "1", setting),
        result_key(b"cells", "2", setting),
        result_key(b"cells", "1", settings_hash("kernel", Limits(), True)),
        result_key(b"cells", "1", settings_hash("fork", Limits(memory_mb=99), True)),
        result_key(b"cells", "1", settings_hash("fork", Limits(), False)),
    }
    assert len(keys) == 6
    assert submission_hash(b"cells", "2026-01-01", "1") != submission_hash(b"cells", "2026-01-02", "1")


def test_a_result_depends_on_the_installed_packages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = cache.environment_hash.__wrapped__()
    monkeypatch.setattr(cache.sysconfig, "get_path", lambda _: str(tmp_path))
    (tmp_path / "numpy-9.9.dist-info").mkdir()
    assert cache.environment_hash.__wrapped__() != before


def imported(module: str) -> Iterator[str]:
    path = cache.HERE / f"{module}.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("builder.grading."):
            yield node.module.removeprefix("builder.grading.")


def test_all_code_that_makes_a_result_is_in_its_key() -> None:
    seen: set[str] = set()
    left = ["engine", "pool", "preparing"]
    while left:
        module = left.pop()
        if module not in seen and not module.startswith("inside."):
            seen.add(module)
            left += imported(module)
    assert seen - LEAVES_RESULTS_ALONE == set(MAKERS)
