"""The site taken along: nothing before the learner asks, all of it after, and never a mixture of two editions."""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from builder.authoring.reading import load_course
from builder.book.course_data import load_course_data
from builder.book.offline_list import write_offline
from builder.model.book import Book

LESSON = "modules/one/lesson.html"
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event => window.violations.push(event.violatedDirective));
"""
KEPT = "caches.keys()"
WORKERS = "navigator.serviceWorker.getRegistrations().then(all => all.length)"


class Server:
    """A web server that can be switched off and on again at one address; ``refused`` are paths it breaks off at."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.asked: list[str] = []
        self.refused: set[str] = set()
        self.start()

    def start(self) -> None:
        server = self

        class Handler(SimpleHTTPRequestHandler):
            def log_message(self, *args: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                path = self.path.lstrip("/").split("?")[0]
                server.asked.append(path)
                if path not in server.refused:
                    super().do_GET()

        handler = functools.partial(Handler, directory=str(self.folder))
        self.listening = ThreadingHTTPServer(("127.0.0.1", self.port), handler)
        self.listening.daemon_threads = True
        self.port = self.listening.server_address[1]
        self.thread = threading.Thread(target=self.listening.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.listening.shutdown()
        self.listening.server_close()
        self.thread.join()

    def address(self, href: str) -> str:
        return f"http://127.0.0.1:{self.port}/{href}"


@pytest.fixture
def server(sound_book: Book, tmp_path: Path) -> Iterator[Server]:
    """A copy of the sound course on the web."""
    shutil.copytree(sound_book.root, tmp_path / "site")
    running = Server(tmp_path / "site")
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(20_000)
    context.add_init_script(LISTEN)
    yield context
    context.close()


def told(page: Page) -> str:
    return page.locator("#cw-offline [role=status]").inner_text()


def press(page: Page, server: Server, button: str, said: str) -> None:
    """Open the page for taking along, press a button, and wait for what is said then."""
    page.goto(server.address("offline.html"))
    page.get_by_role("button", name=button).click()
    expect(page.locator("#cw-offline [role=status]")).to_contain_text(said)
    assert page.evaluate("window.violations") == []


def answer(page: Page) -> None:
    question = page.locator("#question-q-single")
    question.get_by_role("radio", name="This.").check()
    question.locator("button.cw-check").click()
    expect(question).to_have_attribute("data-state", "right")


def new_edition(site: Path, root: Path) -> None:
    """Publish an edition in which a lesson says something else and has another look."""
    lesson = site / LESSON
    lesson.write_text(lesson.read_text("utf-8").replace("<h1>", "<h1>Anew: ", 1), "utf-8")
    style = site / "_static/coursewright/theme.css"
    style.write_text(style.read_text("utf-8") + "\nh1 { font-style: italic; }\n", "utf-8")
    write_offline(load_course(root / "tests/courses/sound"), load_course_data(site), site)


def look_of(page: Page) -> tuple[bool, str]:
    """Whether the lesson is the new edition's, and which look its title has."""
    title = page.locator("main h1")
    return title.inner_text().startswith("Anew: "), str(title.evaluate("one => getComputedStyle(one).fontStyle"))


def test_nothing_is_kept_before_the_learner_asks(phone: BrowserContext, server: Server) -> None:
    page = phone.new_page()
    for href in ("index.html", LESSON, "offline.html"):
        page.goto(server.address(href), wait_until="networkidle")
        assert page.evaluate(KEPT) == []
        assert page.evaluate(WORKERS) == 0
    assert not {"sw.js", "_offline/version.json"} & set(server.asked)
    expect(page.locator(".cw-offline-part").first).to_contain_text("kB")
    page.goto(server.address("index.html"))
    page.locator(".cw-fold-side summary").click()
    page.get_by_role("link", name="Use without internet").click()
    expect(page).to_have_url(server.address("offline.html"))


def test_the_course_can_be_installed_from_every_page_but_from_none_in_a_frame(
    phone: BrowserContext, server: Server
) -> None:
    page = phone.new_page()
    browser = phone.new_cdp_session(page)
    for href in ("index.html", LESSON, "offline.html", "search.html", "my-learning.html"):
        page.goto(server.address(href), wait_until="networkidle")
        found = browser.send("Page.getAppManifest")
        assert found["url"] == server.address("manifest.webmanifest"), href
        assert found["errors"] == []
        assert page.evaluate("window.violations") == []
    page.set_content(f'<iframe src="{server.address("index.html")}"></iframe>')
    framed = page.frame_locator("iframe")
    expect(framed.locator("#cw-progress li").first).to_be_attached()
    expect(framed.locator('link[rel="manifest"]')).to_have_count(0)


def test_what_was_downloaded_works_without_a_server_and_keeps_progress(phone: BrowserContext, server: Server) -> None:
    page = phone.new_page()
    page.goto(server.address(LESSON))
    answer(page)
    press(page, server, "Download: One", "opens without internet")
    server.stop()
    page.goto(server.address(LESSON))
    expect(page.locator("#question-q-single")).to_have_attribute("data-state", "right")
    judged = page.locator("#question-q-judged, section[data-kind=true-false]").first
    judged.get_by_role("radio").first.check()
    judged.locator("button.cw-check").click()
    expect(judged).to_have_attribute("data-state", "right")
    page.goto(server.address("search.html?q=trust"))
    expect(page.locator("#search-results li").first).to_be_visible()
    page.goto(server.address("my-learning.html"))
    expect(page.locator("#cw-learning h2").first).to_be_visible()
    page.goto(server.address(""))
    expect(page.locator("main h1")).to_be_visible()
    page.goto(server.address("modules/two/elsewhere.html"))
    expect(page.locator("#cw-offline [role=status]")).to_contain_text("is not on this device")
    server.start()


def test_a_broken_update_leaves_the_old_edition_whole_and_goes_on_later(
    phone: BrowserContext, server: Server, root: Path
) -> None:
    page = phone.new_page()
    press(page, server, "Download: One", "opens without internet")
    page.goto(server.address(LESSON))
    answer(page)
    new_edition(server.folder, root)
    server.refused = {LESSON}
    press(page, server, "Update", "The download stopped")
    page.goto(server.address(LESSON))
    assert look_of(page) == (False, "normal")
    server.stop()
    page.goto(server.address(LESSON))
    assert look_of(page) == (False, "normal")
    server.start()
    server.refused = set()
    server.asked.clear()
    press(page, server, "Update", "new edition is in place")
    assert LESSON in server.asked
    assert "_images/map.svg" not in server.asked
    server.stop()
    page.goto(server.address(LESSON))
    assert look_of(page) == (True, "italic")
    expect(page.locator("#question-q-single")).to_have_attribute("data-state", "right")
    server.start()


def test_an_edition_that_changes_while_it_comes_is_refused(phone: BrowserContext, server: Server) -> None:
    page = phone.new_page()
    (server.folder / LESSON).write_text("<!DOCTYPE html><title>half</title>", "utf-8")
    press(page, server, "Download: One", "being changed on the server")
    assert (
        page.evaluate("caches.keys().then(all => caches.open(all[0])).then(one => one.match('/_offline/kept'))") is None
    )


def test_pages_say_that_there_is_a_newer_edition_and_removing_leaves_answers(
    phone: BrowserContext, server: Server, root: Path
) -> None:
    page = phone.new_page()
    press(page, server, "Download: A sound course", "opens without internet")
    new_edition(server.folder, root)
    page.goto(server.address(LESSON))
    expect(page.locator('[data-cw="offline"] span')).to_have_text("(There is a new edition)")
    assert look_of(page) == (False, "normal")
    answer(page)
    press(page, server, "Remove: A sound course", "Removed")
    assert page.evaluate(KEPT) == []
    assert page.evaluate(WORKERS) == 0
    page.goto(server.address(LESSON))
    assert look_of(page)[0]
    expect(page.locator("#question-q-single")).to_have_attribute("data-state", "right")


@pytest.fixture
def at_home(sound_book: Book) -> Callable[[str], str]:
    return lambda href: (sound_book.root / href).as_uri()


def test_from_a_folder_nothing_is_offered_and_nothing_breaks(
    phone: BrowserContext, at_home: Callable[[str], str]
) -> None:
    page = phone.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(at_home("index.html"))
    expect(page.locator("#cw-progress li").first).to_be_attached()
    expect(page.locator('[data-cw="offline"]')).to_be_hidden()
    expect(page.locator('link[rel="manifest"]')).to_have_count(0)
    page.goto(at_home("offline.html"))
    expect(page.locator("#cw-offline")).to_contain_text("cannot be kept here")
    assert faults == []
