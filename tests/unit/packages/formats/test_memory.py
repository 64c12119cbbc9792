"""An export needs little memory however large the book is: counted, not timed.

What the parser holds is not counted here; benchmarks/export.py measures all of it.
"""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import make_book, make_package

FEW, MANY = 20, 200
PARAGRAPH = "<p>Officers and residents meet, look at a street together, and agree on what each will do.</p>\n"
PAGE = f"<!DOCTYPE html><html lang=en><title>x</title><body><article><h1>x</h1>{PARAGRAPH * 100}</article>".encode()
MEDIA = 12 * 1024 * 1024
PEAK = 4 * 1024 * 1024
"""Bytes for 200 pages of 9 kB; a format that writes pages anew holds each once, and never a file of the site."""
WHOLE = ("pdf", "html")
"""Formats that are one document: a PDF is a browser's work, and a single file is as large as what it holds."""


def peak(folder: Path, name: str, pages: int) -> int:
    """Bytes that Python holds at most while a book of so many pages, with media, is written."""
    book = make_book(
        folder / "site", pages=[f"p{number}" for number in range(pages)], extra={"_images/film.mp4": bytes(MEDIA)}
    )
    for page in book.pages:
        (folder / "site" / page.href).write_bytes(PAGE)
    package = make_package(folder / "site", book=book)
    deliver(make_package(folder / "warm"), FORMATS[name], folder / "out")
    tracemalloc.start()
    try:
        deliver(package, FORMATS[name], folder / "out")
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in WHOLE])
def test_an_export_holds_no_media_and_grows_no_faster_than_the_book(name: str, tmp_path: Path) -> None:
    few, many = peak(tmp_path / "few", name, FEW), peak(tmp_path / "many", name, MANY)
    assert many < PEAK
    assert many < few * MANY / FEW + PEAK / 10
