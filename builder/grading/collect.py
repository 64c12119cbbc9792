"""Learners' notebooks, from what a learning system lets one download, into nbgrader's ``submitted`` tree.

Nothing that came in decides where a file is written: the target is made from the exercise's id and a safe form of the
learner's name alone. What cannot be taken is set aside with its reason, and never stops the rest. Every file is kept
as it came (`builder.grading.attempts`); the newest counts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from builder.grading.arrivals import MOST_UNPACKED, Arrival, NotTakenError, OtherFile, SetAside
from builder.grading.attempts import read_record
from builder.grading.folder import GradingFolder
from builder.grading.intake_keep import Candidate, Taken, keep
from builder.grading.intake_notes import shown
from builder.grading.intake_owner import Intake, Known, exercise_named, known_owner, owner_of
from builder.grading.intake_released import ReleasedExercise, by_cells
from builder.grading.intake_restore import check_fit
from builder.grading.intake_sources import opened
from builder.grading.submission import NotASubmissionError, read_notebook

MOST_A_LEARNER = 50
"""Notebooks that one learner may have in what is given at once."""
MOST_BYTES_A_LEARNER = 200_000_000
COPY = re.compile(r"(?:[-_ ]|\()(\d{1,3})\)?$")
"""The number that browsers and Canvas put behind the name of a second copy."""
ASK = "ask the learner to hand it in again"


@dataclass(frozen=True, slots=True)
class Collected:
    """All that one call of `collect_submissions` found, sorted by learner and exercise, and by place."""

    taken: tuple[Taken, ...]
    set_aside: tuple[SetAside, ...]


@dataclass
class _Sorting:
    """What has been seen so far of one folder or zip."""

    intake: Intake
    folder: GradingFolder
    groups: dict[tuple[str, str], list[Candidate]] = field(default_factory=dict)
    set_aside: list[SetAside] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    owners: set[str] = field(default_factory=set)
    others: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    read: int = 0


def collect_submissions(incoming: Sequence[Path], folder: GradingFolder, intake: Intake) -> Collected:
    """Take every notebook in each of ``incoming`` (a folder, a zip or a notebook) that is a learner's.

    Collecting the same again changes nothing. Raises `builder.grading.arrivals.UnreadableError` if one of ``incoming``
    cannot be read, before anything of it is taken, and `builder.grading.attempts.DamagedRecordError`.
    """
    taken: dict[tuple[str, str], Taken] = {}
    set_aside: list[SetAside] = []
    for given in incoming:
        sorting = _Sorting(intake, folder)
        with opened(given) as found:
            for one in found:
                _sort(one, sorting)
            _tell_of_others(sorting)
            for group in _without_clashes(sorting):
                kept = keep(group, folder, intake)
                if kept is not None:
                    taken[kept.learner, kept.exercise] = kept
        set_aside += sorting.set_aside
    return Collected(
        tuple(taken[key] for key in sorted(taken)),
        tuple(sorted(set_aside, key=lambda one: (one.place, one.reason))),
    )


def _sort(found: Arrival | SetAside | OtherFile, sorting: _Sorting) -> None:
    """Put a file to its learner's others, or aside."""
    if isinstance(found, SetAside):
        sorting.set_aside.append(SetAside(shown(found.place), shown(found.reason), found.fix, found.code))
        return
    owner = owner_of(found, sorting.intake)
    if isinstance(found, OtherFile):
        if owner is not None and owner.system not in ("folder", "own"):
            sorting.others.setdefault(owner.handle_key, (owner.shown, []))[1].append(found.place)
        return
    if owner is not None:
        sorting.owners.add(owner.handle_key)
    try:
        candidate = _candidate(found, known_owner(owner, sorting.intake), sorting)
    except NotTakenError as fault:
        sorting.set_aside.append(SetAside(shown(found.shown), shown(str(fault)), fault.fix, fault.code))
        return
    if candidate.refused:
        sorting.set_aside.append(SetAside(shown(found.shown), candidate.refused, candidate.fix, candidate.code))
    sorting.groups.setdefault((candidate.known.learner.casefold(), candidate.released.exercise), []).append(candidate)


