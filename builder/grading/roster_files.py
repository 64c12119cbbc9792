"""Rosters as learning systems write them: CSV in any of their column names (RFC 4180), and the copy that is kept.

Read are Moodle's participants and grading worksheet, Canvas's gradebook, ILIAS's members, and plain ``id,name,email``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from types import MappingProxyType

from builder.grading.folder import GradingFolder, write_in_place
from builder.grading.lms.table import Table, TableError, read_table
from builder.grading.patterns import safe_learner
from builder.grading.roster import Learner, Roster, make_roster

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "id": ("id", "id number", "idnumber", "matriculation", "learner"),
        "name": ("name", "full name", "student"),
        "first": ("first name", "firstname", "given name"),
        "last": ("last name", "lastname", "surname"),
        "email": ("email", "email address", "e-mail"),
        "login": ("login", "username", "sis login id", "user name"),
        "number": ("sis user id", "user id", "usr_id"),
        "participant": ("identifier",),
    }
)
"""The registry of what a roster's columns are called, in small letters; `grading.yml` may name more."""
NO_LEARNER = ("points possible", "student, test", "test student")
"""Canvas's lines that are no learner."""


class RosterError(Exception):
    """A roster cannot be used; the message names the file, the line and what to do."""


def read_rosters(paths: Sequence[Path], named: Mapping[str, str] = MappingProxyType({})) -> Roster:
    """Return the learners of all files in ``paths``; a learner in several has what all of them say.

    ``named`` has further column names, from `grading.yml`. Raises `RosterError`.
    """
    learners: list[Learner] = []
    places: dict[str, int] = {}
    for path in paths:
        try:
            table = read_table(path)
        except TableError as fault:
            raise RosterError(str(fault)) from None
        lines: dict[str, tuple[int, str]] = {}
        for line, learner in _learners(path, table, named):
            before = lines.setdefault(learner.id.casefold(), (line, learner.name))
            if before[1] != learner.name:
                raise RosterError(
                    f"{path} line {line}: {learner.name} has the id {learner.id}, as {before[1]} in line {before[0]} "
                    "has. Give each learner an id of their own."
                )
            if not learner.id:
                raise RosterError(f"{path} line {line}: {learner.name} has no id, no login and no email.")
            _join(learners, places, learner)
    safe: dict[str, str] = {}
    for learner in learners:
        other = safe.setdefault(learner.id.casefold(), learner.id)
        if other != learner.id:
            raise RosterError(f"The ids {other} and {learner.id} are the same for a folder. Change one of them.")
    return make_roster(learners)


def keep_roster(folder: GradingFolder, roster: Roster) -> None:
    """Keep ``roster`` in the grading folder for the next commands; the same roster leaves the same bytes."""
    content = json.dumps([asdict(learner) for learner in roster.learners], ensure_ascii=False, indent=1) + "\n"
    path = _kept(folder)
    if not path.is_file() or path.read_bytes() != content.encode("utf-8"):
        write_in_place(path, content.encode("utf-8"))


def kept_roster(folder: GradingFolder) -> Roster | None:
    """Return the roster that was last given for this folder, or None. Raises `RosterError` if it is damaged."""
    path = _kept(folder)
    if not path.is_file():
        return None
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        learners = [
            Learner(
                one["id"],
                one["name"],
                one["email"],
                one["login"],
                tuple(one["numbers"]),
                tuple(one["participants"]),
            )
            for one in found
        ]
    except (ValueError, KeyError, TypeError):
        raise RosterError(f"{path} is damaged. Give the roster again with --roster.") from None
    return make_roster(learners)


def _kept(folder: GradingFolder) -> Path:
    return folder.root / "attempts" / "roster.json"


def _learners(path: Path, table: Table, named: Mapping[str, str]) -> list[tuple[int, Learner]]:
    places = _places(table.header, named)
    if not {"id", "email", "login", "participant"} & places.keys():
        raise RosterError(
            f"{path}: none of its columns is an id, a login or an email: {', '.join(table.header)}. "
            "Name them under `roster:` in grading.yml."
        )
    found: list[tuple[int, Learner]] = []
    for line, row in table.rows:
        said = {key: row[at].strip() if at < len(row) else "" for key, at in places.items()}
        name = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
        if not any(said.values()) or name.strip().casefold() in NO_LEARNER:
            continue
        found.append((line, _learner(said, name)))
    return found


def _places(header: Sequence[str], named: Mapping[str, str]) -> dict[str, int]:
    plain = [title.strip().casefold() for title in header]
    places: dict[str, int] = {}
    for key, titles in COLUMNS.items():
        wanted = (named[key].casefold(),) if key in named else titles
        at = next((plain.index(title) for title in wanted if title in plain), None)
        if at is not None:
            places[key] = at
    return places


def _learner(said: Mapping[str, str], name: str) -> Learner:
    numbers = tuple(filter(None, (said.get("id", ""), said.get("number", ""))))
    digits = "".join(character for character in said.get("participant", "") if character.isdigit())
    chosen = said.get("id") or said.get("login") or said.get("email") or ""
    return Learner(
        safe_learner(chosen),
        name,
        said.get("email", ""),
        said.get("login", ""),
        numbers,
        (digits,) if digits else (),
    )


def _join(learners: list[Learner], places: dict[str, int], learner: Learner) -> None:
    """Add ``learner``, or what is new about them to the one who has the same id, login or email."""
    texts = (("id", learner.id), ("login", learner.login), ("email", learner.email))
    keys = [f"{kind}:{text.casefold()}" for kind, text in texts if text]
    at = next((places[key] for key in keys if key in places), None)
    if at is None:
        at = len(learners)
        learners.append(learner)
    known = learners[at]
    learners[at] = replace(
        known,
        name=known.name or learner.name,
        email=known.email or learner.email,
        login=known.login or learner.login,
        numbers=tuple(dict.fromkeys((*known.numbers, *learner.numbers))),
        participants=tuple(dict.fromkeys((*known.participants, *learner.participants))),
    )
    for key in keys:
        places.setdefault(key, at)
