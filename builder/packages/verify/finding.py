"""What verification says of a package: findings, and the rules that make them (docs/reference/verify.md)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Generic, TypeVar

Subject = TypeVar("Subject")

MOST_A_RULE = 1000
"""Findings of one rule in one package: a hostile one may not fill the memory."""
LONGEST_MESSAGE = 300
HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""Signs that would steer a terminal, turn its text around or hide in it. Joiners stay: Persian names need them."""


class Severity(StrEnum):
    """How much a finding weighs: an error breaks a rule or the learner's session, a warning breaks in some places,
    a note is worth knowing and never counts."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is: the ``member`` of the zip ("" for the whole package), its ``line`` from 1 (0: unknown), and
    the ``element`` or attribute, as people write it."""

    member: str = ""
    line: int = 0
    element: str = ""

    def __str__(self) -> str:
        line = f" line {self.line}" if self.line else ""
        element = f" <{self.element}>" if self.element else ""
        return f"{self.member or 'package'}{line}{element}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule yields: the place, what is wrong there, and a ``fix`` where the rule's own remedy is too general."""

    where: Spot
    message: str
    fix: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: ``code`` of its rule, remedy, and the ``clause`` of the specification behind it."""

    code: str
    severity: Severity
    where: Spot
    message: str
    fix: str
    clause: str


@dataclass(frozen=True, slots=True)
class Rule(Generic[Subject]):
    """A rule: ``cause`` completes "this is reported when ...", ``remedy`` is what to do about it, ``clause`` where the
    specification says so. ``check`` yields a fault for each breach."""

    code: str
    severity: Severity
    cause: str
    remedy: str
    clause: str
    check: Callable[[Subject], Iterator[Fault]]


def error(
    code: str, cause: str, remedy: str, clause: str, check: Callable[[Subject], Iterator[Fault]]
) -> Rule[Subject]:
    """Return a rule whose breach is an error."""
    return Rule(code, Severity.ERROR, cause, remedy, clause, check)


def warning(
    code: str, cause: str, remedy: str, clause: str, check: Callable[[Subject], Iterator[Fault]]
) -> Rule[Subject]:
    """Return a rule whose breach is a warning."""
    return Rule(code, Severity.WARNING, cause, remedy, clause, check)


def note(code: str, cause: str, remedy: str, clause: str, check: Callable[[Subject], Iterator[Fault]]) -> Rule[Subject]:
    """Return a rule whose breach is only worth knowing."""
    return Rule(code, Severity.NOTE, cause, remedy, clause, check)


def apply(rules: Iterable[Rule[Subject]], subject: Subject) -> Iterator[Finding]:
    """Yield what ``rules`` find in ``subject``; words that come from the package are made harmless."""
    for rule in rules:
        for fault in islice(rule.check(subject), MOST_A_RULE):
            where = Spot(plain(fault.where.member), fault.where.line, plain(fault.where.element))
            fix = plain(fault.fix) or rule.remedy
            yield Finding(rule.code, rule.severity, where, plain(fault.message), fix, rule.clause)


def by_place(finding: Finding) -> tuple[str, int, str, str]:
    """Sort key: member, line, code, message."""
    return (finding.where.member, finding.where.line, finding.code, finding.message)


def plain(text: str) -> str:
    """Return ``text`` with signs that steer or hide escaped, cut where it is very long."""
    kept = text if len(text) <= LONGEST_MESSAGE else f"{text[:LONGEST_MESSAGE]}…"
    return HIDDEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), kept)
