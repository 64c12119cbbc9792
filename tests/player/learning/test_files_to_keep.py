"""Notes and the record as files: readable by themselves, on this device only, and notes come in again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect

from tests.player.learning.conftest import (
    LAST,
    LESSON,
    MINE,
    Opener,
    answer,
    small_course,
    small_data,
    write_site,
)

SAVE = "Save all notes as one file"
NOTE = "The baker, and <b>her son</b>.\nAnd nobody at night."

RECORD = (
    "Record of learning",
    "Ada <Lovelace>",
    "A street, version 2.1.0",
    "Passed, March 2, 2026",
    "2 of 2 pages read",
    "all required pages (2) and 70 % of the points",
    "6 of 7 questions answered",
    "71 % (5 of 7 points)",
    "0 h 0 min",
    "Nobody has verified who answered, or how.",
    "Time counts while a page",
)


def write_note(page: Page, words: str = NOTE) -> None:
    page.get_by_label("Your thoughts").fill(words)
    page.get_by_role("button", name="Keep, and show guidance").click()
    expect(page.get_by_text("Kept on this device.")).to_be_visible()


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press a button that saves a file, and return the file under its own name."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def take_in(page: Page, file: Path) -> None:
    page.get_by_label("Take in notes from a saved file").set_input_files(file)


def test_the_notes_stand_on_one_page_with_the_questions_own_words(open_file: Opener) -> None:
    write_note(open_file(LESSON))
    mine = open_file(MINE)
    note = mine.locator(".cw-note")
    expect(note.get_by_role("heading")).to_have_text("Whom did you not ask?")
    assert note.locator(".note").text_content() == NOTE
    expect(note.get_by_role("link", name="Light and safety")).to_have_attribute(
        "href", f"{LESSON}.html#question-q-note"
    )
    expect(mine.get_by_text("kept on this device only")).to_be_visible()


def test_the_saved_notes_are_one_page_that_needs_nothing_else(
    open_file: Opener, device: BrowserContext, tmp_path: Path
) -> None:
    write_note(open_file(LESSON))
    file = saved(open_file(MINE), SAVE, tmp_path)
    assert file.name == "street-notes-2026-03-02.html"
    asked: list[str] = []
    device.on("request", lambda request: asked.append(request.url))
    page = device.new_page()
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.evaluate("[document.documentElement.lang, document.documentElement.dir]") == ["en", "ltr"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Notes: A street")
    expect(page.get_by_text("Version 2.1.0 of the course. Saved on March 2, 2026.")).to_be_visible()
    assert page.locator(".note").text_content() == NOTE
    expect(page.locator(".note b, script")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_note_whose_question_is_gone_is_shown_and_saved(
    new_device: Callable[[], BrowserContext], tmp_path: Path
) -> None:
    course = small_course()
    data = small_data(course)
    site = write_site(tmp_path / "site", course, data)
    device = new_device()
    page = device.new_page()
    page.goto((site / f"{LESSON}.html").as_uri())
    write_note(page)
    kept = {name: one for name, one in data.questions.items() if name != "q-note"}
    newer = type(data)(**{**{field: getattr(data, field) for field in data.__slots__}, "questions": kept})
    (site / f"{LESSON}.html").unlink()
    write_site(tmp_path / "newer", course, newer).rename(tmp_path / "moved")
    site.rename(tmp_path / "older")
    (tmp_path / "moved").rename(site)
    page.goto((site / f"{MINE}.html").as_uri())
    expect(page.locator(".cw-note h3")).to_have_text("Whom did you not ask?")
    expect(page.get_by_text("This question is no longer in the course.")).to_be_visible()
    assert "The baker" in saved(page, SAVE, tmp_path).read_text(encoding="utf-8")


def test_saved_notes_come_in_again_on_another_device_and_replace_nothing(
    new_device: Callable[[], BrowserContext], open_page: Opener, address: str, tmp_path: Path
) -> None:
    write_note(open_page(LESSON))
    file = saved(open_page(MINE), SAVE, tmp_path)
    page = new_device().new_page()
    page.goto(f"{address}/{MINE}.html")
    expect(page.get_by_text("You have written no notes yet.")).to_be_visible()
    take_in(page, file)
    expect(page.get_by_text("Notes taken in: 1.")).to_be_visible()
    assert page.locator(".note").text_content() == NOTE
    page.goto(f"{address}/{LESSON}.html")
    write_note(page, "Mine.")
    page.goto(f"{address}/{MINE}.html")
    take_in(page, file)
    expect(page.get_by_text("Notes taken in: 1.")).to_be_visible()
    assert page.locator(".note").text_content() == f"Mine.\n\n{NOTE}"
    page.reload()
    take_in(page, file)
    expect(page.get_by_text("Notes taken in: 0.")).to_be_visible()


def test_the_learners_own_mark_stands_by_the_note_and_goes_along(
    new_device: Callable[[], BrowserContext], open_page: Opener, address: str, tmp_path: Path
) -> None:
    lesson = open_page(LESSON)
    write_note(lesson)
    lesson.get_by_role("radio", name="I covered some of it").check()
    mine = open_page(MINE)
    said = "Your own mark: I covered some of it"
    expect(mine.locator(".cw-note").get_by_text(said)).to_be_visible()
    file = saved(mine, SAVE, tmp_path)
    mine.goto(file.as_uri())
    expect(mine.get_by_text(said)).to_be_visible()
    page = new_device().new_page()
    page.goto(f"{address}/{MINE}.html")
    take_in(page, file)
    expect(page.locator(".cw-note").get_by_text(said)).to_be_visible()
    page.goto(f"{address}/{LESSON}.html")
    page.get_by_role("radio", name="Not yet").check()
    page.goto(f"{address}/{MINE}.html")
    take_in(page, file)
    expect(page.get_by_text("Notes taken in: 0.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("Your own mark: Not yet")).to_be_visible()
    expect(page.get_by_text(said)).to_have_count(0)


def test_a_file_of_something_else_changes_nothing(open_page: Opener, tmp_path: Path) -> None:
    mine = open_page(MINE)
    texts = (
        "",
        "<p data-note='q-note'>x</p>",
        "<meta name='coursewright-course' content='other'><p data-note='q-note'>x",
    )
    for number, text in enumerate(texts):
        file = tmp_path / f"{number}.html"
        file.write_text(text, encoding="utf-8")
        take_in(mine, file)
        expect(mine.get_by_text("This file holds no notes of this course.")).to_be_visible()
        mine.reload()
    assert mine.evaluate("coursewright.session.keptNames('note')") == []


def test_the_record_says_what_it_shows_and_that_nobody_verified_it(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(LESSON)
    answer(page, q_lamp=True, q_bench=True, q_crossing=True, last_trust=True, last_harm=True, last_rule=False)
    page.goto(page.url.replace("lesson", "last"))
    page.close()
    mine = open_page(MINE)
    mine.get_by_label("Name (may be left empty)").fill("Ada <Lovelace>")
    file = saved(mine, "Save the record as a file", tmp_path)
    assert file.name == "street-record-2026-03-02.html"
    mine.goto(file.as_uri())
    said = mine.locator("body").inner_text()
    for words in RECORD:
        assert words in said, words


def test_a_name_is_never_kept_and_never_needed(open_page: Opener, tmp_path: Path) -> None:
    mine = open_page(MINE)
    assert "Name" not in saved(mine, "Save the record as a file", tmp_path).read_text(encoding="utf-8")
    mine.get_by_label("Name (may be left empty)").fill("Ada Lovelace")
    saved(mine, "Save the record as a file", tmp_path)
    assert "Ada" not in mine.evaluate("JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
    mine.reload()
    expect(mine.get_by_label("Name (may be left empty)")).to_have_value("")
    expect(mine.get_by_text("Ada")).to_have_count(0)


def test_the_record_is_printed_alone(open_page: Opener) -> None:
    mine = open_page(MINE)
    mine.evaluate("window.print = () => {}")
    mine.get_by_label("Name (may be left empty)").fill("Ada Lovelace")
    mine.get_by_role("button", name="Print the record").click()
    mine.emulate_media(media="print")
    expect(mine.get_by_text("Ada Lovelace")).to_be_visible()
    expect(mine.get_by_text("Not finished yet")).to_be_visible()
    expect(mine.get_by_role("heading", name="Your notes")).to_be_hidden()
    expect(mine.get_by_role("main").get_by_role("button")).to_have_count(0)
    mine.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(mine.get_by_role("heading", name="Your notes")).to_be_visible()


def test_the_hours_of_the_record_are_the_learners(open_page: Opener) -> None:
    page = open_page(LAST)
    page.clock.install(time=0)
    page.reload()
    for _ in range(18):
        page.clock.fast_forward(240_000)
        page.keyboard.press("Shift")
    page.evaluate("coursewright.session.visit('index')")
    page.close()
    expect(open_page(MINE).get_by_text("1 h 12 min")).to_be_visible()
