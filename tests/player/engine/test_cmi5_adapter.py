"""The cmi5 adapter in a browser, against a learning system that rejects what cmi5 forbids. Numbers are its sections."""

from __future__ import annotations

import json
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.player.engine.learning_system import crash
from tests.player.learning_record_rules import CATEGORY, EXTENSION, categories, new_id, time_of, verb_of
from tests.player.learning_record_store import PUBLISHER, LearningRecordStore, store_on_a_free_port

ROOT = Path(__file__).parents[3]
SCRIPTS = ("xapi.js", "cmi5_statements.js", "cmi5.js")
PAGES = ("start", "one/the lesson", "two")
ALL = ("q-single", "q-several", "q-true", "q-match", "q-order", "q-number", "q-text")
GIVEN = {
    "q-single": ("b", "a"),
    "q-several": ("a,c", "a,c"),
    "q-true": ("t", "f"),
    "q-match": ("a.2,b.1", "a.1,b.2"),
    "q-order": ("c,a,b", "c,a,b"),
    "q-number": ("12.5", "12.5"),
    "q-text": ("human security", "human security"),
    "q-thought": ("my own words", ""),
}
Launch = Callable[..., "Unit"]


class Unit:
    """One launched unit: its shell, and the page in it."""

    def __init__(self, shell: Page) -> None:
        self.shell = shell

    @property
    def page(self) -> Frame:
        frame = self.shell.locator("iframe[name=cw-page]").element_handle().content_frame()
        assert frame is not None
        frame.wait_for_selector("body[data-ready]", state="attached")
        return frame

    def answer(self, *questions: str, right: bool = True) -> None:
        for name in questions:
            text, pattern = GIVEN[name]
            given = {"right": right, "response": "a", "text": text, "pattern": pattern, "latency": 3.5}
            self.page.evaluate("([id, given]) => coursewright.session.answer(id, given)", [name, given])

    def visit(self, *pages: str) -> None:
        self.page.evaluate("ids => ids.forEach(id => coursewright.session.visit(id))", list(pages))

    def right(self) -> int:
        return int(self.page.evaluate("coursewright.session.score().right"))

    def outcome(self) -> str:
        return str(self.page.evaluate("coursewright.session.progress().outcome"))

    def says(self, words: str) -> None:
        expect(self.shell.locator("#cw-shell-status")).to_contain_text(words)

    def leave(self) -> None:
        self.shell.click("[data-cw=end]")
        expect(self.shell.locator(".cw-shell-ended")).to_be_visible()

    def close(self) -> None:
        """Close the tab, as a learner does."""
        self.shell.close(run_before_unload=True)


@pytest.fixture(scope="module")
def unit_page(package: Path, site: str) -> str:
    """The address of the small package's launch page for cmi5."""
    folder = package / "package"
    for name in SCRIPTS:
        shutil.copy(ROOT / "builder/player" / name, folder / "_static/coursewright")
    page = (folder / "launch.html").read_text(encoding="utf-8")
    tag = '<script defer src="_static/coursewright/{}"></script>\n'
    page = page.replace(tag.format("shell.js"), "".join(map(tag.format, (*SCRIPTS, "shell.js"))))
    page = page.replace("script-src 'self'", "script-src 'self'; connect-src 'self' http:")
    (folder / "unit.html").write_text(page, encoding="utf-8")
    shutil.copy(ROOT / "builder/player/part.js", folder / "_static/coursewright")
    part = page.replace(tag.format("words.js"), tag.format("part.js") + tag.format("words.js"))
    part = part.replace('<body data-root="">', '<body data-root="" data-part="one"><p id="cw-shell-note"></p>')
    (folder / "unit-one.html").write_text(part, encoding="utf-8")
    return f"{site}/unit.html"


@pytest.fixture
def store() -> Iterator[LearningRecordStore]:
    """A learning system; whatever it had to reject fails the test."""
    with store_on_a_free_port() as found:
        yield found
        assert found.violations == []


@pytest.fixture
def launch(device: BrowserContext, store: LearningRecordStore, unit_page: str) -> Launch:
    """Launch the unit in a new tab, on this device unless another is given."""

    def open_unit(registration: str = "", on: BrowserContext = device, ready: bool = True, **more: Any) -> Unit:
        shell = on.new_page()
        shell.goto(store.launch(unit_page, registration, **more))
        unit = Unit(shell)
        if ready:
            _ = unit.page
        return unit

    return open_unit


