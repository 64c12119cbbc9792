"""A learning system for the tests: it opens the small package and keeps what is committed."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page
from playwright.sync_api import Error as PlaywrightError

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
FRESH = {
    "core": {"lesson_status": "", "credit": "credit", "lesson_mode": "normal", "entry": "ab-initio"},
    "student_data": {"mastery_score": "70"},
}


@dataclass(slots=True)
class LearningSystem:
    """What the server keeps: the last commit of each learner; ``refuses`` makes it answer 500 to each commit."""

    address: str
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: bool = False

    def cmi(self, learner: str) -> dict[str, Any]:
        """The data with which a learner's next launch begins."""
        cmi = json.loads(json.dumps(self.kept.get(learner, FRESH)))
        core = cmi["core"]
        core.update(student_id=learner, student_name=learner)
        if learner in self.kept:
            core["entry"] = "resume" if core.pop("exit", "") == "suspend" else ""
            core.pop("session_time", None)
        return dict(cmi)

    def core(self, learner: str = "ada") -> dict[str, Any]:
        """What was committed under ``cmi.core``."""
        return dict(self.kept[learner]["core"])


def handler_for(folder: Path, system: LearningSystem) -> type[BaseHTTPRequestHandler]:
    """The server's handler: files of ``folder``, and the two addresses of the learning system."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/cmi":
                learner = parse_qs(address.query)["learner"][0]
                self.answer(200, json.dumps(system.cmi(learner)).encode(), "application/json")
                return
            path = folder / unquote(address.path).lstrip("/")
            if path.is_file():
                self.answer(200, path.read_bytes(), TYPES[path.suffix])
            else:
                self.answer(404, b"", "text/plain")

        def do_POST(self) -> None:
            learner = parse_qs(urlsplit(self.path).query)["learner"][0]
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if system.refuses:
                self.answer(500, b'{"result": "false", "errorCode": 101}', "application/json")
                return
            system.kept[learner] = sent["cmi"]
            self.answer(200, b'{"result": "true", "errorCode": 0}', "application/json")

    return Handler


@contextmanager
def system_on(folder: Path) -> Iterator[LearningSystem]:
    """Run a learning system on a free port of 127.0.0.1."""
    system = LearningSystem("")
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_for(folder, system)) as server:
        server.daemon_threads = True
        system.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield system
        server.shutdown()
        thread.join()


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch of the package: the learning system's page, the shell in it, and the book's page in that."""

    lms: Page
    shell: Frame

    @property
    def page(self) -> Frame:
        """The page in the frame, once it has met the session."""
        frame = self.shell.wait_for_selector("iframe[name=cw-page]").content_frame()
        assert frame is not None
        frame.wait_for_selector("body[data-ready]", state="attached")
        return frame

    def trace(self) -> list[dict[str, Any]]:
        """All calls so far: name, given, value, code."""
        return list(self.lms.evaluate("window.trace"))

    def answer(
        self, question: str, right: bool = True, response: str = "a", text: str = "a", pattern: str = "a"
    ) -> Any:
        """Answer a question on the page in the frame."""
        given = {"right": right, "response": response, "text": text, "pattern": pattern, "latency": 3.5}
        return self.page.evaluate("([id, given]) => coursewright.session.answer(id, given)", [question, given])

    def visit(self, *pages: str) -> None:
        """See pages, as if each had been on the screen."""
        self.page.evaluate("ids => ids.forEach(id => coursewright.session.visit(id))", list(pages))

    def leave(self) -> None:
        """Press "Save and leave"."""
        self.shell.click("[data-cw=end]")

    def status(self) -> str:
        """What the shell says."""
        return self.shell.inner_text("#cw-shell-status")


def launch(device: BrowserContext, lms: LearningSystem, **asked: str) -> Launch:
    """Open the learning system's page on a device and wait for the content's shell."""
    page = device.new_page()
    query = "&".join(f"{key}={value}" for key, value in asked.items())
    page.goto(f"{lms.address}/lms.html?{query}")
    opened = Launch(page, shell_in(device, page))
    _ = opened.page
    return opened


def shell_in(device: BrowserContext, page: Page) -> Frame:
    """The shell's frame, wherever the learning system has opened it."""
    for _ in range(100):
        windows = [window for window in device.pages if window is page or window.opener() is page]
        for frame in [frame for window in windows for frame in window.frames]:
            if frame.url.endswith("/launch.html") and frame.child_frames:
                return frame
        page.wait_for_timeout(50)
    raise AssertionError("the package's shell never came up")


def crash(page: Page) -> None:
    """Kill a page's renderer at once, so that no handler of its runs."""
    with pytest.raises(PlaywrightError, match="crash"):
        page.goto("chrome://crash", timeout=5000)
