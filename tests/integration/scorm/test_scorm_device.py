"""Around a SCORM launch: several learners and attempts on one device, no system at all, and pages in the frame."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.integration.scorm.learning_system import Attempt, Launch, launch
from tests.integration.scorm.saying import answer_all, is_kept

Play = Callable[..., Launch]
ONE_OF_EACH = pytest.mark.parametrize("attempt", ["scorm12-one", "scorm2004-modules"], indirect=True)
ONCE = pytest.mark.parametrize("attempt", ["scorm2004-one"], indirect=True)


@ONE_OF_EACH
def test_what_the_system_holds_and_nobody_can_read_is_set_aside(play: Play, attempt: Attempt) -> None:
    """numbas#340: resume data of another tool or version must not break the launch."""
    play().answer("q-single")
    attempt.kept["suspend_data"] = "another tool's words"
    opened = play()
    assert opened.status().startswith("Your earlier progress could not be read")
    kept = opened.shell.evaluate("Object.entries(localStorage).filter(one => /:unreadable-system$/.test(one[0]))")
    assert [text for _, text in kept] == ["another tool's words"]


@ONE_OF_EACH
def test_two_learners_on_one_device_do_not_mix(play: Play, attempt: Attempt, device: BrowserContext) -> None:
    one = play()
    one.answer("q-single")
    one.page.evaluate("coursewright.session.setNote('q-thought', 'only for me')")
    other = launch(device, Attempt(attempt.system, attempt.played, f"{attempt.learner}-other"))
    assert other.page.evaluate("coursewright.session.note('q-thought')") == ""
    assert other.answer_of("q-single") is None


@ONE_OF_EACH
def test_only_what_has_changed_is_written(play: Play, attempt: Attempt) -> None:
    """LiaScript-Exporter#55: the whole state rewritten at every keystroke freezes ILIAS."""
    opened = play()
    calls = opened.page.evaluate("""() => {
        const before = window.top.trace.length;
        for (let at = 0; at < 50; at += 1) coursewright.session.place('index', at);
        return window.top.trace.length - before;
    }""")
    assert calls == 0
    opened.answer("q-single")
    opened.answer("q-single")
    values: dict[str, list[Any]] = {}
    for call in opened.trace():
        if call["name"] == "SetValue":
            values.setdefault(call["given"][0], []).append(call["given"][1])
    repeated = {name for name, said in values.items() if any(one == next_one for one, next_one in pairwise(said))}
    assert repeated == set()


@ONCE
def test_without_a_system_the_course_works_on_this_device_and_says_so(device: BrowserContext, attempt: Attempt) -> None:
    page = device.new_page()
    page.goto(f"{attempt.system.address}/{attempt.played.launch}")
    alone = Launch(page, page.main_frame)
    assert alone.answer("q-single")["right"]
    assert alone.status().startswith("No learning system answered.")
    assert not alone.shell.is_visible("[data-cw=end]")
    page.reload()
    assert alone.answer_of("q-single")["right"]


@ONCE
def test_a_link_to_another_site_opens_in_a_tab_and_the_session_goes_on(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.page.evaluate("""() => document.querySelector('main').insertAdjacentHTML(
        'afterbegin', `<a href="http://localhost:${location.port}/elsewhere"><b>Elsewhere</b></a>`)""")
    with opened.lms.context.expect_page() as tab:
        opened.page.click("text=Elsewhere")
    tab.value.close()
    opened.answer("q-single")
    assert is_kept(attempt, "q-single")
    assert "Terminate" not in [call["name"] for call in opened.trace()]


@ONCE
def test_an_attempt_begun_elsewhere_is_not_mixed_with_the_one_on_this_device(
    play: Play, attempt: Attempt, browser: Browser
) -> None:
    opened = play()
    answer_all(opened, right=False)
    opened.leave()
    attempt.forget()
    elsewhere = browser.new_context()
    other = launch(elsewhere, attempt)
    other.answer("q-ordering")
    other.leave()
    elsewhere.close()
    again = play()
    assert again.answer_of("q-single") is None
    assert again.page.evaluate("coursewright.session.score().right") == 1


@ONCE
def test_a_page_in_the_frame_leaves_no_listener_behind(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.page.evaluate("coursewright.session.onChange(() => { parent.calls = (parent.calls || 0) + 1; })")
    opened.read("glossary")
    opened.shell.evaluate("window.calls = 0")
    opened.answer("q-single")
    assert opened.shell.evaluate("window.calls") == 0
    assert opened.shell.evaluate("document.title") == "glossary"
    assert opened.status() == ""


@ONE_OF_EACH
def test_a_question_without_points_is_recorded_and_never_scored(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.shell.evaluate("""() => {
        const questions = coursewright.session.course.questions;
        const own = {token: 'pre1', points: 0, tries: 1, scored: false, weighting: 0};
        questions['pre-one'] = Object.assign({}, questions['q-single'], own);
    }""")
    before = opened.page.evaluate("coursewright.session.score()")
    opened.answer("pre-one", False, "a", "a", "b")
    assert opened.page.evaluate("coursewright.session.score()") == before
    assert opened.written("cmi.interactions.0.result")[0] in ("wrong", "incorrect")
    assert opened.written("cmi.interactions.0.weighting") == ["0"]