def crash_and_restore(unit: Unit, device: BrowserContext) -> Unit:
    """Kill a tab and open it again as browsers do: with its address and what it held in session storage."""
    address, held = unit.shell.url, unit.shell.evaluate("Object.entries(sessionStorage)")
    crash(unit.shell)
    shell = device.new_page()
    shell.add_init_script(f"for (const [key, value] of {json.dumps(held)}) sessionStorage.setItem(key, value)")
    shell.goto(address)
    return Unit(shell)


def wait_until(unit: Unit, condition: Callable[[], object]) -> None:
    for _ in range(100):
        if condition():
            return
        unit.shell.wait_for_timeout(50)
    raise AssertionError("it never came about")


def registration_of(store: LearningRecordStore) -> str:
    return store.sessions[0].registration


def pass_all(unit: Unit) -> None:
    unit.visit(*PAGES)
    unit.answer(*ALL)


# ---- the launch ----


def test_a_launch_asks_for_the_token_once_and_reads_what_it_must(launch: Launch, store: LearningRecordStore) -> None:
    launch()
    assert store.requests[0] == "POST /fetch"
    assert store.requests.count("POST /fetch") == 1
    assert set(store.requests[1:4]) == {"GET /lrs/activities/state", "GET /lrs/agents/profile"}
    assert store.requests[4] == "POST /lrs/statements"
    assert store.verbs() == ["initialized"]


@pytest.mark.parametrize("status", [403, 500])
def test_preferences_that_cannot_be_read_are_no_error(launch: Launch, store: LearningRecordStore, status: int) -> None:
    store.profile_status = status
    launch()
    assert store.verbs() == ["initialized"]


def test_launch_parameters_come_in_any_order(launch: Launch, store: LearningRecordStore) -> None:
    for _ in range(2):
        launch().leave()
    assert [store.verbs(number) for number in range(2)] == [["initialized", "terminated"]] * 2


def test_without_launch_parameters_the_book_works_on_this_device(device: BrowserContext, unit_page: str) -> None:
    unit = Unit(device.new_page())
    unit.shell.goto(f"{unit_page}?endpoint=http://127.0.0.1:9/")
    unit.answer("q-single")
    assert unit.right() == 1
    unit.says("No learning system answered")


def test_a_fetch_address_that_is_used_up_is_told_and_the_answers_wait(
    launch: Launch, store: LearningRecordStore, device: BrowserContext
) -> None:
    unit = launch()
    address = unit.shell.url
    unit.answer("q-single")
    wait_until(unit, lambda: len(store.answers()) == 1)
    again = Unit(device.new_page())
    again.shell.goto(address)
    again.says("open the course again there")
    again.answer("q-several")
    assert again.right() == 2
    unit.close()
    launch(registration_of(store))
    wait_until(again, lambda: "q-several" in store.answers())


def test_a_page_that_crashed_goes_on_in_the_same_session(
    launch: Launch, store: LearningRecordStore, device: BrowserContext
) -> None:
    unit = launch()
    unit.answer("q-single")
    unit.shell.wait_for_function("() => !Object.keys(localStorage).some(name => name.endsWith(':unsent'))")
    unit = crash_and_restore(unit, device)
    assert unit.right() == 1
    unit.answer("q-several")
    unit.leave()
    assert store.requests.count("POST /fetch") == 1
    assert store.verbs() == ["initialized", "terminated"]
    assert store.conflicts == 0
    assert list(store.answers()) == ["q-single", "q-several"]


@pytest.mark.parametrize("leaves", [True, False])
def test_a_page_loaded_again_after_its_end_says_that_it_is_over(
    launch: Launch, store: LearningRecordStore, leaves: bool
) -> None:
    unit = launch()
    if leaves:
        unit.leave()
    unit.shell.reload()
    unit.says("open the course again there")
    unit.answer("q-single")
    assert unit.right() == 1
    assert store.requests.count("POST /fetch") == 1
    assert store.verbs() == ["initialized", "terminated"]


