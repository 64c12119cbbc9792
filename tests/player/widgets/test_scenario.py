"""Scenarios: every kind of end, both sides, the path, and coming back to where one was."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Opener = Callable[[str], Page]
PAGE = "modules/market/scenario"


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def press(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize(
    ("way", "end", "lesson", "path"),
    [
        (("A patrol officer", "Ask who", "Agree on"), "A good end", "kept by both", "aa"),
        (("A stall holder", "Pack up"), "A mixed end", "nothing was learned", "e"),
        (("A patrol officer", "Clear the lane"), "A poor end", "cost the next call", "b"),
        (("A patrol officer", "Write down"), "Stopped here, because this path does harm", "Do no harm", "c"),
    ],
)
def test_a_path_ends_with_its_kind_and_its_lesson(
    page: Page, way: tuple[str, ...], end: str, lesson: str, path: str
) -> None:
    press(page, *way)
    expect(page.locator(".cw-stage .cw-end")).to_have_text(end)
    expect(page.locator(".cw-stage .cw-lesson")).to_contain_text(lesson)
    expect(page.get_by_text("What do you do?")).to_have_count(0)
    role = 0 if way[0] == "A patrol officer" else 1
    assert page.evaluate("coursewright.session.walked('night-market')") == {"role": role, "path": path}


def test_each_side_reads_its_own_text_and_has_its_own_choices(page: Page) -> None:
    press(page, "A stall holder")
    expect(page.locator(".cw-stage .cw-text")).to_have_text("A patrol car stops in front of your stall.")
    choices = page.get_by_role("list", name="What do you do?").get_by_role("button")
    expect(choices).to_have_text(["Greet the officer", "Pack up and leave"])
    press(page, "Play as: A patrol officer")
    expect(page.locator(".cw-stage .cw-text")).to_have_text("You arrive at ten at night. Twelve stalls block the lane.")
    expect(choices).to_have_text(["Ask who runs the stalls", "Clear the lane", "Write down every name"])


def test_effects_stand_in_words_numbers_and_bars_and_are_said(page: Page) -> None:
    press(page, "A patrol officer", "Clear the lane")
    expect(page.locator(".cw-stage > [aria-live=polite]")).to_have_text(
        "Trust goes down. Dignity goes down. Safety goes up."
    )
    meters = page.locator(".cw-meters dd")
    expect(meters.nth(0)).to_have_text("−3 much lower than at the start")
    expect(meters.nth(1)).to_have_text("−2 lower than at the start")
    expect(meters.nth(2)).to_have_text("+1 higher than at the start")
    widths = page.locator(".cw-meters .cw-fill").evaluate_all("fills => fills.map(fill => fill.style.inlineSize)")
    assert [round(float(width.rstrip("%"))) for width in widths] == [25, 17, 8]


def test_focus_goes_to_the_next_text_and_the_other_side_can_be_unfolded(page: Page) -> None:
    press(page, "A patrol officer", "Ask who")
    expect(page.locator(".cw-stage .cw-text")).to_be_focused()
    seen = page.locator(".cw-stage > .cw-seen .cw-words")
    expect(seen).to_be_hidden()
    page.locator(".cw-stage > .cw-seen summary").click()
    expect(seen).to_be_visible()
    expect(seen).to_have_text("They saw somebody who listens.")


def test_it_is_played_by_keyboard_alone(page: Page) -> None:
    page.get_by_role("button", name="A patrol officer").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-stage .cw-text")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Ask who")).to_be_focused()
    page.keyboard.press("Space")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Agree on")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".cw-stage .cw-end")).to_have_text("A good end")


def test_the_path_is_listed_and_can_be_started_again(page: Page) -> None:
    press(page, "A patrol officer", "Ask who", "Come back tomorrow", "Ask who", "Agree on")
    expect(page.get_by_text("Your path so far: 4 steps")).to_be_visible()
    steps = page.locator(".cw-path > ol > li")
    expect(steps).to_have_count(4)
    expect(steps.nth(1)).to_contain_text("Trust, dignity and safety stay as they are.")
    press(page, "Start again")
    expect(page.locator(".cw-path")).to_have_count(0)
    expect(page.locator(".cw-meters dd").first).to_have_text("0 as at the start")


def test_the_walk_is_taken_up_again_without_moving_the_focus(page: Page, open_page: Opener) -> None:
    press(page, "A stall holder", "Greet")
    page.close()
    again = open_page(PAGE)
    expect(again.locator(".cw-stage .cw-text")).to_have_text("You talk. The lane is needed for the ambulance.")
    expect(again.get_by_text("You are: A stall holder")).to_be_visible()
    expect(again.locator(".cw-meters dd").first).to_have_text("+1 higher than at the start")
    expect(again.locator("body")).to_be_focused()


def test_a_path_that_this_edition_does_not_know_goes_as_far_as_it_can(page: Page, open_page: Opener) -> None:
    page.evaluate("coursewright.session.walk('night-market', 0, 'azz')")
    page.close()
    again = open_page(PAGE)
    expect(again.get_by_text("Your path so far: 1 step")).to_be_visible()


def test_the_whole_text_is_printed_and_no_button(page: Page) -> None:
    press(page, "A patrol officer", "Ask who")
    page.emulate_media(media="print")
    expect(page.get_by_text("The lane is empty. So is the trust.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)


def test_the_map_tells_the_way_chosen_the_ways_that_were_there_and_what_the_other_side_saw(page: Page) -> None:
    press(page, "A patrol officer", "Ask who", "Agree on")
    steps = page.locator(".cw-path > ol > li")
    expect(steps.first.locator(".cw-way")).to_have_text("Ask who runs the stalls")
    expect(steps.first.get_by_text("What the other side saw: They saw somebody who listens.")).to_be_visible()
    others = steps.first.get_by_role("list", name="These ways were there too:").get_by_role("listitem")
    expect(others).to_have_text(["Clear the lane", "Write down every name"])
    expect(steps.last.locator(".cw-way")).to_have_text("Agree on a free strip")


def test_the_ends_of_both_sides_stand_side_by_side_and_come_back(page: Page, open_page: Opener) -> None:
    press(page, "A patrol officer", "Clear the lane")
    table = page.get_by_role("table", name="The ends that you reached: 1 of 4")
    expect(table.get_by_role("row")).to_have_count(2)
    press(page, "Play as: A stall holder", "Greet", "Agree on")
    press(page, "Start again", "Greet", "Come back", "Greet", "Agree on")
    page.close()
    again = open_page(PAGE)
    table = again.get_by_role("table", name="The ends that you reached: 2 of 4")
    expect(table.get_by_role("row")).to_have_text(
        ["You wereThe endTrustDignitySafety", "A patrol officerA poor end−3−2+1", "A stall holderA good end+4+1+2"]
    )
    expect(table.locator("[aria-current]")).to_contain_text("A stall holder")


def test_an_end_that_this_edition_does_not_know_is_left_out(page: Page) -> None:
    page.evaluate("coursewright.session.keep('ends:night-market', '0zz,0b,9a')")
    press(page, "A stall holder", "Pack up")
    expect(page.get_by_role("table").locator("tbody tr")).to_have_count(2)
