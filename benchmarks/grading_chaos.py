"""Kills `coursewright grade run` at random moments, and compares every score with what was planted.

The real engine in its sandbox grades `--submissions` (200); the command is killed `--kills` times (50), then runs to
its end. Each submission must have its planted score, once, and no process may be left over.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from grading_work import COMMAND, WRONG, family, hand_in, wait_until_gone
from measure import ROOT, report

from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.stored import stored_rows

TESTS = {answer: task for answer, (_, task, _) in WRONG.items()}


def start(folder: GradingFolder, *options: str) -> subprocess.Popen[bytes]:
    """Start a run."""
    command = [*COMMAND, "grade", "run", "-C", str(ROOT), "--folder", str(folder.root), *options]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)


def faults(
    folder: GradingFolder, planted: Mapping[str, frozenset[str]], expected: Mapping[frozenset[str], float]
) -> int:
    """Return how many learners have no score, several, or another than planted."""
    engine = open_database(folder)
    with engine.connect() as connection:
        rows = [row for row in stored_rows(connection) if row.kind == "grade"]
    engine.dispose()
    found: dict[str, list[float]] = {learner: [] for learner in planted}
    for row in rows:
        found[row.learner].append(row.auto_score or 0.0)
    cells = max(len(scores) for scores in found.values())
    wrong = (len(found[who]) != cells or sum(found[who]) != expected[kind] for who, kind in planted.items())
    return sum(wrong)


def main() -> None:
    """Kill and compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=200)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    asked = parser.parse_args()
    chosen = random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="coursewright-chaos-") as place:
        calm, folder = GradingFolder(Path(place) / "calm"), GradingFolder(Path(place) / "killed")
        planted = hand_in(calm, asked.submissions, asked.seed)
        hand_in(folder, asked.submissions, asked.seed)
        begun = time.perf_counter()
        _, said = start(calm).communicate()
        seconds = time.perf_counter() - begun
        expected = _scores(calm, planted)
        killed = ended = left = 0
        while killed < asked.kills:
            # without --again a run after the first whole one would have nothing to do, and end before it is killed
            running = start(folder, *(["--again"] if killed or ended else []))
            try:
                running.communicate(timeout=chosen.uniform(0.1, 1) * seconds)
                ended += 1
            except subprocess.TimeoutExpired:
                processes = family(running.pid)
                running.kill()
                running.communicate()
                killed += 1
                left += len(wait_until_gone(processes))
        last = start(folder)
        _, said = last.communicate()
        if last.returncode != 0:
            sys.exit(said.decode())
        figures: dict[str, float | int | str] = {
            "submissions": asked.submissions,
            "kills": killed,
            "ended_before_the_kill": ended,
            "undisturbed_seconds": seconds,
            "processes_left": left,
            "scores_wrong_missing_or_double": faults(folder, planted, expected),
        }
    report(figures, asked.json)
    if figures["scores_wrong_missing_or_double"] or figures["processes_left"]:
        sys.exit(1)


def _scores(folder: GradingFolder, planted: Mapping[str, frozenset[str]]) -> Mapping[frozenset[str], float]:
    """Return the sum that each kind of work earns undisturbed; ends if two learners of a kind differ."""
    engine = open_database(folder)
    sums: dict[str, float] = dict.fromkeys(planted, 0.0)
    with engine.connect() as connection:
        for row in stored_rows(connection):
            sums[row.learner] += row.auto_score or 0.0
    engine.dispose()
    expected: dict[frozenset[str], float] = {}
    for learner, kind in planted.items():
        if expected.setdefault(kind, sums[learner]) != sums[learner]:
            sys.exit(f"{learner} has another score than others with the same answers.")
    return expected


if __name__ == "__main__":
    main()
