"""Who is who: the learners of a cohort, each with one stable id, and the search for the owner of a file.

Nothing is guessed: an owner fits one learner exactly, or `UnknownOwnerError` says why not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builder.grading.patterns import Owner

GIVE_ROSTER = "give the learning system's list of learners with --roster, or correct it"


class UnknownOwnerError(Exception):
    """An owner fits no learner, or more than one; the message says which, ``fix`` what to do."""

    def __init__(self, code: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.code = code
        self.fix = fix


@dataclass(frozen=True, slots=True)
class Learner:
    """One learner. ``id`` is safe as a folder's name and stands in the gradebook.

    ``numbers`` are the ids by which learning systems know them; ``participants`` are Moodle's numbers, one in each
    assignment.
    """

    id: str
    name: str = ""
    email: str = ""
    login: str = ""
    numbers: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """The learners, sorted by id; ``keys`` leads from a key such as ``login:amina`` to the ids that it fits."""

    learners: tuple[Learner, ...]
    keys: Mapping[str, tuple[str, ...]]

    def named(self, learner: str) -> Learner | None:
        """Return the learner with the id ``learner``."""
        found = self.keys.get(f"self:{learner.casefold()}", ())
        return next((one for one in self.learners if one.id in found), None) if found else None


def make_roster(learners: Iterable[Learner]) -> Roster:
    """Return ``learners`` with their keys."""
    keys: dict[str, list[str]] = {}
    ordered = tuple(sorted(learners, key=lambda one: one.id))
    for learner in ordered:
        for key in sorted(set(_keys(learner))):
            keys.setdefault(key, []).append(learner.id)
    return Roster(ordered, MappingProxyType({key: tuple(ids) for key, ids in keys.items()}))


def find_learner(roster: Roster, owner: Owner) -> str:
    """Return the id of the learner who is ``owner``. Raises `UnknownOwnerError`."""
    for key in _asked(owner):
        found = roster.keys.get(key, ())
        if len(found) > 1:
            raise UnknownOwnerError(
                "several-fit", f"{owner.shown} may be any of {', '.join(found)}", "tell them apart: " + GIVE_ROSTER
            )
        if found:
            _agree(roster, owner, key, found[0])
            return found[0]
    raise UnknownOwnerError("not-in-roster", f"{owner.shown} is not in the roster", GIVE_ROSTER)


def squeezed(name: str) -> str:
    """Return the letters and digits of ``name`` alone, so that two ways of writing it are the same."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(character for character in plain if character.isalnum())


def _keys(learner: Learner) -> Iterator[str]:
    yield f"self:{learner.id.casefold()}"
    yield f"id:{learner.id.casefold()}"
    yield from (f"id:{number.casefold()}" for number in learner.numbers)
    yield from (f"participant:{number}" for number in learner.participants)
    if learner.login:
        yield f"login:{learner.login.casefold()}"
    if learner.email:
        yield f"email:{learner.email.casefold()}"
    words = learner.name.replace(",", " ").split()
    for at in range(len(words)):
        yield "name:" + squeezed("".join(words[at:] + words[:at]))


def _asked(owner: Owner) -> Iterator[str]:
    """Yield the keys to look for, the surest first."""
    if owner.participant:
        yield f"participant:{owner.participant}"
    for text in (owner.id, owner.text):
        if text:
            yield f"id:{text.casefold()}"
    for text in (owner.login, owner.text):
        if text:
            yield f"login:{text.casefold()}"
    for text in (owner.email, owner.text):
        if text:
            yield f"email:{text.casefold()}"
    for text in (owner.name, owner.text):
        if text and squeezed(text) and not owner.blind:
            yield f"name:{squeezed(text)}"


def _agree(roster: Roster, owner: Owner, key: str, learner: str) -> None:
    """Refuse an owner whose number is one learner's and whose name is another's."""
    named = roster.keys.get(f"name:{squeezed(owner.name)}", ()) if owner.name and not owner.blind else ()
    if named and learner not in named:
        reason = f"{owner.shown}: the number is that of {learner}, the name that of {', '.join(named)}"
        raise UnknownOwnerError("number-and-name", reason, GIVE_ROSTER)
