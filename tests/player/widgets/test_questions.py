"""Questions: each kind answered right, wrong, not at all and again; by keyboard; its keys out of the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Request, expect

Opener = Callable[[str], Page]
PAGE = "modules/market/questions"


@pytest.fixture
def page(open_page: Opener) -> Page:
    return open_page(PAGE)


def question(page: Page, name: str) -> Locator:
    return page.locator(f"#question-{name}")


def check(section: Locator) -> None:
    section.locator("button[type=submit]").click()


def feedback(section: Locator) -> Locator:
    return section.get_by_role("status")


def state_of(page: Page, name: str) -> dict[str, object] | None:
    return page.evaluate("id => coursewright.session.answerOf(id)", name)  # type: ignore[no-any-return]


def put_in_order(section: Locator, wanted: list[str]) -> None:
    for place, name in enumerate(wanted):
        while section.locator("ol > li").nth(place).inner_text().strip() != name:
            section.get_by_role("button", name=f"Move up: {name}").click()


def give_single(section: Locator, right: bool) -> None:
    section.get_by_role("radio").nth(1 if right else 0).check()


def give_several(section: Locator, right: bool) -> None:
    section.get_by_role("checkbox", name="Residents").check()
    section.get_by_role("checkbox", name="Traders").set_checked(right)


def give_truth(section: Locator, right: bool) -> None:
    section.get_by_role("radio", name="False" if right else "True").check()


def give_match(section: Locator, right: bool) -> None:
    section.get_by_role("combobox", name="Forum").select_option("2")
    section.get_by_role("combobox", name="Station commander").select_option("3" if right else "1")


def give_order(section: Locator, right: bool) -> None:
    put_in_order(section, ["Scan", "Analyse"] + (["Respond", "Assess"] if right else ["Assess", "Respond"]))
    if not right:
        section.get_by_role("button", name="Move up: Analyse").click()


def give_number(section: Locator, right: bool) -> None:
    section.get_by_role("textbox", name="Your answer").fill("12,3" if right else "0.12")


def give_words(section: Locator, right: bool) -> None:
    section.get_by_role("textbox", name="Your answer").fill("  Human   SECURITY. " if right else "state security")


GIVE: dict[str, Callable[[Locator, bool], None]] = {
    "q-single": give_single,
    "q-several": give_several,
    "q-match": give_match,
    "q-order": give_order,
    "q-number": give_number,
    "q-words": give_words,
}
RESPONSES = {"q-single": "b", "q-several": "ac", "q-match": "23", "q-order": "badc", "q-number": "12.3", "q-words": "0"}


def test_an_empty_answer_is_asked_for_and_costs_no_try(page: Page) -> None:
    for name in GIVE:
        section = question(page, name)
        check(section)
        expect(feedback(section)).to_contain_text("No try was used.")
        assert state_of(page, name) is None


def test_a_right_answer_is_told_recorded_and_closed(page: Page) -> None:
    for name, give in GIVE.items():
        section = question(page, name)
        give(section, True)
        check(section)
        expect(feedback(section)).to_contain_text("Right.")
        expect(section.get_by_role("button", name="Hide the explanation")).to_be_visible()
        kept = state_of(page, name)
        assert kept is not None
        assert (kept["right"], kept["closed"], kept["tries"], kept["response"]) == (True, True, 1, RESPONSES[name])


def test_a_wrong_answer_leaves_a_second_try_that_can_be_right(page: Page) -> None:
    for name, give in GIVE.items():
        section = question(page, name)
        give(section, False)
        check(section)
        expect(feedback(section)).to_contain_text("Not right yet. 1 more try.")
        expect(feedback(section)).not_to_contain_text("The right answer")
        check(section)
        expect(feedback(section)).to_contain_text("same answer as before")
        give(section, True)
        section.get_by_role("button", name="Try again").click()
        expect(feedback(section)).to_contain_text("Right.")
        kept = state_of(page, name)
        assert kept is not None
        assert (kept["right"], kept["tries"]) == (True, 2)


SECOND_WRONG: dict[str, Callable[[Locator], None]] = {
    "q-single": lambda section: section.get_by_role("radio").nth(2).check(),
    "q-several": lambda section: section.get_by_role("checkbox", name="quota").check(),
    "q-match": lambda section: void(section.get_by_role("combobox", name="Forum").select_option("1")),
    "q-order": lambda section: section.get_by_role("button", name="Move down: Scan").click(),
    "q-number": lambda section: section.get_by_role("textbox").fill("40"),
    "q-words": lambda section: section.get_by_role("textbox").fill("safety"),
}
REVEALED = {
    "q-single": "KEYWORD-C",
    "q-several": "Traders are there at all hours.",
    "q-match": "Names the problems",
    "q-order": "Scan\nAnalyse\nRespond\nAssess",
    "q-number": "The right answer: 12 ± 0.5 %",
    "q-words": "The right answer: human security",
}


def void(_: object) -> None:
    return None


def test_after_the_last_try_the_right_answer_is_shown(page: Page) -> None:
    for name, give in GIVE.items():
        section = question(page, name)
        give(section, False)
        check(section)
        expect(feedback(section)).to_contain_text("Not right yet.")
        SECOND_WRONG[name](section)
        check(section)
        expect(feedback(section)).to_contain_text("Not right.")
        expect(feedback(section)).to_contain_text(REVEALED[name], use_inner_text=True)
        kept = state_of(page, name)
        assert kept is not None
        assert (kept["right"], kept["closed"]) == (False, True)


def test_marks_after_the_last_try_are_words_and_not_colour_alone(page: Page) -> None:
    section = question(page, "q-truth")
    give_truth(section, False)
    check(section)
    expect(section.get_by_role("radio", name="True Your answer")).to_be_checked()
    expect(section.get_by_role("radio", name="False Right answer")).to_be_disabled()
    expect(feedback(section)).to_contain_text("Recorded crime is one part only.")


def test_a_true_statement_is_judged(page: Page) -> None:
    section = question(page, "q-truth")
    give_truth(section, True)
    check(section)
    expect(feedback(section)).to_contain_text("Safety is also how safe people feel.")
    kept = state_of(page, "q-truth")
    assert kept is not None
    assert kept["response"] == "f"


def test_several_says_that_something_is_missing_without_saying_what(page: Page) -> None:
    section = question(page, "q-several")
    give_several(section, False)
    check(section)
    expect(feedback(section)).to_contain_text("something is missing")
    expect(feedback(section)).not_to_contain_text("Traders")


def test_a_near_number_gets_words_of_its_own(page: Page) -> None:
    section = question(page, "q-number")
    give_number(section, False)
    check(section)
    expect(feedback(section)).to_contain_text("Multiply by 100 for percent.")


NUMBERS: tuple[tuple[str, str, float | str | None], ...] = (
    ("1,5", "", 1.5),
    (" -1.5 ", "", -1.5),
    ("−3", "", -3),
    ("12 %", "%", 12),
    ("12\u00a0m²", "m²", 12),
    ("1 250", "", 1250),
    ("1e3", "", 1000),
    (".5", "", 0.5),
    ("0,125", "", 0.125),
    ("۱۲٫۵", "", 12.5),
    ("١٢", "", 12),
    ("1,250", "", None),
    ("twelve", "", "NaN"),
    ("1.2.3", "", "NaN"),
    ("12 apples", "%", "NaN"),
    ("--1", "", "NaN"),
    ("1e999", "", "NaN"),
    ("0x10", "", "NaN"),
)


def test_numbers_are_read_as_people_write_them(page: Page) -> None:
    read = "([typed, unit]) => { const n = coursewright.readNumber(typed, unit); return isNaN(n) ? 'NaN' : n; }"
    for typed, unit, number in NUMBERS:
        assert page.evaluate(read, [typed, unit]) == number, typed


def test_what_is_no_number_is_said_and_costs_no_try(page: Page) -> None:
    section = question(page, "q-number")
    field = section.get_by_role("textbox")
    for typed, said in (("twelve", "not a number"), ("1,200", "comma for thousands")):
        field.fill(typed)
        field.press("Enter")
        expect(feedback(section)).to_contain_text(said)
        expect(field).to_be_focused()
        assert state_of(page, "q-number") is None


def test_words_with_accents_are_the_same_however_they_are_composed(page: Page) -> None:
    section = question(page, "q-words")
    section.get_by_role("textbox").fill("SE\u0301CURITE\u0301 humaine .")
    check(section)
    expect(feedback(section)).to_contain_text("Right.")
    kept = state_of(page, "q-words")
    assert kept is not None
    assert kept["response"] == "1"


def test_keys_are_neither_in_the_page_nor_loaded_before_an_answer(page: Page) -> None:
    asked: list[str] = []

    def watch(request: Request) -> None:
        asked.append(request.url)

    page.on("request", watch)
    section = question(page, "q-single")
    check(section)
    expect(feedback(section)).to_contain_text("No try was used.")
    assert not [url for url in asked if "/bank/" in url]
    assert "KEYWORD" not in page.content()
    give_single(section, False)
    check(section)
    expect(feedback(section)).to_contain_text("KEYWORD-A")
    assert [url for url in asked if "/bank/market.js" in url]
    assert "KEYWORD-B" not in page.content()


def test_a_bank_that_cannot_be_had_is_said_and_costs_no_try(page: Page, expected_faults: list[str]) -> None:
    expected_faults.append("nowhere.js")
    section = question(page, "q-lost")
    section.get_by_role("radio", name="This").check()
    check(section)
    expect(feedback(section)).to_contain_text("could not be loaded")
    assert state_of(page, "q-lost") is None
    check(section)
    expect(feedback(section)).to_contain_text("could not be loaded")


def test_the_bank_is_asked_for_again_when_the_network_is_back(page: Page, expected_faults: list[str]) -> None:
    expected_faults.append("ERR_INTERNET_DISCONNECTED")
    section = question(page, "q-single")
    page.context.set_offline(True)
    give_single(section, True)
    check(section)
    expect(feedback(section)).to_contain_text("could not be loaded")
    page.context.set_offline(False)
    check(section)
    expect(feedback(section)).to_contain_text("KEYWORD-B")


def test_rich_options_stay_whole_and_links_in_them_work(page: Page) -> None:
    section = question(page, "q-single")
    expect(section.locator("label code").first).to_have_text("cop.ask()")
    expect(section.locator("label math mn")).to_have_text("5")
    expect(section.locator("label pre")).to_contain_text("while True:\n    wait()")
    section.locator("label").filter(has_text="while True").locator("pre").click()
    expect(section.get_by_role("radio").nth(2)).to_be_checked()
    section.get_by_role("link", name="traders").click()
    page.wait_for_url("**/scenario.html")


def test_questions_have_names_and_roles(page: Page) -> None:
    group = page.get_by_role("group", name="What is the first step at the market?")
    expect(group.get_by_role("radio")).to_have_count(3)
    listed = page.get_by_role("group", name="Who can tell you about safety here?")
    expect(listed.get_by_role("checkbox")).to_have_count(3)
    expect(listed.get_by_role("listitem").first).to_have_text("Think of the day.")
    assert page.locator("legend ul").count() == 0
    expect(question(page, "q-match")).to_match_aria_snapshot(
        """
        - group "Who does what?":
          - text: Who does what? Forum
          - combobox "Forum":
            - option "Choose …" [selected]
            - option "Writes the law"
            - option "Names the problems"
            - option "Answers for the patrols"
          - text: Station
          - strong: commander
          - combobox "Station commander":
            - option "Choose …" [selected]
            - option "Writes the law"
            - option "Names the problems"
            - option "Answers for the patrols"
        - button "Check answer"
        - status
        """
    )
    expect(question(page, "q-number")).to_match_aria_snapshot(
        """
        - group "30 of 250 invented answers say “unsafe”. How many percent?":
          - text: 30 of 250 invented answers say “unsafe”. How many percent? Your answer
          - textbox "Your answer"
          - text: "%"
        - button "Check answer"
        - status
        """
    )
    expect(question(page, "q-number").get_by_role("textbox")).to_have_accessible_description("%")


def test_an_order_is_made_by_keyboard_and_said_aloud(page: Page) -> None:
    section = question(page, "q-order")
    button = section.get_by_role("button", name="Move up: Scan")
    button.focus()
    page.keyboard.press("Space")
    expect(section.locator("ol > li").first).to_contain_text("Scan")
    expect(section.locator("[aria-live]")).to_have_text("Scan: now 1 of 4")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(section.locator("ol > li").first).to_contain_text("Scan")


def test_a_question_is_answered_by_keyboard_alone(page: Page) -> None:
    section = question(page, "q-single")
    section.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(feedback(section)).to_contain_text("KEYWORD-A")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(section.get_by_role("button", name="Try again")).to_be_focused()
    page.keyboard.press("Enter")
    expect(feedback(section)).to_contain_text("KEYWORD-B")
    expect(section.get_by_role("button", name="Hide the explanation")).to_be_focused()


def test_answered_questions_come_back_with_their_explanation_on_request(page: Page, open_page: Opener) -> None:
    for name, give in GIVE.items():
        give(question(page, name), True)
        check(question(page, name))
        expect(feedback(question(page, name))).to_contain_text("Right.")
    page.close()
    again = open_page(PAGE)
    assert "KEYWORD" not in again.content()
    for name in GIVE:
        section = question(again, name)
        expect(feedback(section)).to_have_text("Right.")
        section.get_by_role("button", name="Show the explanation").click()
        expect(section.get_by_role("button", name="Hide the explanation")).to_be_visible()
        expect(section.locator(".cw-explanation p").first).to_be_visible()
    expect(question(again, "q-single").get_by_role("radio").nth(1)).to_be_checked()
    expect(question(again, "q-match").get_by_role("combobox", name="Forum")).to_have_value("2")
    expect(question(again, "q-order").locator("ol > li").first).to_contain_text("Scan")
    expect(question(again, "q-number").get_by_role("textbox")).to_have_value("12.3")
    expect(question(again, "q-words").get_by_role("textbox")).to_have_value("Human   SECURITY.")
    single = question(again, "q-single")
    single.get_by_role("button", name="Hide the explanation").click()
    expect(single.get_by_text("KEYWORD-B")).to_have_count(0)


def test_an_open_question_comes_back_with_its_last_try_and_no_key(page: Page, open_page: Opener) -> None:
    give_single(question(page, "q-single"), False)
    check(question(page, "q-single"))
    expect(feedback(question(page, "q-single"))).to_contain_text("KEYWORD-A")
    again = open_page(PAGE)
    section = question(again, "q-single")
    expect(feedback(section)).to_have_text("Not right yet. 1 more try.")
    expect(section.get_by_role("radio").first).to_be_checked()
    assert again.locator('script[src*="/bank/"]').count() == 0
    section.get_by_role("button", name="Try again").click()
    expect(feedback(section)).to_contain_text("same answer as before")


def test_the_score_of_the_page_is_told_quietly(page: Page) -> None:
    line = page.locator(".cw-set")
    expect(line).to_have_text("")
    give_single(question(page, "q-single"), True)
    check(question(page, "q-single"))
    expect(line).to_have_text("1 right, 1 of 8 questions answered on this page.")
    give_truth(question(page, "q-truth"), False)
    check(question(page, "q-truth"))
    expect(line).to_have_text("1 right, 2 of 8 questions answered on this page.")
    expect(line).to_have_attribute("aria-live", "polite")


def test_a_reflection_stays_on_the_device_and_gives_guidance(page: Page, open_page: Opener) -> None:
    section = question(page, "q-note")
    area = section.get_by_role("textbox", name="Your thoughts")
    expect(area).to_have_accessible_description(
        "What you write stays on this device. It is not sent to anybody and not scored."
    )
    check(section)
    expect(feedback(section)).to_contain_text("Write an answer first")
    area.fill("The night cleaners.")
    check(section)
    expect(feedback(section)).to_contain_text("seldom asked")
    kept = state_of(page, "q-note")
    assert kept is not None
    assert kept["response"] == ""
    assert page.evaluate("coursewright.session.note('q-note')") == "The night cleaners."
    again = open_page(PAGE)
    expect(question(again, "q-note").get_by_role("textbox")).to_have_value("The night cleaners.")


def test_a_reflection_is_kept_without_pressing_anything(page: Page, open_page: Opener) -> None:
    question(page, "q-note").get_by_role("textbox").press_sequentially("Half a")
    page.reload()
    expect(question(page, "q-note").get_by_role("textbox")).to_have_value("Half a")


def test_what_the_session_hears_is_what_a_learning_system_records(page: Page) -> None:
    heard = page.evaluate(
        """() => { window.heard = {}; const answer = coursewright.session.answer;
        coursewright.session.answer = (id, given) => { window.heard[id] = given; return answer(id, given); }; }"""
    )
    assert heard is None
    for name, give in (*GIVE.items(), ("q-truth", give_truth)):
        give(question(page, name), True)
        check(question(page, name))
        expect(feedback(question(page, name))).to_contain_text("Right.")
    given = page.evaluate("window.heard")
    assert {name: (one["text"], one["pattern"]) for name, one in given.items()} == {
        "q-single": ("b", "b"),
        "q-several": ("a,c", "a,c"),
        "q-match": ("a.2,b.3", "a.2,b.3"),
        "q-order": ("b,a,d,c", "b,a,d,c"),
        "q-number": ("12.3", "12"),
        "q-words": ("Human   SECURITY.", "human security"),
        "q-truth": ("f", "f"),
    }
    assert all(one["latency"] >= 0 for one in given.values())
