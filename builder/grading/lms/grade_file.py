"""What a file of grades is asked for, and what comes of it, whatever the learning system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from builder.grading.attempts import Record
from builder.grading.lms.results import GRADED, Pair, Result, decimal
from builder.grading.lms.table import Table
from builder.grading.roster import Roster

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class GradeFileError(Exception):
    """The file that is asked for cannot be made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a file of grades.

    ``against`` is what the learning system has now; ``titles`` leads from an exercise to what its column may be called,
    the surest first. ``provisional``: take results with texts still to mark. ``scaled``: fit other maximum points.
    ``worksheet`` names columns of Moodle's worksheet in another language.
    """

    results: tuple[Result, ...]
    titles: Mapping[str, tuple[str, ...]]
    records: tuple[Record, ...] = ()
    roster: Roster | None = None
    against: Table | None = None
    exercise: str = ""
    provisional: bool = False
    scaled: bool = False
    worksheet: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Change:
    """One grade in the file: what the learning system has (None if that is not known) and what it will have."""

    learner: str
    exercise: str
    before: str | None
    after: str

    @property
    def kind(self) -> str:
        """``new``, ``changed``, ``same`` or, where it is not known, ``written``."""
        if self.before is None:
            return "written"
        if same_number(self.before, self.after):
            return "same"
        return "changed" if self.before.strip() not in ("", "-") else "new"


@dataclass(frozen=True, slots=True)
class GradeFile:
    """A file of grades: its bytes, what it changes, and what is left out with the reason, a line each."""

    content: bytes
    changes: tuple[Change, ...] = ()
    left_out: tuple[str, ...] = ()


Render = Callable[[Asked], GradeFile]


def without_formula(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and does not calculate it (OWASP, "CSV Injection").

    A number and a lone dash are no formulas and stay.
    """
    if not text.startswith(FORMULA_STARTS) or text == "-" or _number(text) is not None:
        return text
    return f"'{text}"


def same_number(one: str, other: str) -> bool:
    """Say whether two grades are the same to two decimals, however they are written."""
    first, second = _number(one), _number(other)
    return one.strip() == other.strip() if first is None or second is None else abs(first - second) < 0.005


def points(result: Result, maximum: str, asked: Asked) -> str:
    """Return the points of ``result`` for a learning system whose maximum is ``maximum`` (empty if unknown).

    Raises `GradeFileError` if its maximum is another one and nobody asked for scaling.
    """
    score, most = result.score, _number(maximum)
    if score is None:
        return ""
    if most is None or not result.maximum or abs(most - result.maximum) < 0.005:
        return decimal(score)
    if not asked.scaled:
        raise GradeFileError(
            f"{result.exercise} has {decimal(result.maximum)} points here and {decimal(most)} in the learning system. "
            "Set its points there to the same number, or give --scale."
        )
    return decimal(score / result.maximum * most)


def reason_against(result: Result, asked: Asked) -> str:
    """Return why ``result`` is not given to a learning system, or nothing if it is."""
    if result.state != GRADED:
        return result.state
    return "has texts to mark" if result.to_mark and not asked.provisional else ""


def by_pair(results: Sequence[Result]) -> Mapping[Pair, Result]:
    """Return ``results`` by learner and exercise."""
    return {(result.learner, result.exercise): result for result in results}


def _number(text: str) -> float | None:
    plain = text.strip().replace(",", ".")
    if not plain or not set(plain) <= set("0123456789.-") or plain.count(".") > 1:
        return None
    try:
        return float(plain)
    except ValueError:
        return None
