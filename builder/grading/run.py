"""Let the engines run what is planned, and write down what comes of it.

A result goes first into ``autograded``, then into the gradebook, last into the journal; each step may be done twice and
gives the same. So a run that was stopped at any point is finished by the next one.
"""

from __future__ import annotations

import dataclasses
import errno
import hashlib
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from builder.grading.cache import known_result, result_key, submission_hash
from builder.grading.folder import GradingFolder
from builder.grading.journal import Entry
from builder.grading.outcomes import Outcome, gradebook_name, handed_in, outcome_of
from builder.grading.planning import Plan
from builder.grading.scores import GradingError
from builder.grading.work import Graded, Prepared, Ungraded, Work

BATCH = 64
"""Results that are written down together at most."""

BATCH_SECONDS = 1.0
"""The longest time that a result waits for others before it is written down."""

NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT})


@dataclass(frozen=True, slots=True)
class _Done:
    """A result on its way into the gradebook and the journal."""

    result: Graded | Ungraded
    submission: str
    timestamp: str
    reused: bool


def grade_planned(plan: Plan) -> Generator[Outcome]:
    """Grade what is to do and yield each outcome when its rows are in the gradebook and its line in the journal.

    What has come in is written down also when the caller stops. Raises `GradingError` and
    `builder.grading.sandbox.SandboxError`.
    """
    waiting: list[_Done] = []
    since = 0.0
    try:
        for done in _results(plan):
            since = since if waiting else time.monotonic()
            waiting.append(done)
            if len(waiting) >= BATCH or time.monotonic() - since >= BATCH_SECONDS:
                batch, waiting = waiting, []
                yield from _write_down(plan, batch)
        batch, waiting = waiting, []
        yield from _write_down(plan, batch)
    finally:
        if waiting:
            _write_down(plan, waiting)


def _results(plan: Plan) -> Iterator[_Done]:
    """Yield what is known already from equal work, then what the engines give."""
    left: list[tuple[str, str]] = []
    for pair in plan.todo:
        found = None if plan.settings.again or not plan.index.results else _reused(plan, pair)
        if found is None:
            left.append(pair)
        else:
            yield found
    asked: dict[tuple[str, str], tuple[str, str]] = {}

    def works() -> Iterator[Work]:
        for learner, exercise in left:
            content, timestamp = handed_in(plan.folder, learner, exercise)
            version = plan.versions[exercise]
            asked[learner, exercise] = submission_hash(content, timestamp, version), timestamp
            yield Work(learner, exercise, result_key(content, version, plan.setting), content)

    if left:
        names = {exercise for _, exercise in left}
        for result in _engines(works(), plan, [plan.prepared[name] for name in sorted(names)]):
            yield _Done(result, *asked.pop((result.learner, result.exercise)), reused=False)


def _engines(works: Iterable[Work], plan: Plan, prepared: Sequence[Prepared]) -> Iterator[Graded | Ungraded]:
    how = plan.settings
    if how.scheduler:
        try:
            from builder.grading.cluster import grade_all_on_cluster
        except ModuleNotFoundError as missing:
            if missing.name != "distributed":
                raise
            raise GradingError(
                "--scheduler: Dask is not installed. Run `python -m pip install 'coursewright[cluster]'`."
            ) from None
        return grade_all_on_cluster(works, how.engine, prepared, how.limits, how.sandbox, how.scheduler)
    from builder.grading.pool import grade_all

    return grade_all(works, how.engine, prepared, how.limits, how.sandbox, how.workers)


def _reused(plan: Plan, pair: tuple[str, str]) -> _Done | None:
    learner, exercise = pair
    content, timestamp = handed_in(plan.folder, learner, exercise)
    version = plan.versions[exercise]
    offset = plan.index.results.get(result_key(content, version, plan.setting))
    entry = None if offset is None else plan.journal.read(offset)
    result = entry and known_result(plan.folder, entry, learner)
    return _Done(result, submission_hash(content, timestamp, version), timestamp, reused=True) if result else None


def _write_down(plan: Plan, batch: Sequence[_Done]) -> list[Outcome]:
    """Bring ``batch`` into ``autograded``, the gradebook and the journal, in this order, and return its outcomes."""
    if not batch:
        return []
    from builder.grading.executed import write_executed
    from builder.grading.rows import Result

    entries = [_entry(plan.folder, done) for done in batch]
    try:
        for result in (done.result for done in batch):
            if isinstance(result, Graded):
                files = plan.prepared[result.exercise].files
                write_executed(plan.folder, result.learner, result.exercise, result.notebook, files)
        rows = [Result(done.result, done.timestamp) for done in batch if isinstance(done.result, Graded)]
        if rows and plan.gradebook is not None:
            plan.gradebook.write(rows)
        plan.lines.append(entries)
    except OSError as fault:
        if fault.errno not in NO_SPACE:
            raise
        raise GradingError(
            f"The disk is full ({plan.folder.root}). What was graded until now is kept: make room and run the same "
            "command again."
        ) from fault
    return [outcome_of(entry, fresh=True, reused=done.reused) for entry, done in zip(entries, batch, strict=True)]


def _entry(folder: GradingFolder, done: _Done) -> Entry:
    result = done.result
    told = Entry(
        result.learner,
        result.exercise,
        done.submission,
        result.digest,
        gradebook_name(folder),
        datetime.now(UTC).isoformat(timespec="seconds"),
        flags=result.flags,
        seconds=result.seconds,
    )
    if isinstance(result, Ungraded):
        return dataclasses.replace(told, reason=result.reason)
    return dataclasses.replace(
        told,
        marks=result.marks,
        comments=result.comments,
        notebook=hashlib.sha256(result.notebook).hexdigest(),
        size=len(result.notebook),
        engine=result.engine,
        together=result.together,
    )
