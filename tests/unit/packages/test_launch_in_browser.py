"""The launch page as a learning system shows it: in a frame, on a phone."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import player_words
from builder.book.course_data import write_course_data
from builder.book.player_files import FOLDER, PAGE_SCRIPTS
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import STATIC, make_book, make_course, make_package, make_shown

Serve = Callable[[Path], AbstractContextManager[str]]
PHONE = {"width": 360, "height": 640}
LINE = 48
SYSTEM = """<!DOCTYPE html><title>system</title>
<style>body {{margin: 0}} iframe {{border: 0; display: block; width: 100%; height: 640px}}</style>
<script>window.API = {{
  LMSInitialize: () => 'true', LMSFinish: () => 'true', LMSGetValue: () => '', LMSSetValue: () => 'true',
  LMSCommit: () => 'true', LMSGetLastError: () => '0', LMSGetErrorString: () => '', LMSGetDiagnostic: () => ''}};
</script><iframe name="content" src="package/{launch}"></iframe>"""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@contextmanager
def launched(
    folder: Path, serve: Serve, page: Page, language: str, first: str = "index"
) -> Iterator[tuple[Frame, list[str]]]:
    """Unpack a package, open it as a system would, and yield its frame and what the console complained about."""
    course = make_course(language=language, title="Community-oriented policing: a long title that no phone can hold")
    scripts = {f"{STATIC}/{name}": (FOLDER / name).read_bytes() for name in PAGE_SCRIPTS}
    scripts[f"{STATIC}/{WORDS}"] = player_words(language).encode()
    book = make_book(folder / "site", pages=[first, "next"], extra=scripts)
    write_course_data(make_shown(course, book), folder / "site")
    delivery = deliver(make_package(folder / "site", course, book), FORMATS["scorm12"], folder)
    with zipfile.ZipFile(delivery.path) as archive:
        archive.extractall(folder / "system" / "package")
    (folder / "system" / "index.html").write_text(SYSTEM.format(launch="launch.html"), encoding="utf-8")
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(f"{said.type} {said.location['url']}: {said.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    with serve(folder / "system") as address:
        page.goto(f"{address}/index.html")
        frame = page.frame("content")
        assert frame is not None
        frame.frame_locator("iframe").locator("p").wait_for()
        yield frame, complaints


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_phone_shows_one_line_of_tools_and_the_first_page(
    page: Page, tmp_path: Path, serve: Serve, language: str
) -> None:
    with launched(tmp_path, serve, page, language) as (frame, complaints):
        bar = frame.locator(".cw-shell-bar").bounding_box()
        book = frame.locator("iframe").bounding_box()
        leave = frame.locator("[data-cw=end]").bounding_box()
        assert bar is not None
        assert book is not None
        assert leave is not None
        assert bar["height"] <= LINE
        assert leave["height"] >= 44
        assert (bar["width"], book["width"]) == (PHONE["width"], PHONE["width"])
        assert bar["height"] + book["height"] == PHONE["height"]
        assert (leave["x"] < 20) == (language == "ar")
        assert frame.evaluate("document.scrollingElement.scrollWidth") == PHONE["width"]
        assert frame.evaluate("frames[0].location.pathname").endswith("/package/index.html")
        assert complaints == []


def test_a_page_with_an_odd_name_opens(page: Page, tmp_path: Path, serve: Serve) -> None:
    with launched(tmp_path, serve, page, "en", "l'été 100%/صورة #1") as (frame, complaints):
        assert frame.evaluate("frames[0].document.querySelector('p').textContent") == "x"
        assert complaints == []


def test_a_long_message_is_shown_whole(page: Page, tmp_path: Path, serve: Serve) -> None:
    words = (
        "Not yet saved in the learning system. Your answers are kept on this device, and we try again. Keep it open."
    )
    with launched(tmp_path, serve, page, "en") as (frame, _):
        frame.evaluate("words => { document.getElementById('cw-shell-status').textContent = words; }", words)
        status = frame.locator("#cw-shell-status")
        assert status.evaluate("el => el.scrollWidth <= el.clientWidth && el.scrollHeight <= el.clientHeight")
        book = frame.locator("iframe").bounding_box()
        assert book is not None
        assert book["height"] > 0.8 * PHONE["height"]


def test_leaving_says_so_in_the_middle_of_the_page(page: Page, tmp_path: Path, serve: Serve) -> None:
    with launched(tmp_path, serve, page, "en") as (frame, complaints):
        frame.locator("[data-cw=end]").click()
        assert frame.locator(".cw-shell-ended").is_visible()
        assert frame.locator("iframe").count() == 0
        assert complaints == []


def test_the_title_is_shown_once_and_named_for_those_who_go_by_headings(
    page: Page, tmp_path: Path, serve: Serve
) -> None:
    with launched(tmp_path, serve, page, "en") as (frame, _):
        heading = frame.get_by_role("heading", level=1, name="Community-oriented policing")
        box = heading.bounding_box()
        assert box is not None
        assert (box["width"], box["height"]) == (1, 1)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark"), ("so", "light")])
def test_axe_finds_no_fault_in_it(
    browser: Browser, root: Path, tmp_path: Path, serve: Serve, language: str, scheme: str
) -> None:
    context = browser.new_context(viewport=PHONE, bypass_csp=True, color_scheme=scheme)
    with launched(tmp_path, serve, context.new_page(), language) as (frame, _):
        for message in ("", "Not yet saved in the learning system."):
            frame.evaluate("words => { document.getElementById('cw-shell-status').textContent = words; }", message)
            frame.evaluate((root / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
            report = frame.evaluate("axe.run(document, {iframes: false})")
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in report["violations"]] == []
        frame.locator("[data-cw=end]").click()
        frame.locator(".cw-shell-ended").wait_for()
        report = frame.evaluate("axe.run(document, {iframes: false})")
        assert [rule["id"] for rule in report["violations"]] == []
    context.close()


def test_it_opens_from_a_folder_and_keeps_both_policies(browser: Browser, tmp_path: Path, serve: Serve) -> None:
    context = browser.new_context(viewport=PHONE)
    context.set_default_timeout(10_000)
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', e => broken.push(e.blockedURI));"
    )
    page = context.new_page()
    with launched(tmp_path, serve, page, "en"):
        page.goto((tmp_path / "system/package/launch.html").as_uri())
        book = page.frame_locator("iframe[name=cw-page]")
        book.locator("p").first.wait_for()
        assert [frame.evaluate("window.broken") for frame in page.frames] == [[], []]
    context.close()
