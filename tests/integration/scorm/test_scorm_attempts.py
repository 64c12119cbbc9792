"""What a system itself says at a launch: that a new attempt begins, and which pass mark counts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.integration.scorm.learning_system import Attempt, Launch
from tests.integration.scorm.saying import answer_all, element, is_kept, score

Play = Callable[..., Launch]
ENTRY = {"scorm12": "cmi.core.entry", "scorm2004": "cmi.entry"}
PASS_MARK = {"scorm12": "cmi.student_data.mastery_score", "scorm2004": "cmi.scaled_passing_score"}
STATUSES = {
    "scorm12": {"incomplete": {"cmi.core.lesson_status": "incomplete"}, "failed": {"cmi.core.lesson_status": "failed"}},
    "scorm2004": {
        "incomplete": {"cmi.completion_status": "incomplete", "cmi.success_status": "unknown"},
        "failed": {"cmi.completion_status": "incomplete", "cmi.success_status": "failed"},
    },
}


def launch_again(play: Play, attempt: Attempt, **given: str) -> Launch:
    """Launch as a system does that clears what was saved and keeps what is given."""
    attempt.system.presets = {"cmi.suspend_data": "", **given}
    return play()


@pytest.mark.parametrize("status", ["incomplete", "failed"])
def test_a_new_attempt_begins_empty_whatever_status_the_system_has_set_for_it(
    play: Play, attempt: Attempt, status: str
) -> None:
    opened = play()
    opened.visit_required()
    answer_all(opened, right=False)
    opened.leave()
    version = attempt.played.version
    again = launch_again(play, attempt, **STATUSES[version][status], **{ENTRY[version]: "ab-initio"})
    assert again.answer_of("q-single") is None
    assert again.outcome() == ""
    assert attempt.get(element(attempt, "completion")) == "incomplete"
    again.visit_required()
    answer_all(again, right=False)
    assert again.written(element(attempt, "score")) == [score(attempt, 0)]


def test_an_attempt_goes_on_where_the_system_says_so_though_it_has_lost_what_was_saved(
    play: Play, attempt: Attempt
) -> None:
    play().answer("q-single")
    for entry in ("resume", ""):
        again = launch_again(play, attempt, **{ENTRY[attempt.played.version]: entry})
        assert again.answer_of("q-single")["right"]


def test_a_pass_outlasts_a_new_attempt(play: Play, attempt: Attempt) -> None:
    opened = play()
    opened.visit_required()
    answer_all(opened, right=True)
    opened.leave()
    again = launch_again(play, attempt, **{ENTRY[attempt.played.version]: "ab-initio"})
    assert again.outcome() == "passed"
    again.leave()
    assert attempt.get(element(attempt, "success")) == "passed"
    assert again.written(element(attempt, "success")) == []


@pytest.mark.parametrize("attempt", ["scorm12-one", "scorm2004-modules"], indirect=True)
def test_shown_again_in_a_launch_that_is_over_the_page_asks_for_another_and_keeps_what_is_answered(
    play: Play, attempt: Attempt
) -> None:
    """A browser that kept the system's whole page for "back": its runtime begins no second session."""
    opened = play()
    opened.answer("q-single")
    opened.shell.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    assert [call["name"] for call in opened.trace()][-2:] == ["Commit", "Terminate"]
    opened.lms.evaluate("window.trace = []")
    opened.shell.evaluate("""() => {
        window.isOld = true;
        dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}));
    }""")
    opened.shell.wait_for_function(
        "() => !window.isOld && window.coursewright && coursewright.session && coursewright.session.score().right"
    )
    assert "open the course again there" in opened.status()
    opened.answer("q-ordering")
    assert not is_kept(attempt, "q-ordering")
    opened.lms.evaluate("window.trace = []")  # what was asked of a runtime that had ended
    again = play()
    again.lms.wait_for_function("trace.filter(call => call.name === 'Commit').length > 1")
    assert is_kept(attempt, "q-single", "q-ordering")
    assert "q-ordering" in again.written("cmi.interactions.1.id")


@pytest.mark.parametrize("mark", ["0.05", "0.9"])
def test_the_systems_own_pass_mark_counts(play: Play, attempt: Attempt, mark: str) -> None:
    """exelearning#2316: a pass mark that was changed in the system is the pass mark."""
    old = attempt.played.version == "scorm12"
    attempt.system.presets = {PASS_MARK[attempt.played.version]: f"{float(mark) * 100:g}" if old else mark}
    opened = play()
    opened.visit_required()
    opened.answer("q-single")
    assert opened.outcome() == ("passed" if mark == "0.05" else "")
    opened.page.evaluate("""() => ['q-several', 'q-judged', 'q-matching', 'q-ordering', 'q-numeric'].forEach(id =>
        coursewright.session.answer(id, {right: true, response: 'a', text: 'a', pattern: 'a', latency: 1}))""")
    assert 70 <= opened.page.evaluate("coursewright.session.score().percent") < 90
    assert opened.outcome() == ("passed" if mark == "0.05" else "")
    answer_all(opened, right=True)
    assert opened.outcome() == "passed"


@pytest.mark.parametrize("mark", ["", "0", "-1", "seventy", "1e9"])
@pytest.mark.parametrize("attempt", ["scorm12-one", "scorm2004-one"], indirect=True)
def test_a_system_without_a_pass_mark_leaves_the_packages_rule(play: Play, attempt: Attempt, mark: str) -> None:
    opened = play(passmark=mark)
    opened.visit_required()
    opened.answer("q-single")
    assert opened.outcome() == ""
    answer_all(opened, right=True)
    assert opened.outcome() == "passed"


@pytest.mark.parametrize(
    ("text", "response"),
    [("1e30", ""), ("1e-7", "0.0000001"), ("-12e-1", "-1.2"), ("12345678901", ""), ("1e-30", ""), ("0.1", "0.1")],
)
@pytest.mark.parametrize("attempt", ["scorm12-one", "scorm2004-one"], indirect=True)
def test_a_number_is_written_out_or_left_out(play: Play, attempt: Attempt, text: str, response: str) -> None:
    opened = play()
    opened.answer("q-numeric", text=text, pattern=text)
    old = attempt.played.version == "scorm12"
    said = opened.written(f"cmi.interactions.0.{'student' if old else 'learner'}_response")
    pattern = opened.written("cmi.interactions.0.correct_responses.0.pattern")
    assert said == ([response] if response else [])
    assert pattern == [one if old else f"{one}[:]{one}" for one in said]
    assert opened.written("cmi.interactions.0.result") == ["correct"]
