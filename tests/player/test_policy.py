"""The Content-Security-Policy of every page: all that a course does runs under it, from a server and a folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, BrowserContext, Page, expect

from builder.authoring.reading import load_course
from builder.book.course_data import load_course_data
from builder.model.book import Book
from builder.packages.formats import FORMATS
from builder.packages.plan import plan_package
from builder.packages.settings import Settings

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


def policy(content: bytes) -> str:
    """The policy in a page's head, which has to come before anything that it governs."""
    head = html.fromstring(content).find("head")
    (found,) = [meta.get("content") for meta in head[:2] if meta.get("http-equiv") == "Content-Security-Policy"]
    return str(found)


def keeps_strangers_out(found: str) -> bool:
    """Scripts run only from the page's own place, or by their hashes; none is made from text."""
    rules = dict(rule.strip().split(" ", 1) for rule in found.split(";") if rule.strip())
    scripts = rules.get("script-src", rules["default-src"]).split()
    return (
        rules["default-src"] in ("'self'", "'none'")
        and all(source in ("'self'", "'none'") or source.startswith("'sha256-") for source in scripts)
        and rules["base-uri"] == "'none'"
    )


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
            found = policy((book.root / page.href).read_bytes())
            assert "default-src 'self'; script-src 'self';" in found, page.href
            assert "unsafe-eval" not in found
            assert "object-src 'none'" in found


def test_no_file_of_the_site_goes_without_one(sound_book: Book, own_book: Book) -> None:
    files = [file for book in (sound_book, own_book) for file in sorted(book.root.rglob("*.html"))]
    assert {"index.html", "search.html", "trust-index-worksheet.html"} <= {file.name for file in files}
    for file in files:
        assert keeps_strangers_out(policy(file.read_bytes())), file


@pytest.mark.parametrize("name", ["scorm12", "scorm2004", "cmi5", "web", "html"])
def test_no_page_of_a_package_goes_without_one(root: Path, sound_book: Book, own_book: Book, name: str) -> None:
    for folder, book in ((root / "tests/courses/sound", sound_book), (root, own_book)):
        package = plan_package(load_course(folder), book, load_course_data(book.root))
        members = FORMATS[name].write(package, Settings())
        pages = {member: content for member, content in members.items() if member.endswith(".html")}
        assert len(pages) > 1
        for member, content in pages.items():
            text = content if isinstance(content, bytes) else content.read_bytes()
            assert keeps_strangers_out(policy(text)), member


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
