"""What has been graded, from which bytes: one small file a submission, written when its marks are in the gradebook.

A submission whose file is not there, or names other bytes, has still to be graded; so a run that was interrupted at
any point is finished by the next one. (A journal takes this place when grading runs on many cores.)
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum

from builder.grading.folder import GradingFolder, write_in_place


class State(StrEnum):
    """How far a submission has come."""

    WAITING = "waiting"
    GRADED = "graded"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of one submission; ``reason`` says why it failed, ``fresh`` whether this run has graded it."""

    learner: str
    exercise: str
    state: State
    reason: str = ""
    fresh: bool = False


def submissions(folder: GradingFolder) -> tuple[tuple[str, str], ...]:
    """Return (learner, exercise) of all that was collected, sorted by exercise and learner."""
    found = (path.relative_to(folder.submitted).parts for path in folder.submitted.glob("*/*/*.ipynb"))
    pairs = {(learner, exercise) for learner, exercise, name in found if name == f"{exercise}.ipynb"}
    return tuple(sorted(pairs, key=lambda pair: (pair[1], pair[0])))


def digest(folder: GradingFolder, learner: str, exercise: str, version: str) -> str:
    """Return a hash of the submitted bytes and of the exercise's ``version`` (its fingerprint)."""
    content = folder.submission(learner, exercise).read_bytes()
    return hashlib.sha256(version.encode() + content).hexdigest()


def read_outcome(folder: GradingFolder, learner: str, exercise: str, expected: str) -> Outcome:
    """Return what is known of a submission whose digest is ``expected``; a file that cannot be read counts as none."""
    path = folder.outcomes / learner / f"{exercise}.json"
    waiting = Outcome(learner, exercise, State.WAITING)
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        state, reason, graded = State(found["state"]), str(found["reason"]), str(found["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return waiting
    return Outcome(learner, exercise, state, reason) if graded == expected else waiting


def write_outcome(folder: GradingFolder, outcome: Outcome, graded: str) -> None:
    """Keep ``outcome`` for the submission with the digest ``graded``."""
    found = {"digest": graded, "reason": outcome.reason, "state": outcome.state.value}
    content = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    write_in_place(folder.outcomes / outcome.learner / f"{outcome.exercise}.json", content.encode("utf-8"))
