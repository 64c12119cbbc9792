"""`coursewright grade run`, sandbox on, beside stock `nbgrader autograde` on the same submissions.

Stock nbgrader takes more than a second a submission, so of many submissions it grades the first `--sample`
(`stock_sample` says how many), and one alone. The difference gives its seconds for one more submission, the rest is its
start-up: `stock_seconds` is what it needs for all, started once, as ours is. Every row of the sample is compared.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from grading_work import COMMAND, EXERCISE, PeakMemory, hand_in, seconds_for_all
from measure import ROOT, report

from builder.authoring.reading import read_course
from builder.grading.audit import copy_for_stock
from builder.grading.database import open_database
from builder.grading.folder import GradingFolder
from builder.grading.sandbox import PYTHON_SETTINGS
from builder.grading.stored import StoredRow, stored_rows


def ours(folder: GradingFolder, options: list[str]) -> tuple[float, float]:
    """Grade ``folder`` and return seconds, start-up included, and the peak memory of all processes in MB."""
    command = [*COMMAND, "grade", "run", "-C", str(ROOT), "--folder", str(folder.root), *options]
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT) as running:
        with PeakMemory(running.pid) as peak:
            said, _ = running.communicate()
        seconds = time.perf_counter() - begun
    if running.returncode != 0:
        sys.exit(said.decode())
    return seconds, peak.mb


def stock(folder: GradingFolder, learners: list[str], place: Path) -> tuple[float, set[StoredRow]]:
    """Grade ``learners`` with stock nbgrader, without a sandbox; return seconds, start-up included, and its rows."""
    course = read_course(ROOT).course
    if course is None:
        sys.exit("The course cannot be read: run `coursewright check`.")
    sample = [(learner, EXERCISE) for learner in learners]
    copy_for_stock(course, ROOT, folder, GradingFolder(place / "given"), sample)
    answer = place / "answer.json"
    program = ROOT / "builder" / "grading" / "stock.py"
    with answer.open("wb") as told:
        command = [sys.executable, "-P", str(program), str(place / "given"), str(place), str(told.fileno()), "30", "0"]
        environment = {**PYTHON_SETTINGS, "HOME": str(place), "IPYTHONDIR": str(place), "MPLCONFIGDIR": str(place)}
        begun = time.perf_counter()
        done = subprocess.run(command, pass_fds=(told.fileno(),), env=environment, capture_output=True, check=False)
        seconds = time.perf_counter() - begun
    if done.returncode != 0:
        sys.exit(done.stderr.decode())
    return seconds, {StoredRow(**row) for row in json.loads(answer.read_text("utf-8"))["rows"]}


def address(options: list[str]) -> str:
    """Return the gradebook's address that ``options`` name, empty if none."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--db", default="")
    found: str = parser.parse_known_args(options)[0].db
    return found


def rows(folder: GradingFolder, learners: set[str]) -> set[StoredRow]:
    """Return our rows about ``learners``."""
    engine = open_database(folder)
    with engine.connect() as connection:
        found = {row for row in stored_rows(connection) if row.learner in learners}
    engine.dispose()
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=400)
    parser.add_argument("--sample", type=int, default=40, help="how many of them stock nbgrader grades (default 40)")
    parser.add_argument("--runs", type=int, default=1, help="pairs of runs; the best of each counts (default 1)")
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    parser.add_argument("options", nargs="*", help="for `grade run`, after --")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="coursewright-bench-") as place:
        folder = GradingFolder(Path(place) / "grading", address(asked.options))
        learners = sorted(hand_in(folder, asked.submissions))[: asked.sample]
        mine, theirs, alone, memory = float("inf"), float("inf"), float("inf"), 0.0
        stock_rows: set[StoredRow] = set()
        for number in range(asked.runs):
            shutil.rmtree(folder.autograded, ignore_errors=True)
            for path in folder.root.glob("*.*"):
                path.unlink()
            seconds, peak = ours(folder, asked.options)
            mine, memory = min(mine, seconds), max(memory, peak)
            seconds, stock_rows = stock(folder, learners, Path(place) / f"stock-{number}")
            theirs = min(theirs, seconds)
            seconds, _ = stock(folder, learners[:1], Path(place) / f"stock-alone-{number}")
            alone = min(alone, seconds)
        again, _ = ours(folder, asked.options)
        differing = rows(folder, set(learners)) ^ stock_rows
        stock_seconds = seconds_for_all(alone, theirs, len(learners), asked.submissions)
        figures: dict[str, float | int | str] = {
            "submissions": asked.submissions,
            "stock_sample": len(learners),
            "seconds": mine,
            "seconds_a_submission": mine / asked.submissions,
            "stock_seconds": stock_seconds,
            "stock_seconds_a_submission": stock_seconds / asked.submissions,
            "throughput_ratio": stock_seconds / mine,
            "unchanged_cohort_seconds": again,
            "score_rows": len(stock_rows),
            "score_rows_differing": len({(row.learner, row.kind, row.task) for row in differing}),
            "peak_memory_mb": memory,
        }
    report(figures, asked.json)


if __name__ == "__main__":
    main()
