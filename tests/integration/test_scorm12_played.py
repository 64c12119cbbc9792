"""The whole line: a course is exported, and its package is played in a browser against a SCORM 1.2 runtime."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

COMMAND = Path(sys.prefix) / "bin" / "coursewright"
SYSTEM = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>A learning system</title>
<script src="scorm12.min.js"></script></head>
<body><script>
  const runtime = new Scorm12API({logLevel: 5});
  runtime.loadFromJSON(window.kept);
  window.trace = [];
  window.API = new Proxy({}, {get: (_, name) => (...given) => {
    const value = runtime[name](...given);
    if (!/Error|Diagnostic/.test(name)) window.trace.push({name, given, value, code: runtime.LMSGetLastError()});
    return value;
  }});
</script><iframe name="content" src="package/launch.html" width="1200" height="650"></iframe></body></html>
"""
FIRST = ("q-single", "q-several", "q-true-false", "q-matching")
REST = ("q-ordering", "q-numeric", "q-short-text")


@dataclass
class Attempt:
    """What the learning system keeps of one learner between launches."""

    cmi: dict[str, Any] = field(default_factory=lambda: {"core": {"credit": "credit", "lesson_mode": "normal"}})


@dataclass(frozen=True)
class Launch:
    """One launch: the system's page, and the book's page in the package's frame."""

    page: Page
    attempt: Attempt

    @property
    def shell(self) -> FrameLocator:
        return self.page.frame_locator("iframe[name=content]")

    @property
    def book(self) -> FrameLocator:
        return self.shell.frame_locator("iframe[name=cw-page]")

    def question(self, name: str) -> Locator:
        return self.book.locator(f"#question-{name}")

    def trace(self) -> list[dict[str, Any]]:
        return list(self.page.evaluate("window.trace"))

    def leave(self) -> list[dict[str, Any]]:
        """Press "Save and leave"; what was reported becomes what the next launch begins with."""
        self.shell.locator("[data-cw=end]").click()
        expect(self.shell.locator(".cw-shell-ended")).to_be_visible()
        kept = json.loads(self.page.evaluate("JSON.stringify(runtime.cmi)"))
        core = {
            name: kept["core"][name] for name in ("credit", "lesson_mode", "lesson_status", "lesson_location", "score")
        }
        self.attempt.cmi = {"core": {**core, "entry": "resume"}, "suspend_data": kept["suspend_data"]}
        trace = self.trace()
        self.page.close()
        return trace


