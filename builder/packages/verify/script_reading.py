"""What scripts call and load, as far as their text tells: names in it, no more. A script is never run."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from enum import Flag, auto

from builder.packages.verify.finding import Spot
from builder.packages.verify.references import Reference, Use, reference

QUOTED_SCRIPT = re.compile(r"""["'`]((?:https?:)?//[^\s"'`<>]{3,300})["'`]""")
SCRIPT_NAME = re.compile(r"\.(?:m?js|css)(?:[?#]|$)", re.IGNORECASE)
IMPORT = re.compile(r"""\b(?:import|from)\s{0,9}\(?\s{0,9}["'`]((?:https?:)?/?[./][^\s"'`<>]{1,300})["'`]""")
IMPORT_SCRIPTS = re.compile(r"""\bimportScripts\(\s{0,9}["'`]((?:https?:)?//[^\s"'`<>]{1,300})["'`]""")

REQUESTED = re.compile(
    r"""(?:\bfetch\(|\bsendBeacon\(|\.open\(\s{0,9}["'`][A-Za-z]{1,9}["'`]\s{0,9},|\bnew\s{1,9}(?:WebSocket|EventSource|Worker)\("""
    r"""|\.src\s{0,9}=)\s{0,9}["'`]((?:https?:|wss?:)?//[^\s"'`<>]{3,300})["'`]"""
)
"""An address on another host that a script asks for by one of the browser's own calls."""


class Calls(Flag):
    """What the text of scripts speaks of."""

    SCORM12_START = auto()
    SCORM12_END = auto()
    SCORM2004_START = auto()
    SCORM2004_END = auto()
    CMI5_FETCH = auto()
    CMI5_ENDPOINT = auto()
    UNLOAD = auto()
    LEAVING = auto()


NO_CALLS = Calls(0)
"""A script that speaks of none of them, or no script."""

PATTERNS: tuple[tuple[Calls, re.Pattern[str]], ...] = (
    (Calls.SCORM12_START, re.compile(r"\bLMSInitialize\b")),
    (Calls.SCORM12_END, re.compile(r"\bLMSFinish\b")),
    (Calls.SCORM2004_START, re.compile(r"\.Initialize\b|[\"'`]Initialize[\"'`]")),
    (Calls.SCORM2004_END, re.compile(r"\.Terminate\b|[\"'`]Terminate[\"'`]")),
    (Calls.CMI5_FETCH, re.compile(r"\bfetch\b")),
    (Calls.CMI5_ENDPOINT, re.compile(r"\bendpoint\b")),
    (
        Calls.UNLOAD,
        re.compile(
            r"""addEventListener\(\s{0,9}["'`]unload["'`]|\b(?:window|document\.body|self)\.onunload\s{0,9}=(?!=)"""
            r"""|\(window\)\.(?:on|bind|one)\(\s{0,9}["'`](?:[\w. ]{0,60} )?unload\b|\(window\)\.unload\("""
        ),
    ),
    (Calls.LEAVING, re.compile(r"\bpagehide\b|\bvisibilitychange\b")),
)
"""The word that tells each of them."""


PREFIX = re.compile(r"""["'`]LMS["'`]""")
BUILT: tuple[tuple[Calls, re.Pattern[str]], ...] = (
    (Calls.SCORM12_START, re.compile(r"""["'`]Initialize["'`]""")),
    (Calls.SCORM12_END, re.compile(r"""["'`]Finish["'`]""")),
)
"""The rest of a call's name in a script that puts the prefix LMS before it while it runs."""


def calls_in(text: str) -> Calls:
    """Return what a script speaks of."""
    found = NO_CALLS
    for call, pattern in PATTERNS:
        if pattern.search(text):
            found |= call
    if PREFIX.search(text):
        for call, pattern in BUILT:
            if pattern.search(text):
                found |= call
    return found


def imports_in(text: str, name: str, folder: str | None = None) -> Iterator[Reference]:
    """Yield what a script imports by name; ``folder`` is that of the page for a script within one."""
    here = posixpath.dirname(name) if folder is None else folder
    for pattern in (IMPORT, IMPORT_SCRIPTS):
        for found in pattern.finditer(text):
            if made := reference(found.group(1), Use.SCRIPT, Spot(name), here):
                yield made


def scripts_named_in(text: str) -> Iterator[str]:
    """Yield addresses of scripts and styles on other hosts that stand as text in a script, and what it asks for."""
    loaded = {found.group(1) for pattern in (IMPORT, IMPORT_SCRIPTS) for found in pattern.finditer(text)}
    for found in QUOTED_SCRIPT.finditer(text):
        if SCRIPT_NAME.search(found.group(1)) and found.group(1) not in loaded:
            yield found.group(1)
    for found in REQUESTED.finditer(text):
        if not SCRIPT_NAME.search(found.group(1)):
            yield found.group(1)
