"""Who handed a file in: from what names say to one learner, with the roster or without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from builder.grading.arrivals import Arrival, NotTakenError, OtherFile
from builder.grading.intake_released import ReleasedExercise
from builder.grading.patterns import Owner, find_owner, safe_learner, split_name
from builder.grading.patterns_file import GradingSettings
from builder.grading.roster import GIVE_ROSTER, Roster, UnknownOwnerError, find_learner

NAME_IT = "put it into a folder named after the learner, or name it LEARNER_EXERCISE.ipynb"


@dataclass(frozen=True, slots=True)
class Intake:
    """What intake goes by: the exercises as ``released``, the ``settings``, the ``roster`` if there is one, and from
    which ``system`` the files come (a key of `builder.grading.patterns.SYSTEMS`)."""

    released: tuple[ReleasedExercise, ...]
    settings: GradingSettings
    roster: Roster | None = None
    system: str = "auto"

    @property
    def names(self) -> tuple[str, ...]:
        """The ids of the exercises, and how they are called besides."""
        ids = [one.exercise for one in self.released]
        return (*ids, *(name for one in ids for name in self.settings.of(one).names))

    def named(self, name: str | None) -> ReleasedExercise | None:
        """Return the exercise that is called ``name``."""
        return next(
            (one for one in self.released if name == one.exercise or name in self.settings.of(one.exercise).names), None
        )


@dataclass(frozen=True, slots=True)
class Known:
    """A file whose ``owner`` is the learner ``learner``; ``key`` tells two owners apart who have one learner's name."""

    learner: str
    owner: Owner
    key: str


def owner_of(found: Arrival | OtherFile, intake: Intake) -> Owner | None:
    """Return what the names say about whose file it is, or None."""
    return find_owner(found.place, intake.names, intake.system, intake.settings.patterns, intake.settings.late_names)


def known_owner(owner: Owner | None, intake: Intake) -> Known:
    """Return the learner who is ``owner``. Raises `NotTakenError` for nobody, for somebody unknown, and for two."""
    if owner is None:
        raise NotTakenError("no-owner", "it is not clear whose it is", NAME_IT)
    if intake.roster is not None:
        try:
            learner = find_learner(intake.roster, owner)
        except UnknownOwnerError as fault:
            if owner.blind:
                raise _blind() from None
            raise NotTakenError(fault.code, str(fault), fault.fix) from None
        return Known(learner, owner, f"roster:{learner}")
    if owner.blind:
        raise _blind()
    learner = safe_learner(_plain(owner))
    if not learner:
        raise NotTakenError("no-owner", "it is not clear whose it is", NAME_IT)
    key = owner.participant or owner.id or owner.login or owner.text or owner.email or owner.name
    return Known(learner, owner, f"{owner.system}:{key}")


def exercise_named(arrival: Arrival, intake: Intake) -> ReleasedExercise | None:
    """Return the exercise after which the file is called: by its own name, else by the names around it."""
    parts: Sequence[str] = (arrival.name, *reversed(arrival.place.split("/")))
    for part in parts:
        found = intake.named(split_name(part, intake.names)[1])
        if found is not None:
            return found
    return None


def _plain(owner: Owner) -> str:
    if owner.system == "canvas":
        return f"{owner.name}_{owner.id}" if owner.name else owner.id
    if owner.system == "moodle":
        return owner.name
    return owner.text or owner.id if owner.system != "ilias" else owner.login


def _blind() -> NotTakenError:
    return NotTakenError(
        "blind",
        "the learning system withholds the name, and its number is another one in each assignment",
        "turn anonymous marking off; or, for Moodle, give the assignment's grading worksheet: " + GIVE_ROSTER,
    )
