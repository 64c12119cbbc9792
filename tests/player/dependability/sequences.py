"""Two tabs, a network that comes and goes, a system that fails: one state at the end, and nothing gone back."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from playwright.sync_api import Browser, BrowserContext

from tests.player.dependability.launches import Learning, Tab
from tests.player.dependability.views import View, missing, union, view_of
from tests.player.engine.learning_system import crash

KINDS = ("scorm12", "scorm2004", "cmi5")
STEPS = 14
PATIENCE = 20
"""Seconds for what is bound to come about, however busy the machine."""
DOINGS = ("answer", "visit", "trouble", "back", "kill")
WEIGHTS = (8, 3, 2, 2, 1)
TROUBLES = ("offline", "away", "unheard")
ANSWER = """([at, right]) => {
    const session = coursewright.session, ids = Object.keys(session.course.questions), id = ids[at % ids.length];
    session.answer(id, {right: right, response: right ? 'a' : 'b', text: 'a', pattern: 'a', latency: 1});
}"""
VISIT = "at => coursewright.session.visit(coursewright.course.pages[at % coursewright.course.pages.length].id)"
ONLINE = "window.dispatchEvent(new Event('online'))"


@dataclass(slots=True)
class Sequence:
    """A learner's two tabs on one device; ``said`` is what each has shown, ``faults`` what must not be."""

    learning: Learning
    device: BrowserContext
    chance: Random
    tabs: list[Tab] = field(default_factory=list)
    said: list[View] = field(default_factory=list)
    trouble: str = ""
    steps: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def step(self) -> None:
        """Do one thing at random in one of the tabs, and look at what it shows."""
        at = self.chance.randrange(2)
        (doing,) = self.chance.choices(DOINGS, WEIGHTS)
        self.steps.append(f"{doing} {at}")
        shell = self.tabs[at].shell
        if doing == "answer":
            shell.evaluate(ANSWER, [self.chance.randrange(100), self.chance.random() < 0.6])
        elif doing == "visit":
            shell.evaluate(VISIT, self.chance.randrange(100))
        elif doing == "trouble" and not self.trouble:
            self.change(self.chance.choice(TROUBLES), True)
        elif doing == "back" and self.trouble:
            self.change(self.trouble, False)
        elif doing == "kill" and not self.trouble:
            self.kill(at)
        self.look(at)

    def change(self, trouble: str, begins: bool) -> None:
        """Let a trouble begin or end."""
        self.steps.append(f"{trouble} {'begins' if begins else 'ends'}")
        if trouble == "offline":
            self.device.set_offline(begins)
        elif trouble == "away":
            self.learning.away(begins)
        else:
            self.learning.unheard(self.tabs, begins)
        self.trouble = trouble if begins else ""

    def kill(self, at: int) -> None:
        """Kill a tab and launch the course again; a page seen just before need not be kept, an answer must."""
        crash(self.tabs[at].top)
        self.tabs[at].top.close()  # else the device cannot be taken off its network while the dead tab lies about
        self.said[at] = View(self.said[at].answers)
        self.tabs[at] = self.learning.open(self.device)

    def look(self, at: int) -> None:
        """No tab ever shows less than what it or the one killed in its place has shown."""
        now = view_of(self.tabs[at].shell)
        self.faults += missing(f"tab {at} after {self.steps[-1]}", now, self.said[at])
        self.said[at] = now

    def finish(self) -> None:
        """All is well again; the tabs and the system come to one state, and the tabs are left."""
        if self.trouble:
            self.change(self.trouble, False)
        for tab in self.tabs:
            tab.shell.evaluate(ONLINE)
        expected = union(self.said)
        self.wait("the tabs agree", lambda: all(view_of(tab.shell) == expected for tab in self.tabs))
        for tab in self.tabs:
            self.wait("the session ends", lambda tab=tab: self.leave(tab))  # type: ignore[misc]
        self.wait("the system agrees", lambda: self.learning.record() == expected)
        self.faults += missing("on record", self.learning.record(), expected)
        self.faults += self.learning.faults()

    def leave(self, tab: Tab) -> bool:
        """Press "Save and leave"; return whether the session has ended."""
        tab.shell.evaluate("coursewright.session.end()")
        return tab.shell.query_selector(".cw-shell-ended") is not None

    def wait(self, what: str, condition: Callable[[], bool]) -> None:
        """Wait until it has come about; that it does not is a fault."""
        until = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > until:
                self.faults.append(f"it never came about that {what}: {self.state()}")
                return
            self.tabs[0].top.wait_for_timeout(20)

    def state(self) -> str:
        """What everybody says, for whoever looks for the fault."""
        shown = [view_of(tab.shell) for tab in self.tabs]
        return f"tabs {shown}, record {self.learning.record()}, said {self.said}, steps {self.steps}"


def play_sequence(browser: Browser, learning: Learning, chance: Random) -> list[str]:
    """Play one sequence on a device of its own; return its faults. The second tab opens when the first has saved."""
    device = browser.new_context()
    device.set_default_timeout(30_000)
    sequence = Sequence(learning, device, chance)
    for _ in range(2):
        sequence.tabs.append(learning.open(device))
        sequence.tabs[0].shell.evaluate(ANSWER, [chance.randrange(100), True])
        sequence.wait("the first answer is on record", lambda: bool(learning.record().answers))
        sequence.said.append(view_of(sequence.tabs[-1].shell))
    sequence.said[0] = view_of(sequence.tabs[0].shell)
    for _ in range(STEPS):
        sequence.step()
    sequence.finish()
    device.close()
    return sequence.faults
