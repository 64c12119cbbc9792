"""A learning system that answers later: nothing is lost meanwhile, and nothing is sent twice at once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.player.engine.learning_system import crash

HERE = Path(__file__).parent
KEY = "coursewright:small-course@ada"
Opening = Callable[[], Page]


@pytest.fixture
def opening(device: BrowserContext, site: str) -> Opening:
    """Open the package in front of the slow system, which has not answered yet."""
    device.add_init_script(path=HERE / "slow.js")

    def open_package() -> Page:
        shell = device.new_page()
        shell.goto(f"{site}/launch.html")
        wait_for_calls(shell, 1)
        return shell

    return open_package


@pytest.fixture
def shell(opening: Opening) -> Page:
    """The package, begun: the first save has been asked for and answered."""
    return begun(opening())


def begun(shell: Page) -> Page:
    reply(shell)
    wait_for_calls(shell, 2)
    reply(shell)
    return shell


def wait_for_calls(shell: Page, count: int) -> None:
    shell.wait_for_function("count => window.calls && calls.length >= count", arg=count)


def reply(shell: Page, answer: Any = "yes") -> None:
    shell.evaluate("answer => reply(answer)", answer)


def answer(shell: Page, *questions: str) -> str:
    """Answer questions rightly; return what the device holds when the last call has returned."""
    given = {"right": True, "response": "a", "text": "a", "pattern": "a", "latency": 1}
    body = """([ids, given, key]) => {
        ids.forEach(id => coursewright.session.answer(id, given));
        return localStorage.getItem(key) + ' ' + localStorage.getItem(key + ':unsent');
    }"""
    return str(shell.evaluate(body, [list(questions), given, KEY]))


def names(shell: Page) -> list[str]:
    return [call["name"] for call in shell.evaluate("calls")]


def sent(shell: Page, at: int) -> list[str]:
    """The questions whose answers a call carried."""
    return [one["question"] for one in shell.evaluate("calls")[at]["given"]["interactions"]]


def said(shell: Page, words: str) -> None:
    expect(shell.locator("#cw-shell-status")).to_contain_text(words)


def test_the_book_waits_for_the_state_and_then_opens_at_its_place(opening: Opening) -> None:
    shell = begun(opening())
    shell.evaluate("coursewright.session.visit('two'); coursewright.session.answer('q-true', {right: true})")
    wait_for_calls(shell, 3)
    reply(shell)
    shell.evaluate("localStorage.removeItem('" + KEY + "')")
    again = opening()
    said(again, "Connecting")
    assert again.evaluate("coursewright.session.resumePlace()") is None
    reply(again)
    again.frame_locator("iframe").locator("body[data-ready][data-page=two]").wait_for(state="attached")
    assert again.evaluate("coursewright.session.answerOf('q-true').right")
    said(again, "")


def test_an_answer_is_on_the_device_before_the_system_is_asked(shell: Page) -> None:
    kept = answer(shell, "q-single")
    assert "qs-1Oa," in kept
    assert '"question":"q-single"' in kept


def test_what_happens_while_a_send_is_under_way_is_sent_next_and_all_at_once(shell: Page) -> None:
    answer(shell, "q-single", "q-several", "q-true")
    assert names(shell) == ["open", "save", "save"]
    assert sent(shell, 2) == ["q-single"]
    reply(shell)
    wait_for_calls(shell, 4)
    assert sent(shell, 3) == ["q-several", "q-true"]
    reply(shell)
    shell.wait_for_timeout(100)
    assert names(shell) == ["open", "save", "save", "save"]
    assert shell.evaluate("localStorage.getItem('" + KEY + ":unsent')") is None


def test_a_send_that_fails_is_told_and_made_good_with_the_next_answer(shell: Page) -> None:
    answer(shell, "q-single", "q-several")
    reply(shell, False)
    said(shell, "Not yet saved in the learning system")
    assert names(shell) == ["open", "save", "save"]
    answer(shell, "q-true")
    assert sent(shell, 3) == ["q-single", "q-several", "q-true"]
    reply(shell)
    said(shell, "The connection to the learning system is back")


def test_a_send_that_fails_is_made_good_when_the_network_is_back(shell: Page) -> None:
    answer(shell, "q-single")
    reply(shell, False)
    said(shell, "Not yet saved")
    shell.evaluate("window.dispatchEvent(new Event('online'))")
    assert sent(shell, 3) == ["q-single"]
    reply(shell)
    said(shell, "is back")


def test_other_news_does_not_wipe_out_that_nothing_is_saved(shell: Page, device: BrowserContext, site: str) -> None:
    attempt = shell.evaluate("calls[1].given.text.match(/A(....);/)[1]")
    answer(shell, "q-single")
    reply(shell, False)
    said(shell, "Not yet saved")
    elsewhere = device.new_page()
    elsewhere.goto(f"{site}/page.js")
    text = shell.evaluate("text => coursewright.codec.seal(text)", f"1ESm4_;A{attempt};Qqt-3Ot,;")
    elsewhere.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    said(shell, "The course is open in another tab too")
    said(shell, "Not yet saved")
    answer(shell, "q-several")
    reply(shell)
    said(shell, "is back")
    expect(shell.locator("#cw-shell-status")).not_to_contain_text("Not yet saved")


def test_a_tab_killed_while_a_send_is_under_way_owes_it_to_the_next_launch(shell: Page, opening: Opening) -> None:
    answer(shell, "q-single", "q-several")
    (first,) = shell.evaluate("calls[2].given.interactions.map(one => one.id)")
    assert uuid.UUID(first).version == 4
    crash(shell)
    again = opening()
    reply(again)
    wait_for_calls(again, 2)
    assert sent(again, 1) == ["q-single", "q-several"]
    assert again.evaluate("calls[1].given.interactions[0].id") == first
    assert again.evaluate("coursewright.session.score().right") == 2


def test_the_end_waits_for_the_send_under_way_and_for_the_systems_last_word(shell: Page) -> None:
    answer(shell, "q-single")
    shell.click("[data-cw=end]")
    shell.click("[data-cw=end]")
    answer(shell, "q-several")
    reply(shell)
    wait_for_calls(shell, 4)
    reply(shell)
    wait_for_calls(shell, 5)
    assert names(shell)[2:] == ["save", "save", "close"]
    expect(shell.locator(".cw-shell-ended")).to_have_count(0)
    reply(shell)
    expect(shell.locator(".cw-shell-ended")).to_be_visible()
    assert names(shell)[2:] == ["save", "save", "close"]


def test_an_end_that_cannot_be_sent_is_no_end(shell: Page) -> None:
    shell.click("[data-cw=end]")
    reply(shell, False)
    said(shell, "Not yet saved")
    answer(shell, "q-single")
    assert names(shell)[2:] == ["save", "save"]


def test_a_page_that_goes_away_waits_for_nothing_and_gives_all_it_owes(shell: Page) -> None:
    answer(shell, "q-single", "q-several")
    shell.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide', {persisted: false}))")
    assert names(shell)[2:] == ["save", "close, going"]
    assert sent(shell, 3) == ["q-single", "q-several"]


def test_what_somebody_else_has_saved_is_taken_in_and_sent_again(shell: Page) -> None:
    attempt = shell.evaluate("calls[1].given.text.match(/A(....);/)[1]")
    answer(shell, "q-single")
    text = shell.evaluate("text => coursewright.codec.seal(text)", f"1ESm4_;A{attempt};Qqt-3Ot,;")
    reply(shell, {"text": text})
    wait_for_calls(shell, 4)
    assert shell.evaluate("coursewright.session.score().right") == 2
    assert all(part in shell.evaluate("calls[3].given.text") for part in ("qs-1Oa", "qt-3Ot"))


def test_a_window_killed_beside_another_owes_its_answers_all_the_same(opening: Opening) -> None:
    one = begun(opening())
    other = begun(opening())
    answer(one, "q-single")
    reply(one, False)
    answer(other, "q-several")
    crash(one)
    reply(other)
    other.wait_for_function("key => !(localStorage.getItem(key) || '').includes('q-several')", arg=f"{KEY}:unsent")
    again = opening()
    reply(again)
    wait_for_calls(again, 2)
    assert sent(again, 1) == ["q-single"]


def test_what_another_window_has_sent_is_not_sent_again(opening: Opening) -> None:
    one = begun(opening())
    answer(one, "q-single")
    reply(one, False)
    other = opening()
    reply(other)
    wait_for_calls(other, 2)
    assert sent(other, 1) == ["q-single"]
    reply(other)
    one.wait_for_function("key => localStorage.getItem(key) === null", arg=f"{KEY}:unsent")
    answer(one, "q-several")
    assert sent(one, len(names(one)) - 1) == ["q-several"]


def test_what_is_owed_outlasts_a_storage_that_somebody_empties(shell: Page) -> None:
    answer(shell, "q-single")
    reply(shell, False)
    shell.evaluate("localStorage.clear()")
    answer(shell, "q-several")
    assert sent(shell, 3) == ["q-single", "q-several"]


def test_a_system_that_takes_no_more_is_told_once_and_not_asked_again(shell: Page, opening: Opening) -> None:
    answer(shell, "q-single")
    reply(shell, {"refused": "launch-again"})
    said(shell, "open the course again there")
    answer(shell, "q-several")
    shell.click("[data-cw=end]")
    assert names(shell) == ["open", "save", "save"]
    again = opening()
    reply(again)
    wait_for_calls(again, 2)
    assert sent(again, 1) == ["q-single", "q-several"]


def test_a_launch_that_is_refused_keeps_the_answers_for_the_next(opening: Opening) -> None:
    shell = opening()
    reply(shell, {"refused": "launch-again", "learner": "ada"})
    said(shell, "open the course again there")
    answer(shell, "q-single")
    again = opening()
    reply(again)
    wait_for_calls(again, 2)
    assert sent(again, 1) == ["q-single"]
    assert "qs-1Oa," in again.evaluate("calls[1].given.text")


def test_a_system_that_breaks_is_no_system(opening: Opening) -> None:
    shell = opening()
    with shell.expect_event("pageerror") as error:
        shell.evaluate("open_.shift()(Promise.reject(new Error('broken')))")
    said(shell, "No learning system answered")
    assert error.value.message == "broken"


def test_two_tabs_opened_at_the_same_moment_begin_one_attempt(opening: Opening) -> None:
    one, other = opening(), opening()
    reply(one)
    reply(other)
    answer(one, "q-single")
    answer(other, "q-several")
    for shell in (one, other):
        shell.wait_for_function("() => coursewright.session.score().right === 2")


def test_the_systems_own_mastery_score_replaces_the_packages(opening: Opening) -> None:
    shell = opening()
    shell.evaluate("reply(opened({mastery: 0.1}))")
    shell.evaluate("['start', 'one/the lesson', 'two'].forEach(id => coursewright.session.visit(id))")
    answer(shell, "q-number")
    assert shell.evaluate("coursewright.session.progress().outcome") == "passed"


def test_a_rule_that_asks_for_no_page_is_not_completed_by_opening_the_book(opening: Opening) -> None:
    shell = opening()
    shell.evaluate("coursewright.course.rule = {score: 0.1, pages: []}")
    begun(shell)
    answer(shell, "q-true")
    assert [call["given"]["completed"] for call in shell.evaluate("calls")[1:]] == [False, True]
