"""One small book with everything a page can hold, built with Sphinx and the theme in English and in Arabic."""

from __future__ import annotations

import base64
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import nbformat
import pytest

HERE = Path(__file__).parent
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python"}, "language_info": {"name": "python"}}
TITLES = {"en": "Neighbours and the police", "ar": "الجيران والشرطة"}


def picture(width: int, height: int) -> str:
    """A grey PNG of that size, as base64."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress(b"".join(b"\0" + b"\x88" * width for _ in range(height)))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return base64.b64encode(png).decode("ascii")


def notebook() -> Any:
    """A notebook with its outputs: a table, a picture, a stream and a coloured traceback; one folded input."""
    cell, output = nbformat.v4.new_code_cell, nbformat.v4.new_output
    frame = (
        '<div><table border="1" class="dataframe"><thead><tr><th></th><th>street</th><th>visits</th></tr></thead>'
        "<tbody><tr><th>0</th><td>Harbour</td><td>12</td></tr></tbody></table></div>"
    )
    cells = [
        nbformat.v4.new_markdown_cell("# Counting visits\n\nA page that computes.\n\n## The table"),
        cell("visits", outputs=[output("execute_result", {"text/html": frame}, execution_count=1)]),
        cell("plot(visits)", outputs=[output("display_data", {"image/png": picture(900, 300)})]),
        cell(
            "total = sum(range(12))  # a line that is long enough to scroll on every phone\nprint(total)",
            outputs=[output("stream", name="stdout", text="66\n")],
            metadata={"tags": ["hide-input"]},
        ),
        cell(
            "print(red)",
            outputs=[output("stream", name="stdout", text="\x1b[31mred words\x1b[0m and plain ones\n")],
        ),
    ]
    return nbformat.v4.new_notebook(cells=cells, metadata=PYTHON)


def build_command(source: Path, out: Path, language: str) -> list[str]:
    """The command that builds the book into a folder, its doctrees beside it."""
    title = TITLES[language]
    told = [f"-Dlanguage={language}", f"-Dproject={title}", f"-Dhtml_title={title}"]
    return [sys.executable, "-m", "sphinx", "-q", "-W", f"-d{out}-doctrees", *told, str(source), str(out)]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The book's sources, its notebook written."""
    folder = tmp_path_factory.mktemp("theme") / "book"
    shutil.copytree(HERE / "book", folder)
    nbformat.write(notebook(), folder / "more" / "notebook.ipynb")
    return folder


@pytest.fixture(scope="session")
def sites(sources: Path) -> dict[str, Path]:
    """The folders of the book's pages by language, both built with warnings as errors at the same time."""
    folders = {language: sources.parent / language for language in TITLES}
    running = [subprocess.Popen(build_command(sources, folder, folder.name)) for folder in folders.values()]
    assert [process.wait() for process in running] == [0, 0]
    return folders


@pytest.fixture(scope="session")
def site(sites: dict[str, Path]) -> Path:
    """The folder of the English pages."""
    return sites["en"]


@pytest.fixture(scope="session")
def rebuild(sources: Path) -> Callable[[Path], None]:
    """`rebuild(folder)` builds a copy of the sources' folder again after an edit, into `folder/en`."""

    def again(folder: Path) -> None:
        subprocess.run(build_command(folder / "book", folder / "en", "en"), check=True)

    return again


@pytest.fixture(scope="session")
def address(site: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[str]:
    """Where the English pages are served."""
    with serve(site) as served:
        yield served
