"""Grade what was collected, one submission at a time, through nbgrader's own autograder.

The one call that runs a learner's code is `builder.grading.gradebook.autograde`; a sandbox and a faster engine take
its place later (docs/decisions/grading-through-nbgrader.md).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.outcomes import Outcome, State, digest, read_outcome, submissions, write_outcome
from builder.grading.release import fingerprint, source_files
from builder.model.course import Course
from builder.model.exercise import Exercise

STRANGE = "the course has no such exercise"


def read_outcomes(course: Course, root: Path, folder: GradingFolder) -> tuple[Outcome, ...]:
    """Return how far each collected submission has come, without running anything."""
    versions = _versions(course, root)
    return tuple(_known(folder, learner, exercise, versions) for learner, exercise in submissions(folder))


def run_grading(course: Course, root: Path, folder: GradingFolder, again: bool = False) -> Iterator[Outcome]:
    """Grade what has not been graded yet, or everything with ``again``, and yield each submission's outcome.

    A submission that fails is yielded with its reason and does not stop the others. Raises
    `builder.grading.scores.GradingError` if the gradebook cannot take in an exercise.
    """
    if not folder.gradebook.is_file():
        shutil.rmtree(folder.outcomes, ignore_errors=True)
    versions = _versions(course, root)
    exercises = {exercise.id: exercise for exercise in course.exercises}
    recorded: set[str] = set()
    for learner, exercise in submissions(folder):
        known = _known(folder, learner, exercise, versions)
        if exercise not in exercises or (known.state is State.GRADED and not again):
            yield known
            continue
        if exercise not in recorded:
            _record(exercises[exercise], root, folder, versions[exercise])
            recorded.add(exercise)
        yield _grade(folder, learner, exercise, versions[exercise])


def _versions(course: Course, root: Path) -> Mapping[str, str]:
    return {exercise.id: fingerprint(source_files(exercise, root)) for exercise in course.exercises}


def _known(folder: GradingFolder, learner: str, exercise: str, versions: Mapping[str, str]) -> Outcome:
    if exercise not in versions:
        return Outcome(learner, exercise, State.FAILED, STRANGE)
    return read_outcome(folder, learner, exercise, digest(folder, learner, exercise, versions[exercise]))


def _record(exercise: Exercise, root: Path, folder: GradingFolder, version: str) -> None:
    """Bring the instructor's version into the gradebook, unless this very version is there."""
    from builder.grading.gradebook import record_assignment

    mark = folder.root / "recorded" / exercise.id
    if folder.gradebook.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == version:
        return
    mark.unlink(missing_ok=True)
    source = folder.source / exercise.id
    shutil.rmtree(source, ignore_errors=True)
    for name, content in source_files(exercise, root).items():
        write_in_place(source / name, content)
    record_assignment(folder, exercise.id)
    write_in_place(mark, version.encode())


def _grade(folder: GradingFolder, learner: str, exercise: str, version: str) -> Outcome:
    from builder.grading.gradebook import autograde

    graded = digest(folder, learner, exercise, version)
    reason, log = autograde(folder, exercise, learner)
    page = folder.logs / learner / f"{exercise}.txt"
    if reason:
        write_in_place(page, log.encode("utf-8"))
    else:
        page.unlink(missing_ok=True)
    outcome = Outcome(learner, exercise, State.FAILED if reason else State.GRADED, reason, fresh=True)
    write_outcome(folder, outcome, graded)
    return outcome
