"""A learning system for the tests: it opens a package and keeps what is committed."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Frame, Page
from playwright.sync_api import Error as PlaywrightError

from tests.integration.scorm.packages import Played

TYPES = {".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
LEFT_BEHIND = {"session_time", "exit"}
"""What belongs to one session and is not there in the next."""
SECONDS_TO_END = 20


@dataclass(slots=True)
class LearningSystem:
    """What the server keeps: the last commit of each learner; ``refuses`` makes it answer 500 to each commit,
    ``presets`` are elements that it sets itself before the next launches."""

    address: str = ""
    kept: dict[str, dict[str, Any]] = field(default_factory=dict)
    refuses: bool = False
    presets: dict[str, str] = field(default_factory=dict)
    ended: set[str] = field(default_factory=set)
    """Learners whose session's last commit has come: the runtime sends it without waiting for an answer."""


@dataclass(slots=True)
class Attempt:
    """One learner's attempt at one package, from launch to launch."""

    system: LearningSystem
    played: Played
    learner: str

    @property
    def kept(self) -> dict[str, Any]:
        """What the system keeps of it: the data model as the runtime commits it."""
        return self.system.kept[self.learner]

    def get(self, element: str) -> str:
        """One element of what is kept, by its full name."""
        found: Any = self.kept
        for part in element.split(".")[1:]:
            found = found[int(part)] if isinstance(found, list) else found[part]
        return str(found)

    def forget(self) -> None:
        """The system begins a new attempt, when the session before has ended for it too."""
        end = time.monotonic() + SECONDS_TO_END
        while self.learner not in self.system.ended:
            assert time.monotonic() < end, "the session's last commit never came"
            time.sleep(0.01)
        del self.system.kept[self.learner]


def next_launch(begins: dict[str, Any], kept: dict[str, Any] | None, learner: str, mode: str) -> dict[str, Any]:
    """The data model that a launch begins with."""
    cmi: dict[str, Any] = json.loads(json.dumps(kept or begins))
    core = cmi.get("core", cmi)
    if kept is not None:
        core["entry"] = "resume" if core.get("exit") == "suspend" else ""
        for name in LEFT_BEHIND & set(core):
            del core[name]
    names = ("student_id", "student_name") if "core" in cmi else ("learner_id", "learner_name")
    core.update(dict.fromkeys(names, learner))
    if mode:
        core["lesson_mode" if "core" in cmi else "mode"] = mode
    return cmi


def preset(cmi: dict[str, Any], element: str, value: str) -> None:
    """Put a value into the data model, under its element's full name."""
    *groups, name = element.split(".")[1:]
    for group in groups:
        cmi = cmi.setdefault(group, {})
    cmi[name] = value


def handler_for(folder: Path, system: LearningSystem, packages: dict[str, Played]) -> type[BaseHTTPRequestHandler]:
    """The server's handler: files of ``folder``, and the two addresses of the learning system."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing."""

        def answer(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):  # the browser has gone on
                self.wfile.write(body)

        def do_GET(self) -> None:
            address = urlsplit(self.path)
            if address.path == "/cmi":
                asked = {name: values[0] for name, values in parse_qs(address.query).items()}
                begins = packages[asked["launch"].partition("/")[0]].begins
                learner = asked["learner"]
                cmi = next_launch(begins, system.kept.get(learner), learner, asked.get("mode", ""))
                for element, value in system.presets.items():
                    preset(cmi, element, value)
                self.answer(200, json.dumps(cmi).encode(), "application/json")
                return
            path = folder / unquote(address.path).lstrip("/")
            if path.is_file():
                self.answer(200, path.read_bytes(), TYPES.get(path.suffix, "text/plain"))
            else:
                self.answer(404, b"", "text/plain")

        def do_POST(self) -> None:
            learner = parse_qs(urlsplit(self.path).query)["learner"][0]
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if system.refuses:
                self.answer(500, b'{"result": "false", "errorCode": 101}', "application/json")
                return
            system.kept[learner] = sent["cmi"]
            if self.headers["Content-Type"].startswith("text/plain"):
                system.ended.add(learner)
            self.answer(200, b'{"result": "true", "errorCode": 0}', "application/json")

    return Handler


@contextmanager
def system_on(folder: Path, packages: dict[str, Played]) -> Iterator[LearningSystem]:
    """Run a learning system on a free port of 127.0.0.1."""
    system = LearningSystem()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler_for(folder, system, packages)) as server:
        server.daemon_threads = True
        system.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield system
        server.shutdown()
        thread.join()


