"""The player's files in the order in which a page loads them (docs/reference/pages.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent.parent / "player"

SESSION_SCRIPTS: tuple[str, ...] = (
    "state.js",
    "codec.js",
    "timing.js",
    "progress.js",
    "local.js",
    "saving.js",
    "session.js",
)
"""The learner's session: every page loads them first, and a package's launch page loads only these of them."""

PAGE_SCRIPTS: tuple[str, ...] = (
    *SESSION_SCRIPTS,
    "strings.js",
    "elements.js",
    "bank.js",
    "kinds.js",
    "questions.js",
    "schedule.js",
    "scenario.js",
    "story.js",
    "light.js",
    "page.js",
)
"""In the order in which a page loads them, after `course.js`."""

ONLY_FOR: Mapping[str, str] = MappingProxyType(
    {
        "bank.js": "question",
        "kinds.js": "question",
        "questions.js": "question",
        "schedule.js": "question",
        "scenario.js": "scenario",
        "story.js": "story",
    }
)
"""Those of them that only a page with a question, a scenario or a story loads."""


def scripts_for(shown: Collection[str]) -> tuple[str, ...]:
    """Return the scripts of a page that shows things of the kinds ``shown``."""
    return tuple(name for name in PAGE_SCRIPTS if ONLY_FOR.get(name) is None or ONLY_FOR[name] in shown)


LEARNING_SCRIPTS: tuple[str, ...] = (
    "documents.js",
    "review.js",
    "gain.js",
    "portfolio.js",
    "record.js",
    "learning.js",
)
"""What the learner's own page loads besides, after those for questions."""

STYLES: tuple[str, ...] = ("player.css", "learning.css")
