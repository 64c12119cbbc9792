"""The page around the widgets: progress, place, notices, light and dark; from a disk too, and right to left."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Route, expect

from builder.book.catalogue import player_words
from tests.player.widgets.conftest import until

Opener = Callable[[str], Page]


def test_progress_counts_pages_questions_and_score(open_page: Opener) -> None:
    page = open_page("modules/market/questions")
    box = page.locator("#cw-progress")
    expect(box.get_by_role("listitem")).to_have_text(["1 of 2 pages read", "0 of 11 questions answered"])
    section = page.locator("#question-q-several")
    section.get_by_role("checkbox", name="Residents").check()
    section.get_by_role("checkbox", name="Traders").check()
    section.get_by_role("button", name="Check answer").click()
    expect(box).to_contain_text("1 of 11 questions answered")
    expect(box).to_contain_text("Score so far: 16 %")
    expect(page.get_by_role("link", name="Ask first (read)")).to_be_visible()


def test_the_start_page_leads_back_to_where_the_reader_was(open_page: Opener) -> None:
    start = open_page("index")
    expect(start.locator(".cw-continue")).to_have_count(0)
    page = open_page("modules/market/questions")
    page.locator("#more").scroll_into_view_if_needed()
    page.evaluate("document.querySelector('#more').scrollIntoView()")
    until(page, "Object.keys(localStorage).some(key => /@.{4}02;/.test(localStorage.getItem(key)))")
    page.close()
    start.reload()
    link = start.get_by_role("link", name="Continue where you left off: Ask first")
    expect(link).to_have_attribute("href", "./modules/market/questions.html#cw-at-2")
    start.reload()
    link.click()
    start.wait_for_url("**/questions.html#cw-at-2")
    expect(start.get_by_role("heading", name="More kinds")).to_be_focused()
    expect(start.get_by_role("heading", name="More kinds")).to_be_in_viewport()


def test_light_and_dark_are_chosen_and_remembered(open_page: Opener) -> None:
    page = open_page("index")
    button = page.get_by_role("button", name="Colours: as on this device")
    button.click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.get_by_role("button", name="Colours: light").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    page.get_by_role("button", name="Colours: dark").click()
    assert page.locator("html").get_attribute("data-theme") is None
    assert page.evaluate("localStorage.getItem('coursewright.theme')") is None


def test_notices_are_plain_words_that_can_be_closed(open_page: Opener) -> None:
    page = open_page("modules/market/questions")
    other = open_page("modules/market/story")
    other.evaluate("coursewright.session.end()")
    status = page.locator("#cw-status")
    expect(status).to_contain_text("What you did there is shown here.")
    status.get_by_role("button", name="Close").click()
    expect(status).to_have_text("")


def test_trouble_stays_beside_good_news_until_it_is_over(open_page: Opener) -> None:
    page = open_page("modules/market/questions")
    page.clock.install()
    page.reload()
    status = page.locator("#cw-status")
    page.evaluate(
        """() => {
          window.takes = Storage.prototype.setItem;
          Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };
          coursewright.session.answer('q-single', {right: true, response: 'b'});
        }"""
    )
    expect(status).to_contain_text("This device keeps nothing")
    other = open_page("modules/market/story")
    other.evaluate("coursewright.session.end()")
    other.close()
    expect(status).to_contain_text("What you did there is shown here.")
    expect(status).to_contain_text("This device keeps nothing")
    page.clock.run_for(10_100)
    expect(status).not_to_contain_text("What you did there is shown here.")
    expect(status).to_contain_text("This device keeps nothing")
    page.evaluate(
        """() => {
          Storage.prototype.setItem = window.takes;
          coursewright.session.answer('q-truth', {right: true, response: 't'});
        }"""
    )
    expect(status).not_to_contain_text("This device keeps nothing")


def test_closing_a_notice_gives_the_focus_back(open_page: Opener) -> None:
    page = open_page("modules/market/questions")
    other = open_page("modules/market/story")
    other.evaluate("coursewright.session.end()")
    field = page.locator("#question-q-number").get_by_role("textbox")
    field.focus()
    close = page.locator("#cw-status").get_by_role("button", name="Close")
    close.press("Enter")
    expect(page.locator("#cw-status")).to_have_text("")
    expect(field).to_be_focused()


def test_everything_works_from_a_disk(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / "modules/market/questions.html").as_uri())
    section = page.locator("#question-q-single")
    section.get_by_role("radio").nth(1).check()
    section.get_by_role("button", name="Check answer").click()
    expect(section.get_by_role("status")).to_contain_text("KEYWORD-B")
    page.goto((site / "modules/market/scenario.html").as_uri())
    page.get_by_role("button", name="A patrol officer").click()
    expect(page.locator(".cw-stage .cw-text")).to_be_focused()
    page.goto((site / "modules/market/story.html").as_uri())
    page.get_by_role("button", name="Next").click()
    expect(page.get_by_text("Scene 2 of 4")).to_be_visible()
    page.goto((site / "modules/market/questions.html").as_uri())
    expect(section.get_by_role("status")).to_have_text("Right.")


def test_right_to_left_reads_and_turns_the_other_way(open_page: Opener) -> None:
    page = open_page("modules/market/rtl")
    region = page.get_by_role("region", name="شارع واحد")
    region.get_by_role("button", name="Next").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_text("Scene 2 of 2")).to_be_visible()
    radio = page.get_by_role("radio", name="أن تسأل من يدير الأكشاك")
    box, row = radio.bounding_box(), page.locator(".cw-option").first.bounding_box()
    assert box is not None
    assert row is not None
    assert box["x"] > row["x"] + row["width"] / 2
    field = page.locator("#question-q-rtl-number").get_by_role("textbox")
    field.fill("١٢٫٥")
    field.press("Enter")
    expect(page.locator("#question-q-rtl-number").get_by_role("status")).to_contain_text("Right.")
    expect(page.locator("#question-q-rtl-number .cw-verdict span").first).to_have_attribute("lang", "en")


def test_the_words_are_those_of_the_course_with_every_plural(context: BrowserContext, address: str) -> None:
    def speak_arabic(route: Route) -> None:
        route.fulfill(body=player_words("ar"), content_type="text/javascript")

    context.route("**/words.js", speak_arabic)
    page = context.new_page()
    page.goto(f"{address}/modules/market/rtl.html")
    expect(page.get_by_role("button", name="تحقق من الإجابة")).to_have_count(3)
    expect(page.get_by_text("المشهد 1 من 2")).to_be_visible()
    said = page.evaluate("[0, 1, 2, 3, 11, 100].map(n => coursewright.say('tries-left', {n}))")
    assert said == [
        "لم تبقَ محاولة.",
        "بقيت محاولة واحدة.",
        "بقيت محاولتان.",
        "بقيت 3 محاولات.",
        "بقيت 11 محاولة.",
        "بقيت 100 محاولة.",
    ]
    assert page.locator(".cw-check span").first.get_attribute("lang") is None


def test_targets_are_large_and_nothing_overflows_at_phone_width_and_double_size(open_page: Opener) -> None:
    for name in ("questions", "scenario", "story", "rtl"):
        page = open_page(f"modules/market/{name}")
        page.add_style_tag(content="html { font-size: 200%; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name
        page.add_style_tag(content="html { font-size: 100%; }")
        small = page.locator("section button, section select, section .cw-option, section summary").evaluate_all(
            """all => all.filter(one => one.offsetParent && (one.offsetHeight < 44 || one.offsetWidth < 44))
            .map(one => one.outerHTML)"""
        )
        assert small == []


def test_pages_read_without_the_player(context: BrowserContext, address: str) -> None:
    context.route("**/*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page = context.new_page()
    page.goto(f"{address}/modules/market/scenario.html")
    expect(page.get_by_text("The lane is empty. So is the trust.")).to_be_visible()
    page.goto(f"{address}/modules/market/story.html")
    expect(page.locator(".cw-scene:visible")).to_have_count(4)
