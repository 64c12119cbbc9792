"""What our own course's pages weigh on the wire, counted by the server that sends them."""

from __future__ import annotations

import gzip
import posixpath
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, expect

from builder.model.book import Book, Page

KB = 1000
HEADERS = 300
SETTLED = 30
"""Milliseconds in which the server has noted what it has sent."""
SCRIPT, PICTURE = "text/javascript", "image/"
BESIDES = ("my-learning.html", "offline.html", "search.html")
"""The site's pages that are no pages of the course."""
TYPES = {".html": "text/html", ".js": SCRIPT, ".css": "text/css", ".svg": "image/svg+xml", ".png": "image/png"}
OTHER = "application/octet-stream"
PACKED = ("text/", "image/svg+xml")
"""Types that a server worth its name compresses."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One response: its path, its type, and its bytes on the wire, headers included."""

    path: str
    kind: str
    size: int


@dataclass(slots=True)
class Server:
    """Where the site is served, and what was sent so far."""

    address: str = ""
    sent: list[Sent] = field(default_factory=list)


class Scale:
    """Passes on what is written and counts it."""

    def __init__(self, to: BufferedIOBase) -> None:
        self.to = to
        self.size = 0

    def write(self, content: bytes) -> int:
        self.size += len(content)
        return self.to.write(content)

    def __getattr__(self, name: str) -> object:
        return getattr(self.to, name)


