"""Grade files: sums, cells that no spreadsheet calculates, and missing work that is not zero."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.grading.attempts import Attempt, Record
from builder.grading.grade_files import GRADE_FILES
from builder.grading.lms.grade_file import Asked, GradeFile, GradeFileError, same_number, without_formula
from builder.grading.lms.results import decimal, gather
from builder.grading.lms.table import Table
from builder.grading.roster import Learner, make_roster
from builder.grading.scores import Score

SCORES = (
    Score("trust-index", "ben", "mean", False, 2.5, 5, False),
    Score("reciprocity-index", "amina", "ratio", False, 4, 4, False),
    Score("trust-index", "ben", "brief", True, 0, 18, True),
    Score("trust-index", "ben", "compare", False, 4, 4, False),
    Score("trust-index", "dana", "mean", False, 0, 5, False),
    Score("trust-index", "cem", "mean", False, 5, 5, False),
)
STATES = {
    ("ben", "trust-index"): "graded",
    ("amina", "reciprocity-index"): "graded",
    ("dana", "trust-index"): "graded",
    ("cem", "trust-index"): "failed",
}
ROSTER = make_roster(
    (Learner("amina", "=Amina"), Learner("ben", "Ben"), Learner("cem"), Learner("dana"), Learner("eve"))
)
REFUSED = Record(
    "eve", "trust-index", "roster:eve", "v", 0, (Attempt(1, "d", "p", "", False, "folder", "eve", "broken"),)
)


def asked(**other: object) -> Asked:
    """Return a request with the results above."""
    results = gather(
        SCORES, STATES, {("ben", "trust-index"): 1.5}, (REFUSED,), ROSTER, ("trust-index", "reciprocity-index")
    )
    return Asked(results, {}, **other)  # type: ignore[arg-type]


def rows(made: GradeFile) -> dict[tuple[str, str], dict[str, str]]:
    """Return the CSV's rows by learner and exercise."""
    found = csv.DictReader(io.StringIO(made.content.decode(), newline=""))
    return {(row["learner"], row["exercise"]): row for row in found}


def test_a_line_adds_up_the_tasks_and_takes_the_penalty_off() -> None:
    row = rows(GRADE_FILES["csv"](asked()))["ben", "trust-index"]
    assert list(row.values()) == [
        "ben",
        "Ben",
        "trust-index",
        "graded",
        "6.5",
        "9",
        "0",
        "18",
        "1.5",
        "5",
        "27",
        "1",
        "",
    ]


def test_what_is_no_result_has_no_points_and_zero_is_one() -> None:
    made = GRADE_FILES["csv"](asked())
    found = {key: (row["state"], row["score"]) for key, row in rows(made).items() if key[1] == "trust-index"}
    assert found == {
        ("amina", "trust-index"): ("missing", ""),
        ("ben", "trust-index"): ("graded", "5"),
        ("cem", "trust-index"): ("failed", ""),
        ("dana", "trust-index"): ("graded", "0"),
        ("eve", "trust-index"): ("refused", ""),
    }
    assert made.left_out == ("cem trust-index: failed", "eve trust-index: refused")


def test_what_the_gradebook_has_lost_waits_and_is_no_zero() -> None:
    """As when an older copy of the gradebook was put back: the journal says graded, and there are no rows."""
    states = {**STATES, ("eve", "reciprocity-index"): "graded"}
    results = gather(SCORES, states, {("eve", "reciprocity-index"): 1.0}, (), ROSTER, ("reciprocity-index",))
    lost = next(one for one in results if one.learner == "eve")
    assert (lost.state, lost.score, lost.penalty) == ("waiting", None, 0)
    made = GRADE_FILES["csv"](Asked(results, {}))
    assert rows(made)["eve", "reciprocity-index"]["score"] == ""
    assert any("eve" in line and "waiting" in line for line in made.left_out)


def test_json_tells_the_same_with_numbers_and_null() -> None:
    found = {(one["learner"], one["exercise"]): one for one in json.loads(GRADE_FILES["json"](asked()).content)}
    assert (found["ben", "trust-index"]["score"], found["ben", "trust-index"]["late_penalty"]) == (5.0, 1.5)
    assert found["dana", "trust-index"]["score"] == 0
    assert found["cem", "trust-index"]["score"] is None


def test_one_exercise_alone() -> None:
    assert {key[1] for key in rows(GRADE_FILES["csv"](asked(exercise="reciprocity-index")))} == {"reciprocity-index"}


def test_an_earlier_file_shows_what_changes() -> None:
    before = Table(
        ("learner", "exercise", "score"), ((2, ("ben", "trust-index", "4")), (3, ("dana", "trust-index", "0.0")))
    )
    made = GRADE_FILES["csv"](asked(against=before))
    assert {change.learner: change.kind for change in made.changes} == {
        "Ben (ben)": "changed",
        "dana": "same",
        "=Amina (amina)": "new",
    }
    with pytest.raises(GradeFileError, match="no earlier export"):
        GRADE_FILES["csv"](asked(against=Table(("a",), ())))


def test_a_second_export_has_the_same_bytes() -> None:
    for name in ("csv", "json"):
        assert GRADE_FILES[name](asked()).content == GRADE_FILES[name](asked()).content


@settings(deadline=None)
@given(st.text())
def test_no_text_is_left_that_a_spreadsheet_calculates(text: str) -> None:
    safe = without_formula(text)
    assert without_formula(safe) == safe
    assert safe == text or safe == f"'{text}"
    if safe[:1] in ("=", "+", "@", "\t", "\r", "\n"):
        raise AssertionError(safe)
    if safe.startswith("-") and safe != "-":
        float(safe.replace(",", "."))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd", "@SUM(A1)", "\tx", "\rx", "\n=x", "-1-1", "--1"])
def test_formulas_become_text(text: str) -> None:
    assert without_formula(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Amina-Noor_4711", "-", "-3.5", "12,5", ""])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert without_formula(text) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(None, ""), (0.0, "0"), (-0.0, "0"), (27.0, "27"), (6.5, "6.5"), (1 / 3, "0.33"), (2.675, "2.67"), (1e-9, "0")],
)
def test_numbers_are_written_the_same_everywhere(number: float | None, text: str) -> None:
    assert decimal(number) == text


def test_numbers_are_compared_however_they_are_written() -> None:
    assert same_number("27,00", "27")
    assert not same_number("", "0")
    assert not same_number("EX", "0")
