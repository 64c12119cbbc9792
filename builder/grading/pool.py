"""Several workers on this machine: submissions in, results out as they come, in bounded memory."""

from __future__ import annotations

import gc
import multiprocessing
import pickle
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from builder.grading.engine import EngineName, SandboxSettings, open_engine
from builder.grading.sandbox import SandboxError, check_sandbox
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work

AHEAD = 2
"""How many submissions a worker has: the one that it grades and the one that it takes next."""
SECONDS_TO_END = 30.0
LOST = "the worker that graded it ended; grade it again"


@dataclass(frozen=True, slots=True)
class _Failed:
    """A worker could not go on; ``reason`` is a `SandboxError`'s message."""

    reason: str


@dataclass(slots=True)
class _Worker:
    """One process, this side's end of its pipe, and what it has been given, oldest first."""

    process: BaseProcess
    pipe: Connection
    given: list[Work]


def grade_all(
    works: Iterable[Work],
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
    workers: int,
) -> Iterator[Graded | Ungraded]:
    """Grade ``works`` with ``workers`` processes and yield results as they come, in no order.

    ``works`` is drawn from only as fast as results are taken. A worker that dies costs the submission that it graded,
    which comes back `Ungraded`, and is replaced. Raises `builder.grading.sandbox.SandboxError` before anything runs
    where no sandbox can be made.
    """
    check_sandbox(sandbox)
    waiting = iter(works)
    with _open(workers, name, prepared, limits, sandbox) as crew:
        more = True
        while True:
            for worker in crew:
                while more and len(worker.given) < AHEAD:
                    work = next(waiting, None)
                    more = work is not None
                    if work is not None:
                        _give(worker, work)
            busy = {worker.pipe: worker for worker in crew if worker.given}
            if not busy:
                return
            for pipe in wait(list(busy)):
                worker = busy[pipe]  # type: ignore[index]
                try:
                    answer = worker.pipe.recv()
                except (EOFError, OSError, pickle.UnpicklingError):
                    lost, *others = worker.given
                    _end(worker)
                    crew.remove(worker)
                    crew.append(fresh := _start(crew, name, prepared, limits, sandbox))
                    for work in others:
                        _give(fresh, work)
                    yield Ungraded(lost.learner, lost.exercise, lost.digest, LOST)
                    continue
                if isinstance(answer, _Failed):
                    raise SandboxError(answer.reason)
                del worker.given[0]
                yield answer


@contextmanager
def _open(
    workers: int, name: EngineName, prepared: Sequence[Prepared], limits: Limits, sandbox: SandboxSettings
) -> Iterator[list[_Worker]]:
    crew: list[_Worker] = []
    try:
        for _ in range(max(1, workers)):
            crew.append(_start(crew, name, prepared, limits, sandbox))
        yield crew
    finally:
        for worker in crew:
            worker.pipe.close()
        for worker in crew:
            _end(worker)


def _start(
    crew: Sequence[_Worker], name: EngineName, prepared: Sequence[Prepared], limits: Limits, sandbox: SandboxSettings
) -> _Worker:
    # forking keeps what is loaded; a thread of somebody else's in this process would not survive it, nor is it needed
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe()
    others = (ours, *(worker.pipe for worker in crew))
    process = context.Process(target=_work, args=(theirs, others, name, prepared, limits, sandbox), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, [])


def _give(worker: _Worker, work: Work) -> None:
    worker.given.append(work)
    try:
        worker.pipe.send(work)
    except OSError:
        return  # the worker is gone; reading from it will tell


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(SECONDS_TO_END if not worker.given else 0)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


def _work(
    pipe: Connection,
    others: Sequence[Connection],
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
) -> None:
    """A worker's whole life: grade what comes until the pipe ends; ``others`` are ends that forking brought along."""
    for other in others:
        other.close()
    gc.freeze()  # what is loaded stays; looking through it again and again took a fifth of a worker's own time
    with ExitStack() as stack:
        try:
            engine = stack.enter_context(open_engine(name, prepared, limits, sandbox))
            while True:
                pipe.send(engine.grade(pipe.recv()))
        except SandboxError as reason:
            pipe.send(_Failed(str(reason)))
        except (EOFError, BrokenPipeError):
            return
