"""The packages, the learning system that holds them, and a learner who launches them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.integration.scorm.learning_system import Attempt, Launch, LearningSystem, launch, system_on
from tests.integration.scorm.legal import check_trace
from tests.integration.scorm.packages import Played, install

PACKAGES = ("scorm12-one", "scorm12-modules", "scorm2004-one", "scorm2004-modules")
LEARNERS = itertools.count(1)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LearningSystem, dict[str, Played], Path]]:
    """The learning system with every package, and the folder that it serves."""
    folder = tmp_path_factory.mktemp("lms")
    packages = install(folder)
    with system_on(folder, packages) as system:
        yield system, packages, folder


@pytest.fixture(params=PACKAGES)
def attempt(
    request: pytest.FixtureRequest, installed: tuple[LearningSystem, dict[str, Played], Path]
) -> Iterator[Attempt]:
    """A new learner's attempt at one package; a test takes every package unless it names some."""
    system, packages, _ = installed
    yield Attempt(system, packages[request.param], f"learner-{next(LEARNERS)}")
    system.refuses = False
    system.presets.clear()


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A device with nothing on it."""
    context = browser.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def play(device: BrowserContext, attempt: Attempt) -> Iterator[Callable[..., Launch]]:
    """`play(mode=..., ...)` launches the package; each launch's calls are held to the standard at the end."""
    launches: list[Launch] = []

    def start(**asked: str) -> Launch:
        launches.append(launch(device, attempt, **asked))
        return launches[-1]

    yield start
    for one in launches:
        if not one.lms.is_closed():
            check_trace(attempt.played.version, one.trace())
