"""Nothing that axe-core finds fault with (WCAG 2.2 A and AA, best practices), and nothing wider than a narrow phone.

Every page is looked at once, our own in dark too; every widget in every state in light, dark, Arabic and the longer
pseudo language.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from builder.model.book import Book

AXE = "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'],
  rules: {'html-lang-valid': {enabled: document.documentElement.lang !== 'qps'}}})"""
COLOURS = """() => axe.run(document, {resultTypes: ['violations'],
  runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}})"""
"""The rules whose answer the colours decide."""
LESSON = "modules/one/lesson.html"
PHONE = {"width": 360, "height": 740}
REFLOW = {"width": 320, "height": 740}
"""What is left of 1280 pixels at 400 % (WCAG 2.2, 1.4.10)."""

SCREEN = {"width": 1280, "height": 800}
"""A laptop, and a tablet held across, which is touched."""

SMALL = """() => Array.from(document.querySelectorAll('button, summary, select, input, textarea, nav a, header a,'
    + ' .cw-download, .cw-worksheet, .cw-continue a, .cw-index a, .cw-letters a, ul.search a, #cw-learning a'))
  .filter(one => one.checkVisibility() && !one.closest('.cw-option') && one.getBoundingClientRect().width > 1)
  .filter(one => one.getBoundingClientRect().height < 43.5)
  .map(one => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that lets axe in, which the pages' own policy does not."""
    context = browser.new_context(bypass_csp=True, viewport=PHONE)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture(scope="module")
