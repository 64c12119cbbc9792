"""One small course, really packaged, in the learning systems it is for: SCORM 1.2, SCORM 2004 and cmi5.

The systems can be away, can take what they are told without saying so, and a device can be without a network.
"""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from lxml import etree
from playwright.sync_api import BrowserContext, Frame, Page

from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from tests.integration.scorm.learning_system import Attempt, LearningSystem, launch, system_on
from tests.integration.scorm.packages import Played, install, make_small_package
from tests.player.dependability.views import View, read_record
from tests.player.learning_record_rules import verb_of
from tests.player.learning_record_store import LearningRecordStore, store_on_a_free_port

LEARNERS = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab, and the frame in it that holds the session."""

    top: Page
    shell: Page | Frame


class Learning(Protocol):
    """One learner's attempt at the small course, from launch to launch."""

    def open(self, device: BrowserContext) -> Tab:
        """Launch the course in a new tab."""

    def record(self) -> View:
        """What the learning system keeps."""

    def away(self, is_away: bool) -> None:
        """Let the system refuse everything, or take it again."""

    def unheard(self, tabs: list[Tab], is_unheard: bool) -> None:
        """Let the system take what comes and answer as if it had not."""

    def faults(self) -> list[str]:
        """What the system was told and should not have been."""


@dataclass(slots=True)
class ScormLearning:
    """In either version of SCORM."""

    attempt: Attempt

    def open(self, device: BrowserContext) -> Tab:
        opened = launch(device, self.attempt)
        return Tab(opened.lms, opened.shell)

    def record(self) -> View:
        return read_record(self.attempt.kept["suspend_data"])

    def away(self, is_away: bool) -> None:
        self.attempt.system.refuses = is_away

    def unheard(self, tabs: list[Tab], is_unheard: bool) -> None:
        for tab in tabs:
            tab.top.evaluate("answer => { window.answers = answer; }", "false" if is_unheard else None)
            if not is_unheard:
                tab.top.evaluate("delete window.answers")

    def faults(self) -> list[str]:
        """The status that the system shows must be the outcome of the text that it keeps."""
        name = "core.lesson_status" if self.attempt.played.version == "scorm12" else "success_status"
        shown, outcome = self.attempt.get(f"cmi.{name}"), self.record().outcome
        return [] if not outcome or shown == outcome else [f"status {shown}, but {outcome} is on record"]


@dataclass(slots=True)
class UnitLearning:
    """In cmi5; every launch is a session of one registration."""

    store: LearningRecordStore
    address: str
    registration: str = ""
    sessions: list[int] = field(default_factory=list)

    def open(self, device: BrowserContext) -> Tab:
        page = device.new_page()
        self.sessions.append(len(self.store.sessions))
        page.goto(self.store.launch(self.address, self.registration))
        self.registration = self.store.sessions[-1].registration
        page.wait_for_function("() => coursewright.session.resumePlace()")
        return Tab(page, page)

    def record(self) -> View:
        return read_record(self.store.state(self.sessions[0])["text"])

    def away(self, is_away: bool) -> None:
        self.store.away = is_away

    def unheard(self, tabs: list[Tab], is_unheard: bool) -> None:
        self.store.unheard = is_unheard

    def faults(self) -> list[str]:
        """What the rules of cmi5 forbid, and answers that are there twice."""
        ids = [one["id"] for at in self.sessions for one in self.store.sessions[at].statements]
        twice = [f"statement {name} is there twice" for name in set(ids) if ids.count(name) > 1]
        judged = [verb_of(one) for at in self.sessions for one in self.store.said(at)]
        several = ["passed is said twice"] if judged.count("passed") > 1 else []
        return [*self.store.violations, *twice, *several]


@dataclass(frozen=True, slots=True)
class Systems:
    """The learning systems, all with the same course."""

    scorm: LearningSystem
    packages: dict[str, Played]
    store: LearningRecordStore
    unit: str

    def begin(self, kind: str) -> Learning:
        """A new learner in ``kind``: scorm12, scorm2004 or cmi5."""
        if kind == "cmi5":
            return UnitLearning(self.store, self.unit)
        return ScormLearning(Attempt(self.scorm, self.packages[f"{kind}-one"], f"learner-{next(LEARNERS)}"))


@contextmanager
def systems_in(folder: Path) -> Iterator[Systems]:
    """Export the packages into ``folder`` and run the systems on free ports of 127.0.0.1."""
    packages = install(folder / "lms")
    unit = _unit(folder / "lms", make_small_package(folder / "unit"))
    with system_on(folder / "lms", packages) as scorm, store_on_a_free_port() as store:
        yield Systems(scorm, packages, store, f"{scorm.address}/cmi5/{unit}")


def _unit(folder: Path, package: Package) -> str:
    """Unpack the cmi5 package to `cmi5`; return the page of its first unit."""
    delivery = deliver(package, FORMATS["cmi5"], folder / "packages")
    with zipfile.ZipFile(delivery.path) as archive:
        archive.extractall(folder / "cmi5")
    structure = etree.parse(folder / "cmi5/cmi5.xml")
    return str(structure.xpath("string((//*[local-name()='au'])[1]/*[local-name()='url'])"))
