"""A real Dask cluster with the real engine: each worker grades in its own sandbox, run after run, whoever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "attacks"))

from attack import EXERCISE, RIGHT, TESTS, WRONG, notebook

from builder.grading.cluster import grade_all_on_cluster
from builder.grading.engine import SandboxSettings
from builder.grading.preparing import prepare_files
from builder.grading.work import Graded, Limits, Prepared, Work

ROOT = Path(__file__).resolve().parents[3]
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.readline()
"""
LOOK = "import os\nprint('seen', os.path.exists({place!r}), os.getppid())"
SECONDS = 60


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with two workers, as `dask worker` starts them."""
    place = tmp_path_factory.mktemp("cluster")
    (place / "cluster.py").write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, "cluster.py"],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as cluster:
        assert cluster.stdout is not None
        yield cluster.stdout.readline().decode().strip()
        cluster.communicate(b"end\n", timeout=SECONDS)


@pytest.fixture(scope="module")
def target() -> Prepared:
    """The exercise that the attacks are made on."""
    return prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook(), "notes.txt": b"notes\n"})


def works(count: int) -> Iterator[Work]:
    """Yield submissions, every third one wrong, which look around from where they run."""
    look = LOOK.format(place=str(ROOT / "pyproject.toml"))
    for number in range(count):
        yield Work(f"l{number}", EXERCISE, "", notebook(WRONG if number % 3 == 0 else RIGHT, look))


def run(count: int, target: Prepared, scheduler: str) -> Iterator[Graded]:
    """Yield what the cluster gives for ``count`` submissions."""
    for result in grade_all_on_cluster(works(count), "fork", [target], Limits(), SandboxSettings(), scheduler):
        assert isinstance(result, Graded), result
        yield result


def check(results: list[Graded], count: int) -> None:
    """Each submission has its marks, once, and saw nothing of this computer."""
    found = {result.learner: [mark.auto_score for mark in result.marks] for result in results}
    assert len(results) == len(found)
    assert found == {f"l{n}": [0.0 if n % 3 == 0 else 4.0] * len(TESTS) for n in range(count)}
    for result in results:
        assert b"seen False 1" in result.notebook


def workers(scheduler: str) -> dict[str, int]:
    """Return the process of each worker by its address."""
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        found: dict[str, int] = client.run(os.getpid)
    return found


def test_run_after_run_on_a_living_cluster(target: Prepared, scheduler: str) -> None:
    before = workers(scheduler)
    for _ in range(2):
        check(list(run(6, target, scheduler)), 6)
    assert workers(scheduler) == before


def test_a_run_after_one_that_was_killed(target: Prepared, scheduler: str, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\n"
        f"sys.path[:0] = [{str(ROOT)!r}, {str(Path(__file__).parent)!r}]\n"
        "from test_cluster_in_sandbox import *\n"
        "target = prepare_files(EXERCISE, {f'{EXERCISE}.ipynb': notebook(), 'notes.txt': b'notes\\n'})\n"
        "for _ in run(200, target, sys.argv[1]):\n    Path(sys.argv[2]).touch()\n"
    )
    mark = tmp_path / "begun"
    with subprocess.Popen([sys.executable, "-c", code, scheduler, str(mark)], stderr=subprocess.DEVNULL) as killed:
        end = time.monotonic() + SECONDS
        while not mark.exists():
            assert time.monotonic() < end
            assert killed.poll() is None
            time.sleep(0.05)
        killed.kill()
    check(list(run(6, target, scheduler)), 6)


def test_a_worker_that_is_killed_comes_back_and_grades(target: Prepared, scheduler: str) -> None:
    before = workers(scheduler)
    lost = next(iter(before.values()))
    results = []
    for result in run(30, target, scheduler):
        results.append(result)
        if len(results) == 3:
            os.kill(lost, signal.SIGKILL)
    check(results, 30)
    end = time.monotonic() + SECONDS
    while len(workers(scheduler)) < len(before):
        assert time.monotonic() < end
        time.sleep(0.1)
    assert lost not in workers(scheduler).values()
    check(list(run(12, target, scheduler)), 12)
