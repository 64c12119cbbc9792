"""How the two versions say the same things, and how every question is answered."""

from __future__ import annotations

from builder.model.identity import token
from tests.integration.scorm.learning_system import Attempt, Launch

ANSWERS = {
    "q-single": ("b", "b", "b"),
    "q-several": ("ac", "a,c", "a,b"),
    "q-judged": ("t", "t", "f"),
    "q-matching": ("21-", "a.2,b.1", "a.1,b.2,c.3"),
    "q-ordering": ("cab", "c,a,b", "a,b,c"),
    "q-numeric": (".5e1", ".5e1", "12"),
    "q-words": ("0", "human\nsecurity " + "سلام" * 99, "human security"),
    "q-last": ("t", "t", "t"),
}
"""A response in the state's encoding, the learner's words and the right answer's, as the page gives them."""
ELEMENTS = {
    "scorm12": {
        "place": "cmi.core.lesson_location",
        "exit": "cmi.core.exit",
        "score": "cmi.core.score.raw",
        "time": "cmi.core.session_time",
        "completion": "cmi.core.lesson_status",
        "success": "cmi.core.lesson_status",
        "left": "",
    },
    "scorm2004": {
        "place": "cmi.location",
        "exit": "cmi.exit",
        "score": "cmi.score.scaled",
        "time": "cmi.session_time",
        "completion": "cmi.completion_status",
        "success": "cmi.success_status",
        "left": "normal",
    },
}


def element(attempt: Attempt, name: str) -> str:
    """The element that the version has for it."""
    return ELEMENTS[attempt.played.version][name]


def score(attempt: Attempt, percent: int) -> str:
    """A score as the version tells it."""
    return str(percent) if attempt.played.version == "scorm12" else f"{percent / 100:g}"


def answer_all(opened: Launch, right: bool) -> None:
    """Answer every scored question of the session in its kind's own way, until it is closed."""
    opened.answer_all(ANSWERS, right)


def is_kept(attempt: Attempt, *questions: str) -> bool:
    return all(token(question) in attempt.kept["suspend_data"] for question in questions)
