"""A fault in somebody's sources, with its place and its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs: an error stops a build of our own course, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem is: ``file`` relative to the course's root, ``cell`` and ``line`` counted from 1, 0 = unknown."""

    file: str
    cell: int = 0
    line: int = 0

    def __str__(self) -> str:
        cell = f" cell {self.cell}" if self.cell else ""
        line = f" line {self.line}" if self.line else ""
        return f"{self.file}{cell}{line}"


NOWHERE = Place("")
"""The place of what was not read from a file."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: a stable ``code`` such as ``question-without-answer``, what is wrong, and what to do about it."""

    code: str
    severity: Severity
    where: Place
    message: str
    fix: str


def by_place(problem: Problem) -> tuple[str, int, int, str]:
    """Sort key: file, cell, line, code."""
    where = problem.where
    return (where.file, where.cell, where.line, problem.code)