@contextmanager
def weighing(site: Path) -> Iterator[Server]:
    """Serve ``site`` on 127.0.0.1 with gzip, as an ordinary web server does, and count what goes out."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            file = site / path
            kind = TYPES.get(file.suffix, OTHER)
            body = file.read_bytes() if file.is_file() else b""
            scale = Scale(self.wfile)
            self.wfile = scale
            self.send_response(200 if file.is_file() else 404)
            if kind.startswith(PACKED):
                body = gzip.compress(body, compresslevel=6)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=3600")
            self.end_headers()
            self.wfile.write(body)
            self.wfile = scale.to
            server.sent.append(Sent(path, kind, scale.size))

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        server.address = f"http://127.0.0.1:{listening.server_address[1]}"
        thread = threading.Thread(target=listening.serve_forever, daemon=True)
        thread.start()
        yield server
        listening.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def server(own_book: Book) -> Iterator[Server]:
    with weighing(own_book.root) as serving:
        yield serving


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone that has never seen the course."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context
    context.close()


def read(phone: BrowserContext, server: Server, href: str) -> list[Sent]:
    """Open a page, scroll to its end so that every picture comes, and return what was sent for it."""
    before = len(server.sent)
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{server.address}/{href}", wait_until="networkidle")
    page.evaluate("document.querySelectorAll('[loading=lazy]').forEach(one => { one.loading = 'eager'; })")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_function("Array.from(document.images).every(one => one.complete)")
    page.wait_for_load_state("networkidle")
    page.close()
    assert [url for url in asked if not url.startswith((f"{server.address}/", "data:"))] == []
    return server.sent[before:]


def weight(sent: list[Sent], kind: str = "") -> int:
    """Bytes on the wire, of one kind or of all."""
    return sum(one.size for one in sent if one.kind.startswith(kind))


def packed(folder: Path, name: str) -> tuple[str, int]:
    """The type of a file and its bytes on the wire, headers included."""
    kind = TYPES.get(Path(name).suffix, OTHER)
    content = (folder / name).read_bytes()
    return kind, len(gzip.compress(content, 6) if kind.startswith(PACKED) else content) + HEADERS


def loaded_by(folder: Path, href: str) -> list[str]:
    """The files that a page loads by itself: scripts, style sheets, pictures."""
    page = html.fromstring((folder / href).read_bytes())
    found = page.xpath("//script/@src | //link[@rel='stylesheet']/@href | //img/@src")
    local = (unquote(str(address).split("?")[0]) for address in found if not str(address).startswith("data:"))
    return sorted({posixpath.normpath(posixpath.join(posixpath.dirname(href), address)) for address in local})


def heaviest_lesson(book: Book, *, pictures: bool) -> str:
    """The address of the lesson that weighs most, with its pictures or without."""

    def packed(name: str) -> int:
        return len(gzip.compress((book.root / name).read_bytes()))

    def size(page: Page) -> int:
        return sum(map(packed, (page.href, *page.files) if pictures else (page.href,)))

    return max((page for page in book.pages if page.lesson), key=size).href


def test_the_first_page_is_light_and_little_of_it_is_script(
    own_book: Book, phone: BrowserContext, server: Server
) -> None:
    sent = read(phone, server, own_book.pages[0].href)
    assert {"index.html", "_static/coursewright/player.js"} <= {one.path for one in sent}
    assert weight(sent) <= 150 * KB, sent
    assert 0 < weight(sent, SCRIPT) <= 40 * KB, sent


def test_the_heaviest_lesson_is_no_heavier_as_a_first_page(
    own_book: Book, phone: BrowserContext, server: Server
) -> None:
    sent = read(phone, server, heaviest_lesson(own_book, pictures=True))
    assert weight(sent, PICTURE) > 0
    assert weight(sent) <= 150 * KB, sent
    assert 0 < weight(sent, SCRIPT) <= 40 * KB, sent


def test_a_further_page_brings_only_what_is_new(own_book: Book, phone: BrowserContext, server: Server) -> None:
    first = read(phone, server, own_book.pages[0].href)
    further = read(phone, server, heaviest_lesson(own_book, pictures=False))
    assert {one.path for one in further}.isdisjoint(one.path for one in first)
    assert weight(further, "text/html") > 0
    assert weight(further) - weight(further, PICTURE) <= 40 * KB, further


def test_no_page_of_the_course_is_heavy_as_a_first_page(own_book: Book) -> None:
    for page in own_book.pages:
        first = [packed(own_book.root, name) for name in (page.href, *loaded_by(own_book.root, page.href))]
        assert sum(size for _, size in first) <= 150 * KB, (page.href, first)
        assert 0 < sum(size for kind, size in first if kind == SCRIPT) <= 40 * KB, (page.href, first)


def test_every_page_is_light_as_a_further_page(own_book: Book, phone: BrowserContext, server: Server) -> None:
    """All pages one after the other in one browser, which is the order in which each brings most: what is shared comes
    with the first that needs it."""
    read(phone, server, own_book.pages[0].href)
    page = phone.new_page()
    for href in (*(one.href for one in own_book.pages[1:]), *BESIDES):
        before = len(server.sent)
        page.goto(f"{server.address}/{href}", wait_until="load")
        page.wait_for_timeout(SETTLED)
        further = server.sent[before:]
        assert href in {one.path for one in further}
        assert weight(further) - weight(further, PICTURE) <= 40 * KB, (href, further)
    page.close()


@pytest.mark.parametrize("href", BESIDES)
def test_what_is_no_page_of_the_course_is_light_too_opened_first(
    browser: Browser, own_book: Book, server: Server, href: str
) -> None:
    for stays in (True, False):
        context = browser.new_context(viewport={"width": 360, "height": 640})
        if not stays:
            read(context, server, own_book.pages[0].href)
        sent = read(context, server, href)
        context.close()
        assert href in {one.path for one in sent}
        assert weight(sent) <= (150 if stays else 40) * KB, sent
        assert weight(sent, SCRIPT) <= 40 * KB, sent


def test_only_a_search_brings_the_index_and_little_else(own_book: Book, phone: BrowserContext, server: Server) -> None:
    read(phone, server, own_book.pages[0].href)
    assert "searchindex.js" not in {one.path for one in read(phone, server, "search.html")}
    sent = read(phone, server, "search.html?q=trust")
    assert "searchindex.js" in {one.path for one in sent}
    assert weight(sent) <= 55 * KB, sent


def test_questions_come_to_the_learners_own_page_only_when_asked_for(
    own_book: Book, phone: BrowserContext, server: Server
) -> None:
    before = len(server.sent)
    page = phone.new_page()
    page.goto(f"{server.address}/my-learning.html", wait_until="networkidle")
    sent = {Path(one.path).name for one in server.sent[before:]}
    assert sent.isdisjoint({"learning-prompts.js", "player-question.js"})
    page.locator("#cw-my-progress summary", has_text="questions").click()
    expect(page.locator("#cw-my-progress details[open] li a").last).to_be_visible()
    assert "learning-prompts.js" in {Path(one.path).name for one in server.sent[before:]}
    page.close()


def test_only_the_learners_own_page_loads_what_is_for_it_alone(own_book: Book) -> None:
    own = {"player-learning.js", "learning-words.js", "learning-data.js"}
    loading = {
        path.name
        for path in own_book.root.rglob("*.html")
        if any(f"coursewright/{name}" in path.read_text(encoding="utf-8") for name in own)
    }
    assert loading == {"my-learning.html"}
