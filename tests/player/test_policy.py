"""The Content-Security-Policy of every page: all that a course does runs under it, from a server and a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from builder.model.book import Book

LESSON = "modules/one/lesson.html"
LISTEN = """
window.violations = [];
document.addEventListener('securitypolicyviolation', event => {
  window.violations.push([event.violatedDirective, event.blockedURI, event.sourceFile].join(' '));
});
"""


@pytest.fixture
def faults() -> list[str]:
    """What the pages' consoles complained about; a test ends with none."""
    return []


@pytest.fixture
def reader(browser: Browser, faults: list[str]) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.set_default_timeout(10_000)
    context.add_init_script(LISTEN)
    context.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()


def policy(file: Path) -> str:
    """The policy in a page's head, which has to come before anything that it governs."""
    head = html.fromstring(file.read_bytes()).find("head")
    (found,) = [meta.get("content") for meta in head[:2] if meta.get("http-equiv") == "Content-Security-Policy"]
    return str(found)


def violations(page: Page) -> list[str]:
    return [str(one) for one in page.evaluate("window.violations")]


def use_everything(page: Page) -> None:
    """Answer, walk and play: the bank, the recording and the pictures come by the page's own scripts."""
    page.locator("#question-q-single").get_by_role("radio", name="This.").check()
    page.locator("#question-q-single button.cw-check").click()
    expect(page.locator("#question-q-single")).to_have_attribute("data-state", "right")
    page.get_by_role("button", name="An officer").click()
    page.get_by_role("button", name="Ask.").click()
    page.locator(".cw-story .cw-play").click()
    page.locator('[data-cw="theme"]').click()


def test_every_page_of_a_course_of_ours_has_the_policy(sound_book: Book, own_book: Book) -> None:
    for book in (sound_book, own_book):
        for page in book.pages:
            found = policy(book.root / page.href)
            assert "default-src 'self'; script-src 'self';" in found, page.href
            assert "unsafe-eval" not in found
            assert "object-src 'none'" in found


def test_everything_runs_under_it_from_a_server_and_from_a_folder(
    reader: BrowserContext,
    faults: list[str],
    sound_book: Book,
    serve: Callable[[Path], AbstractContextManager[str]],
) -> None:
    page = reader.new_page()
    pages = [one for one in sorted(sound_book.root.rglob("*.html")) if "_downloads" not in one.parts]
    with serve(sound_book.root) as address:
        for root in (address, sound_book.root.as_uri()):
            for file in pages:
                page.goto(f"{root}/{file.relative_to(sound_book.root).as_posix()}")
                assert violations(page) == [], page.url
            page.goto(f"{root}/{LESSON}")
            use_everything(page)
            assert violations(page) == [], page.url
            page.goto(f"{root}/search.html?q=trust")
            expect(page.locator("#search-results li").first).to_be_visible()
            assert violations(page) == [], page.url
    assert faults == []


def test_our_own_pages_break_none_of_it_from_a_folder(
    reader: BrowserContext, faults: list[str], own_book: Book
) -> None:
    page = reader.new_page()
    for one in own_book.pages:
        page.goto((own_book.root / one.href).as_uri())
        assert violations(page) == [], one.href
    assert faults == []


def test_it_refuses_what_a_page_does_not_bring(reader: BrowserContext, sound_book: Book) -> None:
    page = reader.new_page()
    page.goto((sound_book.root / "index.html").as_uri())
    page.evaluate(
        """() => {
          const script = document.createElement('script');
          script.textContent = 'window.ran = true';
          document.head.append(script);
          const button = document.createElement('button');
          button.setAttribute('onclick', 'window.ran = true');
          document.body.append(button);
          button.click();
        }"""
    )
    assert page.evaluate("window.ran === undefined")
    assert len(violations(page)) == 2
