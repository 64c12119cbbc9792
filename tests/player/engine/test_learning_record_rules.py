"""The tests' own learning system has teeth: it rejects whatever cmi5 forbids, and takes what it allows."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.player.learning_record_rules import CATEGORY, EXTENSION, VERBS, Session, forbidden, malformed, new_id
from tests.player.learning_record_store import ACTOR, LearningRecordStore

Statement = dict[str, Any]
RESULTS: dict[str, Statement] = {
    "initialized": {},
    "completed": {"completion": True, "duration": "PT1S"},
    "passed": {"success": True, "duration": "PT1S", "score": {"scaled": 0.8, "raw": 80, "min": 0, "max": 100}},
    "failed": {"success": False, "duration": "PT1S", "score": {"scaled": 0.2, "raw": 20, "min": 0, "max": 100}},
    "terminated": {"duration": "PT1M2.5S"},
}


@pytest.fixture
def session() -> Session:
    """A session that has just been launched."""
    store = LearningRecordStore("http://127.0.0.1:1")
    store.launch("unit.html")
    return store.sessions[0]


def said(session: Session, verb: str) -> Statement:
    """A statement as cmi5 wants it."""
    context = copy.deepcopy(session.launch_data["contextTemplate"])
    context["registration"] = session.registration
    is_judged = verb in ("completed", "passed", "failed")
    if verb != "answered":
        names = ("cmi5", "moveon") if is_judged else ("cmi5",)
        context["contextActivities"]["category"] = [{"id": CATEGORY + name} for name in names]
    if verb in ("passed", "failed"):
        context["extensions"][f"{EXTENSION}masteryscore"] = 0.7
    return {
        "id": new_id(),
        "timestamp": f"2026-01-01T10:00:0{len(session.statements)}.000Z",
        "actor": ACTOR,
        "verb": {"id": VERBS + verb, "display": {"en": verb}},
        "object": {"objectType": "Activity", "id": session.activity},
        "result": copy.deepcopy(RESULTS.get(verb, {})),
        "context": context,
    }


def found(session: Session, statement: Statement, earlier: list[Statement] | None = None) -> list[str]:
    return [*malformed(statement), *forbidden(statement, session, earlier or [])]


def begin(session: Session, *verbs: str) -> None:
    for verb in verbs:
        statement = said(session, verb)
        assert found(session, statement) == []
        session.statements.append(statement)


@pytest.mark.parametrize(
    "verbs", [("completed", "passed", "terminated"), ("answered", "failed", "completed", "terminated")]
)
def test_a_session_by_the_book_is_taken(session: Session, verbs: tuple[str, ...]) -> None:
    begin(session, "initialized", *verbs)


@pytest.mark.parametrize(
    ("before", "verb", "reason"),
    [
        ((), "completed", "initialized must come first"),
        ((), "answered", "initialized must come first"),
        (("initialized",), "initialized", "initialized twice in a session"),
        (("initialized", "completed"), "completed", "completed twice in a session"),
        (("initialized", "passed"), "failed", "passed and failed in one session"),
        (("initialized", "failed"), "passed", "passed and failed in one session"),
        (("initialized", "terminated"), "answered", "terminated must come last"),
        (("initialized", "terminated"), "terminated", "terminated must come last"),
        (("initialized",), "launched", "launched is no verb"),
    ],
)
def test_verbs_in_a_wrong_order_are_rejected(session: Session, before: tuple[str, ...], verb: str, reason: str) -> None:
    begin(session, *before)
    assert [one for one in found(session, said(session, verb)) if reason in one]


@pytest.mark.parametrize(
    ("earlier", "verb", "reason"),
    [
        ("completed", "completed", "completed twice in a registration"),
        ("passed", "passed", "passed twice in a registration"),
        ("passed", "failed", "failed after passed"),
    ],
)
def test_verbs_of_an_earlier_session_are_remembered(session: Session, earlier: str, verb: str, reason: str) -> None:
    before = [said(session, earlier)]
    begin(session, "initialized")
    assert [one for one in found(session, said(session, verb), before) if reason in one]


def test_nothing_is_judged_in_browse_and_review(session: Session) -> None:
    begin(session, "initialized")
    session.launch_data["launchMode"] = "Review"
    assert found(session, said(session, "completed")) == ["completed in Review mode (10)"]


def without(path: str) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        *way, last = path.split("/")
        for step in way:
            statement = statement[step]
        del statement[last]

    return change


def with_(path: str, value: Any) -> Callable[[Statement], None]:
    def change(statement: Statement) -> None:
        *way, last = path.split("/")
        for step in way:
            statement = statement.setdefault(step, {})
        statement[last] = value

    return change


@pytest.mark.parametrize(
    ("verb", "change", "reason"),
    [
        ("completed", with_("result/score", {"scaled": 1, "raw": 1, "min": 0, "max": 1}), "score in completed"),
        ("completed", without("result/duration"), "completed without duration"),
        ("terminated", without("result/duration"), "terminated without duration"),
        ("passed", without("result/success"), "success of passed"),
        ("completed", with_("result/success", True), "success of completed"),
        ("terminated", with_("result/completion", True), "completion of terminated"),
        ("passed", with_("result/score/scaled", 0.5), "passed with 0.5"),
        ("failed", with_("result/score/scaled", 0.9), "failed with 0.9"),
        ("passed", with_("result/score/scaled", 7), "score out of range"),
        ("passed", with_("context/extensions", {}), "session id"),
        ("passed", with_("context/contextActivities/category", [{"id": f"{CATEGORY}cmi5"}]), "moveOn category"),
        ("answered", with_("context/contextActivities/category", [{"id": f"{CATEGORY}moveon"}]), "moveOn category"),
        ("passed", with_("context/contextActivities/grouping", []), "grouping activities are gone"),
        ("passed", with_("context/registration", new_id()), "registration"),
        ("passed", with_("object/id", "urn:another"), "not the launched activity"),
        ("passed", with_("actor", {"mbox": "mailto:somebody@else.example"}), "actor"),
        ("answered", with_("timestamp", "2025-01-01T10:00:00.000Z"), "order of the statements"),
        ("answered", with_("timestamp", "2026-01-01T12:00:00+02:00"), "not UTC"),
        ("answered", with_("id", "7"), "no UUID"),
        ("answered", with_("verb/id", "answered"), "verb needs an IRI"),
        ("answered", with_("result/duration", "1:00"), "not ISO 8601"),
        ("answered", with_("result/success", "true"), "success is not true or false"),
        ("answered", with_("result/status", "x"), "no member 'status'"),
        ("answered", with_("object/definition", {"type": "x", "interactionType": "choice"}), "no interaction activity"),
        ("answered", without("timestamp"), "lacks ['timestamp']"),
    ],
)
def test_a_statement_with_a_fault_is_rejected(
    session: Session, verb: str, change: Callable[[Statement], None], reason: str
) -> None:
    begin(session, "initialized")
    statement = said(session, verb)
    change(statement)
    reasons = list(malformed(statement))
    if "timestamp" in statement:
        reasons += forbidden(statement, session, [])
    assert [one for one in reasons if reason in one], reasons


@pytest.mark.parametrize(
    ("kind", "response"),
    [
        ("choice", "a,b"),
        ("true-false", "t"),
        ("matching", "a.1"),
        ("numeric", "many"),
        ("fill-in", " "),
        ("sequencing", ""),
    ],
)
def test_an_illegal_response_is_rejected(session: Session, kind: str, response: str) -> None:
    statement = said(session, "answered")
    statement["object"]["definition"] = {
        "type": "http://adlnet.gov/expapi/activities/cmi.interaction",
        "interactionType": kind,
    }
    statement["result"] = {"response": response}
    assert [one for one in malformed(statement) if "is no response of a" in one]


def test_the_store_gives_the_token_once_and_lets_in_only_with_it() -> None:
    store = LearningRecordStore("http://127.0.0.1:1")
    store.launch("unit.html")
    assert "auth-token" in store.handle("POST", "/fetch?k=0", {}, "").body
    assert "error-code" in store.handle("POST", "/fetch?k=0", {}, "").body
    assert store.handle("POST", "/lrs/statements", {"authorization": "Basic bm8="}, "[]").status == 401
    assert len(store.violations) == 1


def test_the_store_refuses_to_have_its_launch_data_written() -> None:
    store = LearningRecordStore("http://127.0.0.1:1")
    store.launch("unit.html")
    session = store.sessions[0]
    query = {"activityId": session.activity, "registration": session.registration, "stateId": "LMS.LaunchData"}
    query["agent"] = '{"objectType": "Agent", "account": {"homePage": "https://system.example", "name": "ada & co +1"}}'
    assert store._state("PUT", session, query, {}, "{}").status == 400
