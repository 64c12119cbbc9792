"""The SCORM 1.2 adapter, played against scorm-again: what it says, in which order, and what is kept at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from tests.player.engine.learning_system import FRESH, Launch, LearningSystem, crash, launch

ALL_PAGES = ("start", "one/the lesson", "two")
TIMESPAN = r"[0-9]{4}:[0-5][0-9]:[0-5][0-9]\.[0-9]{2}"
LETTERS = r"[0-9a-z](,[0-9a-z])*"
ANSWER = rf"[tf]|{LETTERS}|[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*|-?[0-9]+(\.[0-9]+)?|[^\x00-\x1f]{{1,255}}"
FORMS = {
    "cmi.core.lesson_status": r"passed|completed|failed|incomplete",
    "cmi.core.lesson_location": r"[!-~]{1,255}",
    "cmi.core.exit": r"suspend|",
    "cmi.core.score.raw": r"[0-9]{1,2}|100",
    "cmi.core.score.min": r"0",
    "cmi.core.score.max": r"100",
    "cmi.core.session_time": TIMESPAN,
    "cmi.suspend_data": r"[!-~]{1,4096}",
    "cmi.interactions.n.id": r"[A-Za-z0-9_-]{1,255}",
    "cmi.interactions.n.objectives.0.id": r"[A-Za-z0-9_-]{1,255}",
    "cmi.interactions.n.type": r"true-false|choice|fill-in|matching|sequencing|numeric",
    "cmi.interactions.n.time": r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
    "cmi.interactions.n.weighting": r"[0-9]{1,2}|100",
    "cmi.interactions.n.correct_responses.0.pattern": ANSWER,
    "cmi.interactions.n.student_response": ANSWER,
    "cmi.interactions.n.result": r"correct|wrong|neutral",
    "cmi.interactions.n.latency": TIMESPAN,
}


@pytest.fixture
def play(device: BrowserContext, lms: LearningSystem) -> Iterator[Any]:
    """`play(learner=..., ...)` launches the package; each launch's trace is held to the standard at the end."""
    launches: list[Launch] = []

    def start(**asked: str) -> Launch:
        launches.append(launch(device, lms, **asked))
        return launches[-1]

    yield start
    for one in launches:
        if not one.lms.is_closed():
            check_trace(one.trace())


def check_trace(trace: list[dict[str, Any]]) -> None:
    """Hold a launch's calls to the standard, also where the runtime lets more through.

    One error may be there: browsers refuse the request of a commit while the page goes, just before Finish.
    """
    names = [call["name"] for call in trace]
    assert names.count("LMSInitialize") <= 1
    assert names.count("LMSFinish") <= 1
    for at, call in enumerate(trace):
        wanted = {"LMSSetValue": 2}.get(call["name"], 1)
        assert len(call["given"]) == wanted, call
        assert all(isinstance(value, str) for value in call["given"]), call
        assert call["code"] == "0" or names[at:] == ["LMSCommit", "LMSFinish"], call
        if call["name"] == "LMSSetValue":
            element = re.sub(r"interactions\.[0-9]+", "interactions.n", call["given"][0])
            assert re.fullmatch(FORMS[element], call["given"][1]), call
    if "LMSFinish" in names:
        assert names.index("LMSFinish") == len(names) - 1


def written(trace: list[dict[str, Any]], element: str) -> list[str]:
    """The values set for ``element``, in order."""
    return [call["given"][1] for call in trace if call["name"] == "LMSSetValue" and call["given"][0] == element]


def answer_all(opened: Launch, right: bool) -> None:
    """Answer every question in its kind's own way, until it is closed."""
    responses = {
        "q-single": ("b", "b", "b"),
        "q-several": ("ac", "a,c", "a,b"),
        "q-true": ("t", "t", "f"),
        "q-match": ("21-", "a.2,b.1", "a.1,b.2,c.3"),
        "q-order": ("cab", "c,a,b", "a,b,c"),
        "q-number": (".5e1", ".5e1", "12"),
        "q-text": ("0", "human\nsecurity " + "سلام" * 99, "human security"),
    }
    for question, (response, text, pattern) in responses.items():
        while not opened.answer(question, right, response, text, pattern)["closed"]:
            pass


def test_a_first_launch_is_incomplete_and_resumable_at_once(play: Any, lms: LearningSystem) -> None:
    opened = play()
    trace = opened.trace()
    assert (trace[0]["name"], trace[0]["given"]) == ("LMSInitialize", [""])
    assert lms.core()["lesson_status"] == "incomplete"
    assert lms.core()["exit"] == "suspend"
    assert opened.status() == ""


def test_every_answer_is_committed_before_the_call_returns(play: Any, lms: LearningSystem) -> None:
    opened = play()
    for question, token in {"q-single": "qs-1", "q-order": "qo-5"}.items():
        opened.answer(question)
        assert token + "Oa," in lms.kept["ada"]["suspend_data"]


