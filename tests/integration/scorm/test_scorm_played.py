"""Every SCORM package, played against scorm-again in a browser: what it says, in which order, and what is kept.

The rows of the table "Field failures" (what goes wrong, and where it was reported) that a player can get wrong are
named by the tests that hold them; docs/reference/field-failures.md lists all rows.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.integration.scorm.learning_system import Attempt, Launch, crash, launch
from tests.integration.scorm.legal import check_trace
from tests.integration.scorm.packages import SHOWN_ON
from tests.integration.scorm.saying import answer_all, element, is_kept, score

Play = Callable[..., Launch]
ONE_OF_EACH = pytest.mark.parametrize("attempt", ["scorm12-one", "scorm2004-modules"], indirect=True)


def test_a_first_launch_is_incomplete_and_resumable_at_once(play: Play, attempt: Attempt) -> None:
    """adapt_framework#2458, adapt-contrib-spoor#297: exit is `suspend` from the start, so a killed tab resumes."""
    opened = play()
    assert opened.trace()[0]["name"] == "Initialize"
    assert attempt.get(element(attempt, "completion")) == "incomplete"
    assert opened.written(element(attempt, "exit")) == ["suspend"]
    assert opened.written(element(attempt, "score")) == []
    assert opened.status() == ""


def test_all_answered_rightly_is_score_then_status_then_commit_then_end(play: Play, attempt: Attempt) -> None:
    """adapt_framework#2604: a status before the score reports 0; xerteonlinetoolkits#431, exelearning#2316: passed
    when the pages are seen and the rule's own score is reached, neither earlier nor at a mark of our own."""
    opened = play()
    answer_all(opened, right=True)
    assert opened.outcome() == ""
    assert opened.written(element(attempt, "score")) == []
    assert "passed" not in opened.written(element(attempt, "success"))
    opened.visit_required()
    opened.leave()
    calls = [(call["name"], *call["given"]) for call in opened.trace()]
    scored = calls.index(("SetValue", element(attempt, "score"), score(attempt, 100)))
    passed = calls.index(("SetValue", element(attempt, "success"), "passed"))
    assert scored < passed < calls.index(("Commit", ""), passed)
    assert calls[-2:] == [("Commit", ""), ("Terminate", "")]
    assert opened.written(element(attempt, "exit")) == ["suspend", element(attempt, "left")]
    assert attempt.get(element(attempt, "score")) == score(attempt, 100)
    assert attempt.get(element(attempt, "success")) == "passed"


def test_pages_and_answers_add_up_to_the_progress_that_is_told(play: Play, attempt: Attempt) -> None:
    """xerteonlinetoolkits#431: completed only when every required page has been seen."""
    opened = play()
    opened.visit("index", "glossary")
    opened.leave()
    assert attempt.get(element(attempt, "completion")) == "incomplete"
    again = play()
    again.visit_required()
    again.leave()
    if attempt.played.version == "scorm2004":
        assert opened.written("cmi.progress_measure") == ["0"]
        assert again.written("cmi.progress_measure")[-1] == "1"
        assert attempt.get("cmi.completion_status") == "completed"
        assert again.written("cmi.success_status") == []
    else:
        assert attempt.get("cmi.core.lesson_status") == "incomplete"


def test_interactions_and_objectives_are_legal_typed_values(play: Play, attempt: Attempt) -> None:
    """adapt_framework#1376, scorm-again#365: single characters in 1.2, no zone in a timestamp, each answer once."""
    opened = play()
    opened.read(SHOWN_ON)
    answer_all(opened, right=True)
    opened.page.evaluate("coursewright.session.setNote('q-thought', 'my own words')")
    opened.answer("q-thought", response="", text="my own words", pattern="")
    old = attempt.played.version == "scorm12"
    trace = opened.trace()
    said = {call["given"][0]: call["given"][1] for call in trace if call["name"] == "SetValue"}
    names = ("type", "student_response" if old else "learner_response", "correct_responses.0.pattern")
    facts = {
        value: tuple(said.get(at.replace(".id", f".{name}"), "") for name in (*names, "result", "weighting", "latency"))
        for at, value in said.items()
        if at.startswith("cmi.interactions.") and at.count(".") == 3
        if at.endswith(".id")
    }
    time = "0000:00:03.50" if old else "PT3.50S"
    assert facts["q-single"] == ("choice", "b", "b", "correct", "1", time)
    assert facts["q-several"][:3] == ("choice", *(("a,c", "a,b") if old else ("a[,]c", "a[,]b")))
    assert facts["q-judged"][:3] == ("true-false", *(("t", "f") if old else ("true", "false")))
    assert facts["q-matching"][1] == ("a.2,b.1" if old else "a[.]2[,]b[.]1")
    assert facts["q-ordering"][:2] == ("sequencing", "c,a,b" if old else "c[,]a[,]b")
    assert facts["q-numeric"][:3] == ("numeric", "5", "12" if old else "12[:]12")
    assert facts["q-words"][1].startswith("human security سلام")
    assert facts["q-thought"][:5] == ("fill-in" if old else "long-fill-in", "", "", "neutral", "0")
    assert "my own words" not in str(trace)
    assert said["cmi.interactions.0.objectives.0.id"] == "markets-see"
    if not old:
        assert said["cmi.interactions.0.description"] == "What is single?"
    (objective,) = (at for at, value in said.items() if at.startswith("cmi.objectives") and value == "markets-see")
    told = opened.written(objective.replace(".id", ".score.raw"))
    assert told == ["14", "28", "42", "57", "71", "85", "100"]


