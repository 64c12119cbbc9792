"""What an LRS accepts that takes cmi5 at its word: the shape of statements (xAPI 1.0.3, Data) and cmi5's own rules.

Numbers in brackets are sections of cmi5 (Quartz, 1st edition).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

VERBS = "http://adlnet.gov/expapi/verbs/"
CATEGORY = "https://w3id.org/xapi/cmi5/context/categories/"
EXTENSION = "https://w3id.org/xapi/cmi5/context/extensions/"
DEFINED = ("initialized", "completed", "passed", "failed", "terminated")
IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+", re.IGNORECASE)
DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?")
TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
NUMBER = r"-?\d+(\.\d+)?"
RESPONSES = {
    "choice": r"\w+(\[,\]\w+)*",
    "sequencing": r"\w+(\[,\]\w+)*",
    "matching": r"\w+\[\.\]\w+(\[,\]\w+\[\.\]\w+)*",
    "true-false": "true|false",
    "numeric": rf"{NUMBER}(\[:\]({NUMBER})?)?",
    "fill-in": r"(?s).*\S.*",
    "other": r"(?s).*\S.*",
}
"""Data 2.4.4.1, "Response Patterns"."""
MEMBERS = {
    "statement": {"id", "actor", "verb", "object", "result", "context", "timestamp"},
    "result": {"score", "success", "completion", "response", "duration", "extensions"},
    "score": {"scaled", "raw", "min", "max"},
    "context": {"registration", "contextActivities", "extensions", "platform", "language", "revision", "team"},
    "contextActivities": {"parent", "grouping", "category", "other"},
    "activity": {"objectType", "id", "definition"},
    "definition": {"name", "description", "type", "interactionType", "correctResponsesPattern", "extensions"},
}


@dataclass(slots=True)
class Session:
    """One launch as the learning system knows it; ``statements`` are those it has taken in this session."""

    number: int
    registration: str
    activity: str
    actor: dict[str, Any]
    launch_data: dict[str, Any]
    token: str
    fetches: int = 0
    is_over: bool = False
    statements: list[dict[str, Any]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The session id that the context template carries."""
        return str(self.launch_data["contextTemplate"]["extensions"][f"{EXTENSION}sessionid"])


def verb_of(statement: dict[str, Any]) -> str:
    """The verb's last word."""
    return str(statement["verb"]["id"]).removeprefix(VERBS)


def categories(statement: dict[str, Any]) -> list[str]:
    """The ids of the statement's category activities."""
    return [str(one["id"]) for one in _listed(statement["context"]["contextActivities"].get("category", []))]


def is_defined(statement: dict[str, Any]) -> bool:
    """Whether it is a cmi5-defined statement (7.1.3)."""
    return f"{CATEGORY}cmi5" in categories(statement)


def time_of(statement: dict[str, Any]) -> datetime:
    """When it says that it happened."""
    return datetime.fromisoformat(statement["timestamp"])


# ---- shape ----


