"""The same work on a Dask cluster (distributed 2025 or newer): a bounded number of futures, and one writer here.

Each thread of a worker keeps one engine open, in its own sandbox. A submission whose worker dies is sent to another
one. What was on several workers that died runs once more, alone; if that kills workers again, it is given up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from typing import Any

from distributed import Client, KilledWorker, WorkerPlugin, as_completed

from builder.grading.cache import content_hash
from builder.grading.engine import Engine, EngineName, SandboxSettings, open_engine
from builder.grading.scores import GradingError
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work

IN_FLIGHT = 4
"""Submissions on their way for each thread of the cluster: enough that no worker waits, few enough for the memory."""

CONNECT_SECONDS = 15
GIVEN_UP = "the workers of the cluster died while they graded it"
NOT_TOLD = "This worker was not told what to grade. Run the same command again."
LOST = (
    "The Dask scheduler at {scheduler} went away. What was graded until now is kept: start it and run the same command "
    "again."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """For what a worker opens its engines; ``id`` names them to the tasks."""

    id: str
    name: EngineName
    prepared: tuple[Prepared, ...]
    limits: Limits
    sandbox: SandboxSettings


class _Told:
    """Terms that this worker was told, and the engine that each of its threads has opened for them."""

    def __init__(self, terms: Terms) -> None:
        self._terms = terms
        self._thread = threading.local()
        self._lock = threading.Lock()
        self._open: ExitStack | None = ExitStack()

    def engine(self) -> Engine:
        """Return this thread's engine. Raises `GradingError` once they are closed."""
        found: Engine | None = getattr(self._thread, "engine", None)
        if found is None:
            terms = self._terms
            with self._lock:
                if self._open is None:
                    raise GradingError(NOT_TOLD)
                found = self._open.enter_context(open_engine(terms.name, terms.prepared, terms.limits, terms.sandbox))
            self._thread.engine = found
        return found

    def close(self) -> None:
        """Close the engines of all threads; nobody opens another one."""
        with self._lock:
            opened, self._open = self._open, None
        if opened is not None:
            opened.close()


TOLD: dict[str, _Told] = {}
"""On a worker: what it was told and has still to know, by the terms' id."""


class TellTerms(WorkerPlugin):
    """Tells each worker the terms when it joins, also one that comes later, and closes its engines when it leaves."""

    def __init__(self, terms: Terms) -> None:
        self.terms = terms
        self.name = f"coursewright-{terms.id}"

    def setup(self, worker: object) -> None:
        """Keep the terms; an engine is opened when a thread first needs it."""
        self._forget()
        TOLD[self.terms.id] = _Told(self.terms)

    def teardown(self, worker: object) -> None:
        """Close the engines: the next run opens its own, also on the same terms."""
        self._forget()

    def _forget(self) -> None:
        before = TOLD.pop(self.terms.id, None)
        if before is not None:
            before.close()


def grade_all_on_cluster(
    works: Iterable[Work],
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
    scheduler: str,
) -> Iterator[Graded | Ungraded]:
    """Grade ``works`` on the cluster at ``scheduler`` and yield results as they come, in no order.

    Raises `GradingError` if there is no such cluster or it goes away, and what `open_engine` raises on a worker.
    """
    connect: Callable[..., Any] = Client
    try:
        client = connect(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError) as fault:
        raise GradingError(
            f"--scheduler {scheduler}: no Dask scheduler answers ({str(fault).splitlines()[0]}). Start one with "
            "`dask scheduler` and workers with `dask worker`, and give its address."
        ) from None
    told = repr((name, [one.version for one in prepared], limits, sandbox))
    plugin = TellTerms(Terms(content_hash(told.encode()), name, tuple(prepared), limits, sandbox))
    try:
        with client:
            client.register_plugin(plugin, name=plugin.name)
            try:
                yield from _stream(client, iter(works), plugin.terms.id)
            finally:
                client.unregister_worker_plugin(plugin.name)
    except (CancelledError, OSError) as fault:
        raise GradingError(LOST.format(scheduler=scheduler)) from fault


def _stream(client: Any, works: Iterator[Work], terms: str) -> Iterator[Graded | Ungraded]:
    """Keep the cluster busy with a window of ``works``; what may have killed workers is tried alone at the end."""
    sent: dict[Any, Work] = {}
    doubtful: list[Work] = []

    def send(some: Iterable[Work]) -> list[Any]:
        futures = []
        for work in some:
            future = client.submit(grade_here, terms, work, pure=False)
            sent[future.key] = work
            futures.append(future)
        return futures

    completed: Callable[..., Any] = as_completed
    window = IN_FLIGHT * max(1, sum(client.nthreads().values()))
    running = completed(send(islice(works, window)), loop=client.loop)
    for future in running:
        work = sent.pop(future.key)
        try:
            result = future.result()
        except KilledWorker:
            doubtful.append(work)
        else:
            yield result
        running.update(send(islice(works, 1)))
    for work in doubtful:
        (future,) = send([work])
        try:
            yield future.result()
        except KilledWorker:
            yield Ungraded(work.learner, work.exercise, work.digest, GIVEN_UP)


def grade_here(terms: str, work: Work) -> Graded | Ungraded:
    """Grade ``work`` on this worker with this thread's engine, which stays open for the next one."""
    told = TOLD.get(terms)
    if told is None:
        raise GradingError(NOT_TOLD)
    try:
        return told.engine().grade(work)
    except OSError as fault:
        raise GradingError(f"A worker of the cluster cannot go on: {fault}. Run the same command again.") from fault
