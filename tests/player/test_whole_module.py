"""A learner without a mouse, and one without a keyboard, go through the module of the sound course to its pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder.model.book import Book

START = "modules/one/index.html"
PATIENCE = 60
"""Presses of a key after which what is looked for is not reachable."""


@pytest.fixture
def keyboard(browser: Browser) -> Iterator[Page]:
    """A page of a device that has only a keyboard."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def touch(browser: Browser) -> Iterator[Page]:
    """A phone's page: it is tapped, and nothing else."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def reach(page: Page, wanted: Locator) -> None:
    """Press Tab until ``wanted`` has the focus; the focus must be seen wherever it is."""
    for _ in range(PATIENCE):
        if wanted.evaluate("one => one === document.activeElement"):
            assert wanted.evaluate("one => one.matches(':focus-visible')")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {wanted}")


def press(page: Page, wanted: Locator, key: str = "Enter") -> None:
    reach(page, wanted)
    page.keyboard.press(key)


def question(page: Page, kind: str) -> Locator:
    return page.locator(f"#question-q-{kind}")


def submit(page: Page, kind: str) -> None:
    press(page, question(page, kind).get_by_role("button", name="Check answer"))
    expect(question(page, kind)).to_have_attribute("data-state", "right")


def passed(page: Page) -> None:
    expect(page.locator("#cw-progress")).to_contain_text("Passed")
    assert page.evaluate("coursewright.session.progress().outcome") == "passed"
    assert page.evaluate("coursewright.session.score().percent") == 100


def test_with_the_keyboard_alone(keyboard: Page, sound_book: Book) -> None:
    page = keyboard
    page.goto((Path(sound_book.root) / START).as_uri())
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    press(page, page.locator(".cw-turn .cw-next"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("lesson")

    press(page, page.get_by_role("link", name="Skip to content"))
    press(page, page.locator(".cw-story .cw-play"))
    press(page, page.locator(".cw-story .cw-play"))
    press(page, page.get_by_role("button", name="An officer"))
    expect(page.locator(".cw-stage .cw-text")).to_be_focused()
    press(page, page.get_by_role("button", name="Ask."))
    expect(page.get_by_role("table", name="The ends that you reached")).to_be_visible()

    press(page, question(page, "single").get_by_role("radio").first, "Space")
    submit(page, "single")
    for box in ("This.", "That."):
        press(page, question(page, "several").get_by_role("checkbox", name=box), "Space")
    submit(page, "several")
    press(page, question(page, "true-false").get_by_role("radio").first, "Space")
    submit(page, "true-false")
    for line, target in (("One", "1"), ("Two", "2")):
        reach(page, question(page, "matching").get_by_role("combobox", name=line))
        page.keyboard.type(target)
    submit(page, "matching")
    order = question(page, "ordering")
    up = order.get_by_role("button", name="Move up: first")
    press(page, up)
    expect(order.locator("[aria-live=polite]")).to_have_text("first: now 1 of 2")
    expect(up).to_be_focused()
    submit(page, "ordering")
    reach(page, question(page, "numeric").get_by_role("textbox"))
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    reach(page, question(page, "short-text").get_by_role("textbox"))
    page.keyboard.type("trust")
    page.keyboard.press("Enter")
    reach(page, question(page, "reflection").get_by_role("textbox"))
    page.keyboard.type("Much.")
    press(page, question(page, "reflection").get_by_role("button"))
    expect(page.locator('section.cw-question[data-state="right"]')).to_have_count(8)

    press(page, page.locator(".cw-turn .cw-next"))
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("lesson")
    passed(page)


def test_with_a_finger_alone(touch: Page, sound_book: Book) -> None:
    page = touch
    page.goto((Path(sound_book.root) / START).as_uri())
    page.locator(".cw-turn .cw-next").tap()
    expect(page.get_by_role("heading", level=1)).to_contain_text("lesson")
    page.locator(".cw-story .cw-play").tap()
    page.locator(".cw-story .cw-play").tap()
    page.get_by_role("button", name="An officer").tap()
    page.get_by_role("button", name="Ask.").tap()
    expect(page.get_by_role("table", name="The ends that you reached")).to_be_visible()
    for kind, options in (("single", ["This."]), ("several", ["This.", "That."]), ("true-false", ["True"])):
        for option in options:
            question(page, kind).get_by_text(option, exact=True).tap()
    for line, target in (("One", "1"), ("Two", "2")):
        question(page, "matching").get_by_role("combobox", name=line).select_option(label=target)
    question(page, "ordering").get_by_role("button", name="Move up: first").tap()
    question(page, "numeric").get_by_role("textbox").fill("12")
    question(page, "short-text").get_by_role("textbox").fill("trust")
    question(page, "reflection").get_by_role("textbox").fill("Much.")
    for section in page.locator("section.cw-question").all():
        section.locator("button.cw-check").tap()
    expect(page.locator('section.cw-question[data-state="right"]')).to_have_count(8)
    page.locator(".cw-turn .cw-next").tap()
    expect(page.get_by_role("heading", level=1)).not_to_contain_text("lesson")
    page.get_by_text("Contents", exact=True).tap()
    passed(page)