def malformed(statement: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with a statement whoever sends it."""
    yield from _unknown("statement", statement)
    missing = {"id", "actor", "verb", "object", "context", "timestamp"} - statement.keys()
    if missing:
        yield f"statement lacks {sorted(missing)}"
        return
    if not _is_uuid(statement["id"]):
        yield f"id {statement['id']!r} is no UUID (cmi5 9.1)"
    if not TIMESTAMP.fullmatch(statement["timestamp"]):
        yield f"timestamp {statement['timestamp']!r} is not UTC (cmi5 9.7)"
    if not IRI.fullmatch(statement["verb"]["id"]) or not all(statement["verb"]["display"].values()):
        yield "verb needs an IRI and a display"
    yield from _activity(statement["object"])
    yield from _context(statement["context"])
    yield from _result(statement.get("result", {}))
    yield from _interaction(statement)


def _unknown(kind: str, found: dict[str, Any]) -> Iterator[str]:
    for name in sorted(found.keys() - MEMBERS[kind]):
        yield f"{kind} has no member {name!r}"


def _is_uuid(text: object) -> bool:
    return bool(re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", str(text)))


def _activity(found: dict[str, Any]) -> Iterator[str]:
    yield from _unknown("activity", found)
    if found.get("objectType", "Activity") != "Activity" or not IRI.fullmatch(str(found.get("id"))):
        yield f"no activity: {found}"
    definition = found.get("definition", {})
    yield from _unknown("definition", definition)
    yield from _extensions(definition)
    if "type" in definition and not IRI.fullmatch(definition["type"]):
        yield f"type {definition['type']!r} is no IRI"


def _extensions(found: dict[str, Any]) -> Iterator[str]:
    for name in found.get("extensions", {}):
        if not IRI.fullmatch(name):
            yield f"extension {name!r} is no IRI"


def _context(found: dict[str, Any]) -> Iterator[str]:
    yield from _unknown("context", found)
    yield from _extensions(found)
    if not _is_uuid(found.get("registration")):
        yield f"registration {found.get('registration')!r} is no UUID"
    lists = found.get("contextActivities", {})
    yield from _unknown("contextActivities", lists)
    for value in lists.values():
        activities = _listed(value)
        ids = [one["id"] for one in activities]
        if len(ids) != len(set(ids)):
            yield f"a context activity twice: {ids}"
        for one in activities:
            yield from _activity(one)


def _listed(value: Any) -> list[dict[str, Any]]:
    """A list of activities may be one activity (Data 2.4.6.2)."""
    return value if isinstance(value, list) else [value]


def _result(found: dict[str, Any]) -> Iterator[str]:
    yield from _unknown("result", found)
    if "duration" in found and not DURATION.fullmatch(found["duration"]):
        yield f"duration {found['duration']!r} is not ISO 8601"
    for name in ("success", "completion"):
        if name in found and not isinstance(found[name], bool):
            yield f"{name} is not true or false"
    score = found.get("score")
    if score is not None:
        yield from _unknown("score", score)
        if not (0 <= score["scaled"] <= 1 and score["min"] <= score["raw"] <= score["max"]):
            yield f"score out of range: {score}"


def _interaction(statement: dict[str, Any]) -> Iterator[str]:
    definition = statement["object"].get("definition", {})
    kind = definition.get("interactionType")
    if kind is None:
        return
    if kind not in RESPONSES or definition.get("type") != "http://adlnet.gov/expapi/activities/cmi.interaction":
        yield f"no interaction activity: {definition}"
        return
    given = statement.get("result", {}).get("response")
    for text in [*definition.get("correctResponsesPattern", []), *([] if given is None else [given])]:
        if not re.fullmatch(RESPONSES[kind], text):
            yield f"{text!r} is no response of a {kind} interaction"


# ---- cmi5 ----


def forbidden(statement: dict[str, Any], session: Session, earlier: list[dict[str, Any]]) -> Iterator[str]:
    """Yield what cmi5 forbids; ``earlier`` are the statements of the registration's other sessions."""
    if not session.statements and not (verb_of(statement) == "initialized" and is_defined(statement)):
        yield "initialized must come first (9.3)"
    if any(verb_of(one) == "terminated" for one in session.statements):
        yield "terminated must come last (9.3)"
    if session.statements and time_of(statement) < max(map(time_of, session.statements)):
        yield "the times are not in the order of the statements (9.3)"
    yield from _template(statement["context"], session)
    if is_defined(statement):
        yield from _defined(statement, session, earlier)
    elif f"{CATEGORY}moveon" in categories(statement):
        yield "a statement without result of cmi5 has the moveOn category (9.6.2.2)"


def _template(context: dict[str, Any], session: Session) -> Iterator[str]:
    template = session.launch_data["contextTemplate"]
    if context["registration"] != session.registration:
        yield "registration is not the launch's (9.6.1)"
    if context.get("extensions", {}).get(f"{EXTENSION}sessionid") != session.id:
        yield "session id is not the launch's (9.6.3.1)"
    for name, value in template.get("extensions", {}).items():
        if context.get("extensions", {}).get(name) != value:
            yield f"the template's extension {name} is gone (10)"
    for name, activities in template.get("contextActivities", {}).items():
        found = _listed(context["contextActivities"].get(name, []))
        if not all(one in found for one in _listed(activities)):
            yield f"the template's {name} activities are gone (10)"
    for name in template.keys() - {"extensions", "contextActivities"}:
        if context.get(name) != template[name]:
            yield f"the template's {name} is gone (10)"


def _defined(statement: dict[str, Any], session: Session, earlier: list[dict[str, Any]]) -> Iterator[str]:
    verb = verb_of(statement)
    said = [verb_of(one) for one in session.statements if is_defined(one)]
    before = said + [verb_of(one) for one in earlier if is_defined(one)]
    if verb not in DEFINED:
        yield f"{verb} is no verb of cmi5 (9.3)"
    if verb in said:
        yield f"{verb} twice in a session (9.3)"
    if {verb, *said} >= {"passed", "failed"}:
        yield "passed and failed in one session (9.3)"
    if verb in ("completed", "passed") and verb in before:
        yield f"{verb} twice in a registration (9.3)"
    if verb == "failed" and "passed" in before:
        yield "failed after passed (9.3)"
    if session.launch_data["launchMode"] != "Normal" and verb not in ("initialized", "terminated"):
        yield f"{verb} in {session.launch_data['launchMode']} mode (10)"
    if statement["object"]["id"] != session.activity:
        yield "the object is not the launched activity (9.4)"
    if statement["actor"] != session.actor or "account" not in session.actor:
        yield "the actor is not the launch's (9.2)"
    yield from _defined_result(verb, statement, session)


def _defined_result(verb: str, statement: dict[str, Any], session: Session) -> Iterator[str]:
    result = statement.get("result", {})
    mastery = session.launch_data.get("masteryScore")
    score = result.get("score")
    if score is not None and verb not in ("passed", "failed"):
        yield f"score in {verb} (9.5.1)"
    if result.get("success") is not {"passed": True, "failed": False}.get(verb):
        yield f"success of {verb} is {result.get('success')} (9.5.2)"
    if result.get("completion") is not {"completed": True}.get(verb):
        yield f"completion of {verb} is {result.get('completion')} (9.5.3)"
    if verb in ("completed", "passed", "failed", "terminated") and "duration" not in result:
        yield f"{verb} without duration (9.5.4)"
    if (f"{CATEGORY}moveon" in categories(statement)) != ("success" in result or "completion" in result):
        yield f"moveOn category of {verb} (9.6.2.2)"
    if verb in ("passed", "failed") and mastery is not None:
        if statement["context"]["extensions"].get(f"{EXTENSION}masteryscore") != mastery:
            yield f"{verb} without the mastery score (9.6.3.2)"
        if score is not None and (score["scaled"] >= mastery) != (verb == "passed"):
            yield f"{verb} with {score['scaled']} at a mastery score of {mastery} (9.3.4, 9.3.5)"


def new_id() -> str:
    """A random UUID."""
    return str(uuid.uuid4())
