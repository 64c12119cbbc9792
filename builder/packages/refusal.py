"""Why a package is not written: faults in what was to be packaged, each with its place and remedy."""

from __future__ import annotations

from builder.model.problem import Place, Problem, Severity


class RefusedError(Exception):
    """Nothing was written; ``problems`` says what is wrong and what to do about it, one entry a fault."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem.message for problem in problems))
        self.problems = problems


class LackingError(Exception):
    """A format cannot be written on this computer; the message says what is missing and the next command."""


def fault(code: str, file: str, message: str, fix: str) -> Problem:
    """Return an error about ``file`` ("" for the package as a whole)."""
    return Problem(code, Severity.ERROR, Place(file), message, fix)
