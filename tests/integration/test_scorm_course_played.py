"""The whole line: a course is exported, and its packages are played in a browser against a SCORM runtime."""

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
<script src="RUNTIME.min.js"></script></head>
<body><script>
  const old = 'RUNTIME' === 'scorm12';
  const runtime = old ? new Scorm12API({logLevel: 5}) : new Scorm2004API({logLevel: 5});
  runtime.loadFromJSON(window.kept);
  window.trace = [];
  window[old ? 'API' : 'API_1484_11'] = new Proxy({}, {get: (_, name) => (...given) => {
    const value = runtime[name](...given);
    const code = String(old ? runtime.LMSGetLastError() : runtime.GetLastError());
    const plain = name.replace('LMS', '').replace('Finish', 'Terminate');
    if (!/Error|Diagnostic/.test(name)) window.trace.push({name: plain, given, value, code});
    return value;
  }});
</script><iframe name="content" src="RUNTIME/launch.html" width="1200" height="650"></iframe></body></html>
"""
VERSIONS = ("scorm12", "scorm2004")
both = pytest.mark.parametrize("version", VERSIONS)
ELEMENTS = {
    "scorm12": ("cmi.core.lesson_status", "cmi.core.lesson_status", "cmi.core.exit", "cmi.core.score.raw"),
    "scorm2004": ("cmi.completion_status", "cmi.success_status", "cmi.exit", "cmi.score.raw"),
}
"""How each says completion, success, exit and score."""
FIRST = ("q-single", "q-several", "q-true-false", "q-matching")
REST = ("q-ordering", "q-numeric", "q-short-text")


@dataclass
class Attempt:
    """What the learning system keeps of one learner between launches."""

    version: str
    cmi: dict[str, Any] = field(default_factory=dict)


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
        if self.attempt.version == "scorm12":
            core = {name: kept["core"][name] for name in ("lesson_status", "lesson_location", "score")}
            self.attempt.cmi = {"core": {**core, "entry": "resume"}, "suspend_data": kept["suspend_data"]}
        else:
            names = ("completion_status", "success_status", "location", "score", "suspend_data")
            self.attempt.cmi = {**{name: kept[name] for name in names if kept[name]}, "entry": "resume"}
        trace = self.trace()
        self.page.close()
        return trace


@pytest.fixture(scope="module")
def system(
    root: Path, tmp_path_factory: pytest.TempPathFactory, serve: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """The address of a learning system that holds both packages of the sound course."""
    folder = tmp_path_factory.mktemp("played")
    done = subprocess.run(
        [COMMAND, "export", *VERSIONS, "--book", root / "tests/courses/sound", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    for package in json.loads(done.stdout)["packages"]:
        version = package["format"]
        with zipfile.ZipFile(folder / package["path"]) as archive:
            archive.extractall(folder / "system" / version)
        shutil.copy(root / f"node_modules/scorm-again/dist/{version}.min.js", folder / "system")
        page = SYSTEM.replace("RUNTIME", version)
        (folder / "system" / f"{version}.html").write_text(page, encoding="utf-8")
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
    page.goto(f"{system}/{attempt.version}.html")
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
    return [call["given"][1] for call in trace if call["name"] == "SetValue" and call["given"][0] == element]


def check_order_of_calls(trace: list[dict[str, Any]]) -> None:
    """No call left an error; one beginning, one end, and both where they belong."""
    assert [call for call in trace if call["code"] not in ("0", "403" if call["name"] == "GetValue" else "0")] == []
    names = [call["name"] for call in trace]
    assert names[0] == "Initialize"
    assert names[-1] == "Terminate"
    assert (names.count("Initialize"), names.count("Terminate")) == (1, 1)
    assert all(0 < len(text) <= 4096 and text.isascii() for text in written(trace, "cmi.suspend_data"))


@both
def test_a_learner_answers_leaves_resumes_elsewhere_and_passes(
    device: BrowserContext, browser: Browser, system: str, version: str
) -> None:
    completion, success, leaving, score = ELEMENTS[version]
    attempt = Attempt(version)
    opened = launch(device, system, attempt)
    open_lesson(opened)
    answer(opened, *FIRST)
    first = opened.leave()
    check_order_of_calls(first)
    assert written(first, completion)[0] == "incomplete"
    assert "passed" not in written(first, success)
    assert written(first, leaving)[-1] == "suspend"
    assert written(first, score) == []

    another = browser.new_context()
    resumed = launch(another, system, attempt)
    expect(resumed.question("q-single")).to_be_visible()
    expect(resumed.question("q-single").locator("button[type=submit]")).to_have_text("Show the explanation")
    answer(resumed, *REST)
    second = resumed.leave()
    check_order_of_calls(second)
    assert written(second, success) == ["passed"]
    assert written(second, score) == ["75", "87", "100"]
    names = [call["given"][0] for call in second if call["name"] == "SetValue"]
    assert names.index(score) < names.index(success)
    another.close()


@both
def test_every_answer_is_reported_with_its_objective_and_its_right_pattern(
    device: BrowserContext, system: str, version: str
) -> None:
    opened = launch(device, system, Attempt(version))
    old = version == "scorm12"
    open_lesson(opened)
    answer(opened, *FIRST, *REST)
    trace = opened.leave()
    reported = {}
    for number in range(len(FIRST) + len(REST)):
        at = f"cmi.interactions.{number}"
        values = [
            written(trace, f"{at}.{name}")
            for name in ("id", "type", "student_response" if old else "learner_response", "correct_responses.0.pattern")
        ]
        name, kind, response, pattern = (value[0] for value in values)
        reported[name] = (kind, response, pattern)
        assert written(trace, f"{at}.result") == ["correct"]
        assert written(trace, f"{at}.objectives.0.id") == ["see"]
        assert written(trace, f"{at}.weighting") == ["2" if name == "q-several" else "1"]
    if not old:
        assert all(written(trace, f"cmi.interactions.{number}.description")[0] for number in range(len(reported)))
    assert {name: kind for name, (kind, _, _) in reported.items()} == {
        "q-single": "choice",
        "q-several": "choice",
        "q-true-false": "true-false",
        "q-matching": "matching",
        "q-ordering": "sequencing",
        "q-numeric": "numeric",
        "q-short-text": "fill-in",
    }
    assert reported["q-several"][1:] == (("a,b", "a,b") if old else ("a[,]b", "a[,]b"))
    assert reported["q-numeric"][1] == "12"
    assert reported["q-short-text"][1] == "Confidence"
    for name in ("q-single", "q-true-false", "q-matching", "q-ordering"):
        assert reported[name][1] == reported[name][2]
