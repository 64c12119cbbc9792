"""What the sandbox, PostgreSQL, a Dask cluster and feedback cost, each beside its peer on the same submissions.

`sandbox_ratio`: seconds with the sandbox over those with `--unsafe`. `postgresql_ratio`: over those with SQLite; the
server (Debian's package) is started for this and ended. `cluster_ratio`: throughput of two Dask workers on this machine
over that of the local pool of two. `feedback_ratio`: stock `nbgrader generate_feedback` over ours, both started once.
Runs are taken in turn; each figure is the median of the pairs' ratios.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from grading import ours
from grading_work import COMMAND, EXERCISE, hand_in, seconds_for_all
from measure import ROOT, paired, report, timed

from builder.grading.folder import GradingFolder

sys.path.insert(0, str(ROOT / "tests" / "integration" / "grading"))
from postgres_server import make_database, postgres_server

WORKERS = 2
SECONDS_TO_END = 30
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    where = {"host": "127.0.0.1", "dashboard_address": None}
    with LocalCluster(n_workers=int(sys.argv[1]), threads_per_worker=1, **where) as one:
        print(one.scheduler_address, flush=True)
        sys.stdin.readline()
"""
STOCK_FEEDBACK = """
import sys, warnings
warnings.simplefilter("ignore")
from nbgrader.apps.api import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
root, exercise, *learners = sys.argv[1:]
api = NbGraderAPI(coursedir=CourseDirectory(root=root, db_url=f"sqlite:///{root}/gradebook.db"))
for learner in learners:
    result = api.generate_feedback(exercise, learner, force=True)
    if not result["success"]:
        sys.exit(str(result.get("error") or result.get("log")))
"""
Fresh = Callable[[], GradingFolder]
Figures = dict[str, float | int | str]


def sandbox(fresh: Fresh, runs: int) -> Figures:
    """Compare with `--unsafe`."""
    with_it, without, ratio = paired(lambda: ours(fresh(), [])[0], lambda: ours(fresh(), ["--unsafe"])[0], runs)
    return {"sandbox_seconds": with_it, "unsafe_seconds": without, "sandbox_ratio": ratio}


def postgresql(fresh: Fresh, runs: int) -> Figures:
    """Compare with SQLite."""
    with postgres_server() as address:
        names = (f"run-{number}" for number in range(runs))

        def in_postgresql() -> float:
            return ours(fresh(), ["--db", make_database(address, next(names))])[0]

        theirs, lite, ratio = paired(in_postgresql, lambda: ours(fresh(), [])[0], runs)
    return {"postgresql_seconds": theirs, "sqlite_seconds": lite, "postgresql_ratio": ratio}


@contextmanager
def cluster(place: Path) -> Iterator[str]:
    """Start a scheduler and its workers on this machine, as `dask worker` does; yield its address."""
    (place / "cluster.py").write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, "cluster.py", str(WORKERS)],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as running:
        if running.stdout is None:
            sys.exit("The cluster says nothing.")
        try:
            yield running.stdout.readline().decode().strip()
        finally:
            running.communicate(b"end\n", timeout=SECONDS_TO_END)


def dask(fresh: Fresh, runs: int, place: Path) -> Figures:
    """Compare with the local pool."""
    with cluster(place) as address:
        pool, spread, ratio = paired(
            lambda: ours(fresh(), ["--workers", str(WORKERS)])[0],
            lambda: ours(fresh(), ["--scheduler", address])[0],
            runs,
        )
    return {"pool_seconds": pool, "cluster_seconds": spread, "cluster_ratio": ratio}


def feedback(folder: GradingFolder, learners: list[str], sample: int, runs: int) -> Figures:
    """Compare with `nbgrader generate_feedback`, in the same gradebook with the same executed notebooks."""
    ours(folder, [])
    written = folder.root / "feedback.zip"
    told = ["-C", str(ROOT), "--folder", str(folder.root), "--provisional", "--output", str(written)]

    def mine() -> float:
        return timed([*COMMAND, "grade", "feedback", *told], ROOT)

    def theirs() -> float:
        command = [sys.executable, "-c", STOCK_FEEDBACK, str(folder.root), EXERCISE]
        alone, all_of_sample = (timed([*command, *learners[:count]], folder.root) for count in (1, sample))
        return seconds_for_all(alone, all_of_sample, sample, len(learners))

    stock, quick, ratio = paired(theirs, mine, runs)
    return {"feedback_seconds": quick, "stock_feedback_seconds": stock, "feedback_ratio": ratio}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--submissions", type=int, default=400)
    parser.add_argument("--sample", type=int, default=40, help="how many stock nbgrader gives feedback on (default 40)")
    parser.add_argument("--runs", type=int, default=3, help="pairs of runs (default 3)")
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    parser.add_argument(
        "--only", nargs="+", choices=["sandbox", "postgresql", "cluster", "feedback"], help="default: all"
    )
    asked = parser.parse_args()
    wanted = asked.only or ["sandbox", "postgresql", "cluster", "feedback"]
    figures: Figures = {"submissions": asked.submissions, "runs": asked.runs}
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="coursewright-costs-") as made:
        place = Path(made)
        given = GradingFolder(place / "given")
        learners = sorted(hand_in(given, asked.submissions))
        graded = place / "graded"

        def fresh() -> GradingFolder:
            shutil.rmtree(graded, ignore_errors=True)
            shutil.copytree(given.root, graded)
            return GradingFolder(graded)

        if "sandbox" in wanted:
            figures |= sandbox(fresh, asked.runs)
        if "postgresql" in wanted:
            figures |= postgresql(fresh, asked.runs)
        if "cluster" in wanted:
            figures |= dask(fresh, asked.runs, place)
        if "feedback" in wanted:
            figures |= feedback(fresh(), learners, min(asked.sample, len(learners)), asked.runs)
    figures["seconds_in_all"] = time.perf_counter() - begun
    report(figures, asked.json)


if __name__ == "__main__":
    main()
