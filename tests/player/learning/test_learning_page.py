"""The learner's own page: what was done and is left, what was gained, and that nothing of it leaves the device."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import SESSION_SCRIPTS
from builder.model.book import Book
from tests.conftest import serving
from tests.player.learning.conftest import FIRST, LAST, LESSON, MINE, PAGES, Opener, answer, miss
from tests.player.test_accessibility import AXE, unfold, violations
from tests.player.widgets.conftest import until


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def answer_pairs(page: Page, before: str, after: str) -> None:
    """Answer the four pairs: a letter each, r(ight) or w(rong)."""
    names = ("trust", "harm", "rule", "aim")
    answer(page, **{f"first_{name}": given == "r" for name, given in zip(names, before, strict=True)})
    answer(page, **{f"last_{name}": given == "r" for name, given in zip(names, after, strict=True)})


def test_it_lists_what_is_left_with_the_way_to_each(open_page: Opener) -> None:
    page = open_page(LESSON)
    answer(page, q_lamp=True, q_bench=False)
    mine = open_page(MINE)
    here = region(mine, "Where you are")
    expect(here.get_by_text("1 of 2 pages read")).to_be_visible()
    expect(here.get_by_text("2 of 7 questions answered")).to_be_visible()
    expect(here.get_by_text("Pages to read: 1")).to_be_visible()
    expect(here.get_by_role("link", name=PAGES[LAST])).to_have_attribute("href", f"{LAST}.html")
    expect(here.get_by_text("Time for these pages: about 10 minutes.")).to_be_visible()
    expect(here.get_by_text("A lamp makes every street safe.")).to_have_count(0)
    here.get_by_text("Questions still open: 11").click()
    here.get_by_role("link", name="About q-bench.").click()
    mine.wait_for_url(f"**/{LESSON}.html#question-q-bench")


def test_one_minute_and_one_question_are_said_as_one(open_page: Opener) -> None:
    mine = open_page(MINE)
    said = "([key, n]) => coursewright.say(key, {n})"
    assert mine.evaluate(said, ["left-time", 1]) == "Time for these pages: about 1 minute."
    assert mine.evaluate(said, ["gain-limits", 1]).startswith("1 question says little.")


def test_it_leads_back_to_the_exact_place(open_page: Opener) -> None:
    page = open_page(LESSON)
    page.get_by_role("heading", name="Two").evaluate("one => one.scrollIntoView()")
    until(page, "coursewright.session.resumePlace().anchor === 2")
    page.close()
    mine = open_page(MINE)
    mine.get_by_role("link", name="Continue where you left off: Light and safety").click()
    mine.wait_for_url("**#cw-at-2")
    expect(mine.get_by_role("heading", name="Two")).to_be_focused()


def test_when_nothing_is_left_it_says_so(open_page: Opener) -> None:
    page = open_page(LESSON)
    answer(page, q_lamp=True, q_bench=True, q_crossing=True, q_note=True)
    answer_pairs(page, "rrrr", "rrrr")
    page.goto(page.url.replace("lesson", "last"))
    page.close()
    expect(open_page(MINE).get_by_text("Nothing is left.")).to_be_visible()


def test_what_another_tab_does_is_shown_without_a_reload(open_page: Opener) -> None:
    page = open_page(LESSON)
    mine = open_page(MINE)
    answer(page, q_lamp=True)
    expect(region(mine, "Where you are").get_by_text("1 of 7 questions answered")).to_be_visible()
    expect(region(mine, "A record to keep").get_by_text("1 of 7 questions answered")).to_be_visible()


def test_before_both_are_answered_it_says_what_is_missing(open_page: Opener) -> None:
    answer(open_page(FIRST), first_trust=True, first_harm=True, first_rule=False)
    gain = region(open_page(MINE), "Before and after")
    expect(gain.get_by_text("From before, not answered yet: 1.")).to_be_visible()
    expect(gain.get_by_text("From after, not answered yet: 4.")).to_be_visible()
    expect(gain.get_by_role("link")).to_have_text([PAGES[FIRST], PAGES[LAST]])
    expect(gain.locator("dl")).to_have_count(0)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("rwww", "rrrw", ["More right than before: 2.", "Before, 3 were not right. You gained 2 of these, or 67 %."]),
        ("rrww", "wwrr", ["As many are right as before."]),
        ("rrrw", "rwww", ["Fewer right than before: 2."]),
        ("rrrr", "rrrw", ["All were right before."]),
    ],
)
def test_the_gain_is_told_in_words_with_its_limits(open_page: Opener, before: str, after: str, told: list[str]) -> None:
    answer_pairs(open_page(FIRST), before, after)
    gain = region(open_page(MINE), "Before and after")
    expect(gain.locator("dd")).to_have_text([f"{before.count('r')} of 4 right", f"{after.count('r')} of 4 right"])
    for words in (*told, "4 questions are few.", "it does not rank you"):
        expect(gain.get_by_text(words)).to_be_visible()
    assert gain.get_by_text("normalised").count() == sum("gained" in words for words in told)


def test_only_the_first_try_counts_and_each_pair_is_listed(open_page: Opener) -> None:
    page = open_page(FIRST)
    answer_pairs(page, "wwww", "rrww")
    answer(page, last_rule=True)
    mine = open_page(MINE)
    mine.get_by_text("Question by question").click()
    rows = region(mine, "Before and after").get_by_role("row")
    expect(rows).to_have_count(5)
    expect(rows.nth(1)).to_have_text("About last-trust. Not right Right")
    expect(rows.nth(3)).to_have_text("About last-rule. Not right Not right")


def test_a_book_without_questions_has_no_empty_parts(device: BrowserContext, plain_site: Path) -> None:
    page = device.new_page()
    page.goto((plain_site / f"{MINE}.html").as_uri())
    expect(page.get_by_role("heading", level=2)).to_have_text(["Where you are", "A record to keep"])
    expect(page.get_by_text("Question")).to_have_count(0)


def test_the_days_of_the_first_visit_and_of_the_outcome_are_kept_once(
    open_page: Opener, device: BrowserContext
) -> None:
    page = open_page(LESSON)
    answer(page, q_lamp=True, q_bench=True, q_crossing=True)
    answer_pairs(page, "wwww", "rrrr")
    page.goto(page.url.replace("lesson", "last"))
    until_outcome = "coursewright.session.kept('outcome-on')"
    first = page.evaluate(until_outcome), page.evaluate("coursewright.session.kept('begun')")
    assert first[0].split(" ")[0] == "passed"
    device.clock.set_fixed_time("2026-05-01")
    page.reload()
    assert (page.evaluate(until_outcome), page.evaluate("coursewright.session.kept('begun')")) == first


def test_no_page_asks_elsewhere_or_sets_a_cookie(device: BrowserContext, open_page: Opener, address: str) -> None:
    asked: list[str] = []
    device.on("request", lambda request: asked.append(request.url))
    page = open_page("index")
    for name in (LESSON, FIRST, LAST, MINE):
        page.goto(f"{address}/{name}.html")
        miss(page, "q-lamp")
    page.get_by_role("button", name="Save the record as a file").click()
    assert len(asked) > 100
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", f"blob:{address}/"))] == []
    assert device.cookies() == []
    assert page.evaluate("document.cookie") == ""


def test_without_javascript_the_built_page_says_what_it_is(sound_book: Book, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sound_book.root / "modules/one/lesson.html").as_uri())
    page.get_by_role("link", name="Your learning").click()
    expect(page.get_by_role("heading", name="Your learning")).to_be_visible()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("noscript p")).to_contain_text("needs JavaScript")
    context.close()


def test_the_built_page_is_linked_from_the_contents_and_works(sound_book: Book, device: BrowserContext) -> None:
    page = device.new_page()
    page.goto((sound_book.root / "modules/one/lesson.html").as_uri())
    page.locator("summary", has_text="Contents").click()
    page.get_by_role("link", name="Your learning").click()
    expect(page.get_by_role("heading", level=2)).to_have_text(
        ["Where you are", "Review", "Your notes", "A record to keep"]
    )
    page.get_by_text("Questions still open: 8").click()
    expect(page.get_by_role("link", name="What do you think?")).to_be_visible()


def test_in_the_frame_of_a_part_it_shows_the_part_and_the_notes_of_all(device: BrowserContext, site: Path) -> None:
    frame = site / "part.html"
    scripts = "".join(
        f'<script defer src="_static/coursewright/{name}"></script>'
        for name in ("course.js", "part.js", *SESSION_SCRIPTS)
    )
    shutil.copy(PLAYER / "part.js", site / "_static/coursewright")
    frame.write_text(
        f'<!DOCTYPE html><html lang="en"><link rel="icon" href="data:,"><title>Part</title>{scripts}'
        '<script defer src="start.js"></script>'
        '<body data-part="other" data-root=""><p id="cw-shell-note"></p><iframe name="cw-page">',
        encoding="utf-8",
    )
    begin = "coursewright.session.start(null); document.querySelector('iframe').src = 'my-learning.html'"
    (site / "start.js").write_text(begin, encoding="utf-8")
    with serving(site) as address:
        page = device.new_page()
        page.goto(f"{address}/part.html")
        page.evaluate("coursewright.session.setNote('q-note', 'Words.', 'Whom?')")
        page.reload()
        inside = page.frame_locator("iframe")
        expect(inside.get_by_text("Questions still open")).to_have_count(0)
        expect(inside.get_by_role("heading", name="Before and after")).to_have_count(0)
        expect(inside.locator(".cw-note").get_by_role("link", name=PAGES[LESSON])).to_be_visible()
        with page.expect_download() as download:
            inside.get_by_role("button", name="Save all notes as one file").click()
        assert download.value.suggested_filename == "street-notes-2026-03-02.html"


def test_axe_finds_nothing_in_any_state(sound_book: Book, browser: Browser, root: Path) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto((sound_book.root / "modules/one/lesson.html").as_uri())
    for name in ("q-single", "q-several", "q-true-false"):
        page.evaluate(
            "id => [1, 2, 3].forEach(() => coursewright.session.answer(id, {right: false, response: 'a'}))", name
        )
    page.evaluate("coursewright.session.setNote('q-reflection', 'Words.', 'What?')")
    page.evaluate("coursewright.session.keep('review', JSON.stringify({'q-single': [0, 1], 'q-several': [1, 1]}))")
    page.goto((sound_book.root / "my-learning.html").as_uri())
    page.get_by_role("button", name="Begin the review").click()
    page.locator(".cw-review input").first.check()
    page.locator(".cw-review button.cw-check").click()
    expect(page.get_by_role("button", name="Next question")).to_be_visible()
    unfold(page)
    axe = (root / AXE).read_text(encoding="utf-8")
    found = violations(page, axe)
    page.emulate_media(color_scheme="dark")
    found += violations(page, axe)
    context.close()
    assert found == []
