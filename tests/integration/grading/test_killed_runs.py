"""Runs killed at any moment end, with the same command, in exactly the planted scores: no duplicate, no hole."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.journal import Journal
from builder.grading.stored import StoredRow, stored_rows
from tests.conftest import interruptible
from tests.unit.grading import fake_engine
from tests.unit.grading.fake_engine import EXERCISE, hand_in

SOUND = Path(__file__).parents[2] / "courses" / "sound"
SUBMISSIONS = 150
KILLS = 8
SEED = 20_260_101
SLOW, QUICK = "0.005", "0"
"""Seconds that the engine takes for a submission."""


@pytest.fixture
def folder(tmp_path: Path) -> GradingFolder:
    """A cohort whose learner number n has earned n % 3 points."""
    kept = GradingFolder(tmp_path / "grading")
    for number in range(SUBMISSIONS):
        hand_in(kept, f"learner-{number}", number % 3, f"Text {number}.")
    return kept


def start(folder: GradingFolder, seconds: str, *options: str) -> subprocess.Popen[bytes]:
    """Start `coursewright grade run` with the engine that runs nothing."""
    command = [
        sys.executable,
        fake_engine.__file__,
        seconds,
        "grade",
        "run",
        "-C",
        SOUND,
        "--folder",
        folder.root,
        *options,
    ]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=interruptible)


def grades(folder: GradingFolder) -> list[StoredRow]:
    """Return all grades, in order."""
    engine = open_database(folder)
    with engine.connect() as connection:
        found = sorted(row for row in stored_rows(connection) if row.kind == "grade")
    engine.dispose()
    return found


def test_eight_killed_runs_end_in_the_planted_scores(folder: GradingFolder) -> None:
    chosen = random.Random(SEED)
    begun = time.monotonic()
    whole = start(GradingFolder(folder.root.with_name("measured")), SLOW)
    whole.communicate(timeout=120)
    longest = time.monotonic() - begun + SUBMISSIONS * float(SLOW)
    killed = 0
    lines = 0
    while killed < KILLS:
        running = start(folder, SLOW, *(["--again"] if killed % 2 else []))
        try:
            said, _ = running.communicate(timeout=chosen.uniform(0.2, 1) * longest)
            assert running.returncode == 0, said
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
            killed += 1
        told = sum(1 for _ in Journal(folder.journal).entries())
        assert told >= lines, "a line that was there is there"
        lines = told
    last = start(folder, QUICK)
    said, _ = last.communicate(timeout=120)
    assert last.returncode == 0, said
    found = [(row.learner, row.task, row.auto_score, row.needs_manual) for row in grades(folder)]
    planted = [
        (f"learner-{number}", *row)
        for number in range(SUBMISSIONS)
        for row in (("check", float(number % 3), False), ("essay", None, True))
    ]
    assert found == sorted(planted, key=lambda row: row[:2])
    executed = {path.parent.parent.name for path in folder.autograded.glob(f"*/{EXERCISE}/{EXERCISE}.ipynb")}
    assert len(executed) == SUBMISSIONS
    assert set(Journal(folder.journal).index().latest) == {(f"learner-{n}", EXERCISE) for n in range(SUBMISSIONS)}


def test_ctrl_c_keeps_what_was_graded_and_says_so(folder: GradingFolder) -> None:
    running = start(folder, "0.05")
    while not folder.journal.exists() or folder.journal.stat().st_size < 1000:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 130, said
    assert b"Stopped. What was graded until now is kept" in said
    assert b"Traceback" not in said
    kept = sum(1 for _ in Journal(folder.journal).entries())
    assert 0 < kept < SUBMISSIONS
    last = start(folder, QUICK)
    said, _ = last.communicate(timeout=120)
    assert f"{SUBMISSIONS - kept} graded, {kept} were graded before, 0 failed.".encode() in said
