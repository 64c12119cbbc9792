"""Going back to a page that the browser has kept as it was: it is not left behind by what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import CHROMIUM, CHROMIUM_ARGS

HERE = Path(__file__).parent
GIVEN = {"right": True, "response": "b", "text": "b", "pattern": "b", "latency": 1}


@pytest.fixture(scope="module")
def keeping_browser(browser: Browser) -> Iterator[Browser]:
    """A browser that keeps pages for "back", as people's browsers do and Playwright's does not."""
    kept = browser.browser_type.launch(
        executable_path=CHROMIUM, args=CHROMIUM_ARGS, ignore_default_args=["--disable-back-forward-cache"]
    )
    yield kept
    kept.close()


@pytest.fixture
def phone(keeping_browser: Browser) -> Iterator[BrowserContext]:
    """A device with nothing on it, whose browser keeps pages for "back"."""
    context = keeping_browser.new_context()
    context.add_init_script("addEventListener('pageshow', event => { window.wasKept = event.persisted; })")
    yield context
    context.close()


def opened(phone: BrowserContext, address: str) -> Page:
    tab = phone.new_page()
    tab.goto(address)
    tab.wait_for_function("window.isReady")
    return tab


def go_back(tab: Page) -> None:
    tab.go_back(wait_until="commit")  # a page that was kept is not loaded again
    tab.wait_for_function("window.wasKept")


def test_a_page_that_was_kept_shows_what_was_reached_meanwhile(phone: BrowserContext, site: str) -> None:
    phone.add_init_script("addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    tab = opened(phone, f"{site}/start.html")  # which not every browser tells of what others kept meanwhile
    tab.evaluate("""() => {
        window.shown = [];
        coursewright.session.onChange(() => window.shown.push(coursewright.session.score().right));
        window.mark = 'the same page';
    }""")
    tab.goto(f"{site}/two.html")
    tab.wait_for_function("window.isReady")
    tab.evaluate("given => coursewright.session.answer('q-single', given)", GIVEN)
    go_back(tab)
    assert tab.evaluate("[window.wasKept, window.mark]") == [True, "the same page"]
    assert tab.evaluate("window.shown").pop() == 1
    assert tab.evaluate("coursewright.session.progress().seen") == ["start", "two"]
    tab.evaluate("given => coursewright.session.answer('q-several', given)", GIVEN)
    again = opened(phone, f"{site}/two.html")
    assert again.evaluate("coursewright.session.score().right") == 2


def test_a_package_that_was_kept_has_ended_its_session_and_begins_another(phone: BrowserContext, site: str) -> None:
    phone.add_init_script(path=HERE / "slow.js")
    phone.add_init_script("window.calledBefore = sessionStorage.getItem('calls')")
    shell = phone.new_page()
    shell.goto(f"{site}/launch.html")
    for count in (1, 2):
        shell.wait_for_function("count => window.calls && calls.length >= count", arg=count)
        shell.evaluate("reply('yes')")
    shell.evaluate("given => coursewright.session.answer('q-single', given)", GIVEN)
    shell.evaluate("""addEventListener('pagehide', () => {
        const said = calls.map(call => call.name + ' ' + (call.given ? call.given.interactions.length : 0));
        sessionStorage.setItem('calls', said.join());
    })""")
    shell.goto(f"{site}/page.js")
    shell.go_back()  # it loads itself anew
    shell.wait_for_function("() => window.calls && calls.length === 1")
    assert shell.evaluate("calledBefore") == "open 0,save 0,save 1,close, going 1"
    shell.evaluate("reply('yes')")
    shell.wait_for_function("() => coursewright.session.answerOf('q-single')")
    expect(shell.locator("#cw-shell-status")).to_have_text("")


def test_a_package_that_the_browser_shows_again_is_loaded_anew(phone: BrowserContext, site: str) -> None:
    phone.add_init_script(path=HERE / "slow.js")
    shell = phone.new_page()
    shell.goto(f"{site}/launch.html")
    for count in (1, 2):
        shell.wait_for_function("count => window.calls && calls.length >= count", arg=count)
        shell.evaluate("reply('yes')")
    shell.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert shell.evaluate("calls.map(call => call.name)") == ["open", "save", "close, going"]
    with shell.expect_navigation():
        shell.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    shell.wait_for_function("() => window.calls && calls.length === 1")
