"""What a tab shows, what a learning system has on record, and whether one is all of the other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from playwright.sync_api import Frame, Page

from builder.model.identity import token

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
OUTCOMES = {"": "", "f": "failed", "c": "completed", "p": "passed"}
WORTH = tuple(OUTCOMES.values())
VIEW = """() => {
    const session = coursewright.session, answers = {};
    Object.keys(session.course.questions).forEach(id => {
        const one = session.answerOf(id);
        if (one) answers[id] = [one.tries, one.right, one.closed];
    });
    return [answers, session.progress().seen, session.progress().outcome];
}"""


@dataclass(frozen=True, slots=True)
class View:
    """Answers by token as (tries, right, closed), tokens of the pages seen, and the outcome."""

    answers: dict[str, tuple[int, bool, bool]] = field(default_factory=dict)
    pages: frozenset[str] = frozenset()
    outcome: str = ""


def view_of(tab: Page | Frame) -> View:
    """What the session of a tab says."""
    answers, seen, outcome = tab.evaluate(VIEW)
    found = {token(name): (tries, right, closed) for name, (tries, right, closed) in answers.items()}
    return View(found, frozenset(map(token, seen)), outcome)


def read_record(text: str) -> View:
    """What the saved text says (docs/reference/state.md), read without the player."""
    sections = {part[:1]: part[1:] for part in text[1:-6].split(";")}
    answers = {}
    for piece in sections.get("Q", "").split(",")[:-1]:
        flags = DIGITS.index(piece[4])
        answers[piece[:4]] = (flags >> 3, bool(flags & 4), bool(flags & 2))
    pages = re.findall("....", sections.get("P", ""))
    return View(answers, frozenset(pages), OUTCOMES[sections.get("O", "")[:1]])


def union(views: Iterable[View]) -> View:
    """All that any of the views says."""
    answers: dict[str, tuple[int, bool, bool]] = {}
    pages: frozenset[str] = frozenset()
    outcome = ""
    for view in views:
        for name, answer in view.answers.items():
            known = answers.get(name, answer)
            answers[name] = (max(known[0], answer[0]), known[1] or answer[1], known[2] or answer[2])
        pages |= view.pages
        outcome = max(outcome, view.outcome, key=WORTH.index)
    return View(answers, pages, outcome)


def missing(where: str, found: View, expected: View) -> Iterator[str]:
    """Yield what ``found`` lacks of ``expected``: an answer, a try, a page, an outcome that is worth as much."""
    for name, (tries, right, closed) in expected.answers.items():
        kept = found.answers.get(name, (0, False, False))
        if kept[0] < tries or kept[1] < right or kept[2] < closed:
            yield f"{where}: answer {name} is {kept}, was {(tries, right, closed)}"
    for page in sorted(expected.pages - found.pages):
        yield f"{where}: page {page} is not seen"
    if WORTH.index(found.outcome) < WORTH.index(expected.outcome):
        yield f"{where}: {found.outcome or 'nothing'} after {expected.outcome}"
