"""Questions for everybody: focus, another tab's answers, paper, forced colours, long words, right to left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from builder.book.catalogue import player_words

Opener = Callable[[str], Page]
PAGE = "modules/market/questions"
LONG = "Kraftfahrzeughaftpflichtversicherungsgesellschaftsangestellte"


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def question(page: Page, name: str) -> Locator:
    return page.locator(f"#question-{name}")


def has_focus(locator: Locator) -> bool:
    return bool(locator.evaluate("one => one === document.activeElement"))


def test_what_is_locked_hands_the_focus_to_the_button(page: Page) -> None:
    section = question(page, "q-truth")
    section.get_by_role("radio", name="False").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(section).to_have_attribute("data-state", "right")
    assert has_focus(section.get_by_role("button", name="Hide the explanation"))


def test_a_field_keeps_the_focus_when_its_answer_is_checked(page: Page) -> None:
    field = question(page, "q-number").get_by_role("textbox")
    field.fill("99")
    field.press("Enter")
    expect(question(page, "q-number")).to_have_attribute("data-state", "open")
    assert has_focus(field)


def test_feedback_on_a_near_number_is_rendered(page: Page) -> None:
    section = question(page, "q-number")
    section.get_by_role("textbox").fill("0.12")
    section.get_by_role("button", name="Check answer").click()
    expect(section.locator(".cw-explanation p")).to_have_text("Multiply by 100 for percent.")


def test_an_answer_of_another_tab_is_shown_here_too(page: Page, open_page: Opener) -> None:
    other = open_page(PAGE)
    section = question(other, "q-truth")
    section.get_by_role("radio", name="False").check()
    section.get_by_role("button", name="Check answer").click()
    expect(section).to_have_attribute("data-state", "right")
    here = question(page, "q-truth")
    expect(here).to_have_attribute("data-state", "right")
    expect(here.get_by_role("radio", name="False")).to_be_checked()
    expect(here.get_by_role("radio", name="False")).to_be_disabled()
    expect(here.get_by_role("status")).to_have_text("Right.")
    here.get_by_role("button", name="Show the explanation").click()
    expect(here.locator(".cw-explanation")).not_to_be_empty()


def test_questions_print_with_open_lists_and_without_controls(page: Page) -> None:
    page.emulate_media(media="print")
    match = question(page, "q-match")
    expect(match.get_by_role("combobox")).to_have_count(0)
    expect(match.locator(".cw-targets > li:visible")).to_have_text(
        ["Writes the law", "Names the problems", "Answers for the patrols"]
    )
    for control in ("section button", "section .cw-hint", "#cw-progress"):
        assert page.locator(f"{control}:visible").count() == 0, control
    order = question(page, "q-order").locator("ol > li").first
    assert "____" in order.evaluate("one => getComputedStyle(one, '::before').content")
    for name in ("q-single", "q-several", "q-truth"):
        assert question(page, name).locator(".cw-option:visible").count() >= 2


def test_targets_of_a_matching_question_stand_only_in_its_lists_on_the_screen(page: Page) -> None:
    expect(question(page, "q-match").locator(".cw-targets")).to_be_hidden()


def test_the_right_pairs_read_the_same_aloud_in_both_directions(page: Page) -> None:
    section = question(page, "q-match")
    for target in ("1", "3"):
        section.get_by_role("combobox", name="Forum").select_option(target)
        section.get_by_role("combobox", name="Station commander").select_option("1")
        section.locator("button[type=submit]").click()
    expect(section.locator(".cw-reveal li").first).to_have_text("Forum: Names the problems")


@pytest.mark.parametrize("language", ["qps", "es"])
def test_longer_words_and_double_size_fit_a_narrow_phone(context: BrowserContext, address: str, language: str) -> None:
    def speak(route: Route) -> None:
        route.fulfill(body=player_words(language), content_type="text/javascript")

    context.route("**/words.js", speak)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    for name in ("questions", "scenario", "story"):
        page.goto(f"{address}/modules/market/{name}.html")
        page.evaluate("language => { document.documentElement.dir = language === 'qps' ? 'rtl' : 'ltr'; }", language)
        page.evaluate(
            """word => document.querySelectorAll('.cw-option-text, .cw-item-text, .cw-prompt-text, .cw-words')
            .forEach(one => one.append(' ' + word))""",
            LONG,
        )
        if page.get_by_role("group").count() and name == "scenario":
            page.locator(".cw-stage button").first.click()
        for size in ("100%", "200%"):
            page.add_style_tag(content=f"html {{ font-size: {size}; }}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, (name, size)


def test_in_forced_colours_what_is_chosen_and_what_is_right_can_be_seen(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    section = question(page, "q-truth")
    section.get_by_role("radio", name="False").check()
    chosen = section.locator(".cw-option").nth(1)
    assert chosen.evaluate("one => getComputedStyle(one).outlineStyle") == "solid"
    section.get_by_role("button", name="Check answer").click()
    expect(chosen.get_by_text("Right answer")).to_be_visible()


def test_ordering_works_right_to_left_by_touch_and_tells_the_place(open_page: Opener) -> None:
    page = open_page("modules/market/rtl")
    section = question(page, "q-rtl-order")
    section.locator("ol > li").nth(1).get_by_role("button").first.click()
    expect(section.locator("ol > li").first).to_contain_text("امسح")
    expect(section.locator("[aria-live=polite] bdi").first).to_have_text("امسح")
    numbers, text = section.locator("ol > li").first.bounding_box(), section.locator(".cw-movers").first.bounding_box()
    assert numbers is not None
    assert text is not None
    assert text["x"] < numbers["x"] + numbers["width"] / 2
