"""Learners' notebooks, from a folder or a zip, into nbgrader's ``submitted`` tree.

Nothing that came in decides where a file is written: the target is made from the exercise's id and a safe form of the
learner's name alone. What cannot be taken is set aside with its reason, and never stops the rest.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path, PurePosixPath

from builder.grading.arrivals import Arrival, SetAside, read_arrivals
from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.submission import NotASubmissionError, mend

LEARNER_LENGTH = 80
MOODLE_FOLDER = re.compile(r"(?P<learner>.+?)_assignsubmission_(file|onlinetext)_?")
"""Moodle's "download submissions in folders": `Full name_12345_assignsubmission_file`."""
NO_LEARNER = "it is not clear whose it is"
NAME_IT = "put it into a folder named after the learner, or name it LEARNER_{exercise}.ipynb"


class Arrived(StrEnum):
    """What collecting a submission changed."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Taken:
    """One submission in the tree. ``origin`` is its place in the folder or zip; ``notes`` say what was unusual."""

    learner: str
    exercise: str
    origin: str
    arrived: Arrived
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collected:
    """All that one call of `collect_submissions` found, sorted by learner and exercise, and by place."""

    taken: tuple[Taken, ...]
    set_aside: tuple[SetAside, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    learner: str
    named: str
    exercise: str
    arrival: Arrival


def collect_submissions(exercises: Sequence[str], incoming: Path, folder: GradingFolder) -> Collected:
    """Take every notebook in ``incoming`` (a folder or a zip) that belongs to one of ``exercises``.

    Of several copies by one learner the newest is taken. Raises `builder.grading.arrivals.UnreadableError` if
    ``incoming`` itself cannot be read.
    """
    candidates: list[_Candidate] = []
    set_aside: list[SetAside] = []
    for arrival in read_arrivals(incoming):
        found = arrival if isinstance(arrival, SetAside) else _identify(arrival, exercises)
        if isinstance(found, SetAside):
            set_aside.append(found)
        else:
            candidates.append(found)
    taken: list[Taken] = []
    for chosen in _one_each(candidates, set_aside):
        try:
            taken.append(_take(chosen, folder))
        except NotASubmissionError as fault:
            set_aside.append(SetAside(chosen.arrival.place, str(fault), "ask the learner to hand it in again"))
    return Collected(
        tuple(sorted(taken, key=lambda one: (one.learner, one.exercise))),
        tuple(sorted(set_aside, key=lambda one: one.place)),
    )


def safe_learner(name: str) -> str:
    """Return ``name`` as it stands in folders and in the gradebook: letters, digits and ``. _ @ -`` only."""
    plain = unicodedata.normalize("NFKC", name)
    return re.sub(r"[^\w.@-]+", "-", plain).strip("-._ ")[:LEARNER_LENGTH]


def _identify(arrival: Arrival, exercises: Iterable[str]) -> _Candidate | SetAside:
    """Find the exercise by the notebook's name, and the learner by Moodle's folder, the name's start or the folder."""
    path = PurePosixPath(arrival.place)
    for exercise in sorted(exercises, key=len, reverse=True):
        before, found, _ = path.stem.casefold().partition(exercise.casefold())
        if not found:
            continue
        named = _learner(path.parent.parts, path.stem[: len(before)], exercise)
        learner = safe_learner(named)
        if not learner:
            return SetAside(arrival.place, NO_LEARNER, NAME_IT.format(exercise=exercise))
        return _Candidate(learner, named, exercise, arrival)
    fix = "name it after its exercise: " + ", ".join(f"{exercise}.ipynb" for exercise in exercises)
    return SetAside(arrival.place, "it has the name of no exercise", fix)


def _learner(folders: Sequence[str], before: str, exercise: str) -> str:
    for name in reversed(folders):
        moodle = MOODLE_FOLDER.fullmatch(name)
        if moodle:
            return moodle["learner"]
    if before.strip("-_ ."):
        return before
    own = [name for name in folders if name.casefold() not in (exercise.casefold(), "submitted")]
    return own[-1] if own else ""


def _one_each(candidates: Iterable[_Candidate], set_aside: list[SetAside]) -> Iterator[_Candidate]:
    """Yield the newest candidate of each learner and exercise; the others are added to ``set_aside``."""
    groups: dict[tuple[str, str], list[_Candidate]] = {}
    for candidate in candidates:
        groups.setdefault((candidate.learner.casefold(), candidate.exercise), []).append(candidate)
    for group in groups.values():
        names = sorted({candidate.named.strip("-_ .") for candidate in group})
        if len(names) > 1:
            reason = f"two learners would become one in the gradebook: {', '.join(names)}"
            for candidate in group:
                set_aside.append(SetAside(candidate.arrival.place, reason, "rename one of them and collect again"))
            continue
        *older, newest = sorted(group, key=lambda one: (one.arrival.when, one.arrival.place))
        for candidate in older:
            reason = f"{newest.arrival.place} is newer and was taken"
            set_aside.append(SetAside(candidate.arrival.place, reason, "nothing, unless the newer one is wrong"))
        yield newest


def _take(candidate: _Candidate, folder: GradingFolder) -> Taken:
    content, notes = mend(candidate.arrival.content)
    target = folder.submission(candidate.learner, candidate.exercise)
    taken = Taken(candidate.learner, candidate.exercise, candidate.arrival.place, Arrived.NEW, notes)
    if target.is_file():
        same = target.read_bytes() == content
        taken = replace(taken, arrived=Arrived.SAME if same else Arrived.CHANGED)
    if taken.arrived is not Arrived.SAME:
        write_in_place(target, content)
    return taken
