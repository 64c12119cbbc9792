"""From a marking sheet to marks: every wrong line is named, and a right one becomes points, words and levels."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.grading.answers import answer_to
from builder.grading.by_hand import ByHand
from builder.grading.folder import GradingFolder
from builder.grading.lms.table import TableError
from builder.grading.marking import MarkingPlan, plan_marking
from builder.grading.marking_sheet import SheetError, level_of, render_sheet
from tests.unit.grading.test_levels import EXERCISE

GATE = 2
NOBODY_YET = ByHand(None, "", True)
Rows = list[dict[str, str]]


def hand_in(folder: GradingFolder, learner: str, answer: str) -> None:
    path = folder.submission(learner, "index")
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = {"cell_type": "markdown", "metadata": {"nbgrader": {"grade_id": "text"}}, "source": answer}
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> GradingFolder:
    made = GradingFolder(tmp_path / "grading")
    hand_in(made, "ada", "=SUM(A1) is how I begin.\nRoles only.")
    hand_in(made, "ben", "We name nobody.")
    return made


@pytest.fixture
def given() -> dict[tuple[str, str, str], ByHand]:
    """What the gradebook has: ada is not marked, ben is."""
    ben = ByHand(12.0, "Levels: concept 2, harm 2, clear-words 2\n\nGood.", False)
    return {("ada", "index", "text"): NOBODY_YET, ("ben", "index", "text"): ben, ("ben", "index", "count"): NOBODY_YET}


@pytest.fixture
def marked(
    folder: GradingFolder, given: dict[tuple[str, str, str], ByHand], tmp_path: Path
) -> Callable[[Callable[[Rows], object]], MarkingPlan]:
    """Write the sheet, let the test change its rows, and plan what comes of it."""

    def plan(change: Callable[[Rows], object]) -> MarkingPlan:
        content = render_sheet(folder, [EXERCISE], given, names=True).decode("utf-8-sig")
        rows = sorted(csv.DictReader(io.StringIO(content)), key=lambda row: row["learner"])
        change(rows)
        path = tmp_path / "sheet.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return plan_marking(path, folder, [EXERCISE], given, GATE)

    return plan


def levels(concept: str, harm: str, clear: str, comment: str = "") -> dict[str, str]:
    return {"concept": concept, "harm": harm, "clear-words": clear, "comment": comment}


def test_the_sheet_is_blind_unless_names_are_asked_for(
    folder: GradingFolder, given: dict[tuple[str, str, str], ByHand]
) -> None:
    blind = render_sheet(folder, [EXERCISE], given, names=False).decode("utf-8-sig")
    assert "ada" not in blind
    assert "ben" not in blind
    assert blind == render_sheet(folder, [EXERCISE], given, names=False).decode("utf-8-sig")
    assert {
        row["learner"]
        for row in csv.DictReader(io.StringIO(render_sheet(folder, [EXERCISE], given, names=True).decode("utf-8-sig")))
    } == {"ada", "ben"}


def test_an_answer_is_text_in_a_spreadsheet_and_levels_given_before_stand_there(
    folder: GradingFolder, given: dict[tuple[str, str, str], ByHand]
) -> None:
    content = render_sheet(folder, [EXERCISE], given, names=True).decode("utf-8-sig")
    rows = {row["learner"]: row for row in csv.DictReader(io.StringIO(content))}
    assert rows["ada"]["answer"].startswith("'=SUM")
    assert (rows["ben"]["concept"], rows["ben"]["comment"]) == ("2", "Good.")
    assert (rows["ada"]["concept"], rows["ada"]["comment"]) == ("", "")


def test_a_sheet_that_nobody_touched_changes_nothing(marked: Callable[..., MarkingPlan]) -> None:
    plan = marked(lambda rows: None)
    assert (plan.markings, plan.faults, plan.same, plan.empty) == ((), (), 1, 1)


def test_levels_become_points_words_and_a_line_that_says_them(marked: Callable[..., MarkingPlan]) -> None:
    (one,) = marked(lambda rows: rows[0].update(levels("3", "2", "1", "Roles, well kept."))).markings
    assert (one.given.learner, one.given.task, one.before, one.given.score) == ("ada", "text", None, 12)
    assert one.given.comment == "Levels: concept 3, harm 2, clear-words 1\n\nRoles, well kept."
    assert not one.is_below_gate


def test_a_blind_sheet_stays_blind_when_it_is_read(
    folder: GradingFolder, given: dict[tuple[str, str, str], ByHand], tmp_path: Path, marked: Callable[..., MarkingPlan]
) -> None:
    path = tmp_path / "blind.csv"
    content = render_sheet(folder, [EXERCISE], given, names=False).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, **levels("1", "2", "3")} for row in rows)
    blind = plan_marking(path, folder, [EXERCISE], given, GATE).markings
    assert sorted(one.shown for one in blind) == sorted(row["who"] for row in rows)
    assert {one.given.learner for one in blind} == {"ada", "ben"}
    assert [one.shown for one in marked(lambda rows: rows[0].update(levels("3", "2", "1"))).markings] == ["ada"]


def test_a_spreadsheets_way_of_writing_levels_is_read() -> None:
    assert [level_of(text) for text in ("2", "2.0", "2,0", "4", "two", "-1", "1.5", "", "²")] == [2, 2, 2, *[None] * 6]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (levels("3", "2", ""), "no level for clear-words"),
        (levels("3", "2", "7"), "`7` is no level"),
        (levels("", "", "", "Only words."), "no level for concept, harm, clear-words"),
        ({"who": "0000000000", **levels("1", "1", "1")}, "is nobody who handed in"),
        ({"exercise": "other", **levels("1", "1", "1")}, "no exercise `other`"),
        ({"edition": "00000000", **levels("1", "1", "1")}, "the answer has changed"),
    ],
)
def test_a_wrong_line_is_named_with_a_remedy(
    marked: Callable[..., MarkingPlan], change: dict[str, str], message: str
) -> None:
    plan = marked(lambda rows: rows[0].update(change))
    (fault,) = plan.faults
    assert fault.line == 3  # the first answer has two lines, so the row ends on the third
    assert message in fault.message
    assert fault.fix
    assert plan.markings == ()


def test_two_lines_for_one_submission_are_told_apart_from_one(marked: Callable[..., MarkingPlan]) -> None:
    plan = marked(lambda rows: rows.append({**rows[1], **levels("0", "0", "0")}))
    (fault,) = plan.faults
    assert "marks the same submission" in fault.message


def test_a_level_below_the_gate_is_said(marked: Callable[..., MarkingPlan]) -> None:
    plan = marked(lambda rows: (rows[0].update(levels("3", "1", "3")), rows[1].update(levels("3", "2", "3"))))
    assert [one.is_below_gate for one in plan.markings] == [True, False]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("a,b\n1,2\n", SheetError, "has no column `who`"),
        ("who,exercise,comment,edition,style\n", SheetError, "criterion `style`"),
        ("", TableError, "is empty"),
    ],
)
def test_another_file_is_no_sheet(
    folder: GradingFolder, tmp_path: Path, content: str, error: type[Exception], message: str
) -> None:
    path = tmp_path / "x.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(error, match=message):
        plan_marking(path, folder, [EXERCISE], {}, GATE)


def test_a_notebook_that_cannot_be_read_has_no_answer(folder: GradingFolder) -> None:
    folder.submission("ada", "index").write_text('{"cells": [{}]}', encoding="utf-8")
    assert answer_to(folder, "ada", "index", "text") == ""
    assert answer_to(folder, "nobody", "index", "text") == ""