@pytest.fixture(scope="module")
def system(
    root: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a learning system that holds the package of the sound course."""
    folder = tmp_path_factory.mktemp("played")
    done = subprocess.run(
        [COMMAND, "export", "scorm12", "--book", root / "tests/courses/sound", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / json.loads(done.stdout)["packages"][0]["path"]) as archive:
        archive.extractall(folder / "system" / "package")
    shutil.copy(root / "node_modules/scorm-again/dist/scorm12.min.js", folder / "system")
    (folder / "system" / "index.html").write_text(SYSTEM, encoding="utf-8")
    with serve(folder / "system") as address:
        yield address


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


def launch(device: BrowserContext, system: str, attempt: Attempt) -> Launch:
    page = device.new_page()
    page.add_init_script(f"window.kept = {json.dumps(attempt.cmi)};")
    page.goto(f"{system}/index.html")
    opened = Launch(page, attempt)
    expect(opened.book.locator("h1").first).to_be_visible()
    return opened


def put_in_order(section: Locator) -> None:
    if section.locator("ol > li").first.inner_text().strip() != "first":
        section.get_by_role("button", name="Move up: first").click()


def match(section: Locator) -> None:
    section.get_by_role("combobox", name="One").select_option(label="1")
    section.get_by_role("combobox", name="Two").select_option(label="2")


def choose_both(section: Locator) -> None:
    section.get_by_role("checkbox", name="This.").check()
    section.get_by_role("checkbox", name="That.").check()


RIGHT: dict[str, Callable[[Locator], None]] = {
    "q-single": lambda section: section.get_by_role("radio", name="This.").check(),
    "q-several": choose_both,
    "q-true-false": lambda section: section.get_by_role("radio", name="True").check(),
    "q-matching": match,
    "q-ordering": put_in_order,
    "q-numeric": lambda section: section.get_by_role("textbox").fill("12"),
    "q-short-text": lambda section: section.get_by_role("textbox").fill("Confidence"),
}


def answer(opened: Launch, *names: str) -> None:
    for name in names:
        section = opened.question(name)
        RIGHT[name](section)
        section.locator("button[type=submit]").click()
        expect(section.get_by_role("status")).to_contain_text("Right.")


def open_lesson(opened: Launch) -> None:
    for title in ("One", "A lesson"):
        opened.book.locator("main a[rel=next]").click()
        expect(opened.book.locator("h1").first).to_contain_text(title)
    expect(opened.question("q-single")).to_be_visible()


def written(trace: list[dict[str, Any]], element: str) -> list[str]:
    return [call["given"][1] for call in trace if call["name"] == "LMSSetValue" and call["given"][0] == element]


def check_order_of_calls(trace: list[dict[str, Any]]) -> None:
    """No call left an error; one beginning, one end, and both where they belong."""
    assert [call for call in trace if call["code"] != "0"] == []
    names = [call["name"] for call in trace]
    assert names[0] == "LMSInitialize"
    assert names[-1] == "LMSFinish"
    assert (names.count("LMSInitialize"), names.count("LMSFinish")) == (1, 1)
    assert all(len(text) <= 4096 and text.isascii() for text in written(trace, "cmi.suspend_data"))


def test_a_learner_answers_leaves_resumes_elsewhere_and_passes(
    device: BrowserContext, browser: Browser, system: str
) -> None:
    attempt = Attempt()
    opened = launch(device, system, attempt)
    open_lesson(opened)
    answer(opened, *FIRST)
    first = opened.leave()
    check_order_of_calls(first)
    assert written(first, "cmi.core.lesson_status") == ["incomplete"]
    assert written(first, "cmi.core.exit")[-1] == "suspend"
    assert written(first, "cmi.core.score.raw") == []

    another = browser.new_context()
    resumed = launch(another, system, attempt)
    expect(resumed.question("q-single")).to_be_visible()
    expect(resumed.question("q-single").locator("button[type=submit]")).to_have_text("Show the explanation")
    answer(resumed, *REST)
    second = resumed.leave()
    check_order_of_calls(second)
    assert written(second, "cmi.core.lesson_status") == ["passed"]
    assert written(second, "cmi.core.score.raw") == ["75", "87", "100"]
    names = [call["given"][0] for call in second if call["name"] == "LMSSetValue"]
    assert names.index("cmi.core.score.raw") < names.index("cmi.core.lesson_status")
    assert written(second, "cmi.core.session_time")
    assert attempt.cmi["core"]["lesson_status"] == "passed"
    another.close()


def test_every_answer_is_reported_with_its_objective_and_its_right_pattern(device: BrowserContext, system: str) -> None:
    opened = launch(device, system, Attempt())
    open_lesson(opened)
    answer(opened, *FIRST, *REST)
    trace = opened.leave()
    reported = {}
    for number in range(len(FIRST) + len(REST)):
        at = f"cmi.interactions.{number}"
        values = [
            written(trace, f"{at}.{name}") for name in ("id", "type", "student_response", "correct_responses.0.pattern")
        ]
        name, kind, response, pattern = (value[0] for value in values)
        reported[name] = (kind, response, pattern)
        assert written(trace, f"{at}.result") == ["correct"]
        assert written(trace, f"{at}.objectives.0.id") == ["see"]
        assert written(trace, f"{at}.weighting") == ["2" if name == "q-several" else "1"]
    assert {name: kind for name, (kind, _, _) in reported.items()} == {
        "q-single": "choice",
        "q-several": "choice",
        "q-true-false": "true-false",
        "q-matching": "matching",
        "q-ordering": "sequencing",
        "q-numeric": "numeric",
        "q-short-text": "fill-in",
    }
    assert reported["q-several"][1:] == ("a,b", "a,b")
    assert reported["q-numeric"][1] == "12"
    assert reported["q-short-text"][1] == "Confidence"
    for name in ("q-single", "q-true-false", "q-matching", "q-ordering"):
        assert reported[name][1] == reported[name][2]
