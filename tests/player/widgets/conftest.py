"""A small hand-written site (site/) as the builder would write it, and pages of it opened in Chromium."""

from __future__ import annotations

import shutil
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import player_words
from builder.book.player_files import FOLDER, PAGE_SCRIPTS, STYLES
from tests.conftest import serving

SITE = Path(__file__).parent / "site"
MARK = "<!-- player -->"
ASSETS = "_static/coursewright"
RECORDINGS = {"long.wav": 30, "short.wav": 1}
"""The recordings of the story with a voice (silence), and how many seconds each lasts."""


def head_of(page: Path, site: Path) -> str:
    """The tags that load the player, in the contract's order, as seen from ``page``."""
    root = "../" * (len(page.relative_to(site).parts) - 1)
    styles = [f'<link rel="stylesheet" href="{root}{ASSETS}/{name}">' for name in STYLES]
    scripts = [f'<script defer src="{root}{ASSETS}/{name}"></script>' for name in ("course.js", WORDS, *PAGE_SCRIPTS)]
    return "\n".join(['<link rel="icon" href="data:,">', *styles, *scripts])


def build_site(folder: Path) -> Path:
    """Copy the fixture site to ``folder`` and put the player into it."""
    shutil.copytree(SITE, folder)
    for name in (*PAGE_SCRIPTS, *STYLES):
        shutil.copy(FOLDER / name, folder / ASSETS / name)
    (folder / ASSETS / WORDS).write_text(player_words("en"), "utf-8")
    for name, seconds in RECORDINGS.items():
        record(folder / name, seconds)
    for page in folder.rglob("*.html"):
        page.write_text(page.read_text("utf-8").replace(MARK, head_of(page, folder)), "utf-8")
    return folder


def record(file: Path, seconds: int) -> None:
    """Write ``seconds`` of silence."""
    with wave.open(str(file), "wb") as recording:
        recording.setparams((1, 1, 8000, 0, "NONE", ""))
        recording.writeframes(b"\x80" * 8000 * seconds)


def until(page: Page, condition: str) -> None:
    """Wait at most 5 s until ``condition`` holds. (Playwright's own waiting needs eval, which the pages forbid.)"""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the fixture site, player included."""
    return build_site(tmp_path_factory.mktemp("widgets") / "site")


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The fixture site's address on 127.0.0.1."""
    with serving(site) as address:
        yield address


@pytest.fixture
def expected_faults() -> list[str]:
    """Words of the complaints that a test provokes and that must not fail it."""
    return []


@pytest.fixture
def context(browser: Browser, expected_faults: list[str]) -> Iterator[BrowserContext]:
    """A learner's browser, nothing stored, at phone width. An error in its console fails the test."""
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error":
            faults.append(f"{message.text} {message.location['url']}")

    context = browser.new_context(viewport={"width": 360, "height": 740})
    context.set_default_timeout(5000)
    context.on("console", heard)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    yield context
    context.close()
    assert [fault for fault in faults if not any(words in fault for words in expected_faults)] == []


@pytest.fixture
def open_page(context: BrowserContext, address: str) -> Callable[[str], Page]:
    """`open_page("modules/market/story")` opens that page in a new tab of the same browser."""

    def opened(name: str) -> Page:
        page = context.new_page()
        page.goto(f"{address}/{name}.html")
        return page

    return opened
