"""A seeded sample of what benchmarks/player_dependability.py does at length: killed tabs, failing systems, two tabs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser

from builder.model.book import Book
from tests.player.dependability.kills import kill_in_package, kill_on_site
from tests.player.dependability.launches import Systems, systems_in
from tests.player.dependability.sequences import play_sequence

SEED = 4
LESSON = "modules/one/lesson.html"


@pytest.fixture(scope="module")
def systems(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Systems]:
    """The learning systems with the packages of one small course."""
    with systems_in(tmp_path_factory.mktemp("systems")) as running:
        yield running


def test_twenty_random_kills_on_the_site_lose_no_answer(
    browser: Browser, sound_book: Book, serve: Callable[[Path], AbstractContextManager[str]]
) -> None:
    with serve(sound_book.root) as address:
        toll = kill_on_site(browser, f"{address}/{LESSON}", Random(SEED), 20)
    assert toll.kills == 20
    assert toll.answers > 10
    assert toll.lost == []


@pytest.mark.parametrize("kind", ["scorm12", "scorm2004"])
def test_ten_random_kills_in_a_package_lose_no_answer(browser: Browser, systems: Systems, kind: str) -> None:
    toll = kill_in_package(browser, systems, kind, Random(SEED), 10)
    assert toll.kills == 10
    assert toll.answers > 5
    assert toll.lost == []


@pytest.mark.parametrize(("kind", "count"), [("scorm12", 6), ("scorm2004", 6), ("cmi5", 8)])
def test_random_sequences_of_trouble_and_two_tabs_end_in_one_state(
    browser: Browser, systems: Systems, kind: str, count: int
) -> None:
    faults = [
        f"{kind}, sequence {number}: {fault}"
        for number in range(count)
        for fault in play_sequence(browser, systems.begin(kind), Random(f"{SEED} {number}"))
    ]
    assert faults == []
