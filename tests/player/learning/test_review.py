"""Review: what was missed comes back after 1, 3, 7 and 21 days, with the page's own widget, outside the score."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.player.learning.conftest import FIRST, LESSON, MINE, MONDAY, Opener, answer, miss

BEGIN = "Begin the review"


def go_to_day(device: BrowserContext, day: int) -> None:
    """Set the device's clock to so many days after the Monday."""
    device.clock.set_fixed_time(MONDAY + timedelta(days=day))


def part(page: Page) -> Page:
    page.reload()
    expect(page.get_by_role("region", name="Review")).to_be_visible()
    return page


def give(page: Page, right: bool) -> None:
    page.get_by_role("radio", name="True" if right else "False").check()
    page.get_by_role("button", name="Check answer").click()


def told(page: Page, words: str) -> None:
    """What review says now has the focus, so that it is read out."""
    expect(page.locator(".cw-review > p", has_text=words)).to_be_focused()


def review_one(page: Page, right: bool) -> None:
    page.get_by_role("button", name=BEGIN).click()
    give(page, right)
    page.get_by_role("button", name="Finish").click()


def test_without_a_missed_question_it_says_what_will_come(open_page: Opener) -> None:
    page = open_page(LESSON)
    answer(page, q_lamp=True, q_bench=False)
    mine = part(open_page(MINE))
    expect(mine.get_by_text("There is nothing to review.")).to_be_visible()
    expect(mine.get_by_text("after 1, 3, 7 and 21 days")).to_be_visible()


def test_a_missed_question_waits_for_a_day_from_the_day_it_was_missed(
    open_page: Opener, device: BrowserContext
) -> None:
    page = open_page(LESSON)
    miss(page, "q-lamp")
    answer(page, q_bench=False)
    answer(page, q_bench=True)
    page.close()
    mine = part(open_page(MINE))
    expect(mine.get_by_text("Questions waiting: 2. The next one comes back on March 3, 2026.")).to_be_visible()
    expect(mine.get_by_role("button", name=BEGIN)).to_have_count(0)
    go_to_day(device, 5)
    expect(part(mine).get_by_text("Questions due today: 2.")).to_be_visible()


def test_right_answers_move_it_on_and_the_last_one_lets_it_go(open_page: Opener, device: BrowserContext) -> None:
    miss(open_page(LESSON), "q-lamp")
    mine = open_page(MINE)
    day = 0
    for wait, back in ((1, "March 6"), (3, "March 13"), (7, "April 3")):
        day += wait
        go_to_day(device, day)
        review_one(part(mine), right=True)
        told(mine, "Review finished. Right: 1 of 1.")
        expect(mine.get_by_text(f"The next one comes back on {back}, 2026.")).to_be_visible()
    go_to_day(device, day + 21)
    part(mine).get_by_role("button", name=BEGIN).click()
    give(mine, right=True)
    expect(mine.get_by_text("You had it right often enough.")).to_be_visible()
    expect(part(mine).get_by_text("There is nothing to review.")).to_be_visible()


def test_a_wrong_answer_begins_again_from_tomorrow(open_page: Opener, device: BrowserContext) -> None:
    miss(open_page(LESSON), "q-lamp")
    mine = open_page(MINE)
    go_to_day(device, 1)
    review_one(part(mine), right=True)
    go_to_day(device, 4)
    review_one(part(mine), right=False)
    expect(mine.get_by_text("The next one comes back on March 7, 2026.")).to_be_visible()


def test_the_score_the_answers_and_what_is_saved_stay_as_they_were(open_page: Opener, device: BrowserContext) -> None:
    lesson = open_page(LESSON)
    miss(lesson, "q-lamp")
    lesson.close()  # or it tells meanwhile at which heading it stands
    go_to_day(device, 1)
    mine = part(open_page(MINE))
    known = "JSON.stringify([coursewright.session.score(), coursewright.session.answerOf('q-lamp')])"
    saved = "(localStorage['coursewright:street'] || '').split(';N')[0]"
    mine.wait_for_timeout(1100)
    before = mine.evaluate(known), mine.evaluate(saved)
    assert before[1]
    review_one(mine, right=True)
    mine.wait_for_timeout(1100)
    assert (mine.evaluate(known), mine.evaluate(saved)) == before


