"""Printing reads files and asks no host for anything, so that it is the same with and without a network."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from builder.packages.formats.pdf import FORMAT
from builder.packages.handbook import POLICY, handbook
from builder.packages.printing import find_browser, print_html
from builder.packages.settings import DEFAULT
from tests.unit.packages.packaged_course import make_book, make_package


class Host:
    """A server on this computer that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        asked = self.asked

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_request(self, code: object = "-", size: object = "-") -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def host() -> Iterator[Host]:
    """A host to ask."""
    found = Host()
    yield found
    found.server.shutdown()
    found.server.server_close()


def page(address: str) -> str:
    """A page that asks for a picture in every way that we know of."""
    return (
        f"<!DOCTYPE html><article><h1>Far</h1><p style=\"background: url('{address}/style.png')\">words</p>"
        f'<img src="{address}/img.png" alt="a pot from afar"><img alt="twice" srcset="{address}/set.png 1x">'
        f'<svg viewBox="0 0 1 1"><image href="{address}/image.png" width="1" height="1"/></svg>'
        f'<video poster="{address}/poster.png" src="x.mp4"></video><iframe src="{address}/frame.html"></iframe>'
        f'<object data="{address}/object.svg">drawn afar</object></article>'
    )


def test_a_browser_that_prints_asks_no_host(host: Host) -> None:
    printed = print_html(page(host.address).encode(), find_browser())
    assert "words" in PdfReader(io.BytesIO(printed)).pages[0].extract_text()
    assert host.asked == []


def test_a_handbook_prints_words_for_what_is_far_away(host: Host, tmp_path: Path) -> None:
    package = make_package(tmp_path, book=make_book(tmp_path))
    (tmp_path / "index.html").write_text(page(host.address), encoding="utf-8")
    (printed,) = FORMAT.write(package, DEFAULT).values()
    assert isinstance(printed, bytes)
    text = " ".join(found.extract_text() for found in PdfReader(io.BytesIO(printed)).pages)
    assert "a pot from afar" in text
    assert "drawn afar" in text
    assert host.asked == []


def test_the_document_itself_allows_pictures_of_the_site_alone(tmp_path: Path) -> None:
    document = handbook(make_package(tmp_path), {}).decode()
    assert POLICY.startswith("default-src 'none'; img-src file: data:;")
    assert document.index("Content-Security-Policy") < document.index("<style>")
