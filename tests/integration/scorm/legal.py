"""What each version allows: the elements that may be set, the form of their values, and the order of the calls."""

from __future__ import annotations

import re
from typing import Any

WORDS = r"[^\x00-\x1f]"
NOTHING = r"(?!)"
NUMBER = r"-?[0-9]{1,10}(\.[0-9]{1,18})?"
IDENTIFIER = r"[A-Za-z0-9_-]{1,255}"
TIMESPAN = r"[0-9]{4}:[0-5][0-9]:[0-5][0-9]\.[0-9]{2}"
INTERVAL = r"PT([0-9]+H)?([0-9]{1,2}M)?[0-9]{1,2}(\.[0-9]{2})?S"
SHARE = r"0(\.[0-9]{1,2})?|1"
PERCENT = r"[0-9]{1,2}|100"
KINDS = "true-false|choice|fill-in|matching|sequencing|numeric"

FORMS: dict[str, dict[str, str]] = {
    "scorm12": {
        "cmi.core.lesson_status": r"passed|completed|failed|incomplete",
        "cmi.core.lesson_location": r"[!-~]{1,255}",
        "cmi.core.exit": r"suspend|",
        "cmi.core.score.raw": PERCENT,
        "cmi.core.score.min": "0",
        "cmi.core.score.max": "100",
        "cmi.core.session_time": TIMESPAN,
        "cmi.suspend_data": r"[!-~]{1,4096}",
        "cmi.objectives.n.id": IDENTIFIER,
        "cmi.objectives.n.score.raw": PERCENT,
        "cmi.objectives.n.score.min": "0",
        "cmi.objectives.n.score.max": "100",
        "cmi.objectives.n.status": r"completed|incomplete",
        "cmi.interactions.n.id": IDENTIFIER,
        "cmi.interactions.n.objectives.0.id": IDENTIFIER,
        "cmi.interactions.n.type": KINDS,
        "cmi.interactions.n.time": r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]",
        "cmi.interactions.n.weighting": PERCENT,
        "cmi.interactions.n.result": r"correct|wrong|neutral",
        "cmi.interactions.n.latency": TIMESPAN,
    },
    "scorm2004": {
        "cmi.completion_status": r"completed|incomplete",
        "cmi.success_status": r"passed|failed",
        "cmi.progress_measure": SHARE,
        "cmi.location": r"[!-~]{1,1000}",
        "cmi.exit": r"suspend|normal",
        "cmi.score.scaled": SHARE,
        "cmi.score.raw": PERCENT,
        "cmi.score.min": "0",
        "cmi.score.max": "100",
        "cmi.session_time": INTERVAL,
        "cmi.suspend_data": r"[!-~]{1,64000}",
        "cmi.objectives.n.id": IDENTIFIER,
        "cmi.objectives.n.score.scaled": SHARE,
        "cmi.objectives.n.score.raw": PERCENT,
        "cmi.objectives.n.score.min": "0",
        "cmi.objectives.n.score.max": "100",
        "cmi.objectives.n.completion_status": r"completed|incomplete",
        "cmi.interactions.n.id": IDENTIFIER,
        "cmi.interactions.n.objectives.0.id": IDENTIFIER,
        "cmi.interactions.n.type": f"{KINDS}|long-fill-in",
        "cmi.interactions.n.timestamp": r"20[0-9]{2}-[0-1][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]",
        "cmi.interactions.n.weighting": r"[0-9]+(\.[0-9]+)?",
        "cmi.interactions.n.result": r"correct|incorrect|neutral",
        "cmi.interactions.n.latency": INTERVAL,
        "cmi.interactions.n.description": rf"(?!\{{){WORDS}{{1,250}}",
    },
}
RESPONSES: dict[str, dict[str, str]] = {
    "scorm12": {
        "true-false": "[tf]",
        "choice": r"[0-9a-z](,[0-9a-z])*",
        "fill-in": rf"(?=.*\S){WORDS}{{1,255}}",
        "matching": r"[0-9a-z]\.[0-9a-z](,[0-9a-z]\.[0-9a-z])*",
        "sequencing": r"[0-9a-z](,[0-9a-z])*",
        "numeric": NUMBER,
    },
    "scorm2004": {
        "true-false": "true|false",
        "choice": r"[0-9a-z](\[,\][0-9a-z])*",
        "fill-in": rf"(?!\{{)(?=.*\S){WORDS}{{1,250}}",
        "long-fill-in": NOTHING,
        "matching": r"[0-9a-z]\[\.\][0-9a-z](\[,\][0-9a-z]\[\.\][0-9a-z])*",
        "sequencing": r"[0-9a-z](\[,\][0-9a-z])*",
        "numeric": NUMBER,
    },
}
"""What a learner may have answered, by the interaction's type."""
PATTERNS = {version: dict(responses) for version, responses in RESPONSES.items()}
PATTERNS["scorm2004"]["numeric"] = rf"({NUMBER})?\[:\]({NUMBER})?"
TYPED = {
    "cmi.interactions.n.student_response": RESPONSES,
    "cmi.interactions.n.learner_response": RESPONSES,
    "cmi.interactions.n.correct_responses.0.pattern": PATTERNS,
}
NOT_YET_THERE = "403"
"""SCORM 2004 answers so when an element is read that has no value yet; it is no fault."""


def check_trace(version: str, trace: list[dict[str, Any]]) -> None:
    """Hold a launch's calls to the standard, also where the runtime lets more through.

    One error may be there: browsers refuse the request of a commit while the page goes, just before Terminate.
    """
    names = [call["name"] for call in trace]
    types: dict[str, str] = {}
    assert names.count("Initialize") <= 1
    assert names.count("Terminate") <= 1
    for at, call in enumerate(trace):
        assert len(call["given"]) == {"SetValue": 2}.get(call["name"], 1), call
        assert all(isinstance(value, str) for value in call["given"]), call
        if call["name"] in ("Initialize", "Commit", "Terminate"):
            assert call["given"] == [""], call
        fine = {"0", NOT_YET_THERE} if (version, call["name"]) == ("scorm2004", "GetValue") else {"0"}
        assert call["code"] in fine or names[at:] == ["Commit", "Terminate"], call
        if call["name"] == "SetValue":
            check_value(version, types, *call["given"])
    if "Terminate" in names:
        assert names.index("Terminate") == len(names) - 1


def check_value(version: str, types: dict[str, str], name: str, value: str) -> None:
    """Hold one value to its element's form; an answer's to that of the interaction's type, which comes before it."""
    element = re.sub(r"(interactions|objectives)\.[0-9]+", r"\1.n", name, count=1)
    number = name.split(".")[2] if "interactions" in name else ""
    if element == "cmi.interactions.n.type":
        types[number] = value
    form = TYPED[element][version][types[number]] if element in TYPED else FORMS[version][element]
    assert re.fullmatch(form, value), (name, value, form)
