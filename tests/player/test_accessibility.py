"""Nothing that axe-core finds fault with (WCAG 2.2 A and AA, best practices), light and dark, narrow and wide."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from builder.model.book import Book

AXE = "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = list(itertools.product((360, 1280), ("light", "dark")))
LESSON = "modules/one/lesson.html"
OURS = ("modules/opening/our-approach.html", "modules/opening/digital-story.html")
ORDER = ("first", "second")


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """A page that lets axe in, which the pages' own policy does not."""
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def lesson(reader: Page, sound_book: Book) -> Page:
    """The page with a widget of each kind, as a new learner meets it."""
    reader.goto((sound_book.root / LESSON).as_uri())
    reader.evaluate("localStorage.clear()")
    reader.reload()
    expect(reader.locator("button[type=submit]")).to_have_count(8)
    return reader


def violations(page: Page, root: Path) -> list[str]:
    """What axe finds on the page as it stands, in both widths and both colour schemes: a line each."""
    page.evaluate((root / AXE).read_text(encoding="utf-8"))
    found = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 740})
        page.emulate_media(color_scheme=scheme)
        report = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES)
        assert len(report["passes"]) > 30
        for rule in report["violations"]:
            places = [node["target"] for node in rule["nodes"]]
            found.append(f"{page.url} {width} {scheme}: {rule['id']}: {rule['help']}: {places}")
    return found


def unfold(page: Page) -> None:
    """Open everything that can be folded, so that it is looked at too."""
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")


def question(page: Page, kind: str) -> Locator:
    return page.locator(f"#question-q-{kind}")


def put_in_order(page: Page, wanted: tuple[str, ...]) -> None:
    section = question(page, "ordering")
    for place, name in enumerate(wanted):
        while section.locator("ol > li").nth(place).inner_text().strip() != name:
            section.get_by_role("button", name=f"Move up: {name}").click()


def check_all(page: Page) -> None:
    """Press the button of each question that still takes an answer."""
    for section in page.locator("section.cw-question").all():
        button = section.locator("button.cw-check")
        if button.count():
            button.click()


def give_wrong(page: Page, match: str, number: str, word: str) -> None:
    """Answer the kinds that have many wrong answers."""
    question(page, "matching").get_by_label("One").select_option(label=match)
    question(page, "matching").get_by_label("Two").select_option(label="1")
    question(page, "numeric").get_by_role("textbox").fill(number)
    question(page, "short-text").get_by_role("textbox").fill(word)


def answer_once(page: Page) -> None:
    """Answer each question, all wrongly."""
    question(page, "single").get_by_role("radio", name="No").check()
    question(page, "several").get_by_role("checkbox", name="Neither").check()
    question(page, "true-false").get_by_role("radio", name="False").check()
    put_in_order(page, ORDER)
    put_in_order(page, ORDER[::-1])
    give_wrong(page, "2", "0.12", "fear")
    question(page, "reflection").get_by_role("textbox").fill("Much.")
    check_all(page)
    expect(page.get_by_text("Not right yet.")).to_have_count(6)


def answer_out(page: Page) -> None:
    """Use the tries that are left, so that some questions end right and others wrong."""
    question(page, "single").get_by_role("radio", name="This.").check()
    question(page, "true-false").get_by_role("radio", name="True").check()
    put_in_order(page, ORDER)
    for match, number, word in (("3", "99", "doubt"), ("1", "98", "haste")):
        give_wrong(page, match, number, word)
        check_all(page)
    expect(page.get_by_role("button", name="Hide the explanation")).to_have_count(7)
    expect(page.get_by_text("The right answer")).to_have_count(3)


def test_every_page_of_the_sound_course(reader: Page, sound_book: Book, root: Path) -> None:
    pages = [page for page in sorted(sound_book.root.rglob("*.html")) if "_downloads" not in page.parts]
    assert {sound_book.root / page.href for page in sound_book.pages} < set(pages)
    found = []
    for page in pages:
        reader.goto(page.as_uri())
        unfold(reader)
        found += violations(reader, root)
    assert found == []


@pytest.mark.parametrize("href", OURS)
def test_our_own_first_lesson_and_story(reader: Page, own_book: Book, root: Path, href: str) -> None:
    reader.goto((own_book.root / href).as_uri())
    assert violations(reader, root) == []


def test_widgets_that_nobody_has_touched(lesson: Page, root: Path) -> None:
    assert violations(lesson, root) == []


def test_questions_sent_back_empty(lesson: Page, root: Path) -> None:
    check_all(lesson)
    expect(lesson.get_by_text("No try was used.")).to_have_count(8)
    assert violations(lesson, root) == []


def test_questions_answered_once_and_answered_out(lesson: Page, root: Path) -> None:
    answer_once(lesson)
    assert violations(lesson, root) == []
    answer_out(lesson)
    assert violations(lesson, root) == []


def test_a_scenario_under_way_and_at_its_end(lesson: Page, root: Path) -> None:
    lesson.get_by_role("button", name="An officer").click()
    expect(lesson.get_by_role("list", name="What do you do?")).to_be_visible()
    assert violations(lesson, root) == []
    lesson.get_by_role("button", name="Ask.").click()
    expect(lesson.get_by_role("table", name="The ends that you reached")).to_be_visible()
    unfold(lesson)
    assert violations(lesson, root) == []


def test_a_story_that_plays(reader: Page, own_book: Book, root: Path) -> None:
    reader.goto((own_book.root / OURS[1]).as_uri())
    reader.get_by_role("button", name="Next").click()
    reader.get_by_role("button", name="Play").click()
    expect(reader.get_by_role("button", name="Pause")).to_be_visible()
    reader.get_by_role("button", name="Captions").click()
    unfold(reader)
    assert violations(reader, root) == []