def test_the_token_is_on_no_disk_and_in_no_address(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    pass_all(unit)
    unit.says("")
    token = store.sessions[0].token
    assert token not in json.dumps(unit.shell.evaluate("Object.assign({}, localStorage)"))
    assert not [frame.url for frame in unit.shell.frames if token in frame.url]
    unit.leave()
    assert token not in json.dumps(unit.shell.evaluate("Object.assign({}, sessionStorage)"))


# ---- what is said ----


def test_passing_is_completed_and_passed_with_score_and_terminated_last(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    unit.visit(*PAGES)
    unit.answer(*ALL[:5])
    wait_until(unit, lambda: len(store.answers()) == 5)
    unit.answer("q-number")
    unit.leave()
    assert store.verbs() == ["initialized", "completed", "passed", "terminated"]
    passed = store.said()[2]
    assert passed["result"]["score"] == {"scaled": 0.8, "raw": 80, "min": 0, "max": 100}
    assert categories(passed) == [f"{CATEGORY}cmi5", f"{CATEGORY}moveon"]
    assert passed["context"]["extensions"][f"{EXTENSION}masteryscore"] == 0.7
    assert passed["context"]["contextActivities"]["grouping"] == [{"objectType": "Activity", "id": PUBLISHER}]
    assert store.state()["passed"]


def test_failing_is_said_when_nothing_is_left_to_answer(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    unit.visit(*PAGES)
    for _ in range(2):
        unit.answer(*ALL, right=False)
    unit.leave()
    assert store.verbs() == ["initialized", "completed", "failed", "terminated"]
    assert store.said()[2]["result"]["score"]["scaled"] == 0


def test_before_a_decision_nothing_is_judged_and_no_score_is_told(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    unit.answer("q-single")
    unit.leave()
    assert store.verbs() == ["initialized", "terminated"]


def test_every_kind_of_answer_is_a_legal_interaction_without_cmi5s_category(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    unit.answer(*ALL, "q-thought")
    unit.leave()
    found = {
        name: (
            one["object"]["definition"]["interactionType"],
            one["result"].get("response"),
            one["object"]["definition"].get("correctResponsesPattern"),
            one["result"].get("success"),
        )
        for name, one in store.answers().items()
    }
    assert found == {
        "q-single": ("choice", "b", ["a"], True),
        "q-several": ("choice", "a[,]c", ["a[,]c"], True),
        "q-true": ("true-false", "true", ["false"], True),
        "q-match": ("matching", "a[.]2[,]b[.]1", ["a[.]1[,]b[.]2"], True),
        "q-order": ("sequencing", "c[,]a[,]b", ["c[,]a[,]b"], True),
        "q-number": ("numeric", "12.5", ["12.5"], True),
        "q-text": ("fill-in", "human security", ["human security"], True),
        "q-thought": ("other", None, None, None),
    }
    one = store.answers()["q-order"]
    assert verb_of(one) == "answered"
    assert one["object"]["id"] == "urn:coursewright:small-course:question:q-order"
    assert one["object"]["definition"]["extensions"] == {"urn:coursewright:small-course:weighting": 2}
    assert one["result"]["duration"] == "PT3.5S"
    assert "score" not in one["result"]
    assert one["context"]["contextActivities"]["parent"] == [
        {"objectType": "Activity", "id": store.sessions[0].activity}
    ]
    assert one["context"]["contextActivities"]["other"][0]["id"] == "urn:coursewright:small-course:objective:aim-two"


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("numeric", "1e3", "1000"),
        ("numeric", "1e30", None),
        ("numeric", "many", None),
        ("single", "two words", None),
        ("matching", "a", None),
        ("true-false", "x", None),
        ("short-text", " \n\t ", None),
        ("short-text", "a\u0000b" + "x" * 600, "a b" + "x" * 497),
        ("short-text", "x" * 499 + "\U0001f600", "x" * 499),
    ],
)
def test_what_cannot_be_a_legal_response_is_left_out(engine: Page, kind: str, text: str, said: str | None) -> None:
    engine.add_script_tag(path=ROOT / "builder/player/xapi.js")
    asked = {"kind": kind, "text": text, "pattern": text, "right": False, "latency": 1, "question": "q", "weighting": 1}
    found = engine.evaluate("one => coursewright.xapi.answered(one, (kind, id) => 'urn:' + kind + id)", asked)
    assert found["result"].get("response") == said
    assert found["object"]["definition"].get("correctResponsesPattern") == (None if said is None else [said])


def test_ids_of_what_is_said_once_are_named_ids(launch: Launch, store: LearningRecordStore, engine: Page) -> None:
    unit = launch()
    pass_all(unit)
    unit.leave()
    session = store.sessions[0]
    space = uuid.UUID(session.registration)
    by_verb = {verb_of(one): one["id"] for one in store.said()}
    assert by_verb["passed"] == str(uuid.uuid5(space, f"{session.activity} passed"))
    assert by_verb["terminated"] == str(uuid.uuid5(space, f"{session.id} terminated"))
    engine.add_script_tag(path=ROOT / "builder/player/xapi.js")
    for name in ("", "é" * 40, "x" * 55, "x" * 119):
        assert engine.evaluate("([space, name]) => coursewright.xapi.namedId(space, name)", [str(space), name]) == str(
            uuid.uuid5(space, name)
        )


def test_the_systems_template_is_kept_whatever_is_in_it(launch: Launch, store: LearningRecordStore) -> None:
    template = {
        "registration": new_id(),
        "platform": "A system",
        "contextActivities": {"grouping": {"id": PUBLISHER}, "category": [{"id": "https://system.example/category"}]},
        "extensions": {f"{EXTENSION}sessionid": "a session", "https://system.example/extension": {"a": 1}},
    }
    template.pop("registration")
    unit = launch(contextTemplate=template)
    pass_all(unit)
    unit.leave()
    assert categories(store.said()[1])[0] == "https://system.example/category"


def test_a_unit_that_is_a_part_is_judged_by_its_own_pages_and_names_things_as_the_whole_does(
    store: LearningRecordStore, device: BrowserContext, unit_page: str
) -> None:
    part = Unit(device.new_page())
    part.shell.goto(
        store.launch(unit_page.replace("unit.html", "unit-one.html"), activity="https://system.example/one")
    )
    part.visit("one/the lesson", "two")
    part.answer(*ALL)
    part.leave()
    assert store.verbs() == ["initialized", "completed", "passed", "terminated"]
    assert store.answers()["q-text"]["object"]["id"] == "urn:coursewright:small-course:question:q-text"
    whole = Unit(device.new_page())
    whole.shell.goto(store.launch(unit_page, registration_of(store)))
    assert whole.right() == 0


# ---- a registration ----


def test_a_learner_resumes_on_another_device_and_passes_there(
    launch: Launch, store: LearningRecordStore, browser: Browser
) -> None:
    unit = launch()
    unit.visit(*PAGES)
    unit.answer(*ALL[:3])
    unit.leave()
    elsewhere = browser.new_context()
    unit = launch(registration_of(store), on=elsewhere)
    assert unit.right() == 3
    unit.answer(*ALL[3:])
    unit.leave()
    assert [store.verbs(number) for number in range(2)] == [
        ["initialized", "completed", "terminated"],
        ["initialized", "passed", "terminated"],
    ]
    elsewhere.close()


def test_a_revisit_after_passing_says_nothing_of_it_again(
    launch: Launch, store: LearningRecordStore, browser: Browser
) -> None:
    unit = launch()
    pass_all(unit)
    unit.leave()
    elsewhere = browser.new_context()
    unit = launch(registration_of(store), on=elsewhere, masteryScore=0.9)
    assert unit.outcome() == "passed"
    unit.leave()
    assert store.verbs() == ["initialized", "terminated"]
    assert store.conflicts == 0
    elsewhere.close()


def test_a_learner_who_failed_passes_in_a_later_session_if_the_system_asks_less(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    unit.visit(*PAGES)
    unit.answer("q-single", "q-order")
    for _ in range(2):
        unit.answer(*ALL, right=False)
    unit.leave()
    assert store.verbs() == ["initialized", "completed", "failed", "terminated"]
    unit = launch(registration_of(store))
    unit.leave()
    assert store.verbs() == ["initialized", "terminated"]
    unit = launch(registration_of(store), masteryScore=0.3)
    unit.leave()
    assert store.verbs() == ["initialized", "passed", "terminated"]


def test_a_pass_from_before_the_system_asked_more_is_said_without_a_score(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    unit.visit(*PAGES)
    unit.answer(*ALL[:5])
    wait_until(unit, lambda: len(store.answers()) == 5)
    store.away = True
    unit.answer("q-number")
    unit.says("Not yet saved")
    crash(unit.shell)
    store.away = False
    unit = launch(registration_of(store), masteryScore=0.9)
    unit.leave()
    assert store.verbs() == ["initialized", "passed", "terminated"]
    assert "score" not in store.said()[1]["result"]


def test_a_pass_is_said_once_though_the_system_forgot_our_document(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    pass_all(unit)
    unit.leave()
    store.forget()
    unit = launch(registration_of(store))
    pass_all(unit)
    unit.leave()
    assert store.verbs() == ["initialized", "terminated"]
    assert store.state()["passed"]


def test_a_new_registration_begins_empty(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    unit.answer("q-single")
    unit.leave()
    assert launch().right() == 0


@pytest.mark.parametrize("mode", ["Browse", "Review"])
def test_browse_and_review_say_only_that_they_began_and_ended(
    launch: Launch, store: LearningRecordStore, mode: str
) -> None:
    unit = launch(mode=mode)
    unit.says("nothing is recorded")
    pass_all(unit)
    unit.leave()
    assert [verb_of(one) for one in store.sessions[0].statements] == ["initialized", "terminated"]
    assert store.state() == {"text": ""}


def test_two_tabs_of_a_registration_take_in_each_others_answers(
    launch: Launch, store: LearningRecordStore, browser: Browser
) -> None:
    one = launch()
    elsewhere = browser.new_context()
    other = launch(registration_of(store), on=elsewhere)
    one.answer("q-single")
    wait_until(one, lambda: "q-single" in store.answers(0))
    one.says("")
    other.answer("q-several")
    wait_until(other, lambda: other.right() == 2)
    other.leave()
    one.answer("q-true")
    wait_until(one, lambda: one.right() == 3)
    one.leave()
    elsewhere.close()


def test_a_store_without_tags_is_served_without_them(launch: Launch, store: LearningRecordStore) -> None:
    store.gives_tags = False
    unit = launch()
    pass_all(unit)
    unit.leave()
    assert store.state()["passed"]


def test_a_store_that_reads_what_was_there_before_is_not_asked_for_ever(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    store.stale = json.dumps({"text": ""})
    unit.answer("q-single")
    unit.leave()
    assert "qs-1" in store.state()["text"]


# ---- the network and the end ----


def test_answers_given_without_a_network_arrive_in_order_when_it_is_back(
    launch: Launch, store: LearningRecordStore, device: BrowserContext
) -> None:
    unit = launch()
    unit.visit(*PAGES)
    _ = unit.page
    device.set_offline(True)
    unit.answer(*ALL[:4])
    unit.says("Not yet saved in the learning system")
    unit.answer(*ALL[4:])
    assert store.verbs() == ["initialized"]
    device.set_offline(False)
    unit.says("The connection to the learning system is back")
    unit.leave()
    assert list(store.answers()) == list(ALL)
    assert store.verbs() == ["initialized", "completed", "passed", "terminated"]


def test_an_answer_that_arrived_unheard_is_not_counted_twice(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    store.unheard = True
    unit.answer("q-single", "q-several")
    unit.says("Not yet saved")
    store.unheard = False
    unit.leave()
    assert list(store.answers()) == ["q-single", "q-several"]
    assert store.requests.count("POST /lrs/statements") >= 3


def test_an_answer_that_arrived_unheard_in_a_killed_tab_is_not_counted_twice(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    store.unheard = True
    unit.answer("q-single")
    unit.says("Not yet saved")
    crash(unit.shell)
    store.unheard = False
    unit = launch(registration_of(store))
    unit.answer("q-several")
    unit.leave()
    assert [list(store.answers(number)) for number in range(2)] == [["q-single"], ["q-several"]]


def test_a_killed_tab_owes_its_answers_to_the_next_session(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    store.away = True
    unit.answer("q-single", "q-several")
    unit.says("Not yet saved")
    crash(unit.shell)
    store.away = False
    unit = launch(registration_of(store))
    assert unit.right() == 2
    wait_until(unit, lambda: len(store.answers()) == 2)
    first = store.sessions[1].statements[0]
    assert all(time_of(one) > time_of(first) for one in store.answers().values())


def test_a_closed_tab_says_at_the_last_moment_that_it_is_over(
    launch: Launch, store: LearningRecordStore, device: BrowserContext
) -> None:
    unit = launch()
    waiting = Unit(device.new_page())
    unit.answer("q-single")
    unit.close()
    wait_until(waiting, lambda: "terminated" in store.verbs())
    wait_until(waiting, lambda: "qs-1" in store.state()["text"])
    assert list(store.answers()) == ["q-single"]


def test_leaving_long_after_an_answer_was_sent_ends_the_session_even_at_a_strict_store(
    launch: Launch, store: LearningRecordStore
) -> None:
    store.strict = True
    unit = launch()
    wait_until(unit, lambda: store.state()["text"])
    store.gate.clear()
    unit.answer("q-single", "q-several")
    wait_until(unit, store.answers)
    unit.shell.evaluate("(now => { performance.now = () => now + 60000; })(performance.now())")
    unit.shell.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: false}))")
    wait_until(unit, lambda: store.verbs() == ["initialized", "terminated"])
    assert set(store.answers()) == {"q-single", "q-several"}
    assert store.conflicts == 0


def test_what_is_under_way_when_the_page_goes_does_not_come_after_the_end(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    wait_until(unit, lambda: store.state()["text"])
    unit.shell.evaluate("""() => {
        const fetch = window.fetch;
        window.fetch = (address, how) => {
            if (how.method !== 'POST' || window.held) return fetch(address, how);
            window.held = () => fetch(address, how);
            return new Promise(() => {});
        };
    }""")
    unit.answer("q-single")
    wait_until(unit, lambda: unit.shell.evaluate("Boolean(window.held)"))
    unit.shell.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: false}))")
    wait_until(unit, lambda: "terminated" in store.verbs())
    unit.shell.evaluate("held().then(answer => answer.status)")
    assert list(store.answers()) == ["q-single"]
    assert [verb_of(one) for one in store.sessions[-1].statements] == ["initialized", "answered", "terminated"]


def test_a_request_under_way_may_outlive_its_tab(launch: Launch, store: LearningRecordStore) -> None:
    unit = launch()
    kept = """() => {
        window.asked = [];
        const fetch = window.fetch;
        window.fetch = (address, how) => { asked.push([how.method, how.keepalive]); return fetch(address, how); };
    }"""
    unit.shell.evaluate(kept)
    unit.answer("q-single")
    wait_until(unit, lambda: len(store.answers()) == 1)
    assert ["POST", True] in unit.shell.evaluate("asked")


def test_a_session_that_the_system_has_ended_is_told_and_its_answers_go_with_the_next(
    launch: Launch, store: LearningRecordStore
) -> None:
    unit = launch()
    wait_until(unit, lambda: store.state()["text"])
    store.abandon()
    unit.answer("q-single")
    unit.says("open the course again there")
    assert store.answers() == {}
    unit = launch(registration_of(store))
    wait_until(unit, lambda: "q-single" in store.answers())


def test_an_answer_that_the_store_will_not_take_holds_up_nothing_else(
    launch: Launch, store: LearningRecordStore
) -> None:
    store.refuses = ("answered",)
    unit = launch()
    pass_all(unit)
    unit.leave()
    assert store.verbs() == ["initialized", "completed", "passed", "terminated"]


def test_the_learner_goes_back_where_the_system_wants_them(
    launch: Launch, store: LearningRecordStore, site: str
) -> None:
    unit = launch(returnURL=f"{site}/more.html?from=unit")
    unit.shell.click("[data-cw=end]")
    unit.shell.wait_for_url(f"{site}/more.html?from=unit")
    assert store.verbs() == ["initialized", "terminated"]


def test_an_address_that_would_run_a_script_is_not_gone_to(launch: Launch) -> None:
    unit = launch(returnURL="javascript:document.title='run'")
    unit.leave()
    assert unit.shell.title() == "A small course"


def test_time_is_told_for_the_session_and_for_the_whole(
    launch: Launch, store: LearningRecordStore, device: BrowserContext
) -> None:
    unit = launch()
    unit.shell.wait_for_timeout(1100)
    unit.answer("q-single")
    wait_until(unit, lambda: len(store.answers()) == 1)
    unit = crash_and_restore(unit, device)
    _ = unit.page
    unit.shell.wait_for_timeout(1100)
    unit.leave()
    assert seconds(store.said(0)[-1]) >= 2
    unit = launch(registration_of(store))
    pass_all(unit)
    unit.leave()
    assert seconds(store.said(1)[1]) >= 2


def seconds(statement: dict[str, Any]) -> float:
    return float(statement["result"]["duration"].removeprefix("PT").removesuffix("S"))
