"""The files that serve only a site on the web: no package takes them along (docs/reference/offline.md)."""

from __future__ import annotations

import re

from builder.book.course_data import FOLDER
from builder.book.player_files import SESSION_SCRIPTS

OWN = "_offline"
"""The folder of what the service worker and the list need."""
SITE_MANIFEST = "manifest.webmanifest"
NOT_SERVED = f"{FOLDER}/course.json"
"""For the packages that are made from the site, not for its readers."""

_ONLY = re.compile(
    rf"{re.escape(NOT_SERVED)}|{OWN}/.*|sw\.js|{re.escape(SITE_MANIFEST)}|offline(-\d+)?\.html"
    rf"|{FOLDER}/(player-offline|offline-words)\.js"
)
_UNLISTED = re.compile(rf"{re.escape(NOT_SERVED)}|{OWN}/(list|version)\.json|sw\.js|objects\.inv")
_LAUNCHED = frozenset(f"{FOLDER}/{name}" for name in SESSION_SCRIPTS)
"""What lies there by itself for launch pages alone: a site's pages have it in one file with the rest."""


def is_site_only(name: str) -> bool:
    """Return whether a file of the site that is no page of the book stays out of every package."""
    return bool(_ONLY.fullmatch(name))


def is_listed(name: str) -> bool:
    """Return whether a learner who takes the site along gets this file."""
    return name not in _LAUNCHED and not _UNLISTED.fullmatch(name)
