"""The session on one device: an answer is kept before the call returns; no other tab and no full disk loses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.player.engine.learning_system import crash

KEY = "coursewright:small-course"
QUESTIONS = ("q-single", "q-several", "q-match", "q-order")
RIGHT = {"right": True, "response": "b", "text": "b", "pattern": "b", "latency": 1}
FILL = """() => {
    let size = 4 * 1024 * 1024;
    for (let at = 0; size; at += 1) {
        try { localStorage.setItem('filler' + at, 'x'.repeat(size)); } catch (full) { size = Math.floor(size / 2); }
    }
}"""
MAKE_ROOM = """() => {
    Object.keys(localStorage).filter(key => key.startsWith('filler')).forEach(key => localStorage.removeItem(key));
}"""
WRONG = {**RIGHT, "right": False, "response": "a"}


def opened(device: BrowserContext, site: str, page: str = "two.html") -> Page:
    """Open a page of the small course and wait for its session."""
    tab = device.new_page()
    tab.goto(f"{site}/{page}")
    tab.wait_for_function("window.isReady")
    return tab


def answer(tab: Page, question: str, given: dict[str, Any] = RIGHT) -> Any:
    """Answer a question; return what the session says and what the device holds in the same turn."""
    body = "([id, given, key]) => [coursewright.session.answer(id, given), localStorage.getItem(key)]"
    return tab.evaluate(body, [question, given, KEY])


def answered(tab: Page) -> list[str]:
    """The questions that the session knows to be right."""
    ids = "Object.keys(coursewright.course.questions)"
    return list(tab.evaluate(f"{ids}.filter(id => (coursewright.session.answerOf(id) || {{}}).right)"))


def test_an_answer_is_on_the_device_before_the_call_returns(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    said, kept = answer(tab, "q-single", WRONG)
    assert said == {"tries": 1, "triesLeft": 1, "right": False, "closed": False, "response": "a"}
    assert "qs-1Ia," in kept
    said, kept = answer(tab, "q-single", RIGHT)
    assert said == {"tries": 2, "triesLeft": 0, "right": True, "closed": True, "response": "b"}
    assert "qs-1Wb," in kept


def test_a_closed_question_takes_no_further_answer(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    for _ in range(2):
        answer(tab, "q-single", WRONG)
    said, _ = answer(tab, "q-single", RIGHT)
    assert said == {"tries": 2, "triesLeft": 0, "right": False, "closed": True, "response": "a"}


@pytest.mark.parametrize("way", ["crash", "close"])
def test_killing_the_tab_after_any_answer_loses_no_answer(device: BrowserContext, site: str, way: str) -> None:
    done: list[str] = []
    for question in QUESTIONS:
        tab = opened(device, site)
        assert answered(tab) == done
        answer(tab, question)
        done.append(question)
        kill(device, tab, way)
    assert answered(opened(device, site)) == done


def kill(device: BrowserContext, tab: Page, way: str) -> None:
    """End a tab at once: by closing it, or by crashing its renderer."""
    if way == "close":
        tab.close()
        return
    crash(tab)


def test_two_tabs_do_not_overwrite_each_other(device: BrowserContext, site: str) -> None:
    one, other = opened(device, site), opened(device, site, "more.html")
    for tab, question in zip((one, other, one, other), QUESTIONS, strict=True):
        answer(tab, question)
    one.evaluate("coursewright.session.visit('start')")
    for tab in (one, other):
        tab.wait_for_function(
            "coursewright.session.score().right === 4 && coursewright.session.progress().seen.length === 3"
        )
        assert tab.evaluate("notices").count("other-tab") == 1
    third = opened(device, site)
    assert answered(third) == list(QUESTIONS)
    assert third.evaluate("coursewright.session.progress().seen") == ["start", "two", "more"]


def test_a_tab_that_heard_nothing_takes_in_what_is_kept_before_it_writes(device: BrowserContext, site: str) -> None:
    one, deaf = opened(device, site), device.new_page()
    deaf.add_init_script("window.addEventListener('storage', event => event.stopImmediatePropagation(), true)")
    deaf.goto(f"{site}/two.html")
    deaf.wait_for_function("window.isReady")
    answer(one, "q-single")
    answer(one, "q-several", WRONG)
    deaf.wait_for_function(f"(localStorage.getItem('{KEY}') || '').includes('qv-2')")  # tabs share storage, not at once
    said, _ = answer(deaf, "q-several", WRONG)
    assert said["tries"] == 2
    answer(one, "q-order")
    deaf.evaluate("coursewright.session.visit('start')")
    deaf.wait_for_function(f"localStorage.getItem('{KEY}').includes('Pst-1tw-3;')")
    assert answered(opened(device, site)) == ["q-single", "q-order"]


def test_a_scenario_begun_again_is_not_overruled_by_the_old_path(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    tab.evaluate("coursewright.session.walk('market', 1, 'abca')")
    tab.wait_for_function(f"(localStorage.getItem('{KEY}') || '').includes('sc-11abca,')")
    tab.evaluate("coursewright.session.walk('market', 0, ['a'])")
    tab.wait_for_function(f"localStorage.getItem('{KEY}').includes('sc-10a,')")
    other = opened(device, site)
    other.evaluate("coursewright.session.walk('market', 0, '')")
    answer(tab, "q-single")
    other.wait_for_function(f"/sc-10,.*;/.test(localStorage.getItem('{KEY}')) && coursewright.session.score().right")
    assert opened(device, site).evaluate("coursewright.session.walked('market')") == {"role": 0, "path": ""}


def test_blocked_storage_is_told_and_the_session_goes_on(device: BrowserContext, site: str, package: Path) -> None:
    tab = device.new_page()
    tab.goto(f"{site}/start.html")
    tab.evaluate("""() => {
        const frame = document.createElement('iframe');
        frame.name = 'closed';
        frame.setAttribute('sandbox', 'allow-scripts');
        frame.src = 'two.html';
        document.body.append(frame);
    }""")
    frame = tab.wait_for_selector("iframe", state="attached").content_frame()
    assert frame is not None
    frame.wait_for_url("**/two.html")
    frame.wait_for_function("window.isReady")
    said = frame.evaluate("given => coursewright.session.answer('q-single', given)", RIGHT)
    assert said["right"]
    assert frame.evaluate("coursewright.session.score().right") == 1
    assert frame.evaluate("notices") == ["storage-full"]


def test_full_storage_is_told_once_and_so_is_its_end(device: BrowserContext, site: str) -> None:
    full = device.new_page()
    full.goto(f"{site}/page.js")  # a tab without a session: it writes nothing itself when there is room again
    full.evaluate(FILL)
    tab = opened(device, site)
    answer(tab, "q-single")
    answer(tab, "q-several")
    assert tab.evaluate("notices") == ["storage-full"]
    tab.evaluate(MAKE_ROOM)
    answer(tab, "q-match")
    assert tab.evaluate("notices") == ["storage-full", "saved"]
    later = opened(device, site)
    later.wait_for_function("coursewright.session.answerOf('q-match')")  # storage reaches another tab in its own time
    assert answered(later) == ["q-single", "q-several", "q-match"]


def test_a_note_says_whether_the_device_took_it_and_is_kept_as_soon_as_there_is_room(
    device: BrowserContext, site: str
) -> None:
    tab = opened(device, site)
    note = "text => [coursewright.session.setNote('q-thought', text), coursewright.session.note('q-thought')]"
    assert tab.evaluate(note, "short") == [True, "short"]
    tab.evaluate(FILL)
    assert tab.evaluate(note, "longer words" * 99) == [False, "longer words" * 99]
    assert tab.evaluate("coursewright.session.keptNames('note:')") == ["note:q-thought"]
    assert tab.evaluate("notices") == ["storage-full"]
    tab.evaluate(MAKE_ROOM)
    answer(tab, "q-single")
    assert tab.evaluate("notices") == ["storage-full", "saved"]
    tab.close()
    assert opened(device, site).evaluate("coursewright.session.note('q-thought')") == "longer words" * 99


def test_unreadable_state_is_set_aside_and_told(device: BrowserContext, site: str) -> None:
    tab = device.new_page()
    tab.goto(f"{site}/page.js")
    tab.evaluate("key => localStorage.setItem(key, '9from tomorrow')", KEY)
    tab = opened(device, site)
    assert tab.evaluate("notices") == ["unreadable"]
    answer(tab, "q-single")
    assert tab.evaluate("key => localStorage.getItem(key + ':unreadable')", KEY) == "9from tomorrow"


def test_places_are_written_about_once_a_second_and_at_the_latest_when_the_page_is_hidden(
    device: BrowserContext, site: str
) -> None:
    tab = device.new_page()
    tab.add_init_script("""
        window.writes = 0;
        const set = Storage.prototype.setItem;
        Storage.prototype.setItem = function () { window.writes += 1; return set.apply(this, arguments); };
    """)
    tab.goto(f"{site}/two.html")
    tab.wait_for_function("window.writes === 1")
    tab.evaluate("for (let at = 1; at < 50; at += 1) coursewright.session.place('two', at % 4)")
    assert tab.evaluate("window.writes") == 1
    tab.goto(f"{site}/start.html")
    kept = tab.evaluate("key => localStorage.getItem(key)", KEY)
    assert "@tw-301;" in kept


def test_the_reader_comes_back_to_page_and_heading(device: BrowserContext, site: str) -> None:
    tab = opened(device, site, "one/the%20lesson.html")
    tab.evaluate("coursewright.session.place('one/the lesson', 2)")
    tab.close()
    again = opened(device, site, "one/the%20lesson.html")
    assert again.evaluate("coursewright.session.resumePlace()") == {"page": "one/the lesson", "anchor": 2}


def test_no_handler_hangs_on_unload(device: BrowserContext, site: str) -> None:
    tab = device.new_page()
    tab.add_init_script("""
        window.heard = [];
        const listen = EventTarget.prototype.addEventListener;
        EventTarget.prototype.addEventListener = function (type) {
            window.heard.push(type);
            return listen.apply(this, arguments);
        };
    """)
    tab.goto(f"{site}/two.html")
    heard = set(tab.evaluate("window.heard"))
    assert {"pagehide", "visibilitychange"} <= heard
    assert not {"unload", "beforeunload"} & heard


def test_seconds_count_while_the_page_is_seen_and_somebody_is_there(device: BrowserContext, site: str) -> None:
    tab = device.new_page()
    tab.clock.install()
    tab.goto(f"{site}/two.html")
    seconds = "coursewright.session.progress().seconds"
    tab.clock.run_for(90_000)
    tab.mouse.move(5, 5)
    assert 85 <= tab.evaluate(seconds) <= 95
    tab.clock.run_for(3_600_000)
    tab.mouse.move(9, 9)
    tab.clock.run_for(31_000)
    after = tab.evaluate(seconds)
    assert 90 + 300 + 20 <= after <= 90 + 300 + 35
    tab.evaluate("""() => {
        Object.defineProperty(document, 'visibilityState', {value: 'hidden', configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
    }""")
    tab.clock.run_for(120_000)
    assert tab.evaluate(seconds) - after <= 5


def test_a_reflections_words_stay_out_of_the_state(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    tab.evaluate("coursewright.session.setNote('q-thought', 'Salaam, neighbour')")
    _, kept = answer(tab, "q-thought", {**RIGHT, "response": ""})
    assert "Salaam" not in kept
    again = opened(device, site)
    assert again.evaluate("coursewright.session.note('q-thought')") == "Salaam, neighbour"
    assert again.evaluate("coursewright.session.score()") == {
        "earned": 0, "possible": 10, "percent": 0, "right": 0, "closed": 0, "answered": 0, "questions": 7,
    }  # fmt: skip


def test_a_listener_that_fails_stops_neither_the_others_nor_the_saving(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(error.message))
    tab.evaluate("""() => {
        coursewright.session.onChange(() => { throw new Error('a widget broke'); });
        coursewright.session.onChange(() => { window.told = true; });
    }""")
    _, kept = answer(tab, "q-single")
    assert tab.evaluate("window.told")
    assert "qs-1" in kept
    tab.wait_for_timeout(50)
    assert errors
    assert set(errors) == {"a widget broke"}


def test_pages_and_answers_make_the_outcome(device: BrowserContext, site: str) -> None:
    tab = opened(device, site)
    for question in ("q-order", "q-number", "q-text", "q-single"):
        answer(tab, question)
    progress = tab.evaluate("coursewright.session.progress()")
    assert (progress["outcome"], progress["required"], progress["requiredSeen"]) == ("", 3, 1)
    tab.evaluate("['start', 'one/the lesson'].forEach(page => coursewright.session.visit(page))")
    assert tab.evaluate("coursewright.session.progress().outcome") == "passed"
    assert tab.evaluate("coursewright.session.end()")
    assert tab.evaluate("notices") == ["saved"]
