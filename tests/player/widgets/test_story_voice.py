"""The story's voice: captions in step with it, its speed, its place, and what is left when it does not play."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.player.widgets.conftest import until

Opener = Callable[[str], Page]
PAGE = "modules/market/voice"
HEARD = "document.querySelector('audio').currentTime"


@pytest.fixture
def open_page(context: BrowserContext, site: Path) -> Opener:
    """From a disk, where a recording can be entered at any second; the tests' server knows no ranges."""

    def opened(name: str) -> Page:
        page = context.new_page()
        page.goto((site / f"{name}.html").as_uri())
        return page

    return opened


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def speed(page: Page) -> float:
    rate = page.evaluate("document.querySelector('audio').playbackRate")
    assert isinstance(rate, int | float)
    return rate


def seek(page: Page, seconds: int) -> None:
    until(page, "document.querySelector('audio').readyState > 0")
    page.evaluate(f"{HEARD} = {seconds}")


def test_the_sentence_that_is_read_is_marked_and_a_pause_takes_the_mark_away(page: Page) -> None:
    spoken = page.locator(".cw-spoken")
    page.get_by_role("button", name="Play").click()
    expect(spoken).to_have_text("This is a street. ")
    seek(page, 28)
    expect(spoken).to_have_text("Look at them.")
    page.get_by_role("button", name="Pause").click()
    expect(spoken).to_have_count(0)


def test_the_narration_still_reads_as_it_was_written(page: Page) -> None:
    narration = page.locator(".cw-scene:visible .cw-narration")
    assert narration.text_content() == "This is a street. It has four doors. Look at them."
    assert page.locator(".cw-transcript p").first.text_content() == narration.text_content()


def test_the_voice_leads_from_scene_to_scene_at_its_speed(page: Page) -> None:
    expect(page.get_by_label("Speed").get_by_role("option")).to_have_text(["0.75 ×", "1 ×", "1.25 ×", "1.5 ×"])
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Play").click()
    assert speed(page) == 1.5
    expect(page.get_by_text("Scene 3 of 4")).to_be_visible()


def test_speed_and_captions_are_kept_for_every_story(page: Page, open_page: Opener) -> None:
    page.get_by_label("Speed").select_option("1.25")
    page.get_by_role("button", name="Captions").click()
    page.close()
    again = open_page("modules/market/story")
    expect(again.get_by_label("Speed")).to_have_value("1.25")
    expect(again.get_by_role("button", name="Captions")).to_have_attribute("aria-pressed", "false")
    expect(again.locator(".cw-scene:visible .cw-narration")).to_be_hidden()
    again.get_by_role("button", name="Captions").click()
    again.get_by_label("Speed").select_option("1")
    assert again.evaluate("coursewright.session.kept('captions') + coursewright.session.kept('speed')") == ""


def test_another_speed_also_reads_faster_without_a_recording(page: Page) -> None:
    page.clock.install(time=0)
    page.reload()
    page.clock.pause_at(3_600_000)
    for scene in (2, 3):
        page.get_by_role("button", name="Next").click()
        expect(page.get_by_text(f"Scene {scene} of 4")).to_be_visible()
    page.get_by_label("Speed").select_option("1.5")
    page.get_by_role("button", name="Play").click()
    page.clock.run_for(2_600)
    expect(page.get_by_text("Scene 3 of 4")).to_be_visible()
    page.clock.run_for(200)
    expect(page.get_by_text("Scene 4 of 4")).to_be_visible()


@pytest.mark.parametrize("leaving", ["paused", "playing"])
def test_it_goes_on_at_the_second_where_it_was_left(page: Page, open_page: Opener, leaving: str) -> None:
    page.get_by_role("button", name="Play").click()
    seek(page, 12)
    until(page, f"{HEARD} > 12.2")
    if leaving == "paused":
        page.get_by_role("button", name="Pause").click()
    page.goto("about:blank")
    again = open_page(PAGE)
    expect(again.get_by_text("Scene 1 of 4")).to_be_visible()
    again.get_by_role("button", name="Play").click()
    until(again, f"{HEARD} > 12")
    again.get_by_role("button", name="Next").click()
    again.close()
    third = open_page(PAGE)
    expect(third.get_by_text("Scene 2 of 4")).to_be_visible()


def test_a_scene_that_was_left_for_another_begins_anew(page: Page) -> None:
    page.get_by_role("button", name="Play").click()
    seek(page, 12)
    until(page, f"{HEARD} > 12.2")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Previous").click()
    until(page, f"{HEARD} > 0 && {HEARD} < 12")


def test_a_recording_that_does_not_play_is_told(open_page: Opener, expected_faults: list[str]) -> None:
    expected_faults.append("missing.mp3")
    page = open_page("modules/market/story")
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_text("The recording does not play here. The story goes on as text.")).to_be_visible()
