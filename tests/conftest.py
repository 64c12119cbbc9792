"""What the tests share: the repository, our two courses as they are built, a server on 127.0.0.1 and a Chromium."""

from __future__ import annotations

import fcntl
import functools
import http.server
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from builder.book.ensure import Built, ensure_book
from builder.cli.build import releaser
from builder.model.book import Book

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

settings.register_profile("coursewright", deadline=None, derandomize=True)
settings.load_profile("coursewright")
"""No test fails because the machine is busy, and every run tries the same examples."""


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves a folder and keeps its log to itself."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


def interruptible() -> None:
    """For a new process: take Ctrl-C, also where the tests were started in the background, which ignores it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """Serve ``folder`` on a free port of 127.0.0.1 and yield its address, without a final slash."""
    handler = functools.partial(QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root, which is also the course's."""
    return ROOT


def build(root: Path, shared: Path) -> Built:
    """Build the site of ``root`` as `coursewright build` does; the first test run that needs it builds it for all."""
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return ensure_book(root, shared / "build", release=releaser(root, shared / "build" / "exercises"))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run have in common."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def own_built(root: Path, shared: Path) -> Built:
    """The repository's own course, rendered once for all tests."""
    return build(root, shared / "own-course")


@pytest.fixture(scope="session")
def own_book(own_built: Built) -> Book:
    """The site of the repository's own course."""
    return own_built.book


@pytest.fixture(scope="session")
def sound_book(root: Path, shared: Path) -> Book:
    """The site of the sound course of the tests."""
    return build(root / "tests/courses/sound", shared / "sound-course").book


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, headless; it can reach 127.0.0.1 and local files only."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def serve() -> Callable[[Path], object]:
    """`with serve(folder) as address:` serves a folder on 127.0.0.1."""
    return serving