def axe(root: Path) -> str:
    return (root / AXE).read_text(encoding="utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it stands: a line each."""
    page.evaluate(axe)
    report = page.evaluate(RUN, RULES)
    assert len(report["passes"]) > 20
    return [
        f"{page.url}: {rule['id']}: {rule['help']}: {[node['target'] for node in rule['nodes']]}"
        for rule in report["violations"]
    ]


def unreadable_in_the_dark(page: Page) -> list[str]:
    """What has too little contrast on the page as it stands once the device turns dark; axe is there already."""
    page.emulate_media(color_scheme="dark")
    report = page.evaluate(COLOURS)
    page.emulate_media(color_scheme="light")
    assert report["passes"]
    return [
        f"{page.url} in dark: {rule['id']}: {[node['target'] for node in rule['nodes']]}"
        for rule in report["violations"]
    ]


def too_wide(page: Page) -> list[str]:
    """The page's address if it has to be moved sideways at 400 %."""
    page.set_viewport_size(REFLOW)
    wide = page.evaluate("document.documentElement.scrollWidth") > REFLOW["width"]
    page.set_viewport_size(PHONE)
    return [f"{page.url}: wider than {REFLOW['width']} pixels"] if wide else []


def too_small(page: Page) -> list[str]:
    """What stands for itself on the page and is too small to touch, on a phone and on a wide screen."""
    found = []
    for size in (PHONE, SCREEN):
        page.set_viewport_size(size)
        found += [f"{page.url} at {size['width']}: {one}" for one in page.evaluate(SMALL)]
    page.set_viewport_size(PHONE)
    return found


def unfold(page: Page) -> None:
    """Open everything that can be folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def pages_of(book: Book) -> list[Path]:
    return [file for file in sorted(book.root.rglob("*.html")) if "_downloads" not in file.parts]


def question(page: Page, kind: str) -> Locator:
    return page.locator(f"#question-q-{kind}")


def press_all(page: Page) -> None:
    """Press the button of each question that still takes an answer."""
    for section in page.locator("section.cw-question").all():
        button = section.locator("button.cw-check")
        if button.count():
            button.click()


def pair(page: Page, first: int, second: int) -> None:
    """Choose for both lines of the matching question, by place in the list."""
    for select, place in zip(question(page, "matching").locator("select").all(), (first, second), strict=True):
        select.select_option(index=place)


def type_in(page: Page, number: str, word: str) -> None:
    question(page, "numeric").get_by_role("textbox").fill(number)
    question(page, "short-text").get_by_role("textbox").fill(word)


def answer_once(page: Page) -> None:
    """Answer each question, the first rightly, the others wrongly; those with few possible answers have one try."""
    question(page, "single").get_by_role("radio").nth(0).check()
    question(page, "several").get_by_role("checkbox").nth(2).check()
    question(page, "true-false").get_by_role("radio").nth(1).check()
    question(page, "ordering").locator("ol > li").nth(1).get_by_role("button").first.click()
    question(page, "ordering").locator("ol > li").nth(1).get_by_role("button").first.click()
    question(page, "reflection").get_by_role("textbox").fill("Much.")
    pair(page, 2, 1)
    type_in(page, "0.12", "fear")
    press_all(page)
    expect(page.locator("section.cw-question[data-state]")).to_have_count(8)
    expect(page.locator('section.cw-question[data-state="open"]')).to_have_count(3)


def answer_out(page: Page) -> None:
    """Use the tries that are left, wrongly, so that the right answers are shown."""
    for place, number, word in ((3, "99", "doubt"), (1, "98", "haste")):
        pair(page, place, place)
        type_in(page, number, word)
        press_all(page)
    expect(page.locator('section.cw-question[data-state="open"]')).to_have_count(0)
    expect(page.locator(".cw-reveal")).to_have_count(4)


def play(page: Page) -> None:
    """The story runs, without its captions; the scenario is under way."""
    page.locator(".cw-story .cw-play").click()
    page.locator(".cw-story [aria-pressed]").first.click()
    page.locator(".cw-scenario .cw-actions button").first.click()
    expect(page.locator(".cw-scenario .cw-choice")).to_have_count(2)


def be_told(page: Page) -> None:
    """Another tab of the same browser says that it is there."""
    other = page.context.new_page()
    other.goto(page.url.replace("lesson.html", "computing.html"))
    expect(page.locator("#cw-status p")).to_be_visible()
    other.close()


def walk_through(page: Page, axe: str) -> list[str]:
    """What is wrong with the lesson while a learner goes through it: untouched, sent back, once wrong, at its end."""
    expect(page.locator("button[type=submit]:visible")).to_have_count(8)
    unfold(page)
    found = violations(page, axe)
    press_all(page)
    expect(page.locator('.cw-feedback[data-state="problem"]')).to_have_count(8)
    found += violations(page, axe)
    answer_once(page)
    play(page)
    found += violations(page, axe) + too_wide(page)
    answer_out(page)
    page.locator(".cw-scenario .cw-choice").first.click()
    expect(page.locator(".cw-scenario .cw-end")).to_be_visible()
    be_told(page)
    unfold(page)
    return found + violations(page, axe) + too_wide(page) + too_small(page)


@pytest.mark.parametrize(
    ("language", "direction", "scheme"),
    [("en", "ltr", "light"), ("en", "ltr", "dark"), ("ar", "rtl", "light"), ("qps", "rtl", "dark")],
)
def test_every_widget_in_every_state(
    context: BrowserContext, everything: dict[str, Book], axe: str, language: str, direction: str, scheme: str
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto((everything[language].root / LESSON).as_uri())
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == [language, direction]
    found = walk_through(page, axe)
    page.close()
    assert found == []


def test_every_page_of_the_sound_course(context: BrowserContext, sound_book: Book, axe: str) -> None:
    page = context.new_page()
    files = pages_of(sound_book)
    assert {sound_book.root / one.href for one in sound_book.pages} < set(files)
    found = []
    for file in files:
        page.goto(file.as_uri())
        unfold(page)
        found += violations(page, axe) + too_wide(page) + too_small(page)
    page.close()
    assert found == []


def test_every_page_of_our_own_course(context: BrowserContext, own_book: Book, axe: str) -> None:
    page = context.new_page()
    files = pages_of(own_book)
    assert len(files) >= 34
    found = []
    for file in files:
        page.goto(file.as_uri())
        unfold(page)
        found += violations(page, axe) + too_wide(page) + too_small(page)
        found += unreadable_in_the_dark(page)
    page.close()
    assert found == []