@dataclass(frozen=True, slots=True)
class Launch:
    """One launch: the learning system's page, the shell in it, and the book's page in that."""

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
        """All calls so far: name (without LMS; Finish is Terminate), given, value, code."""
        return list(self.lms.evaluate("window.trace"))

    def written(self, element: str) -> list[str]:
        """The values set for ``element``, in order."""
        return [call["given"][1] for call in self.trace() if call["name"] == "SetValue" and call["given"][0] == element]

    def answer(
        self, question: str, right: bool = True, response: str = "a", text: str = "a", pattern: str = "a"
    ) -> Any:
        """Answer a question on the page in the frame."""
        given = {"right": right, "response": response, "text": text, "pattern": pattern, "latency": 3.5}
        return self.page.evaluate("([id, given]) => coursewright.session.answer(id, given)", [question, given])

    def answer_all(self, answers: dict[str, tuple[str, str, str]], right: bool) -> None:
        """Answer each of the session's questions until it is closed; ``answers`` are response, text and pattern."""
        self.page.evaluate(
            """([answers, right]) => Object.keys(answers).forEach(id => {
                const [response, text, pattern] = answers[id];
                if (!coursewright.session.course.questions[id]) return;
                for (let tries = 0; tries < 7; tries += 1) {
                    const before = coursewright.session.answerOf(id);
                    if (before && before.closed) return;
                    coursewright.session.answer(id, {right, response, text, pattern, latency: 3.5});
                }
            })""",
            [answers, right],
        )

    def read(self, page: str) -> None:
        """Go to another page of the book, as a link does."""
        self.page.evaluate(
            """id => {
                const page = coursewright.course.pages.find(one => one.id === id);
                location.href = document.body.dataset.root + page.href;
            }""",
            page,
        )
        self.shell.wait_for_function(
            """id => {
                const body = frames[0].document.body;
                return body && body.dataset.page === id && body.dataset.ready;
            }""",
            arg=page,
        )

    def visit(self, *pages: str) -> None:
        """See pages, as if each had been on the screen."""
        self.page.evaluate("ids => ids.forEach(id => coursewright.session.visit(id))", list(pages))

    def visit_required(self) -> None:
        """See every page that the rule asks for."""
        self.page.evaluate("coursewright.session.course.rule.pages.forEach(id => coursewright.session.visit(id))")

    def outcome(self) -> str:
        """What the session has decided."""
        return str(self.page.evaluate("coursewright.session.progress().outcome"))

    def answer_of(self, question: str) -> Any:
        """What the session knows of an answer."""
        return self.page.evaluate("id => coursewright.session.answerOf(id)", question)

    def leave(self) -> None:
        """Press "Save and leave", and see that the session has ended."""
        self.press_leave()
        self.shell.wait_for_selector(".cw-shell-ended")

    def press_leave(self) -> None:
        """Press "Save and leave"."""
        self.shell.click("[data-cw=end]")

    def status(self) -> str:
        """What the shell says."""
        return self.shell.inner_text("#cw-shell-status")


def launch(device: BrowserContext, attempt: Attempt, page: str = "", **asked: str) -> Launch:
    """Open the learning system's page on a device and wait for the content's shell and its first page."""
    opened = device.new_page()
    target = page or attempt.played.launch
    query = {"version": attempt.played.version, "launch": target, "learner": attempt.learner, **asked}
    opened.goto(f"{attempt.system.address}/lms.html?{urlencode(query, quote_via=quote)}")
    made = Launch(opened, shell_in(device, opened, target.rpartition("/")[2]))
    _ = made.page
    return made


def shell_in(device: BrowserContext, page: Page, name: str) -> Frame:
    """The shell's frame, wherever the learning system has opened it."""
    for _ in range(200):
        windows = [window for window in device.pages if window is page or window.opener() is page]
        for frame in [frame for window in windows for frame in window.frames]:
            if re.search(rf"/{re.escape(name)}$", frame.url) and frame.child_frames:
                return frame
        page.wait_for_timeout(20)
    raise AssertionError("the package's shell never came up")


def crash(page: Page) -> None:
    """Kill a page's renderer at once, so that no handler of its runs."""
    with pytest.raises(PlaywrightError, match="crash"):
        page.goto("chrome://crash", timeout=5000)
