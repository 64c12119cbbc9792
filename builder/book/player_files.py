"""The player's files in the order in which a page loads them (docs/reference/pages.md)."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent.parent / "player"

PAGE_SCRIPTS: tuple[str, ...] = (
    "state.js",
    "local.js",
    "session.js",
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
