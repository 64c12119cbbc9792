"""A random sample of a cohort graded again with stock nbgrader, in a temporary copy, and every difference."""

from __future__ import annotations

import json
import math
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from builder.grading.cache import content_hash
from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.outcomes import TIMESTAMP, State, handed_in, read_outcomes
from builder.grading.planning import Settings, is_wanted
from builder.grading.release import source_files
from builder.grading.sandbox import PYTHON_SETTINGS, open_sandbox
from builder.grading.scores import GradingError
from builder.grading.stored import StoredRow
from builder.model.course import Course

STOCK = Path(__file__).with_name("stock.py")
FILES_MB = 512
Sample = Sequence[tuple[str, str]]
"""(learner, exercise) of what is graded again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """``what`` differs between our gradebook and stock nbgrader's, as text for people; ``task`` is empty where
    nbgrader could not grade the submission at all."""

    learner: str
    exercise: str
    task: str
    what: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """How many submissions are graded, which of them were graded again, and what differs."""

    graded: int
    sample: tuple[tuple[str, str], ...]
    differences: tuple[Difference, ...]


def audit_sample(course: Course, root: Path, folder: GradingFolder, settings: Settings, share: float) -> AuditReport:
    """Grade a ``share`` (0 to 1) of what is graded again, at least one, and compare row by row.

    The same cohort gives the same sample. nbgrader runs in the sandbox that ``settings`` ask for, on a copy that holds
    nothing but the sample. Raises `GradingError` and `builder.grading.sandbox.SandboxError`.
    """
    graded = [
        (outcome.learner, outcome.exercise)
        for outcome in read_outcomes(course, root, folder)
        if outcome.state is State.GRADED and is_wanted(outcome.learner, outcome.exercise, settings.only)
    ]
    if not graded:
        return AuditReport(0, (), ())
    seed = content_hash(*("/".join(pair).encode() for pair in graded))
    sample = sorted(random.Random(seed).sample(graded, math.ceil(share * len(graded))))
    with tempfile.TemporaryDirectory(prefix="coursewright-audit-") as place:
        copy = GradingFolder(Path(place) / "copy")
        copy_for_stock(course, root, folder, copy, sample)
        theirs, failures = _grade_with_nbgrader(copy, sample, settings)
    ours = _our_rows(folder, set(sample))
    return AuditReport(len(graded), tuple(sample), tuple(sorted(_compared(sample, ours, theirs, failures), key=repr)))


def copy_for_stock(course: Course, root: Path, folder: GradingFolder, copy: GradingFolder, sample: Sample) -> None:
    """Fill ``copy`` with the sources and submissions of the ``sample``, and a gradebook of its own."""
    from builder.grading.database import open_database
    from builder.grading.gradebook import make_gradebook, record_assignment

    engine = open_database(copy)
    make_gradebook(copy, engine)
    engine.dispose()
    names = {exercise for _, exercise in sample}
    for one in course.exercises:
        if one.id in names:
            for name, content in source_files(one, root).items():
                write_in_place(copy.source / one.id / name, content)
            record_assignment(copy, one.id)
    write_in_place(copy.root / "sample.json", json.dumps(sample).encode())
    for learner, exercise in sample:
        content, timestamp = handed_in(folder, learner, exercise)
        write_in_place(copy.submission(learner, exercise), content)
        if timestamp:
            write_in_place(copy.submission(learner, exercise).with_name(TIMESTAMP), timestamp.encode())


def _grade_with_nbgrader(
    copy: GradingFolder, sample: Sample, settings: Settings
) -> tuple[Mapping[StoredRow, StoredRow], Mapping[tuple[str, str], str]]:
    """Return nbgrader's rows by their names alone, and why it could not grade a submission."""
    write_in_place(copy.root / "stock.py", STOCK.read_bytes())
    for path in (copy.root, *copy.root.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    copy.root.parent.chmod(0o755)
    seconds = settings.limits.wall_seconds * (1 + len(sample))
    with open_sandbox(settings.sandbox, copy.root, FILES_MB) as sandbox, tempfile.TemporaryFile() as told:
        rules: tuple[int, ...] = (int(sandbox.prefix[-1]),) if sandbox.prefix else ()
        for descriptor in rules:
            os.lseek(descriptor, 0, os.SEEK_SET)
        command = [*sandbox.prefix, sys.executable, "-P", f"{sandbox.exercises}/stock.py", sandbox.exercises]
        command += [
            sandbox.workplaces[0],
            str(told.fileno()),
            str(settings.limits.cell_seconds),
            str(sandbox.become or 0),
        ]
        environment = PYTHON_SETTINGS if sandbox.prefix else {**PYTHON_SETTINGS, "HOME": sandbox.workplaces[0]}
        try:
            subprocess.run(
                command,
                check=True,
                timeout=seconds,
                capture_output=True,
                pass_fds=(told.fileno(), *rules),
                env=environment,
                cwd="/",
            )
        except subprocess.TimeoutExpired:
            raise GradingError(f"Audit: nbgrader did not end in {seconds:.0f} seconds.") from None
        except subprocess.CalledProcessError as fault:
            said = fault.stderr.decode("utf-8", "replace").strip().splitlines() or ["it said nothing"]
            raise GradingError(f"Audit: nbgrader could not be run ({said[-1]}).") from None
        told.seek(0)
        found = json.loads(told.read().decode("utf-8"))
    rows = [StoredRow(**row) for row in found["rows"]]
    return {_name(row): row for row in rows}, {(learner, exercise): why for learner, exercise, why in found["failures"]}


def _our_rows(folder: GradingFolder, sample: set[tuple[str, str]]) -> Mapping[StoredRow, StoredRow]:
    from builder.grading.database import in_transaction, open_database
    from builder.grading.stored import stored_rows

    engine = open_database(folder)
    try:
        return in_transaction(
            folder,
            engine,
            lambda connection: {
                _name(row): row for row in stored_rows(connection) if (row.learner, row.exercise) in sample
            },
        )
    finally:
        engine.dispose()


def _name(row: StoredRow) -> StoredRow:
    return StoredRow(row.learner, row.exercise, row.kind, row.task)


def _compared(
    sample: Sample,
    ours: Mapping[StoredRow, StoredRow],
    theirs: Mapping[StoredRow, StoredRow],
    failures: Mapping[tuple[str, str], str],
) -> Iterator[Difference]:
    for learner, exercise in sample:
        if (learner, exercise) in failures:
            yield Difference(learner, exercise, "", "state", "graded", failures[learner, exercise])
    for name in sorted(set(ours) | set(theirs)):
        if (name.learner, name.exercise) in failures:
            continue
        mine, other = ours.get(name), theirs.get(name)
        for what, here, there in _told(mine, other):
            if here != there:
                yield Difference(name.learner, name.exercise, name.task, what, here, there)


def _told(mine: StoredRow | None, other: StoredRow | None) -> Iterator[tuple[str, str, str]]:
    """Yield what can be compared; a cell that a person has marked here waits for a person, whatever nbgrader says."""
    if mine is None or other is None:
        yield "row", "there" if mine else "missing", "there" if other else "missing"
        return
    yield "score", str(mine.auto_score), str(other.auto_score)
    yield "maximum", str(mine.max_score), str(other.max_score)
    yield "comment", str(mine.comment), str(other.comment)
    if mine.manual_score is None:
        yield "needs a person", str(mine.needs_manual), str(other.needs_manual)