def test_answers_are_resumed_on_a_device_that_has_never_seen_them(play: Any, lms: LearningSystem, browser: Any) -> None:
    opened = play()
    opened.answer("q-single")
    opened.answer("q-order", right=False, response="ba")
    opened.visit("one/the lesson")
    opened.leave()
    elsewhere = browser.new_context()
    again = launch(elsewhere, lms)
    assert again.page.evaluate("coursewright.session.answerOf('q-order').response") == "ba"
    assert again.page.evaluate("coursewright.session.score().right") == 1
    assert again.page.evaluate("document.body.dataset.page") == "one/the lesson"
    assert again.shell.evaluate("document.title") == "one/the lesson"
    check_trace(again.trace())
    elsewhere.close()


def test_a_pass_is_score_then_status_then_commit_then_finish(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.visit(*ALL_PAGES)
    answer_all(opened, right=True)
    opened.leave()
    trace = opened.trace()
    calls = [(call["name"], *call["given"]) for call in trace]
    score = calls.index(("LMSSetValue", "cmi.core.score.raw", "80"))
    status = calls.index(("LMSSetValue", "cmi.core.lesson_status", "passed"))
    commit = calls.index(("LMSCommit", ""), status)
    assert score < status < commit
    assert calls[-1] == ("LMSFinish", "")
    assert calls[-2] == ("LMSCommit", "")
    core = lms.core()
    assert (core["lesson_status"], core["score"]["raw"], core["exit"]) == ("passed", "100", "")
    assert (core["score"]["min"], core["score"]["max"]) == ("0", "100")
    assert written(trace, "cmi.core.lesson_status") == ["incomplete", "passed"]


def test_interactions_are_legal_typed_values(play: Any, lms: LearningSystem) -> None:
    opened = play()
    answer_all(opened, right=True)
    opened.page.evaluate("coursewright.session.setNote('q-thought', 'my own words')")
    opened.answer("q-thought", response="", text="my own words", pattern="")
    kept = lms.kept["ada"]["interactions"]
    found = [kept[str(at)] for at in range(8)] if isinstance(kept, dict) and "0" in kept else list(kept.values())[:8]
    facts = [(one["id"], one["type"], one["student_response"], one["result"], one["weighting"]) for one in found]
    assert facts[:6] == [
        ("q-single", "choice", "b", "correct", "1"),
        ("q-several", "choice", "a,c", "correct", "1"),
        ("q-true", "true-false", "t", "correct", "1"),
        ("q-match", "matching", "a.2,b.1", "correct", "1"),
        ("q-order", "sequencing", "c,a,b", "correct", "2"),
        ("q-number", "numeric", "5", "correct", "2"),
    ]
    assert facts[6][1] == "fill-in"
    assert facts[6][2].startswith("human security سلام")
    assert len(facts[6][2]) == 255
    assert facts[7] == ("q-thought", "fill-in", "", "neutral", "0")
    assert "my own words" not in str(opened.trace())
    assert written(opened.trace(), "cmi.interactions.0.latency") == ["0000:00:03.50"]


def test_a_question_without_points_is_recorded_and_never_scored(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.shell.evaluate("""() => {
        const questions = coursewright.course.questions;
        const own = {token: 'pre1', points: 0, tries: 1, scored: false, weighting: 0};
        questions['pre-one'] = Object.assign({}, questions['q-single'], own);
    }""")
    before = opened.page.evaluate("coursewright.session.score()")
    opened.answer("pre-one", False, "a", "a", "b")
    after = opened.page.evaluate("coursewright.session.score()")
    assert {name: after[name] for name in ("earned", "possible", "percent")} == {
        name: before[name] for name in ("earned", "possible", "percent")
    }
    assert written(opened.trace(), "cmi.interactions.0.student_response") == ["a"]
    assert written(opened.trace(), "cmi.interactions.0.result") == ["wrong"]
    assert written(opened.trace(), "cmi.interactions.0.weighting") == ["0"]


def test_an_early_score_is_not_sent_so_a_mastery_override_fails_nobody(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.answer("q-single")
    opened.answer("q-order", right=False)
    opened.leave()
    assert written(opened.trace(), "cmi.core.score.raw") == []
    assert lms.core()["lesson_status"] == "incomplete"
    assert lms.core()["exit"] == "suspend"


def test_failing_is_said_when_nothing_is_left_to_answer(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.visit(*ALL_PAGES)
    opened.answer("q-single")
    answer_all(opened, right=False)
    opened.leave()
    core = lms.core()
    assert (core["lesson_status"], core["score"]["raw"], core["exit"]) == ("failed", "10", "")


def test_a_revisit_after_passing_changes_nothing_of_it(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.visit(*ALL_PAGES)
    answer_all(opened, right=True)
    opened.leave()
    lms.kept["ada"]["suspend_data"] = ""
    opened.lms.evaluate("localStorage.clear()")
    again = play()
    again.visit(*ALL_PAGES)
    answer_all(again, right=False)
    assert again.page.evaluate("coursewright.session.progress().outcome") == "passed"
    again.leave()
    core = lms.core()
    assert (core["lesson_status"], core["score"]["raw"]) == ("passed", "100")
    assert written(again.trace(), "cmi.core.lesson_status") == []


def test_session_time_is_sent_with_every_commit(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.page.wait_for_timeout(1100)
    opened.answer("q-single")
    assert "0000:00:01.00" in written(opened.trace(), "cmi.core.session_time")
    assert lms.core()["session_time"] == "00:00:01"
    opened.leave()
    assert lms.core()["total_time"] == "00:00:01"


@pytest.mark.parametrize("refusal", ["'false'", "null", "false"])
def test_a_commit_that_fails_is_told_retried_and_got_through(play: Any, lms: LearningSystem, refusal: str) -> None:
    opened = play()
    opened.lms.evaluate(f"window.answers = {refusal}")
    opened.answer("q-single")
    assert opened.status().startswith("Not yet saved")
    opened.answer("q-several")
    opened.lms.evaluate("window.answers = undefined")
    opened.answer("q-match")
    assert opened.status().startswith("Saved. The connection")
    ids = written(opened.trace(), "cmi.interactions.0.id") + written(opened.trace(), "cmi.interactions.1.id")
    assert ids == ["q-single", "q-several"]
    assert all(token in lms.kept["ada"]["suspend_data"] for token in ("qs-1", "qv-2", "qm-4"))


def test_what_is_pending_is_sent_again_when_the_network_is_back(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.lms.evaluate("window.answers = 'false'")
    opened.answer("q-single")
    opened.lms.evaluate("window.answers = undefined")
    opened.shell.evaluate("window.dispatchEvent(new Event('online'))")
    assert opened.status().startswith("Saved. The connection")
    said = written(opened.trace(), "cmi.suspend_data")
    assert said[-1] == said[-2]


def test_leaving_while_the_system_is_away_does_not_end_the_session(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.lms.evaluate("window.answers = 'false'")
    opened.answer("q-single")
    opened.leave()
    assert opened.status().startswith("Not yet saved")
    opened.lms.evaluate("window.answers = undefined")
    opened.leave()
    opened.shell.wait_for_selector(".cw-shell-ended")


def test_a_tab_killed_while_the_system_is_away_sends_all_at_the_next_launch(
    play: Any, lms: LearningSystem, device: BrowserContext
) -> None:
    opened = play()
    lms.refuses = True
    opened.lms.evaluate("window.answers = 'false'")
    for question in ("q-single", "q-several"):
        opened.answer(question)
    crash(opened.lms)
    opened.lms.close()
    assert "qs-1" not in lms.kept["ada"]["suspend_data"]
    lms.refuses = False
    again = play()
    again.lms.wait_for_function("trace.filter(call => call.name === 'LMSCommit').length > 1")
    assert all(token in lms.kept["ada"]["suspend_data"] for token in ("qs-1", "qv-2"))
    assert written(again.trace(), "cmi.interactions.0.id") == ["q-single"]


def test_a_new_attempt_begins_empty_though_the_device_remembers_the_last(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.visit(*ALL_PAGES)
    answer_all(opened, right=False)
    opened.leave()
    assert lms.core()["lesson_status"] == "failed"
    del lms.kept["ada"]
    again = play()
    assert again.page.evaluate("coursewright.session.answerOf('q-single')") is None
    assert lms.core()["lesson_status"] == "incomplete"


def test_an_attempt_begun_elsewhere_is_not_mixed_with_the_one_on_this_device(
    play: Any, lms: LearningSystem, browser: Any
) -> None:
    opened = play()
    answer_all(opened, right=False)
    opened.leave()
    del lms.kept["ada"]
    elsewhere = browser.new_context()
    other = launch(elsewhere, lms)
    other.answer("q-order")
    other.leave()
    elsewhere.close()
    again = play()
    assert again.page.evaluate("coursewright.session.answerOf('q-single')") is None
    assert again.page.evaluate("coursewright.session.score().right") == 1


def test_two_learners_on_one_device_do_not_mix(play: Any, lms: LearningSystem) -> None:
    one = play(learner="ada")
    one.answer("q-single")
    one.page.evaluate("coursewright.session.setNote('q-thought', 'only for me')")
    other = play(learner="ben")
    assert other.page.evaluate("coursewright.session.note('q-thought')") == ""
    assert other.page.evaluate("coursewright.session.answerOf('q-single')") is None
    assert "qs-1" not in str(lms.kept["ben"])


def test_an_api_that_appears_late_is_found_while_the_page_is_shown(play: Any, lms: LearningSystem) -> None:
    play().answer("q-single")
    lms.kept["ada"]["core"]["exit"] = "suspend"
    late = play(late="900")
    assert late.page.evaluate("coursewright.session.answerOf('q-single').right")
    late.answer("q-order")
    assert "qo-5" in lms.kept["ada"]["suspend_data"]


@pytest.mark.parametrize("way", ["deep", "across"])
def test_the_api_is_found_above_other_frames_and_other_origins(play: Any, lms: LearningSystem, way: str) -> None:
    opened = play(way=way)
    opened.answer("q-single")
    opened.leave()
    assert "qs-1" in lms.kept["ada"]["suspend_data"]
    assert opened.shell.inner_text(".cw-shell-ended").startswith("Saved.")


def test_the_api_is_found_in_an_opener_and_the_window_closes_itself(
    play: Any, lms: LearningSystem, device: BrowserContext
) -> None:
    opened = play(way="window")
    opened.answer("q-single")
    window = opened.shell.page
    with window.expect_event("close"):
        opened.leave()
    assert "qs-1" in lms.kept["ada"]["suspend_data"]
    assert [call["name"] for call in opened.trace()].count("LMSFinish") == 1


def test_without_a_system_the_course_works_on_this_device_and_says_so(
    device: BrowserContext, lms: LearningSystem
) -> None:
    page = device.new_page()
    page.goto(f"{lms.address}/package/launch.html")
    alone = Launch(page, page.main_frame)
    assert alone.answer("q-single")["right"]
    assert alone.status().startswith("No learning system answered.")
    assert not alone.shell.is_visible("[data-cw=end]")
    page.reload()
    assert alone.page.evaluate("coursewright.session.answerOf('q-single').right")


@pytest.mark.parametrize("mode", ["browse", "review"])
def test_nothing_is_recorded_in_browse_and_review(play: Any, lms: LearningSystem, mode: str) -> None:
    opened = play(mode=mode)
    assert opened.status().startswith("The learning system opened this as a preview")
    opened.answer("q-single")
    opened.leave()
    assert [call["name"] for call in opened.trace() if call["name"] != "LMSGetValue"] == ["LMSInitialize", "LMSFinish"]
    assert not opened.shell.evaluate("Object.keys(localStorage).length")


def test_an_empty_lesson_mode_is_an_ordinary_one(play: Any, lms: LearningSystem) -> None:
    opened = play(mode="")
    opened.answer("q-single")
    assert "qs-1" in lms.kept["ada"]["suspend_data"]


def test_going_away_finishes_once_and_keeps_the_place(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.page.evaluate("coursewright.session.place('start', 2)")
    opened.lms.evaluate("document.querySelector('iframe').src = 'about:blank'")
    opened.lms.wait_for_function("trace.some(call => call.name === 'LMSFinish')")
    assert lms.core()["lesson_location"] == "start#2"
    assert lms.core()["exit"] == "suspend"
    again = play()
    assert again.page.evaluate("location.hash") == "#cw-at-2"


def test_a_link_to_another_site_opens_in_a_tab_and_the_session_goes_on(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.page.evaluate("""() => document.querySelector('main').insertAdjacentHTML(
        'afterbegin', `<a href="http://localhost:${location.port}/elsewhere"><b>Elsewhere</b></a>`)""")
    with opened.lms.context.expect_page() as tab:
        opened.page.click("text=Elsewhere")
    assert tab.value != opened.lms
    tab.value.close()
    opened.answer("q-single")
    assert "qs-1" in lms.kept["ada"]["suspend_data"]
    assert "LMSFinish" not in [call["name"] for call in opened.trace()]


def test_a_page_in_the_frame_leaves_no_listener_behind(play: Any, lms: LearningSystem) -> None:
    opened = play()
    opened.page.evaluate("coursewright.session.onChange(() => { parent.calls = (parent.calls || 0) + 1; })")
    opened.page.click("text=On")
    opened.page.wait_for_url("**/two.html")
    opened.shell.evaluate("window.calls = 0")
    opened.answer("q-single")
    assert opened.shell.evaluate("window.calls") == 0
    assert opened.shell.evaluate("document.title") == "two"
    assert opened.status() == ""


def test_what_the_system_holds_and_nobody_can_read_is_set_aside(play: Any, lms: LearningSystem) -> None:
    core = {**FRESH["core"], "lesson_status": "incomplete", "exit": "suspend"}
    lms.kept["ada"] = {**FRESH, "core": core, "suspend_data": "another tool's words"}
    opened = play()
    assert opened.status().startswith("Your earlier progress could not be read")
    kept = "localStorage.getItem('coursewright:small-course@ada:unreadable-system')"
    assert opened.shell.evaluate(kept) == "another tool's words"
