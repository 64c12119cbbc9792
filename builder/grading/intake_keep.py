"""What a learner handed in for one exercise goes into the folder: the attempts as they came, and what counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum

from builder.grading.arrivals import Arrival, NotTakenError
from builder.grading.attempts import Attempt, Record, raw_file, read_record, write_record
from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.intake_notes import Note, note, shown
from builder.grading.intake_owner import Intake, Known
from builder.grading.intake_released import ReleasedExercise
from builder.grading.intake_restore import restore
from builder.grading.submission import read_notebook


class Arrived(StrEnum):
    """What collecting a submission changed."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file of a known learner for a known exercise. ``order`` sorts those that came together, the newest last;
    ``named`` is the exercise after which the file is called, if any. ``refused`` says why it cannot be graded."""

    known: Known
    released: ReleasedExercise
    arrival: Arrival
    digest: str
    order: tuple[tuple[int, ...], int, bool, str]
    named: str = ""
    code: str = ""
    refused: str = ""
    fix: str = ""

    def refuse(self, code: str, reason: str, fix: str) -> Candidate:
        """Return this file as one that cannot be graded."""
        return replace(self, code=code, refused=shown(reason), fix=fix)


@dataclass(frozen=True, slots=True)
class Taken:
    """One submission in the tree. ``origin`` is its place in what was given; ``notes`` say what was unusual."""

    learner: str
    exercise: str
    origin: str
    arrived: Arrived
    attempt: int
    notes: tuple[Note, ...]


def keep(group: Sequence[Candidate], folder: GradingFolder, intake: Intake) -> Taken | None:
    """Keep the files of one learner for one exercise, oldest first, and write the newest that can be graded.

    Return what now counts, or None if nothing of it can be graded.
    """
    known, released = group[0].known, group[0].released
    before = read_record(folder, known.learner, released.exercise)
    record = before or Record(known.learner, released.exercise, known.key, released.version, 0, ())
    fit = [one for one in group if not one.refused]
    newest = fit[-1] if fit else None
    made: dict[int, bytes] = {}
    for one in group:
        record = _with(record, one, newest, len({each.digest for each in fit}), made, folder, intake)
    arrived = _submit(record, before, made.get(record.counts), folder, released, intake)
    record = replace(record, version=released.version)
    if record != before:
        write_record(folder, record)
    counting = record.counting
    if newest is None or counting is None:
        return None
    return Taken(record.learner, record.exercise, counting.place, arrived, counting.number, record.notes)


def _with(
    record: Record,
    one: Candidate,
    newest: Candidate | None,
    together: int,
    made: dict[int, bytes],
    folder: GradingFolder,
    intake: Intake,
) -> Record:
    """Return ``record`` with the file ``one``, which is written beside it if it has not come in before.

    ``made`` gets the restored notebook by the attempt's number.
    """
    when = "{:04}-{:02}-{:02} {:02}:{:02}:{:02}".format(*one.arrival.when) if one.arrival.when else ""
    alike = [attempt for attempt in record.attempts if attempt.digest == one.digest]
    counting = record.counting
    if one is newest:
        if (counting and counting.digest == one.digest) or any(attempt.when == when for attempt in alike):
            return record
    elif alike:
        return record
    number = len(record.attempts) + 1
    notes: tuple[Note, ...] = ()
    counts = one is newest
    if counts and counting and when and counting.when and when < counting.when:
        counts, notes = False, (note("out-of-order"),)
    late = one.known.owner.late or _overdue(one, when, intake)
    if not one.refused:
        content = one.arrival.read()
        handed_in = read_notebook(content)
        made[number], found = restore(handed_in, one.released)
        notes = (*_noted(one, late, together), *notes, *handed_in.notes, *found)
        write_in_place(raw_file(folder, record, number), content)
    elif (content_refused := _refused_content(one)) is not None:
        write_in_place(raw_file(folder, record, number), content_refused)
    owner = one.known.owner
    attempt = Attempt(
        number, one.digest, shown(one.arrival.shown), when, late, owner.system, shown(owner.handle), one.refused, notes
    )
    attempts = (*record.attempts, attempt)
    return replace(record, attempts=attempts, counts=number if counts else record.counts)


def _refused_content(one: Candidate) -> bytes | None:
    try:
        return one.arrival.read()
    except NotTakenError:
        return None


def _noted(one: Candidate, late: bool, together: int) -> tuple[Note, ...]:
    notes = list(one.arrival.notes)
    if not one.named:
        notes.append(note("found-by-cells", exercise=one.released.exercise))
    elif one.named != one.released.exercise:
        notes.append(note("name-of-another", named=one.named, exercise=one.released.exercise))
    if together > 1:
        notes.append(note("several-notebooks", count=together, place=one.arrival.name))
    if late:
        notes.append(note("late"))
    return tuple(notes)


def _overdue(one: Candidate, when: str, intake: Intake) -> bool:
    due = intake.settings.of(one.released.exercise).due
    handed_in = _handed_in(when, intake)
    return due is not None and handed_in is not None and handed_in > due


def _handed_in(when: str, intake: Intake) -> datetime | None:
    """Return when a file was handed in, if the academy says that its downloads tell: most carry the time of the
    download, and everybody would be late."""
    if not intake.settings.zip_times or not when:
        return None
    local = datetime.fromisoformat(when)
    return local.replace(tzinfo=intake.settings.zone) if intake.settings.zone else local.astimezone()


def _submit(
    record: Record,
    before: Record | None,
    made: bytes | None,
    folder: GradingFolder,
    released: ReleasedExercise,
    intake: Intake,
) -> Arrived:
    """Write what counts into ``submitted`` (``made``, or restored again) and say what that changed."""
    counting = record.counting
    target = folder.submission(record.learner, record.exercise)
    if counting is None:
        return Arrived.SAME
    was = before.counts if before else 0
    if was == record.counts and before is not None and before.version == released.version and target.is_file():
        return Arrived.SAME
    content = made
    if content is None:
        content, _ = restore(read_notebook(raw_file(folder, record, counting.number).read_bytes()), released)
    handed_in = _handed_in(counting.when, intake)
    stamp = target.with_name("timestamp.txt")
    if handed_in is not None:
        write_in_place(stamp, f"{handed_in.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC\n".encode())
    else:
        stamp.unlink(missing_ok=True)
    there = target.read_bytes() if target.is_file() else None
    if there == content:
        return Arrived.SAME
    write_in_place(target, content)
    return Arrived.NEW if there is None and not was else Arrived.CHANGED
