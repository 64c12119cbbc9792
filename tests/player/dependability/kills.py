"""Tabs that are killed at random moments while a learner answers: whatever the page said it had must be there after."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from builder.model.identity import token
from tests.player.dependability.launches import Learning, Systems, Tab
from tests.player.dependability.views import View, missing, union, view_of
from tests.player.engine.learning_system import crash

SAYS = "said: "
MOST_HEARD = 3
LONGEST_PAUSE = 40
"""Of the answers of one tab and of the milliseconds after them, at most so many before the kill."""

ANSWERING = (Path(__file__).parent / "answering.js").read_text(encoding="utf-8")
IN_SESSION, IN_PAGE = "answerInSession", "answerOnPage"


@dataclass(slots=True)
class Toll:
    """How many tabs were killed, how many answers had been told by then, and what was missing afterwards."""

    kills: int = 0
    answers: int = 0
    lost: list[str] = field(default_factory=list)


def kill_on_site(browser: Browser, lesson: str, chance: Random, kills: int) -> Toll:
    """Kill ``kills`` tabs of a lesson's page, on as many devices as it takes; progress is on the device alone."""

    def begin() -> Callable[[BrowserContext], Tab]:
        return lambda device: _opened(device.new_page(), lesson)

    return _kill(browser, chance, kills, IN_PAGE, begin)


def kill_in_package(browser: Browser, systems: Systems, kind: str, chance: Random, kills: int) -> Toll:
    """The same in a learning system of ``kind``, which must have all answers as well."""
    toll = Toll()
    learners: list[Learning] = []

    def begin() -> Callable[[BrowserContext], Tab]:
        learners.append(systems.begin(kind))
        return learners[-1].open

    def is_on_record(heard: View) -> None:
        toll.lost += missing("on record", learners[-1].record(), heard)

    found = _kill(browser, chance, kills, IN_SESSION, begin, is_on_record)
    found.lost += toll.lost
    return found


def _opened(page: Page, address: str) -> Tab:
    page.goto(address)
    page.wait_for_function(
        "document.querySelector('button.cw-check') || document.querySelector('.cw-question[data-state]')"
    )
    return Tab(page, page)


def _kill(
    browser: Browser,
    chance: Random,
    kills: int,
    answering: str,
    begin: Callable[[], Callable[[BrowserContext], Tab]],
    then: Callable[[View], None] = lambda heard: None,
) -> Toll:
    toll = Toll()
    while toll.kills < kills:
        device = browser.new_context(bypass_csp=True)
        device.set_default_timeout(30_000)
        opening, heard, is_over = begin(), View(), False
        while not is_over:
            tab = opening(device)
            toll.lost += missing(f"kill {toll.kills}", view_of(tab.shell), heard)
            if toll.kills == kills:
                break
            told, is_over = _answer_and_kill(tab, answering, chance)
            heard = union([heard, *told])
            toll.kills += 1
            toll.answers += len(told)
            then(heard)
        else:
            toll.lost += missing("at the end", view_of(opening(device).shell), heard)
        device.close()
    return toll


def _answer_and_kill(tab: Tab, answering: str, chance: Random) -> tuple[list[View], bool]:
    """Let the tab answer until a random moment, then kill it; return what it told and whether nothing was left."""
    told: list[View] = []

    def hear(message: ConsoleMessage) -> None:
        if message.text.startswith(SAYS):
            name, tries, right, closed = json.loads(message.text.removeprefix(SAYS))
            told.append(View({token(name): (tries, right, closed)}))

    tab.top.on("console", hear)
    tab.shell.evaluate(ANSWERING)
    tab.shell.evaluate(f"seed => {answering}(seed)", chance.randrange(2**31))
    count = tab.shell.wait_for_function(
        "least => window.told >= least && String(window.told)", arg=chance.randint(0, MOST_HEARD)
    )
    is_over = count.json_value() == "Infinity"
    tab.top.wait_for_timeout(chance.randint(0, LONGEST_PAUSE))
    if chance.randrange(2):
        crash(tab.top)
    else:
        tab.top.close(run_before_unload=False)
    return told, is_over
