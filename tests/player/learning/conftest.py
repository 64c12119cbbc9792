"""A small course with the learner's own page, its data written by the builder, and devices to open it on."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from builder.book.catalogue import SCRIPT, direction_of, learning_words, player_words
from builder.book.course_data import FOLDER, CourseData, PageData, plan_course_data, write_banks, write_course_data
from builder.book.my_learning import DATA, WORDS, write_cards
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import LEARNING_SCRIPTS, PAGE_SCRIPTS, STYLES, joined, served
from builder.model.course import Course, GainRule, Module, PackageRule, PassRule
from builder.model.identity import token
from builder.model.problem import NOWHERE
from builder.model.question import Feedback, Question, Reflection, TrueFalse
from tests.conftest import serving

LESSON, FIRST, LAST = "modules/street/lesson", "modules/street/first", "modules/street/last"
MINE = "my-learning"
PAGES = {"index": "A street", LESSON: "Light and safety", FIRST: "Before you start", LAST: "How far you came"}
SHOWN = {
    LESSON: ("q-lamp", "q-bench", "q-crossing", "q-note"),
    FIRST: ("first-trust", "first-harm", "first-rule", "first-aim"),
    LAST: ("last-trust", "last-harm", "last-rule", "last-aim"),
}
PROMPTS = {"q-lamp": "A lamp makes every street safe.", "q-note": "Whom did you not ask?"}
POLICY = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)

Opener = Callable[[str], Page]


def question(name: str) -> Question:
    """A question that is right when it is said to be true; or one that asks for a note."""
    prompt = PROMPTS.get(name, f"About {name}.")
    if name == "q-note":
        return Reflection(id=name, objective="see", prompt=prompt, where=NOWHERE, guidance="Look again.")
    before = name.startswith("first-")
    feedback = Feedback("So it is.", "Look again.")
    return TrueFalse(
        id=name, objective="see", prompt=prompt, where=NOWHERE, answer=True, feedback=feedback,
        points=0 if before else 1, tries=1 if before else 2,
    )  # fmt: skip


def small_course(language: str = "en") -> Course:
    """The course: one module, whose first and last questions are pairs."""
    questions = tuple(question(name) for names in SHOWN.values() for name in names)
    module = Module("street", "A street", 30, "index", (), (), questions, (), (), NOWHERE)
    rule = PassRule(PackageRule(0.7, ()))
    return Course(
        "street",
        "A street",
        "2.1.0",
        language,
        "",
        (),
        "",
        rule,
        tuple(PAGES),
        (module,),
        gain=GainRule("first-", "last-"),
    )


def small_data(course: Course) -> CourseData:
    """What the player is told of it; the lesson and the last page are required."""
    pages = tuple(
        PageData(
            page, token(page), f"{page}.html", title, 10 if page != "index" else 0, page in (LESSON, LAST), "street"
        )
        for page, title in PAGES.items()
    )
    return plan_course_data(
        course, pages, {page: [("question", name) for name in names] for page, names in SHOWN.items()}
    )


def section(course: Course, name: str) -> str:
    """A question as a page shows it; the lesson's first has a picture of its own."""
    one = next(question for _, question in course.questions if question.id == name)
    picture = '<p><img src="../../lamp.svg" alt="A lamp."></p>' if name == "q-lamp" else ""
    area = '<ul class="cw-options"><li data-option="t">True</li><li data-option="f">False</li></ul>'
    return (
        f'<section class="cw-question" id="question-{name}" data-question="{name}" data-kind="{one.kind}" '
        f'data-bank="street"><p class="cw-label">Question</p><div class="cw-prompt"><p>{one.prompt}</p>{picture}</div>'
        f"{area if one.kind == 'true-false' else '<p class=cw-blank></p>'}</section>"
    )


