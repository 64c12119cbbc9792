"""A Dask cluster of real worker processes: the same results, and a worker that dies costs nothing."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from builder.grading.cluster import grade_all_on_cluster
from builder.grading.engine import SandboxSettings
from builder.grading.scores import GradingError
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work
from tests.unit.grading.fake_engine import BROKEN, EXERCISE, grade, notebook

ROOT = Path(__file__).resolve().parents[3]
CLUSTER = Path(__file__).with_name("fake_cluster.py")
TERMS = ((Prepared(EXERCISE, "1", "{}", (), (), b"", (), ()),), Limits(), SandboxSettings())
FATAL = "fatal"


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a cluster with two workers whose engine is the fake one; FATAL work kills its worker.

    Dask gives work up after the first death instead of the fourth, because a new worker takes seconds.
    """
    place = tmp_path_factory.mktemp("cluster")
    with subprocess.Popen(
        [sys.executable, CLUSTER],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as cluster:
        assert cluster.stdout is not None
        yield cluster.stdout.readline().decode().strip()
        cluster.communicate(b"end\n", timeout=60)


def works(count: int, **odd: object) -> Iterator[Work]:
    """Yield submissions; ``odd`` gives some of them another answer."""
    for number in range(count):
        learner = f"l{number}"
        yield Work(learner, EXERCISE, f"key-{number}", notebook(odd.get(learner, number % 3)))


def graded_there(some: Iterator[Work], scheduler: str) -> dict[str, Graded | Ungraded]:
    """Return the results by learner, each of them once."""
    results = list(grade_all_on_cluster(some, "fork", *TERMS, scheduler))
    assert len(results) == len({result.learner for result in results})
    return {result.learner: result for result in results}


def plain(result: Graded | Ungraded) -> Graded | Ungraded:
    """Return a result without the worker's name in it."""
    return dataclasses.replace(result, engine="fake") if isinstance(result, Graded) else result


def test_a_cluster_gives_the_same_results(scheduler: str) -> None:
    found = graded_there(works(30, l7=BROKEN), scheduler)
    assert {name: plain(result) for name, result in found.items()} == {
        work.learner: grade(work) for work in works(30, l7=BROKEN)
    }


def test_works_are_drawn_only_as_fast_as_results_are_taken(scheduler: str) -> None:
    drawn: list[str] = []

    def counted() -> Iterator[Work]:
        for work in works(100):
            drawn.append(work.learner)
            yield work

    results = grade_all_on_cluster(counted(), "fork", *TERMS, scheduler)
    next(results)
    assert len(drawn) <= 10
    results.close()  # type: ignore[attr-defined]


def test_a_worker_that_is_killed_comes_back_and_nothing_is_lost(scheduler: str) -> None:
    killed: set[int] = set()
    found: dict[str, Graded | Ungraded] = {}
    for result in grade_all_on_cluster(works(60), "fork", *TERMS, scheduler):
        assert result.learner not in found
        found[result.learner] = result
        if len(found) in (5, 25) and isinstance(result, Graded):
            worker = int(result.engine.removeprefix("fake "))
            if worker not in killed:
                os.kill(worker, signal.SIGKILL)
                killed.add(worker)
    assert len(killed) == 2
    assert {name: plain(result) for name, result in found.items()} == {work.learner: grade(work) for work in works(60)}


def test_work_that_kills_its_workers_is_given_up_and_costs_no_other(scheduler: str) -> None:
    found = graded_there(works(12, l4=FATAL), scheduler)
    assert [name for name, result in found.items() if isinstance(result, Ungraded)] == ["l4"]
    assert "died" in found["l4"].reason  # type: ignore[union-attr]


def test_no_scheduler_is_said_with_how_to_start_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builder.grading.cluster.CONNECT_SECONDS", 0.5)
    with pytest.raises(GradingError, match=r"no Dask scheduler answers.*`dask scheduler`"):
        list(grade_all_on_cluster(works(1), "fork", *TERMS, "tcp://127.0.0.1:9"))
