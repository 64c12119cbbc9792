"""Every file that a learner handed in for an exercise, as it came, and which of them counts.

``attempts/<learner>/<exercise>/record.json`` tells of all; the files lie beside it as ``001.ipynb``, ``002.ipynb``.
What is graded stands in nbgrader's ``submitted`` tree; the record is written last, so an interrupted intake is
finished by the next one. The format is in docs/reference/grading-files.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.intake_notes import Note

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Attempt:
    """One file that came in.

    ``number`` counts from 1 in the order of collecting; ``digest`` is the SHA-256 of the bytes as they came; ``when``
    is the time in the download (``YYYY-MM-DD HH:MM:SS``, no zone; empty if unknown); ``late`` is the learning system's
    mark. ``refused`` says why it cannot be graded; it is empty for one that can. ``handle`` is what the learning
    ``system`` called the hand-in, by which feedback is sent back.
    """

    number: int
    digest: str
    place: str
    when: str
    late: bool
    system: str
    handle: str
    refused: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """All attempts of one learner at one exercise; ``counts`` is the number of the one that is graded, 0 if none can.

    ``version`` is the exercise's, from which the submission was restored; ``owner`` is whose the files were said to be.
    """

    learner: str
    exercise: str
    owner: str
    version: str
    counts: int
    attempts: tuple[Attempt, ...]

    @property
    def counting(self) -> Attempt | None:
        """The attempt that counts, if any."""
        return next((attempt for attempt in self.attempts if attempt.number == self.counts), None)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What a person should know: of the attempt that counts, and of later ones that could not be taken."""
        later = [one for one in self.attempts if one.number > self.counts and (one.refused or not self.counts)]
        counting = self.counting
        own = counting.notes if counting else ()
        return own + tuple(
            Note("not-taken", f"attempt {one.number} could not be taken: {one.refused}") for one in later
        )


class DamagedRecordError(Exception):
    """A record cannot be read; the message names it and says what to do."""


def place_of(folder: GradingFolder, learner: str, exercise: str) -> Path:
    """Return the folder of a learner's attempts at an exercise."""
    return folder.root / "attempts" / learner / exercise


def raw_file(folder: GradingFolder, record: Record, number: int) -> Path:
    """Return where the attempt ``number`` lies as it came."""
    return place_of(folder, record.learner, record.exercise) / f"{number:03}.ipynb"


def read_record(folder: GradingFolder, learner: str, exercise: str) -> Record | None:
    """Return what is known of a learner's attempts, or None. Raises `DamagedRecordError`."""
    path = place_of(folder, learner, exercise) / "record.json"
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    try:
        found = json.loads(content)
        if found["format"] != FORMAT:
            raise ValueError
        attempts = tuple(_attempt(one) for one in found["attempts"])
        return Record(learner, exercise, found["owner"], found["version"], found["counts"], attempts)
    except (ValueError, KeyError, TypeError):
        raise DamagedRecordError(
            f"{path} is damaged. Move its folder away and collect the downloads again; the submission stays."
        ) from None


def read_records(folder: GradingFolder) -> Iterator[Record]:
    """Yield all records, sorted by exercise and learner. Raises `DamagedRecordError`."""
    found = (path.parent for path in (folder.root / "attempts").glob("*/*/record.json"))
    for path in sorted(found, key=lambda one: (one.name, one.parent.name)):
        record = read_record(folder, path.parent.name, path.name)
        if record is not None:
            yield record


def write_record(folder: GradingFolder, record: Record) -> None:
    """Keep ``record``; the same record leaves the same bytes."""
    found = {
        "format": FORMAT,
        "owner": record.owner,
        "version": record.version,
        "counts": record.counts,
        "attempts": [
            {
                "number": one.number,
                "digest": one.digest,
                "place": one.place,
                "when": one.when,
                "late": one.late,
                "system": one.system,
                "handle": one.handle,
                "refused": one.refused,
                "notes": [{"code": note.code, "text": note.text} for note in one.notes],
            }
            for one in record.attempts
        ],
    }
    content = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    write_in_place(place_of(folder, record.learner, record.exercise) / "record.json", content.encode("utf-8"))


def _attempt(found: dict[str, Any]) -> Attempt:
    return Attempt(
        int(found["number"]),
        str(found["digest"]),
        str(found["place"]),
        str(found["when"]),
        bool(found["late"]),
        str(found["system"]),
        str(found["handle"]),
        str(found["refused"]),
        tuple(Note(str(note["code"]), str(note["text"])) for note in found["notes"]),
    )