def write_page(site: Path, course: Course, page: str, body: str, scripts: tuple[str, ...]) -> None:
    """Write one page with the player in its head."""
    root = "../" * page.count("/")
    head = "".join(f'<link rel="stylesheet" href="{root}{FOLDER}/{name}">' for name in STYLES)
    head += "".join(f'<script defer src="{root}{FOLDER}/{name}"></script>' for name in scripts)
    (site / f"{page}.html").parent.mkdir(parents=True, exist_ok=True)
    (site / f"{page}.html").write_text(
        f'<!DOCTYPE html><html lang="{course.language}" dir="{direction_of(course.language)}"><head>'
        '<meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">'
        f'<title>{PAGES.get(page, "Your learning")}</title>{head}</head><body data-page="{page}" data-root="{root}">'
        f'<nav><div id="cw-progress"></div></nav><main>{body}</main><div id="cw-status" role="status"></div>'
        "</body></html>",
        encoding="utf-8",
    )


def write_site(folder: Path, course: Course, data: CourseData) -> Path:
    """Write the whole site as the builder does, but for the theme."""
    (folder / FOLDER).mkdir(parents=True)
    for name in (*PAGE_SCRIPTS, *LEARNING_SCRIPTS, *STYLES):
        shutil.copy(PLAYER / name, folder / FOLDER / name)
    (folder / "lamp.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', encoding="utf-8")
    (folder / FOLDER / SCRIPT).write_text(player_words(course.language), encoding="utf-8")
    (folder / FOLDER / WORDS).write_text(learning_words(course.language), encoding="utf-8")
    (folder / FOLDER / "player-question.js").write_text(served("player-question.js"), encoding="utf-8")
    write_course_data(data, folder)
    write_banks(course, data, folder)
    for page, title in PAGES.items():
        questions = "".join(section(course, name) for name in SHOWN.get(page, ()) if name in data.questions)
        body = f"<h1>{title}</h1><h2>One</h2><p style='height:90em'>Text.</p><h2>Two</h2>{questions}"
        write_page(folder, course, page, body, ("course.js", SCRIPT, *PAGE_SCRIPTS))
    own = ("course.js", SCRIPT, *joined(""), WORDS, DATA, *LEARNING_SCRIPTS)
    write_page(folder, course, MINE, '<h1>Your learning</h1><div id="cw-learning"></div>', own)
    write_cards(course, data, folder)
    return folder


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small course's site."""
    course = small_course()
    return write_site(tmp_path_factory.mktemp("learning") / "site", course, small_data(course))


@pytest.fixture(scope="session")
def plain_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book without any question."""
    course = replace(small_course(), modules=(), gain=None)
    return write_site(tmp_path_factory.mktemp("plain") / "site", course, small_data(replace(course, modules=())))


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with serving(site) as address:
        yield address


@pytest.fixture
def new_device(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    """`new_device()` is a phone with nothing on it, on a Monday. An error in a page's console fails the test."""
    faults: list[str] = []
    devices: list[BrowserContext] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(message.text)

    def made() -> BrowserContext:
        device = browser.new_context(viewport={"width": 360, "height": 740}, timezone_id="UTC", accept_downloads=True)
        device.set_default_timeout(5000)
        device.clock.set_fixed_time(MONDAY)
        device.on("console", heard)
        device.on("weberror", lambda error: faults.append(str(error.error)))
        devices.append(device)
        return device

    yield made
    for device in devices:
        device.close()
    assert faults == []


@pytest.fixture
def device(new_device: Callable[[], BrowserContext]) -> BrowserContext:
    """One such phone."""
    return new_device()


@pytest.fixture
def open_page(device: BrowserContext, address: str) -> Opener:
    """`open_page(MINE)` opens that page of the served site in a new tab of the phone."""

    def opened(name: str) -> Page:
        page = device.new_page()
        page.goto(f"{address}/{name}.html")
        return page

    return opened


@pytest.fixture
def open_file(device: BrowserContext, site: Path) -> Opener:
    """The same from a disk."""

    def opened(name: str) -> Page:
        page = device.new_page()
        page.goto((site / f"{name}.html").as_uri())
        return page

    return opened


def answer(page: Page, **given: bool) -> None:
    """Give one try at each question, told by its id with underscores."""
    for name, right in given.items():
        page.evaluate(
            "([id, right]) => coursewright.session.answer(id, {right, response: right ? 't' : 'f'})",
            [name.replace("_", "-"), right],
        )


def miss(page: Page, *names: str) -> None:
    """Use up both tries at questions of the lesson."""
    for _ in range(2):
        answer(page, **{name.replace("-", "_"): False for name in names})
