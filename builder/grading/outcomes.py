"""How far each collected submission has come, by the journal, without running anything."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from builder.grading.cache import submission_hash
from builder.grading.folder import GradingFolder
from builder.grading.journal import Entry, Journal
from builder.grading.release import fingerprint, source_files
from builder.grading.work import Flag
from builder.model.course import Course

STRANGE = "the course has no such exercise"
TIMESTAMP = "timestamp.txt"
"""nbgrader's file beside a submitted notebook: when it was handed in."""


class State(StrEnum):
    """How far a submission has come."""

    WAITING = "waiting"
    GRADED = "graded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of one submission. ``reason`` says why it failed; ``fresh``: this run has graded it; ``reused``: from a
    result that was known; ``seconds``: how long it ran, ``at``: when (UTC, ISO 8601); ``together``: the tests that ran
    beside the learner's code; ``earlier``: it has no result, and formgrader still shows an earlier attempt's."""

    learner: str
    exercise: str
    state: State
    reason: str = ""
    fresh: bool = False
    reused: bool = False
    flags: tuple[Flag, ...] = ()
    seconds: float = 0.0
    at: str = ""
    together: tuple[str, ...] = ()
    earlier: bool = False


def submissions(folder: GradingFolder) -> tuple[tuple[str, str], ...]:
    """Return (learner, exercise) of all that was collected, sorted by exercise and learner."""
    found = (path.relative_to(folder.submitted).parts for path in folder.submitted.glob("*/*/*.ipynb"))
    pairs = {(learner, exercise) for learner, exercise, name in found if name == f"{exercise}.ipynb"}
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def handed_in(folder: GradingFolder, learner: str, exercise: str) -> tuple[bytes, str]:
    """Return the submitted notebook, and when it was handed in as nbgrader keeps it (empty if nobody knows)."""
    path = folder.submission(learner, exercise)
    time = path.with_name(TIMESTAMP)
    return path.read_bytes(), time.read_text(encoding="utf-8").strip() if time.is_file() else ""


def versions(course: Course, root: Path) -> Mapping[str, str]:
    """Return the hash of each exercise's files."""
    return {exercise.id: fingerprint(source_files(exercise, root)) for exercise in course.exercises}


def gradebook_name(folder: GradingFolder) -> str:
    """Return how the journal names the gradebook: its address without user and password."""
    if not folder.db:
        return folder.gradebook.name
    before, _, after = folder.db.partition("://")
    return f"{before}://{after.rpartition('@')[2]}"


def outcome_of(entry: Entry, *, fresh: bool = False, reused: bool = False) -> Outcome:
    """Return the state that a line of the journal tells."""
    state = State.FAILED if entry.reason else State.GRADED
    return Outcome(
        entry.learner,
        entry.exercise,
        state,
        entry.reason,
        fresh,
        reused,
        entry.flags,
        entry.seconds,
        entry.at,
        entry.together,
    )


def read_outcomes(course: Course, root: Path, folder: GradingFolder) -> tuple[Outcome, ...]:
    """Return how far each collected submission has come, sorted by exercise and learner.

    A submission is graded if the journal has a line for what was handed in, for this version of the exercise and for
    this gradebook.
    """
    current = versions(course, root)
    journal = Journal(folder.journal)
    lost = not folder.db and not folder.gradebook.is_file()
    latest = {} if lost else journal.index().latest
    known = (_known(folder, journal, latest, pair, current) for pair in submissions(folder))
    return tuple(_with_earlier(folder, outcome) for outcome in known)


def _with_earlier(folder: GradingFolder, outcome: Outcome) -> Outcome:
    """A submission without a result leaves what was written for an earlier attempt as it is."""
    if outcome.state is State.GRADED or not folder.executed(outcome.learner, outcome.exercise).is_file():
        return outcome
    return dataclasses.replace(outcome, earlier=True)


def _known(
    folder: GradingFolder,
    journal: Journal,
    latest: Mapping[tuple[str, str], int],
    pair: tuple[str, str],
    current: Mapping[str, str],
) -> Outcome:
    learner, exercise = pair
    if exercise not in current:
        return Outcome(learner, exercise, State.FAILED, STRANGE)
    entry = journal.read(latest[pair]) if pair in latest else None
    expected = submission_hash(*handed_in(folder, learner, exercise), current[exercise])
    if entry is None or entry.submission != expected or entry.gradebook != gradebook_name(folder):
        return Outcome(learner, exercise, State.WAITING)
    return outcome_of(entry)
