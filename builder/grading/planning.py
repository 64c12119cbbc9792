"""Find out what there is to grade, by the journal and the gradebook together, and make ready for it.

A submission is done if the journal has a line for it, the gradebook holds the same marks, and its executed notebook is
there; what is lost in one of them, by whatever cause, is brought back.
"""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from builder.grading.cache import result_key, settings_hash, submission_hash
from builder.grading.engine import EngineName, SandboxSettings
from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.journal import Entry, Index, Journal, JournalWriter
from builder.grading.outcomes import (
    STRANGE,
    Outcome,
    State,
    gradebook_name,
    handed_in,
    outcome_of,
    submissions,
    versions,
)
from builder.grading.release import source_files
from builder.grading.work import Limits, Prepared
from builder.model.course import Course
from builder.model.exercise import Exercise

if TYPE_CHECKING:
    from builder.grading.rows import GradebookWriter


@dataclass(frozen=True, slots=True)
class Settings:
    """How to grade. ``workers`` is the number of processes; ``again``: grade what is graded already, and run what is
    known already; ``scheduler``: the address of a Dask cluster, empty for this machine; ``only``: patterns of
    LEARNER/EXERCISE, or names of learners or exercises, empty for all."""

    engine: EngineName = "fork"
    workers: int = 1
    sandbox: SandboxSettings = field(default_factory=SandboxSettings)
    limits: Limits = field(default_factory=Limits)
    again: bool = False
    scheduler: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A run that can begin: ``known`` needs nothing, ``todo`` are (learner, exercise). Only `planned_run` makes one.
    ``setting`` is the hash of environment, limits and engine."""

    known: tuple[Outcome, ...]
    todo: tuple[tuple[str, str], ...]
    folder: GradingFolder
    settings: Settings
    setting: str
    prepared: Mapping[str, Prepared]
    versions: Mapping[str, str]
    index: Index
    journal: Journal
    lines: JournalWriter
    gradebook: GradebookWriter | None


@contextmanager
def planned_run(course: Course, root: Path, folder: GradingFolder, settings: Settings) -> Iterator[Plan]:
    """Find out what there is to grade, bring its exercises into the gradebook, and yield the plan.

    The journal is held until the end, so that there is one run at a time. Raises `GradingError`.
    """
    with Journal(folder.journal).writing() as lines:
        journal = Journal(folder.journal)
        index, current = journal.index(), versions(course, root)
        stored = _stored(folder)
        known: list[Outcome] = []
        todo: list[tuple[str, str]] = []
        setting = settings_hash(settings.engine, settings.limits, settings.sandbox.on)
        for pair in submissions(folder):
            if not is_wanted(*pair, settings.only):
                continue
            if pair[1] not in current:
                known.append(Outcome(*pair, State.FAILED, STRANGE))
                continue
            entry = None if settings.again else _standing(folder, journal, index, pair, current[pair[1]], setting)
            if entry is not None and stored.get(pair) == _fixed(entry):
                known.append(outcome_of(entry))
            else:
                todo.append(pair)
        names = {exercise for _, exercise in todo}
        exercises = [exercise for exercise in course.exercises if exercise.id in names]
        with _gradebook(folder, exercises, root, current) as writer:
            prepared = _prepared(exercises, root)
            yield Plan(
                tuple(known), tuple(todo), folder, settings, setting, prepared, current, index, journal, lines, writer
            )


def _standing(
    folder: GradingFolder, journal: Journal, index: Index, pair: tuple[str, str], version: str, setting: str
) -> Entry | None:
    """Return the journal's line for a submission if nothing that its result depends on has changed since."""
    entry = journal.read(index.latest[pair]) if pair in index.latest else None
    if entry is None or entry.reason or entry.gradebook != gradebook_name(folder):
        return None
    content, timestamp = handed_in(folder, *pair)
    if entry.submission != submission_hash(content, timestamp, version):
        return None
    executed = folder.executed(*pair)
    whole = executed.is_file() and executed.stat().st_size == entry.size
    return entry if whole and entry.key == result_key(content, version, setting) else None


def _stored(folder: GradingFolder) -> Mapping[tuple[str, str], int]:
    """Return what the gradebook holds of each (learner, exercise), in short; the same as `_fixed` if it is that."""
    if not folder.db and not folder.gradebook.is_file():
        return {}
    from builder.grading.database import in_transaction, open_database
    from builder.grading.gradebook import make_gradebook
    from builder.grading.stored import stored_marks

    engine = open_database(folder)
    try:
        make_gradebook(folder, engine)
        return in_transaction(
            folder,
            engine,
            lambda connection: {
                pair: hash(frozenset((task, score) for task, score in marks.items() if score is not None))
                for pair, marks in stored_marks(connection)
            },
        )
    finally:
        engine.dispose()


def _fixed(entry: Entry) -> int:
    return hash(frozenset((mark.task, mark.auto_score) for mark in entry.marks if mark.auto_score is not None))


def is_wanted(learner: str, exercise: str, only: Sequence[str]) -> bool:
    """Say whether one of the patterns ``only`` names the submission; without any, all are wanted."""
    return not only or any(
        one in (learner, exercise) or fnmatch.fnmatchcase(f"{learner}/{exercise}", one) for one in only
    )


@contextmanager
def _gradebook(
    folder: GradingFolder, exercises: Sequence[Exercise], root: Path, current: Mapping[str, str]
) -> Iterator[GradebookWriter | None]:
    """Open the gradebook with ``exercises`` in it; without any there is nothing to write."""
    if not exercises:
        yield None
        return
    from builder.grading.database import in_transaction, open_database
    from builder.grading.gradebook import known_assignments, make_gradebook, nbgrader_settings
    from builder.grading.rows import GradebookWriter

    engine = open_database(folder)
    try:
        make_gradebook(folder, engine)
        there = in_transaction(folder, engine, known_assignments)
        for exercise in exercises:
            _record(exercise, root, folder, current[exercise.id], exercise.id in there)
        yield GradebookWriter(folder, engine, nbgrader_settings(folder))
    finally:
        engine.dispose()


def _record(exercise: Exercise, root: Path, folder: GradingFolder, version: str, there: bool) -> None:
    """Bring the instructor's version into the gradebook, unless this very version is there."""
    from builder.grading.gradebook import record_assignment

    mark = folder.root / "recorded" / exercise.id
    told = f"{version} {gradebook_name(folder)}"
    if there and mark.is_file() and mark.read_text(encoding="utf-8") == told:
        return
    mark.unlink(missing_ok=True)
    source = folder.source / exercise.id
    shutil.rmtree(source, ignore_errors=True)
    for name, content in source_files(exercise, root).items():
        write_in_place(source / name, content)
    record_assignment(folder, exercise.id)
    write_in_place(mark, told.encode())


def _prepared(exercises: Sequence[Exercise], root: Path) -> Mapping[str, Prepared]:
    from builder.grading.preparing import prepare_exercise

    return {exercise.id: prepare_exercise(exercise, root) for exercise in exercises}
