"""Grade files: sums, and cells that no spreadsheet calculates."""

from __future__ import annotations

import csv
import io

import pytest

from builder.grading.grade_files import GRADE_FILES, without_formula
from builder.grading.scores import Score

STATES = {("ben", "trust-index"): "failed"}


def rows(*scores: Score) -> list[dict[str, str]]:
    """Return the CSV's rows."""
    return list(csv.DictReader(io.StringIO(GRADE_FILES["csv"](scores, STATES), newline="")))


def test_a_line_adds_up_the_tasks_of_one_learner_and_exercise() -> None:
    found = rows(
        Score("trust-index", "ben", "mean", False, 2.5, 5, False),
        Score("reciprocity-index", "amina", "ratio", False, 4, 4, False),
        Score("trust-index", "ben", "brief", True, 0, 18, True),
        Score("trust-index", "ben", "compare", False, 4, 4, False),
    )
    assert [(row["learner"], row["exercise"]) for row in found] == [
        ("amina", "reciprocity-index"),
        ("ben", "trust-index"),
    ]
    assert list(found[1].values())[2:] == ["failed", "6.5", "9", "0", "18", "6.5", "27", "1"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_learner_who_looks_like_a_formula_is_text(start: str) -> None:
    name = f"{start}cmd|' /C calc'!A0"
    (row,) = rows(Score("trust-index", name, "mean", False, 1, 1, False))
    assert row["learner"] == f"'{name}"


def test_other_text_stays_as_it_is() -> None:
    assert without_formula("Amina-Noor_4711") == "Amina-Noor_4711"


def test_no_scores_give_the_head_alone() -> None:
    assert GRADE_FILES["csv"]((), {}).count("\r\n") == 1
