"""Rules on what talks to the learning system: can it, and does it say goodbye (SCORM RTE, chapter 3; cmi5, 8)?

Only the text of scripts is looked at, in the whole package: what is not named anywhere cannot be called. Where a text
was too long to be looked into, nothing is said to be absent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builder.packages.verify.content_reading import Content, all_calls
from builder.packages.verify.finding import Fault, Rule, Spot, error, warning
from builder.packages.verify.kinds import Kind
from builder.packages.verify.script_reading import Calls


@dataclass(frozen=True, slots=True)
class Launch:
    """A page that a learning system opens, and where the manifest says so."""

    page: str
    where: Spot


@dataclass(frozen=True, slots=True)
class Sessions:
    """What a learning system opens in a package, and the package's content."""

    kind: Kind
    content: Content
    launches: tuple[Launch, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What a script must name to begin and to end a session, as people call it."""

    start: Calls
    end: Calls
    start_name: str
    end_name: str


WORDS: Mapping[Kind, Words] = MappingProxyType(
    {
        Kind.SCORM_12: Words(Calls.SCORM12_START, Calls.SCORM12_END, "LMSInitialize", "LMSFinish"),
        Kind.SCORM_2004: Words(Calls.SCORM2004_START, Calls.SCORM2004_END, "Initialize", "Terminate"),
    }
)


def check_start(sessions: Sessions) -> Iterator[Fault]:
    """A script of the package begins the session."""
    words = WORDS[sessions.kind]
    if sessions.launches and not sessions.content.unread and words.start not in all_calls(sessions.content):
        message = f"no script of the package names {words.start_name}, so nothing is ever recorded"
        yield Fault(sessions.launches[0].where, message)


def check_end(sessions: Sessions) -> Iterator[Fault]:
    """A script of the package ends the session."""
    words = WORDS[sessions.kind]
    calls = all_calls(sessions.content)
    if words.start in calls and words.end not in calls and not sessions.content.unread:
        yield Fault(Spot(), f"no script of the package names {words.end_name}, so the session is never ended")


def check_scripts(sessions: Sessions) -> Iterator[Fault]:
    """What is opened has a script, or opens a page that has one."""
    for launch in sessions.launches if not sessions.content.unread else ():
        reached = sessions.content.reached(launch.page)
        if not any(sessions.content.texts[name].scripts for name in reached if name in sessions.content.texts):
            yield Fault(launch.where, f"{launch.page!r} has no script, and none of the pages it leads to has one")


def check_unload(sessions: Sessions) -> Iterator[Fault]:
    """The session does not hang on the event `unload`."""
    for name, facts in sorted(sessions.content.texts.items()):
        if Calls.UNLOAD in facts.calls:
            also = " (it uses pagehide or visibilitychange too)" if Calls.LEAVING in facts.calls else ""
            yield Fault(Spot(name), f"it handles the event `unload`{also}")


def check_cmi5(sessions: Sessions) -> Iterator[Fault]:
    """A script of the package reads what the learning system appends to the address."""
    calls = all_calls(sessions.content)
    if (
        sessions.launches
        and not sessions.content.unread
        and (Calls.CMI5_FETCH not in calls or Calls.CMI5_ENDPOINT not in calls)
    ):
        message = "no script of the package names the launch parameters `fetch` and `endpoint`"
        yield Fault(sessions.launches[0].where, message)


_UNLOAD: Rule[Sessions] = warning(
    "unload-handler",
    "a script handles the event `unload`",
    "end the session on `pagehide` and save on `visibilitychange`: browsers and permission policies drop `unload`",
    "HTML Living Standard, 7.4: unloading documents; Permissions Policy `unload`",
    check_unload,
)
_SCRIPTS: Rule[Sessions] = error(
    "session-no-script",
    "what is opened has no script, and leads to no page with one",
    "declare it as an asset, or let it begin and end a session",
    "SCORM 1.2 RTE, 3.2; SCORM 2004 RTE, 3.2: a SCO finds the API; cmi5, 7.1",
    check_scripts,
)

SCORM_SESSION_RULES: tuple[Rule[Sessions], ...] = (
    error(
        "session-no-start",
        "no script of the package names the call that begins a session",
        "call LMSInitialize (SCORM 1.2) or Initialize (SCORM 2004), or declare the pages as assets",
        "SCORM 1.2 RTE, 3.2.2; SCORM 2004 RTE, 3.1.3: a SCO must initialize",
        check_start,
    ),
    error(
        "session-no-end",
        "scripts begin a session, and none names the call that ends it",
        "call LMSFinish (SCORM 1.2) or Terminate (SCORM 2004) once, at the real end",
        "SCORM 1.2 RTE, 3.2.2; SCORM 2004 RTE, 3.1.3: a SCO must terminate",
        check_end,
    ),
    _SCRIPTS,
    _UNLOAD,
)
"""What holds of SCOs."""

CMI5_SESSION_RULES: tuple[Rule[Sessions], ...] = (
    error(
        "session-no-parameters",
        "no script of the package names the parameters with which an AU is launched",
        "read endpoint, fetch, actor, registration and activityId from the address",
        "cmi5, 8.1 and 8.2",
        check_cmi5,
    ),
    _SCRIPTS,
    _UNLOAD,
)
"""What holds of assignable units in the package."""
