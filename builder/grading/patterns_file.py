"""`grading.yml` beside the course: how this academy names files, lists and columns (docs/reference/grading-files.md).

Everything in it is optional, and so is the file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from types import MappingProxyType
from typing import Any

from builder.grading.lms.moodle import WORKSHEET
from builder.grading.patterns import GROUPS, IDENTITY, Pattern
from builder.grading.roster_files import COLUMNS

NAME = "grading.yml"


class SettingsError(Exception):
    """`grading.yml` is wrong; the message says where and how to mend it."""


@dataclass(frozen=True, slots=True)
class ExerciseNames:
    """How one exercise is called elsewhere: further notebook ``names``, its ``column`` in a learning system's grades;
    and when it is ``due`` (with a zone), if a date is set."""

    names: tuple[str, ...] = ()
    column: str = ""
    due: datetime | None = None


@dataclass(frozen=True, slots=True)
class GradingSettings:
    """What `grading.yml` says. ``zip_times``: the times in downloads are those of handing in, in the time zone ``zone``
    (None for this computer's); without it they order attempts and are no hand-in times."""

    patterns: tuple[Pattern, ...] = ()
    late_names: tuple[str, ...] = ()
    roster: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    exercises: Mapping[str, ExerciseNames] = field(default_factory=lambda: MappingProxyType({}))
    worksheet: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    zip_times: bool = False
    zone: tzinfo | None = None

    def of(self, exercise: str) -> ExerciseNames:
        """Return what is set for ``exercise``."""
        return self.exercises.get(exercise, ExerciseNames())


def read_settings(path: Path) -> GradingSettings:
    """Return the settings in ``path``; a file that is not there sets nothing. Raises `SettingsError`."""
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return GradingSettings()
    except OSError as fault:
        raise SettingsError(f"{path} cannot be read: {fault.strerror}.") from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise SettingsError(f"{path}{line} is not YAML: {getattr(fault, 'problem', None) or fault}.") from None
    if found is None:
        return GradingSettings()
    return GradingSettings(**{key: SECTIONS[key](path, value) for key, value in _mapping(path, "", found, SECTIONS)})


def _mapping(path: Path, where: str, found: Any, known: Mapping[str, Any] | None) -> list[tuple[str, Any]]:
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise SettingsError(f"{path}: {where or 'the file'} must be keys with values.")
    for key in found:
        if known is not None and key not in known:
            raise SettingsError(
                f"{path}: {where}{': ' if where else ''}there is no key `{key}`; use {', '.join(known)}."
            )
    return list(found.items())


def _texts(path: Path, where: str, found: Any) -> tuple[str, ...]:
    if not isinstance(found, list) or not all(isinstance(text, str) and text for text in found):
        raise SettingsError(f"{path}: {where} must be a list of texts.")
    return tuple(found)


def _patterns(path: Path, found: Any) -> tuple[Pattern, ...]:
    return tuple(_pattern(path, number, text) for number, text in enumerate(_texts(path, "patterns", found), 1))


def _pattern(path: Path, number: int, text: str) -> Pattern:
    where = f"{path}: pattern {number} (`{text}`)"
    try:
        expression = re.compile(text)
    except (re.error, RecursionError, OverflowError) as fault:
        raise SettingsError(f"{where} is no regular expression: {fault}.") from None
    strange = expression.groupindex.keys() - GROUPS
    if strange:
        raise SettingsError(f"{where} has a group `{min(strange)}`; groups are {', '.join(sorted(GROUPS))}.")
    if not expression.groupindex.keys() & IDENTITY:
        raise SettingsError(f"{where} does not say whose it is; name a group {', '.join(sorted(IDENTITY))}.")
    return Pattern("own", expression)


def _titles(path: Path, where: str, found: Any, known: Mapping[str, Any]) -> Mapping[str, str]:
    for key, title in _mapping(path, where, found, known):
        if not isinstance(title, str):
            raise SettingsError(f"{path}: {where}: {key} must be the title of a column.")
    return MappingProxyType(dict(found))


def _zip_times(path: Path, found: Any) -> bool:
    if not isinstance(found, bool):
        raise SettingsError(f"{path}: zip_times must be true or false.")
    return found


def _zone(path: Path, found: Any) -> tzinfo:
    from zoneinfo import ZoneInfo

    try:
        return ZoneInfo(found)
    except (ValueError, TypeError, OSError, LookupError):
        raise SettingsError(f"{path}: zone `{found}` is not known; write one such as Europe/Madrid.") from None


def _exercises(path: Path, found: Any) -> Mapping[str, ExerciseNames]:
    return MappingProxyType(
        {name: _exercise(path, f"exercises: {name}", said) for name, said in _mapping(path, "exercises", found, None)}
    )


def _exercise(path: Path, where: str, found: Any) -> ExerciseNames:
    said = dict(_mapping(path, where, found, {"names": 0, "column": 0, "due": 0}))
    column, due = said.get("column", ""), said.get("due")
    if not isinstance(column, str):
        raise SettingsError(f"{path}: {where}: column must be the title of a column.")
    if isinstance(due, str):
        try:
            due = datetime.fromisoformat(due)
        except ValueError:
            due = ""
    if due is not None and not (isinstance(due, datetime) and due.tzinfo):
        raise SettingsError(f"{path}: {where}: due must be a time with its zone, such as 2026-03-01T18:00:00+01:00.")
    return ExerciseNames(_texts(path, f"{where}: names", said.get("names", [])), column, due)


SECTIONS: Mapping[str, Callable[[Path, Any], Any]] = MappingProxyType(
    {
        "patterns": _patterns,
        "late_names": lambda path, found: _texts(path, "late_names", found),
        "roster": lambda path, found: _titles(path, "roster", found, COLUMNS),
        "worksheet": lambda path, found: _titles(path, "worksheet", found, WORKSHEET),
        "exercises": _exercises,
        "zip_times": _zip_times,
        "zone": _zone,
    }
)
"""The registry of keys."""