def test_answers_are_committed_at_once_and_resumed_on_another_device(
    play: Play, attempt: Attempt, browser: Browser
) -> None:
    """adapt_framework#2790, scorm-again#472: every answer is committed when it is given, not when the page goes."""
    opened = play()
    opened.answer("q-single")
    assert is_kept(attempt, "q-single")
    opened.answer("q-ordering", right=False, response="ba")
    opened.read("modules/markets/index")
    opened.leave()
    assert opened.written(element(attempt, "exit"))[-1] == "suspend"
    assert attempt.get(element(attempt, "completion")) == "incomplete"
    elsewhere = browser.new_context()
    again = launch(elsewhere, attempt)
    assert again.answer_of("q-ordering")["response"] == "ba"
    assert again.answer_of("q-single")["right"]
    assert again.page.evaluate("document.body.dataset.page") == "modules/markets/index"
    check_trace(attempt.played.version, again.trace())
    elsewhere.close()


def test_failing_is_said_when_nothing_is_left_to_answer(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.visit_required()
    opened.answer("q-single")
    answer_all(opened, right=False)
    opened.leave()
    percent = opened.shell.evaluate("coursewright.session.score().percent")
    assert 0 < percent < 20
    assert attempt.get(element(attempt, "success")) == "failed"
    assert attempt.get(element(attempt, "score")) == score(attempt, percent)
    assert opened.written(element(attempt, "exit"))[-1] == element(attempt, "left")


def test_a_revisit_after_passing_changes_nothing_of_it(play: Play, attempt: Attempt) -> None:
    """xerteonlinetoolkits#488: a revisit turns passed into failed. Not even when the saved state is lost."""
    opened = play()
    opened.visit_required()
    answer_all(opened, right=True)
    opened.leave()
    attempt.kept["suspend_data"] = ""
    opened.lms.evaluate("localStorage.clear()")
    again = play()
    again.visit_required()
    answer_all(again, right=False)
    assert again.outcome() == "passed"
    again.leave()
    assert attempt.get(element(attempt, "success")) == "passed"
    assert attempt.get(element(attempt, "score")) == score(attempt, 100)
    assert again.written(element(attempt, "success")) == []


def test_a_commit_that_fails_is_told_retried_and_got_through(play: Play, attempt: Attempt) -> None:
    """adapt_framework#2222: Commit answers null; adapt-contrib-spoor#268: the learner is told."""
    opened = play()
    opened.lms.evaluate("window.answers = 'false'")
    opened.answer("q-single")
    assert opened.status().startswith("Not yet saved")
    opened.lms.evaluate("window.answers = null")
    opened.answer("q-several")
    assert opened.status().startswith("Not yet saved")
    opened.lms.evaluate("window.answers = undefined")
    opened.shell.evaluate("window.dispatchEvent(new Event('online'))")
    assert opened.status().startswith("Saved. The connection")
    ids = opened.written("cmi.interactions.0.id") + opened.written("cmi.interactions.1.id")
    assert ids == ["q-single", "q-several"]
    assert is_kept(attempt, "q-single", "q-several")
    # Without the minutes, and without the checksum.
    said = [text[:-6].partition(";N")[0].rstrip(";") for text in opened.written("cmi.suspend_data")]
    assert said[-1] == said[-2]


@ONE_OF_EACH
def test_leaving_while_the_system_is_away_does_not_end_the_session(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.lms.evaluate("window.answers = 'false'")
    opened.answer("q-single")
    opened.press_leave()
    opened.shell.wait_for_function("document.getElementById('cw-shell-status').textContent.startsWith('Not yet saved')")
    opened.lms.evaluate("window.answers = undefined")
    opened.leave()
    assert is_kept(attempt, "q-single")


def test_a_tab_killed_while_the_system_is_away_sends_all_at_the_next_launch(play: Play, attempt: Attempt) -> None:
    """adapt_framework#2790: nothing depends on a handler that runs while a page is dismissed."""
    opened = play()
    attempt.system.refuses = True
    opened.lms.evaluate("window.answers = 'false'")
    for question in ("q-single", "q-several"):
        opened.answer(question)
    crash(opened.lms)
    opened.lms.close()
    assert not is_kept(attempt, "q-single")
    attempt.system.refuses = False
    again = play()
    again.lms.wait_for_function("trace.filter(call => call.name === 'Commit').length > 1")
    assert is_kept(attempt, "q-single", "q-several")
    assert again.written("cmi.interactions.0.id") == ["q-single"]


def test_an_api_that_appears_late_is_found_while_the_page_is_shown(play: Play, attempt: Attempt) -> None:
    """openedx-scorm-xblock#78: an API that appears late is missed."""
    play().answer("q-single")
    late = play(late="600")
    late.shell.wait_for_function("coursewright.session.answerOf('q-single')")
    late.answer("q-ordering")
    assert is_kept(attempt, "q-single", "q-ordering")


def test_the_api_is_found_above_a_parent_of_another_origin(play: Play, attempt: Attempt) -> None:
    """pipwerks/scorm-api-wrapper#20: a cross-origin parent stops the search."""
    opened = play(way="across")
    opened.answer("q-single")
    opened.leave()
    assert is_kept(attempt, "q-single")
    assert opened.shell.inner_text(".cw-shell-ended").startswith("Saved.")


def test_the_api_is_found_in_an_opener_and_the_window_closes_itself(play: Play, attempt: Attempt) -> None:
    opened = play(way="window")
    opened.answer("q-single")
    window = opened.shell.page
    with window.expect_event("close"):
        opened.press_leave()
    assert is_kept(attempt, "q-single")
    assert [call["name"] for call in opened.trace()].count("Terminate") == 1


def test_nothing_is_recorded_in_browse_and_review(play: Play, attempt: Attempt) -> None:
    for mode in ("browse", "review"):
        opened = play(mode=mode)
        assert opened.status().startswith("The learning system opened this as a preview")
        opened.answer("q-single")
        opened.leave()
        assert [call["name"] for call in opened.trace() if call["name"] != "GetValue"] == ["Initialize", "Terminate"]
        assert not opened.shell.evaluate("Object.keys(localStorage).length")


def test_an_empty_lesson_mode_is_an_ordinary_one(play: Play, attempt: Attempt) -> None:
    """LiaScript-Exporter#36: an empty lesson_mode taken for "do not record"."""
    opened = play(mode="")
    opened.answer("q-single")
    assert is_kept(attempt, "q-single")


def test_going_away_ends_the_session_once_and_keeps_the_place(play: Play, attempt: Attempt) -> None:
    """exelearning#1831, adapt_framework#3481: no `unload`; PreTeXtBook/pretext#3040: one Terminate, at the end."""
    opened = play()
    opened.page.evaluate("coursewright.session.place('index', 2)")
    opened.page.evaluate("location.href = document.querySelector('main a').href")
    opened.page.wait_for_url("**/glossary.html")
    assert "Terminate" not in [call["name"] for call in opened.trace()]
    opened.page.evaluate("coursewright.session.place('glossary', 2)")
    opened.lms.evaluate("document.querySelector('iframe').src = 'about:blank'")
    opened.lms.wait_for_function("trace.some(call => call.name === 'Terminate')")
    assert [call["name"] for call in opened.trace()].count("Terminate") == 1
    assert opened.written(element(attempt, "place"))[-1] == "glossary#2"
    assert opened.written(element(attempt, "exit"))[-1] == "suspend"


@ONE_OF_EACH
def test_session_time_is_sent_with_every_commit(play: Play, attempt: Attempt) -> None:
    """Lumi#1458: session time never recorded."""
    opened = play()
    opened.page.wait_for_timeout(1100)
    opened.answer("q-single")
    second = "0000:00:01.00" if attempt.played.version == "scorm12" else "PT1S"
    assert second in opened.written(element(attempt, "time"))


@ONE_OF_EACH
def test_a_new_attempt_begins_empty_though_the_device_remembers_the_last(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.visit_required()
    answer_all(opened, right=False)
    opened.leave()
    attempt.forget()
    again = play()
    assert again.answer_of("q-single") is None
    assert attempt.get(element(attempt, "completion")) == "incomplete"
