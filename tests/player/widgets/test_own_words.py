"""What learners write: on the device and nowhere else, in two tabs too, and said truly where it is not kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.player.widgets.conftest import until
from tests.player.widgets.test_questions import PAGE, check, feedback, question, state_of

Opener = Callable[[str], Page]
LEFT = "document.activeElement.blur()"
NOTE = "coursewright.session.note('q-note')"


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def area(page: Page) -> Locator:
    return question(page, "q-note").get_by_role("textbox", name="Your thoughts")


def mark(page: Page, words: str) -> Locator:
    return question(page, "q-note").get_by_role("radio", name=words)


def write(page: Page, words: str) -> None:
    area(page).fill(words)
    check(question(page, "q-note"))


# ---- typed words of a question that is scored ----


def test_typed_words_come_back_and_repeating_them_costs_no_try(page: Page) -> None:
    section = question(page, "q-words")
    section.get_by_role("textbox").fill(" National  Security")
    check(section)
    expect(feedback(section)).to_contain_text("1 more try.")
    page.reload()
    expect(section.get_by_role("textbox")).to_have_value("National  Security")
    section.get_by_role("textbox").fill("national security.")
    check(section)
    expect(feedback(section)).to_contain_text("same answer as before")
    kept = state_of(page, "q-words")
    assert kept is not None
    assert (kept["tries"], kept["response"]) == (1, "-")


def test_typed_words_stay_beside_the_right_answer_after_the_last_try(page: Page) -> None:
    section = question(page, "q-words")
    for words in ("peace", "quiet"):
        section.get_by_role("textbox").fill(words)
        check(section)
        expect(feedback(section)).to_contain_text("Not right")
    expect(feedback(section)).to_contain_text("human security")
    page.reload()
    expect(section.get_by_role("textbox")).to_have_value("quiet")
    check(section)
    expect(feedback(section)).to_contain_text("The right answer: human security")
    expect(section.get_by_role("textbox")).to_have_value("quiet")


def test_words_of_another_try_are_not_shown_as_those_of_the_last(page: Page) -> None:
    section = question(page, "q-words")
    section.get_by_role("textbox").fill("peace")
    check(section)
    expect(feedback(section)).to_contain_text("1 more try.")
    answered_elsewhere = "coursewright.session.answer('q-words', {right: true, response: '0'})"
    page.evaluate(answered_elsewhere)
    page.reload()
    expect(section.get_by_role("textbox")).to_have_value("")
    check(section)
    expect(section.get_by_role("textbox")).to_have_value("human security")


def test_typed_words_are_no_part_of_the_state(page: Page) -> None:
    section = question(page, "q-words")
    section.get_by_role("textbox").fill("peace")
    check(section)
    expect(feedback(section)).to_contain_text("1 more try.")
    kept = page.evaluate(
        "Object.entries(localStorage).filter(([, text]) => text.includes('peace')).map(([key]) => key)"
    )
    assert kept == ["coursewright:market-street:typed:q-words"]


# ---- notes in two tabs ----


def test_two_tabs_keep_the_words_of_both(page: Page, open_page: Opener) -> None:
    area(page).fill("The bakers.")
    page.evaluate(LEFT)
    other = open_page(PAGE)
    expect(area(other)).to_have_value("The bakers.")
    area(page).fill("First the bakers.")
    area(other).fill("The bakers. And the night cleaners.")
    page.evaluate(LEFT)
    until(other, f"{NOTE}.startsWith('First')")
    other.evaluate(LEFT)
    for one in (page, other):
        expect(area(one)).to_have_value("First the bakers. And the night cleaners.")
        one.close()
    expect(area(open_page(PAGE))).to_have_value("First the bakers. And the night cleaners.")


def test_a_tab_that_never_wrote_does_not_bring_old_words_back(page: Page, open_page: Opener) -> None:
    write(page, "Old.")
    expect(feedback(question(page, "q-note"))).to_contain_text("Kept on this device.")
    other = open_page(PAGE)
    write(other, "New.")
    expect(feedback(question(other, "q-note"))).to_contain_text("Kept on this device.")
    expect(area(page)).to_have_value("New.")
    check(question(page, "q-note"))
    expect(feedback(question(page, "q-note"))).to_contain_text("seldom asked")
    assert page.evaluate(NOTE) == "New."


def test_words_that_another_tab_brings_leave_the_cursor_in_its_place(page: Page, open_page: Opener) -> None:
    area(page).fill("Bakers sleep.")
    page.evaluate(LEFT)
    other = open_page(PAGE)
    area(page).focus()
    page.evaluate("document.activeElement.setSelectionRange(6, 6)")
    area(other).press("ControlOrMeta+End")
    area(other).press_sequentially(" And cleaners.")
    expect(area(page)).to_have_value("Bakers sleep. And cleaners.")
    assert page.evaluate("document.activeElement.selectionStart") == 6


BOTH = (
    ("", "mine", "theirs", "theirs\n\nmine"),
    ("a", "a", "b", "b"),
    ("a", "b", "a", "b"),
    ("a", "b", "b", "b"),
    ("one two", "one two three", "zero one two", "zero one two three"),
    ("one two", "zero one two", "one two three", "zero one two three"),
    ("one", "one A", "one B", "one B\n\nA"),
    ("one two", "two", "one two three", "two three"),
    ("one", "", "two", "two"),
    ("one", "two", "", "two"),
    ("aaa", "aaaa", "aa", "aaaa"),
    ("one", "my own", "their own", "their own\n\nmy own"),
)


def test_both_texts_hold_the_changes_of_both(page: Page) -> None:
    for base, mine, theirs, both in BOTH:
        joined = page.evaluate("given => coursewright.bothTexts(...given)", [base, mine, theirs])
        assert joined == both, (base, mine, theirs)


# ---- said truly ----

FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('', 'SecurityError'); }});"


@pytest.mark.parametrize("device", [FULL, BLOCKED], ids=["full", "blocked"])
def test_a_note_that_the_device_did_not_take_is_not_called_kept(
    context: BrowserContext, open_page: Opener, device: str
) -> None:
    context.add_init_script(device)
    page = open_page(PAGE)
    write(page, "The night cleaners.")
    said = feedback(question(page, "q-note"))
    expect(said).to_contain_text("Not kept: this browser keeps nothing here.")
    expect(said).to_contain_text("seldom asked")
    expect(said).not_to_contain_text("Kept on this device.")
    expect(said).to_have_attribute("data-state", "problem")


# ---- the learner's own mark ----


def test_a_reflection_is_marked_by_its_writer_once_the_guidance_is_there(page: Page) -> None:
    group = question(page, "q-note").get_by_role("group", name="Compare your words with the guidance.")
    expect(group).to_have_count(0)
    write(page, "The night cleaners.")
    expect(group).to_have_accessible_description(
        "Your mark stays on this device. It is not sent to anybody and not scored."
    )
    expect(group.get_by_role("radio")).to_have_count(3)
    expect(question(page, "q-note").get_by_role("radio", checked=True)).to_have_count(0)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(mark(page, "I covered all of it")).to_be_checked()
    page.keyboard.press("ArrowDown")
    expect(mark(page, "I covered some of it")).to_be_checked()
    expect(mark(page, "I covered some of it")).to_be_focused()


def test_a_mark_comes_back_and_is_neither_sent_nor_scored(page: Page, open_page: Opener) -> None:
    write(page, "The night cleaners.")
    expect(mark(page, "Not yet")).to_be_visible()
    before = page.evaluate("[localStorage['coursewright:market-street'], coursewright.session.score()]")
    page.evaluate(
        "() => { window.sent = 0; const s = coursewright.session; const a = s.answer;"
        " s.answer = (...given) => { window.sent += 1; return a(...given); }; }"
    )
    mark(page, "Not yet").check()
    after = page.evaluate("[localStorage['coursewright:market-street'], coursewright.session.score()]")
    assert after == before
    assert page.evaluate("window.sent") == 0
    again = open_page(PAGE)
    expect(mark(again, "Not yet")).to_be_checked()
    mark(again, "I covered all of it").check()
    expect(mark(page, "I covered all of it")).to_be_checked()
