"""Kills tabs while a learner answers, and plays two tabs against failing systems; counts what was lost.

`--kills` (500) are shared by the site, SCORM 1.2 and SCORM 2004; `--sequences` (200) by SCORM 1.2, SCORM 2004 and cmi5.
The suite runs a seeded sample of the same code (tests/player/test_dependability.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from random import Random

from measure import ROOT, report
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(ROOT))

from builder.book.ensure import ensure_book
from builder.cli.build import releaser
from tests.conftest import CHROMIUM, CHROMIUM_ARGS, serving
from tests.player.dependability.kills import Toll, kill_in_package, kill_on_site
from tests.player.dependability.launches import Systems, systems_in
from tests.player.dependability.sequences import KINDS, play_sequence

COURSE = ROOT / "tests/courses/sound"
LESSON = "modules/one/lesson.html"


def kill(browser: Browser, systems: Systems, folder: Path, kills: int, seed: int) -> list[Toll]:
    """Half of the kills on the site, a quarter in each version of SCORM."""
    book = ensure_book(COURSE, folder, release=releaser(COURSE, folder / "exercises")).book
    quarter = kills // 4
    with serving(book.root) as address:
        tolls = [kill_on_site(browser, f"{address}/{LESSON}", Random(seed), kills - 2 * quarter)]
    versions = ("scorm12", "scorm2004")
    return tolls + [kill_in_package(browser, systems, kind, Random(seed), quarter) for kind in versions]


def main() -> None:
    """Kill, play and report; findings go to stderr and make the exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--sequences", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="coursewright-player-") as place,
        systems_in(Path(place) / "systems") as systems,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        tolls = kill(browser, systems, Path(place) / "build", asked.kills, asked.seed)
        print(f"{sum(toll.kills for toll in tolls)} kills done", file=sys.stderr)
        faults = []
        for number in range(asked.sequences):
            learning = systems.begin(KINDS[number % len(KINDS)])
            found = play_sequence(browser, learning, Random(f"{asked.seed} {number}"))
            faults += [f"sequence {number}: {fault}" for fault in found]
        browser.close()
    lost = [line for toll in tolls for line in toll.lost]
    figures = {
        "kills": sum(toll.kills for toll in tolls),
        "answers told before them": sum(toll.answers for toll in tolls),
        "answers lost": len(lost),
        "sequences": asked.sequences,
        "faults in them": len(faults),
    }
    report(figures, asked.json)
    if lost or faults:
        sys.exit("\n".join([*lost, *faults]))


if __name__ == "__main__":
    main()
