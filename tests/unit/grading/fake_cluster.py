"""A programme: a Dask cluster of two worker processes with the fake engine; prints its address, ends with its input.

The repository must be on PYTHONPATH, for the workers too.
"""

from __future__ import annotations

import dataclasses
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

FATAL = b"answer = fatal"


def dask_setup(worker: object) -> None:
    """Put the fake engine into this worker (Dask calls it at its start); its results name the worker's process."""
    from builder.grading import cluster
    from builder.grading.work import Graded, Ungraded, Work
    from tests.unit.grading.fake_engine import grade

    class Here:
        """One engine."""

        def grade(self, work: Work) -> Graded | Ungraded:
            """Grade, or die of it."""
            if FATAL in work.notebook:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(0.01)
            result = grade(work)
            return dataclasses.replace(result, engine=f"fake {os.getpid()}") if isinstance(result, Graded) else result

    @contextmanager
    def opened(*_: object) -> Iterator[Here]:
        yield Here()

    cluster.open_engine = opened  # type: ignore[assignment]


def main() -> None:
    """Run the cluster until there is no more input."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        host="127.0.0.1",
        dashboard_address=None,
        preload=["tests.unit.grading.fake_cluster"],
    ) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.readline()


if __name__ == "__main__":
    main()
