"""While the key of an answer is on its way: what is judged is what was submitted, whatever is touched meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.player.widgets.test_questions import (
    GIVE,
    PAGE,
    RESPONSES,
    check,
    feedback,
    give_truth,
    give_words,
    question,
    state_of,
)

Opener = Callable[[str], Page]


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


@pytest.fixture
def held(page: Page) -> list[Route]:
    """The requests for the bank: they wait until a test lets them go on."""
    held: list[Route] = []
    page.route("**/bank/market.js", lambda route: held.append(route))
    return held


def touch_single(section: Locator) -> None:
    section.get_by_role("radio").nth(0).click()
    section.get_by_role("radio").nth(1).press("ArrowDown")


def touch_several(section: Locator) -> None:
    section.locator("label").filter(has_text="quota").click()
    section.get_by_role("checkbox", name="Residents").press("Space")


def touch_truth(section: Locator) -> None:
    section.get_by_role("radio", name="True").click()


def touch_match(section: Locator) -> None:
    section.get_by_role("combobox", name="Forum").select_option("1")


def touch_order(section: Locator) -> None:
    section.get_by_role("button", name="Move down: Scan").click()


def touch_number(section: Locator) -> None:
    section.get_by_role("textbox").fill("")


def touch_words(section: Locator) -> None:
    section.get_by_role("textbox").press_sequentially(" or not")


CONTROLS = """section => Array.from(section.querySelectorAll('input, select, ol > li'),
    one => one.checked !== undefined && one.type !== 'text' ? one.checked : one.value || one.textContent)"""


TOUCH: dict[str, Callable[[Locator], None]] = {
    "q-single": touch_single,
    "q-several": touch_several,
    "q-truth": touch_truth,
    "q-match": touch_match,
    "q-order": touch_order,
    "q-number": touch_number,
    "q-words": touch_words,
}


@pytest.mark.parametrize("name", TOUCH)
def test_what_is_touched_while_the_key_is_awaited_is_not_judged(page: Page, held: list[Route], name: str) -> None:
    section = question(page, name)
    {**GIVE, "q-truth": give_truth}[name](section, True)
    check(section)
    expect(feedback(section)).to_have_text("Checking …")
    submitted = section.evaluate(CONTROLS)
    TOUCH[name](section)
    assert section.evaluate(CONTROLS) == submitted
    held[0].continue_()
    expect(feedback(section)).to_contain_text("Right.")
    kept = state_of(page, name)
    assert kept is not None
    assert (kept["right"], kept["tries"], kept["response"]) == (True, 1, {**RESPONSES, "q-truth": "f"}[name])
    expect(section.locator(".cw-bad")).to_have_count(0)


def test_a_second_press_while_the_key_is_awaited_is_no_second_try(page: Page, held: list[Route]) -> None:
    section = question(page, "q-words")
    give_words(section, False)
    check(section)
    expect(feedback(section)).to_have_text("Checking …")
    check(section)
    held[0].continue_()
    expect(feedback(section)).to_contain_text("Not right yet. 1 more try.")
    assert len(held) == 1


def test_the_focus_stays_where_it_was_while_the_key_is_awaited(page: Page, held: list[Route]) -> None:
    for name, control in (("q-words", "textbox"), ("q-several", "checkbox"), ("q-match", "combobox")):
        section = question(page, name)
        GIVE[name](section, False)
        field = section.get_by_role(control).first
        if control == "combobox":
            check(section)
            field.focus()
        else:
            field.press("Enter")
        expect(feedback(section)).to_have_text("Checking …")
        expect(field).to_be_focused()
        expect(field).to_be_enabled()
    held[0].continue_()
    expect(feedback(question(page, "q-match"))).to_contain_text("Not right yet.")
    expect(question(page, "q-match").get_by_role("combobox").first).to_be_focused()


def test_after_a_bank_that_did_not_come_the_answer_can_be_changed(
    page: Page, held: list[Route], expected_faults: list[str]
) -> None:
    expected_faults.append("ERR_FAILED")
    section = question(page, "q-words")
    give_words(section, False)
    check(section)
    expect(feedback(section)).to_have_text("Checking …")
    held[0].abort()
    expect(feedback(section)).to_contain_text("could not be loaded")
    page.unroute("**/bank/market.js")
    give_words(section, True)
    check(section)
    expect(feedback(section)).to_contain_text("Right.")
    kept = state_of(page, "q-words")
    assert kept is not None
    assert kept["tries"] == 1