def _candidate(arrival: Arrival, known: Known, sorting: _Sorting) -> Candidate:
    """Return ``arrival`` with its exercise. Raises `NotTakenError` if no exercise can be told."""
    named = exercise_named(arrival, sorting.intake)
    try:
        content = _content(arrival, known, sorting)
        digest = hashlib.sha256(content).hexdigest()
        seen = _seen(digest, known.learner, named, sorting)
        released = seen or _by_content(content, named, sorting.intake)
    except NotASubmissionError as fault:
        if named is None:
            raise NotTakenError(fault.code, str(fault), ASK) from None
        refused = Candidate(known, named, arrival, digest, _order(arrival, named))
        return refused.refuse(fault.code, str(fault), ASK)
    except NotTakenError as fault:
        if named is None:
            raise
        refused = Candidate(known, named, arrival, f"{fault.code} {shown(arrival.shown)}", _order(arrival, named))
        return refused.refuse(fault.code, str(fault), fault.fix)
    return Candidate(known, released, arrival, digest, _order(arrival, released), named.exercise if named else "")


def _content(arrival: Arrival, known: Known, sorting: _Sorting) -> bytes:
    learner = known.learner
    sorting.counts[learner] = sorting.counts.get(learner, 0) + 1
    if sorting.counts[learner] > MOST_A_LEARNER or sorting.sizes.get(learner, 0) > MOST_BYTES_A_LEARNER:
        raise NotTakenError("too-many-files", "this learner handed in too much at once", ASK)
    if sorting.read > MOST_UNPACKED:
        raise NotTakenError("too-much", "what was given is too large to read at once", "give it in parts")
    content = arrival.read()
    sorting.read += len(content)
    sorting.sizes[learner] = sorting.sizes.get(learner, 0) + len(content)
    return content


def _seen(digest: str, learner: str, named: ReleasedExercise | None, sorting: _Sorting) -> ReleasedExercise | None:
    """Return the exercise under which these very bytes came in before, so that they need not be read again."""
    if named is None:
        return None
    record = read_record(sorting.folder, learner, named.exercise)
    fits = record is not None and any(one.digest == digest and not one.refused for one in record.attempts)
    return named if fits else None


def _by_content(content: bytes, named: ReleasedExercise | None, intake: Intake) -> ReleasedExercise:
    """Return the exercise whose cells the notebook has; its name decides only where they leave it open."""
    handed_in = read_notebook(content)
    grade_ids = handed_in.grade_ids
    found = by_cells(grade_ids, intake.released)
    if named is not None and (found is None or len(grade_ids & named.grade_ids) == len(grade_ids & found.grade_ids)):
        found = named
    if found is None:
        names = ", ".join(f"{one.exercise}.ipynb" for one in intake.released)
        raise NotTakenError(
            "no-exercise",
            "it has the name of no exercise, and the cells of none",
            f"name it after its exercise: {names}",
        )
    check_fit(handed_in, found)
    return found


def _order(arrival: Arrival, released: ReleasedExercise) -> tuple[tuple[int, ...], int, bool, str]:
    """Return what sorts the files that a learner handed in together: time, number of the copy, the right name."""
    stem = PurePosixPath(arrival.name).stem
    copy = COPY.search(stem)
    return arrival.when, int(copy[1]) if copy else 0, stem == released.exercise, arrival.shown


def _tell_of_others(sorting: _Sorting) -> None:
    for handle in sorted(sorting.others.keys() - sorting.owners):
        owner, places = sorting.others[handle]
        reason = f"{owner} handed in no notebook, but {PurePosixPath(places[0]).name}"
        sorting.set_aside.append(SetAside(shown(places[0]), shown(reason), ASK, "no-notebook"))


def _without_clashes(sorting: _Sorting) -> Iterator[list[Candidate]]:
    """Yield each learner's files for an exercise, unless they are the files of two who have one name."""
    there = {
        path.name.casefold(): path.name
        for parent in (sorting.folder.root / "attempts", sorting.folder.submitted)
        for path in (parent.iterdir() if parent.is_dir() else ())
        if path.is_dir()
    }
    for (learner, exercise), group in sorted(sorting.groups.items()):
        owners = {one.known.key: one.known.owner.shown for one in group}
        ours = group[0].known
        if there.get(learner, ours.learner) != ours.learner:
            owners[f"there:{there[learner]}"] = there[learner]
        record = read_record(sorting.folder, ours.learner, exercise)
        system = ours.key.split(":")[0]
        if record is not None and record.owner.split(":")[0] == system and record.owner != ours.key:
            owners[record.owner] = record.owner.split(":", 1)[1]
        if len(owners) == 1:
            yield sorted(group, key=lambda one: one.order)
            continue
        reason = f"two learners would become one in the gradebook: {', '.join(sorted(owners.values()))}"
        fix = "rename one of them, or tell them apart with --roster, and collect again"
        sorting.set_aside += [SetAside(shown(one.arrival.shown), shown(reason), fix, "two-as-one") for one in group]
