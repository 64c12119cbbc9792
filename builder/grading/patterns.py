"""Whose file is it? What the names in a learning system's download say, and in what order they are asked.

Moodle: `mod/assign/classes/downloader.php`. Canvas: `lib/content_zipper.rb`. ILIAS: `SubmissionManager`'s
`getDirectoryNameFromUserData` (docs/reference/grading-files.md). Only names that the learning system gave are asked,
the outermost first: a learner may call a file, or what is in a zip, whatever they like.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType

LEARNER_LENGTH = 80
LEARNER_BYTES = 160
RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")})
"""Names that Windows keeps for itself, with any ending."""
BLIND = frozenset({"participant", "anon"})
"""What stands in the place of a name while work is marked blind (English Moodle, Canvas)."""
GROUPS = frozenset({"id", "name", "first", "last", "login", "email", "participant", "attachment", "late", "file"})
IDENTITY = frozenset({"id", "name", "last", "login", "email"})
LATE_STARTS = ("late submission - ",)
"""What ILIAS puts before a late file's name (English)."""
ILIAS_PARENTS = frozenset({"submissions", "abgaben", "einreichungen"})


@dataclass(frozen=True, slots=True)
class Pattern:
    """One way of naming: ``system`` is who names so; ``expression`` has groups of `GROUPS` and must fit a whole part
    of a path. ``folders_only`` asks folders alone; ``parents`` are the folders under which it is sure, if any."""

    system: str
    expression: re.Pattern[str]
    folders_only: bool = False
    parents: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Owner:
    """What names say about the owner of a file; empty where they say nothing.

    ``id`` is the system's own and stays; ``participant`` is Moodle's, another one in each assignment. ``text`` is a
    bare name of a folder or file. ``handle`` is the part of the path that was understood: feedback is sent back by it.
    """

    system: str
    handle: str
    id: str = ""
    name: str = ""
    login: str = ""
    email: str = ""
    participant: str = ""
    text: str = ""
    late: bool = False

    @property
    def blind(self) -> bool:
        """Whether the learning system withholds who it is."""
        return self.name.casefold() in BLIND

    @property
    def handle_key(self) -> str:
        """What tells one hand-in of a download from another."""
        return f"{self.system}:{self.participant or self.id or self.login or self.name or self.text}"

    @property
    def shown(self) -> str:
        """The owner, for people."""
        parts = (self.name, self.text, self.login, self.email, self.id or self.participant)
        return " ".join(part for part in parts if part)


MOODLE = Pattern(
    "moodle",
    re.compile(
        r"(?P<name>[^_]*)_(?P<participant>\d{1,12})_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?", re.DOTALL
    ),
)
CANVAS_BLIND = Pattern(
    "canvas",
    re.compile(r"(?:(?P<late>LATE)_)?(?P<name>anon)_(?P<id>[^_]+)_(?P<attachment>\d+)_(?P<file>.+)", re.DOTALL),
)
CANVAS = Pattern(
    "canvas",
    re.compile(r"(?P<name>\w*?)(?:_(?P<late>LATE))?_(?P<id>\d{1,20})_(?P<attachment>\d{1,20})_(?P<file>.+)", re.DOTALL),
)
ILIAS = Pattern(
    "ilias",
    re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>.+)_(?P<id>\d{1,12})", re.DOTALL),
    folders_only=True,
    parents=ILIAS_PARENTS,
)
SYSTEMS: Mapping[str, tuple[Pattern, ...]] = MappingProxyType(
    {
        "moodle": (MOODLE,),
        "canvas": (CANVAS_BLIND, CANVAS),
        "ilias": (ILIAS,),
        "folder": (),
        "auto": (MOODLE, CANVAS_BLIND, CANVAS, ILIAS),
    }
)
"""The registry of `collect --from`."""


def find_owner(
    place: str, exercises: Sequence[str], system: str, own: Sequence[Pattern] = (), late: Sequence[str] = ()
) -> Owner | None:
    """Return whose file lies at ``place`` (POSIX), by the patterns ``own`` and those of ``system``, or None.

    Where no pattern fits, and ``system`` is ``folder`` or ``auto``: the start of a name such as
    ``LEARNER_EXERCISE.ipynb``, or the nearest folder that is not named after an exercise.
    """
    parts = unicodedata.normalize("NFC", place).split("/")
    is_late = parts[-1].casefold().startswith((*LATE_STARTS, *(start.casefold() for start in late)))
    for pattern in (*own, *SYSTEMS[system]):
        for at, part in enumerate(parts):
            found = pattern.expression.fullmatch(part)
            sure = system != "auto" or not pattern.parents or (at and parts[at - 1].casefold() in pattern.parents)
            if found and sure and not (pattern.folders_only and at == len(parts) - 1):
                return _owner(pattern.system, part, found.groupdict(default=""), is_late)
    if system not in ("auto", "folder"):
        return None
    text = _text(parts, exercises)
    return Owner("folder", text, text=text, late=is_late) if text.strip("-_ .") else None


def _owner(system: str, part: str, said: Mapping[str, str], late: bool) -> Owner:
    name = said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last"))))
    return Owner(
        system,
        part,
        said.get("id", ""),
        name.strip(),
        said.get("login", ""),
        said.get("email", ""),
        said.get("participant", ""),
        late=late or bool(said.get("late")),
    )


def _text(parts: Sequence[str], exercises: Sequence[str]) -> str:
    *folders, name = parts
    before, exercise = split_name(name, exercises)
    if before.strip("-_ ."):
        return before.strip("-_ .")
    named = {one.casefold() for one in exercises} if exercise is None else {exercise.casefold()}
    own = [one for one in folders if one.casefold() not in named | {"submitted"}]
    return own[-1] if own else ""


def split_name(name: str, exercises: Sequence[str]) -> tuple[str, str | None]:
    """Return what stands before an exercise's id in the file name ``name``, and that id; the longest id wins."""
    stem = PurePosixPath(name).stem.casefold()
    for exercise in sorted(exercises, key=len, reverse=True):
        before, found, _ = stem.partition(exercise.casefold())
        if found:
            return name[: len(before)], exercise
    return "", None


def safe_learner(name: str) -> str:
    """Return ``name`` as it stands in folders and in the gradebook: letters, digits and ``. _ @ -`` only.

    It is one plain part of a path on every system: composed (NFC), not too long, and no name that Windows keeps.
    """
    plain = unicodedata.normalize("NFKC", name)
    safe = re.sub(r"[^\w.@-]+", "-", plain).strip("-._ ")[:LEARNER_LENGTH]
    safe = safe.encode("utf-8")[:LEARNER_BYTES].decode("utf-8", "ignore").rstrip("-._ ")
    return f"{safe}-" + "x" if safe.split(".")[0].casefold() in RESERVED else safe