def test_the_key_is_loaded_only_after_the_answer_and_the_card_only_when_asked(
    open_page: Opener, device: BrowserContext
) -> None:
    miss(open_page(LESSON), "q-lamp")
    go_to_day(device, 1)
    asked: list[str] = []
    device.on("request", lambda request: asked.append(request.url.rsplit("coursewright/", 1)[-1]))
    mine = part(open_page(MINE))
    assert not {"cards/street.js", "bank/street.js"} & set(asked)
    mine.get_by_role("button", name=BEGIN).click()
    expect(mine.get_by_text("A lamp makes every street safe.")).to_be_visible()
    assert "bank/street.js" not in asked
    assert "So it is" not in mine.content()
    give(mine, right=True)
    expect(mine.get_by_text("So it is.")).to_be_visible()
    assert asked.count("bank/street.js") == 1


def test_all_that_is_due_is_drawn_once_with_pictures_and_a_way_back(open_file: Opener, device: BrowserContext) -> None:
    miss(open_file(LESSON), "q-lamp", "q-bench", "q-crossing")
    go_to_day(device, 1)
    mine = part(open_file(MINE))
    mine.get_by_role("button", name=BEGIN).click()
    met = set()
    for number in (1, 2, 3):
        told(mine, f"Question {number} of 3")
        met.add(mine.locator(".cw-question").get_attribute("data-question"))
        assert mine.evaluate("Array.from(document.images).every(one => one.complete && one.naturalWidth > 0)")
        expect(mine.get_by_role("link", name="Light and safety").last).to_have_attribute(
            "href", f"{LESSON}.html#question-{mine.locator('.cw-question').get_attribute('data-question')}"
        )
        give(mine, right=number != 2)
        mine.get_by_role("button", name="Finish" if number == 3 else "Next question").click()
    assert met == {"q-lamp", "q-bench", "q-crossing"}
    expect(mine.get_by_text("Review finished. Right: 2 of 3.")).to_be_visible()


def test_it_is_done_by_keyboard_alone(open_page: Opener, device: BrowserContext) -> None:
    miss(open_page(LESSON), "q-lamp")
    go_to_day(device, 1)
    mine = part(open_page(MINE))
    mine.get_by_role("button", name=BEGIN).focus()
    mine.keyboard.press("Enter")
    told(mine, "Question 1 of 1")
    mine.keyboard.press("Tab")
    mine.keyboard.press("Space")
    mine.keyboard.press("Enter")
    finish = mine.get_by_role("button", name="Finish")
    expect(finish).to_be_visible()
    for _ in range(3):
        mine.keyboard.press("Tab")
        if finish.evaluate("one => one === document.activeElement"):
            break
    mine.keyboard.press("Enter")
    told(mine, "Review finished.")


def test_questions_of_before_are_no_review(open_page: Opener, device: BrowserContext) -> None:
    answer(open_page(FIRST), first_trust=False)
    go_to_day(device, 1)
    expect(part(open_page(MINE)).get_by_text("There is nothing to review.")).to_be_visible()


@pytest.mark.parametrize("kept", ["{", "[]", "7", '{"q-lamp": "x", "q-bench": [1], "gone": [0, 3]}'])
def test_a_plan_that_is_junk_is_begun_anew(open_page: Opener, kept: str) -> None:
    page = open_page(LESSON)
    page.evaluate("kept => coursewright.session.keep('review', kept)", kept)
    miss(page, "q-lamp")
    expect(part(open_page(MINE)).get_by_text("Questions waiting: 1.")).to_be_visible()


def test_a_clock_that_was_wrong_keeps_nothing_away_for_longer_than_its_box(open_page: Opener) -> None:
    page = open_page(LESSON)
    page.evaluate("coursewright.session.keep('review', JSON.stringify({'q-lamp': [1, 999999]}))")
    expect(part(open_page(MINE)).get_by_text("comes back on March 5, 2026")).to_be_visible()


def test_cards_that_do_not_come_can_be_asked_for_again(open_page: Opener, device: BrowserContext, site: Path) -> None:
    miss(open_page(LESSON), "q-lamp")
    go_to_day(device, 1)
    mine = part(open_page(MINE))
    mine.route("**/cards/street.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    mine.get_by_role("button", name=BEGIN).click()
    expect(mine.get_by_text("The question could not be loaded.")).to_be_visible()
    mine.unroute("**/cards/street.js")
    mine.get_by_role("button", name="Try again").click()
    expect(mine.get_by_text("A lamp makes every street safe.")).to_be_visible()
