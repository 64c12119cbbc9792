"""Copies to carry: the site in a folder with an odd name, and a module in one file alone, both without a server."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from builder.authoring.reading import load_course
from builder.book.course_data import load_course_data
from builder.model.book import Book
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from builder.packages.plan import plan_package

LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event => window.violations.push(event.violatedDirective));
"""


def package_of(root: Path, book: Book) -> Package:
    return plan_package(load_course(root), book, load_course_data(book.root))


def unpack(package: Package, name: str, folder: Path) -> Path:
    """Write a package and unpack it into a folder whose name has spaces and Arabic in it."""
    target = folder / "my course الدورة 100%"
    with zipfile.ZipFile(deliver(package, FORMATS[name], folder).path) as archive:
        archive.extractall(target)
    return target


@pytest.fixture
def faults() -> list[str]:
    return []


@pytest.fixture
def phone(browser: Browser, faults: list[str]) -> Iterator[BrowserContext]:
    """A phone that complains into ``faults``, and notes there what is asked of anywhere but the page itself."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(20_000)
    context.add_init_script(LISTEN)
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()


def until(page: Page, true: str) -> None:
    """Wait until an expression is true; the page's policy forbids it to be polled from within."""
    for _ in range(200):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    pytest.fail(f"never: {true}")


def answer_everything_shown(page: Page) -> None:
    """Answer one question, walk one step and start the story."""
    question = page.locator("[data-question=q-single]")
    question.get_by_role("radio", name="This.").check()
    question.locator("button.cw-check").click()
    expect(question).to_have_attribute("data-state", "right")
    page.get_by_role("button", name="An officer").click()
    page.get_by_role("button", name="Ask.").click()
    page.locator(".cw-story .cw-play").click()
    expect(page.locator(".cw-story .cw-hint")).to_be_empty()


def test_the_site_works_from_a_folder_with_spaces_and_arabic_in_its_name(
    phone: BrowserContext, faults: list[str], sound_book: Book, root: Path, tmp_path: Path
) -> None:
    folder = unpack(package_of(root / "tests/courses/sound", sound_book), "web", tmp_path)
    page = phone.new_page()
    page.goto((folder / "index.html").as_uri())
    expect(page.locator('[data-cw="offline"]')).to_be_hidden()
    page.locator(".cw-next").click()
    page.locator(".cw-next").click()
    answer_everything_shown(page)
    page.reload()
    expect(page.locator("[data-question=q-single]")).to_have_attribute("data-state", "right")
    page.goto((folder / "search.html").as_uri() + "?q=trust")
    expect(page.locator("#search-results li").first).to_be_visible()
    page.goto((folder / "my-learning.html").as_uri())
    expect(page.locator("#cw-learning h2").first).to_be_visible()
    page.goto((folder / "index.html").as_uri())
    expect(page.locator(".cw-continue a")).to_be_visible()
    assert faults == []


def test_a_module_alone_in_a_folder_is_answered_kept_and_resumed(
    phone: BrowserContext, faults: list[str], sound_book: Book, root: Path, tmp_path: Path
) -> None:
    (written,) = unpack(package_of(root / "tests/courses/sound", sound_book), "html", tmp_path).glob("01-*.html")
    alone = tmp_path / "Download" / "one file الوحدة.html"
    alone.parent.mkdir()
    shutil.copyfile(written, alone)
    page = phone.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(alone.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    answer_everything_shown(page)
    page.locator("[data-question=q-numeric]").scroll_into_view_if_needed()
    expect(page.locator("#cw-contents a[aria-current]")).to_have_attribute("data-page", "modules/one/lesson")
    until(page, "coursewright.session.resumePlace().anchor > 0")
    page.close()
    again = phone.new_page()
    again.goto(alone.as_uri())
    expect(again.locator("[data-question=q-single]")).to_have_attribute("data-state", "right")
    until(again, "window.scrollY > 500")
    assert again.evaluate("window.violations") == []
    assert {url for url in asked if not url.startswith("data:")} == {alone.as_uri()}
    assert faults == []


def test_keys_are_no_part_of_what_is_shown_before_an_answer(
    phone: BrowserContext, sound_book: Book, root: Path, tmp_path: Path
) -> None:
    (alone,) = unpack(package_of(root / "tests/courses/sound", sound_book), "html", tmp_path).glob("01-*.html")
    page = phone.new_page()
    page.goto(alone.as_uri())
    page.wait_for_selector("form.cw-form")
    assert page.locator(".cw-explanation:not(:empty)").count() == 0
    assert "Times a hundred." not in page.content()
    question = page.locator("[data-question=q-numeric]")
    question.get_by_role("textbox").fill("0.12")
    question.locator("button.cw-check").click()
    expect(question).to_contain_text("Times a hundred.")
    assert page.evaluate("Array.from(document.scripts).every(one => !one.src)")


def test_notes_written_in_a_module_alone_come_out_as_a_file_and_so_does_the_record(
    phone: BrowserContext, faults: list[str], sound_book: Book, root: Path, tmp_path: Path
) -> None:
    (alone,) = unpack(package_of(root / "tests/courses/sound", sound_book), "html", tmp_path).glob("01-*.html")
    page = phone.new_page()
    page.goto(alone.as_uri())
    reflection = page.locator("[data-question=q-reflection]")
    reflection.get_by_role("textbox").fill("Ask the baker.")
    reflection.get_by_role("button").first.click()
    expect(page.locator("#cw-my-notes .note")).to_have_text("Ask the baker.")
    link = page.locator("#cw-my-notes small a")
    link.click()
    expect(reflection).to_be_in_viewport()
    for part, words in (("notes", "Ask the baker."), ("record", "Record of learning")):
        with page.expect_download() as download:
            page.locator(f"#cw-my-{part} .cw-button").first.click()
        assert "/" not in download.value.suggested_filename
        saved = tmp_path / f"{part}.html"
        download.value.save_as(saved)
        assert words in saved.read_text("utf-8")
    assert page.evaluate("window.violations") == []
    page.goto((sound_book.root / "my-learning.html").as_uri())
    page.locator("#cw-my-notes input[type=file]").set_input_files(tmp_path / "notes.html")
    expect(page.locator("#cw-my-notes .note")).to_have_text("Ask the baker.")
    assert faults == []


def test_every_module_of_our_own_course_stands_alone(
    phone: BrowserContext, faults: list[str], own_book: Book, root: Path, tmp_path: Path
) -> None:
    folder = unpack(package_of(root, own_book), "html", tmp_path)
    files = sorted(folder.glob("0*.html"))
    assert len(files) == 5
    for file in files:
        page = phone.new_page()
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))  # type: ignore[misc]
        page.goto(file.as_uri())
        page.wait_for_selector("form.cw-form")
        lost = page.evaluate(
            "Array.from(document.querySelectorAll('a[href^=\"#\"]')).map(one => one.getAttribute('href').slice(1))"
            ".filter(id => !document.getElementById(decodeURIComponent(id)))"
        )
        assert lost == [], file.name
        for picture in page.locator("article img").all():
            picture.evaluate("one => { one.loading = 'eager'; return one.decode(); }")
        assert page.locator("article img").count() > 0
        assert page.evaluate("window.violations") == []
        assert [url for url in asked if not url.startswith("data:")] == [file.as_uri()]
        page.close()
    assert faults == []
