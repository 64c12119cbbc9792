"""The story: scene by scene, by keyboard, with captions and transcript, playing by itself only when asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.player.widgets.conftest import until

Opener = Callable[[str], Page]
PAGE = "modules/market/story"


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def at_scene(page: Page, scene: int) -> None:
    expect(page.get_by_text(f"Scene {scene} of 4")).to_be_visible()
    expect(page.locator(".cw-scene:visible")).to_have_attribute("data-scene", str(scene))


def stop_the_clock(page: Page) -> None:
    """Load the page again with a clock that only the test moves."""
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(3_600_000)


def test_one_scene_is_shown_at_a_time(page: Page) -> None:
    at_scene(page, 1)
    previous, following = page.get_by_role("button", name="Previous"), page.get_by_role("button", name="Next")
    expect(previous).to_have_attribute("aria-disabled", "true")
    for scene in (2, 3, 4):
        following.click()
        at_scene(page, scene)
    expect(following).to_have_attribute("aria-disabled", "true")
    following.press("Enter")
    at_scene(page, 4)
    previous.click()
    at_scene(page, 3)


def test_the_credit_stands_on_the_first_and_the_last_card(page: Page) -> None:
    credit = page.get_by_text("Made for the tests.")
    expect(credit).to_be_visible()
    page.get_by_role("button", name="Next").click()
    expect(credit).to_be_hidden()
    page.get_by_role("button", name="Next").click(click_count=2)
    at_scene(page, 4)
    expect(credit).to_be_visible()


def test_arrow_keys_turn_scenes_and_never_take_a_key_from_a_field(page: Page) -> None:
    page.locator("#elsewhere").focus()
    page.keyboard.press("ArrowRight")
    at_scene(page, 1)
    page.evaluate("document.querySelector('.cw-story').append(document.querySelector('#elsewhere'))")
    page.locator("#elsewhere").press("ArrowRight")
    at_scene(page, 1)
    page.get_by_role("button", name="Captions").focus()
    page.keyboard.press("ArrowRight")
    at_scene(page, 2)
    page.keyboard.press("Shift+ArrowRight")
    at_scene(page, 2)
    page.keyboard.press("ArrowLeft")
    at_scene(page, 1)
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Space")
    at_scene(page, 2)


def test_captions_go_off_and_on(page: Page) -> None:
    caption = page.locator(".cw-scene:visible .cw-narration")
    button = page.get_by_role("button", name="Captions")
    expect(caption).to_have_text("This is a street with four doors.")
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Space")
    expect(caption).to_be_hidden()
    expect(button).to_have_attribute("aria-pressed", "false")
    button.press("Space")
    expect(caption).to_be_visible()


def test_the_transcript_holds_every_scene(page: Page) -> None:
    lines = page.locator(".cw-transcript li")
    expect(lines.first).to_be_hidden()
    page.get_by_text("Transcript").click()
    expect(lines).to_have_count(4)
    expect(lines.last).to_contain_text("What would change if all four were asked?")


def test_nothing_plays_until_asked_and_then_at_reading_pace(page: Page, expected_faults: list[str]) -> None:
    expected_faults.append("missing.mp3")
    stop_the_clock(page)
    at_scene(page, 1)
    page.clock.run_for(30_000)
    at_scene(page, 1)
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(3_900)
    at_scene(page, 1)
    page.clock.run_for(200)
    at_scene(page, 2)
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(30_000)
    at_scene(page, 2)


def test_a_recording_that_is_missing_gives_way_to_reading_time(page: Page, expected_faults: list[str]) -> None:
    expected_faults.append("missing.mp3")
    stop_the_clock(page)
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Play").click()
    until(page, "document.querySelector('audio').error !== null")
    page.clock.run_for(4_100)
    at_scene(page, 3)


def test_after_the_last_scene_it_stops_and_plays_from_the_first(page: Page) -> None:
    stop_the_clock(page)
    for _ in range(2):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(4_100)
    at_scene(page, 4)
    page.clock.run_for(4_100)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_role("button", name="Play").click()
    at_scene(page, 1)


def test_play_on_the_last_scene_begins_anew_only_when_the_story_has_ended(page: Page, open_page: Opener) -> None:
    stop_the_clock(page)
    for _ in range(3):
        page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Play").click()
    at_scene(page, 4)
    page.clock.run_for(30_000)
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    at_scene(page, 4)
    page.close()
    again = open_page(PAGE)
    at_scene(again, 4)
    again.get_by_role("button", name="Play").click()
    at_scene(again, 1)


def test_the_story_is_taken_up_where_it_was(page: Page, open_page: Opener) -> None:
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    page.close()
    at_scene(open_page(PAGE), 3)


def test_it_is_a_named_region_that_tells_its_scenes(page: Page) -> None:
    region = page.get_by_role("region", name="One street, four views")
    expect(region.get_by_role("status")).to_have_text("Scene 1 of 4")
    expect(region.get_by_role("img", name="A street with four doors.")).to_be_visible()
    expect(region.locator(".cw-scenes")).to_have_attribute("aria-live", "polite")


def test_all_scenes_are_printed(page: Page) -> None:
    page.get_by_role("button", name="Captions").click()
    page.emulate_media(media="print")
    expect(page.locator(".cw-scene:visible")).to_have_count(4)
    expect(page.locator(".cw-narration:visible")).to_have_count(4)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
