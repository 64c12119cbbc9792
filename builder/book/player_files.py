"""The player's files in the order in which a page loads them (docs/reference/pages.md)."""

from __future__ import annotations

from pathlib import Path

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
    "scenario.js",
    "story.js",
    "light.js",
    "page.js",
)
"""Loaded by every page, after `course.js`."""

STYLES: tuple[str, ...] = ("player.css",)
