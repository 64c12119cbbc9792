"""The player's files in the order in which a page loads them (docs/reference/pages.md)."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).parent.parent / "player"
COMMENT = re.compile(r"^ */\*(?:[^*]|\*(?!/))*\*/ *\n", re.MULTILINE)
"""A comment that has its lines to itself, as all but a few of the player's have."""

SESSION_SCRIPTS: tuple[str, ...] = (
    "strings.js",
    "state.js",
    "codec.js",
    "timing.js",
    "progress.js",
    "local.js",
    "owed.js",
    "saving.js",
    "session.js",
)
"""The words and the learner's session: every page loads them first, a package's launch page only these of them."""

PAGE_SCRIPTS: tuple[str, ...] = (
    *SESSION_SCRIPTS,
    "elements.js",
    "bank.js",
    "kinds.js",
    "questions.js",
    "reflection.js",
    "schedule.js",
    "scenario.js",
    "story.js",
    "light.js",
    "carry.js",
    "page.js",
)
"""In the order in which a page loads them, after `course.js`."""

ONLY_FOR: Mapping[str, str] = MappingProxyType(
    {
        "bank.js": "question",
        "kinds.js": "question",
        "questions.js": "question",
        "reflection.js": "question",
        "schedule.js": "question",
        "scenario.js": "scenario",
        "story.js": "story",
    }
)
"""Those of them that only a page with a question, a scenario or a story loads."""


def joined(kind: str) -> tuple[str, ...]:
    """Return the files of `PAGE_SCRIPTS` that go into one with the others of ``kind`` ("": what every page needs)."""
    return tuple(name for name in PAGE_SCRIPTS if ONLY_FOR.get(name, "") == kind)


def scripts_for(shown: Collection[str]) -> tuple[str, ...]:
    """Return the scripts, names of `SERVED`, of a page that shows things of the kinds ``shown``."""
    return ("player.js", *(f"player-{kind}.js" for kind in ("question", "scenario", "story") if kind in shown))


ALONE_SCRIPTS: tuple[str, ...] = ("documents.js", "portfolio.js", "record.js", "alone.js")
"""For a document that holds several pages one after the other, after all the others: what the learner takes out of it
again, and which page is read."""


def alone_scripts(shown: Collection[str]) -> tuple[str, ...]:
    """Return the files of a document that stands alone and shows things of the kinds ``shown``, in order."""
    return (*(name for name in PAGE_SCRIPTS if ONLY_FOR.get(name, "") in ("", *shown)), *ALONE_SCRIPTS)


LEARNING_SCRIPTS: tuple[str, ...] = (
    "schedule.js",
    "documents.js",
    "review.js",
    "gain.js",
    "portfolio.js",
    "record.js",
    "learning.js",
)
"""What the learner's own page loads besides; those for questions come when a review begins."""

OFFLINE_SCRIPTS: tuple[str, ...] = ("kept.js", "offline.js")
"""What the page loads besides that takes the course along."""

WORKER = "sw.js"
"""The service worker: it stands at the root of a site, and in no package."""

SERVED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "player.js": joined(""),
        **{f"player-{kind}.js": joined(kind) for kind in ("question", "scenario", "story")},
        "player-learning.js": LEARNING_SCRIPTS,
        "player-offline.js": OFFLINE_SCRIPTS,
    }
)
"""What a site serves: files of ours put together, since each file by itself costs a request and packs worse."""


def served(name: str) -> str:
    """Return the text of one of `SERVED`: its files one after the other, line by line as they were written, without the
    comments, which are a fifth of what would go over the wire."""
    return "\n".join(COMMENT.sub("", (FOLDER / part).read_text(encoding="utf-8")) for part in SERVED[name])


STYLES: tuple[str, ...] = ("player.css", "learning.css")
