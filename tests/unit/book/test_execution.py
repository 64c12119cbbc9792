"""Notebooks run side by side into the cache, each in its own folder, and a failing one stops no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from builder.book import execution
from builder.book.execution import Limits, execute_ahead


def notebook(path: Path, *code: str) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in code]
    book: Any = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), *cells])
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3"}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(book, path)
    return path


def cached(folder: Path, path: Path) -> Any:
    from jupyter_cache import get_cache

    cache: Any = get_cache(str(folder))
    return cache.merge_match_into_notebook(nbformat.read(path, as_version=4))[1]


def test_outputs_are_found_in_the_cache_and_cells_run_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "number.txt").write_text("41", encoding="utf-8")
    good = notebook(tmp_path / "one" / "good.ipynb", "print(int(open('number.txt').read()) + 1)")
    bad = notebook(tmp_path / "two" / "bad.ipynb", "1 / 0")
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{", encoding="utf-8")
    execute_ahead([bad, broken, good], tmp_path / "cache", Limits(60, allow_errors=False))
    assert cached(tmp_path / "cache", good).cells[1].outputs[0].text == "42\n"
    with pytest.raises(KeyError):
        cached(tmp_path / "cache", bad)


def test_what_is_known_or_has_no_code_starts_no_kernel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = notebook(tmp_path / "words.ipynb")
    ran: list[str] = []
    real = execution.execute

    async def noted(book: Any, path: Path, limits: Limits) -> float | None:
        ran.append(path.name)
        return await real(book, path, limits)

    monkeypatch.setattr(execution, "execute", noted)
    monkeypatch.setattr("nbclient.NotebookClient", None)
    execute_ahead([words], tmp_path / "cache", Limits(None, allow_errors=False))
    execute_ahead([words], tmp_path / "cache", Limits(None, allow_errors=False))
    assert ran == ["words.ipynb"]
