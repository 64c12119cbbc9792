"""A grading day by the commands: download in, grade, mark by sheet and in formgrader's way, report, feedback out."""

from __future__ import annotations

import csv
import functools
import io
import json
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from grading_cohort import filled, model_answers, read_notebook

from builder.cli.grade import grade
from builder.grading.folder import GradingFolder
from builder.grading.release import Released
from builder.grading.roster import Learner, make_roster
from builder.grading.roster_files import keep_roster

EXERCISE = "reciprocity-index"
CRITERIA = ("concept", "evidence", "context-power", "reciprocity", "harm", "measurement-clarity")


@dataclass(frozen=True)
class Day:
    """A grading folder, and `call(verb, ...)`, which runs a verb on it."""

    folder: Path
    call: Callable[..., Result]


@pytest.fixture(scope="module")
def day(root: Path, released: Mapping[str, Released], tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A folder in which Moodle's download of two learners' work has been collected and graded."""
    place = tmp_path_factory.mktemp("day")
    student = json.dumps(read_notebook(released[EXERCISE].notebook))
    model = model_answers(root, EXERCISE)
    with zipfile.ZipFile(place / "download.zip", "w") as archive:
        for number, name in enumerate(("Amina Noor", "Ben Okoro"), start=1001):
            notebook: Any = filled(json.loads(student), model)
            archive.writestr(f"{name}_{number}_assignsubmission_file_/{EXERCISE}.ipynb", json.dumps(notebook))

    def call(verb: str, *arguments: object, code: int = 0, folder: Path = place / "grading") -> Result:
        options = ["--root", root, "--folder", folder]
        result = CliRunner().invoke(grade, [verb, *map(str, (*arguments, *options))])
        assert result.exit_code == code, result.output
        return result

    call("collect", place / "download.zip")
    call("run", "--workers", 1)
    return Day(place / "grading", call)


def rows_of(text: bytes | str) -> list[dict[str, str]]:
    plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    return list(csv.DictReader(io.StringIO(plain)))


def test_a_day_from_download_to_upload(day: Day, tmp_path: Path) -> None:
    call = day.call
    sheet = tmp_path / "sheet.csv"
    call("export", "--to", "marking", "--names", "--output", sheet)
    rows = sorted(rows_of(sheet.read_bytes()), key=lambda row: row["learner"])
    assert [row["learner"] for row in rows] == ["Amina-Noor", "Ben-Okoro"]
    assert all("Harbour safety table" in row["answer"] for row in rows)

    rows[0].update(dict.fromkeys(CRITERIA, "2"), comment="Clear.")
    rows[1].update(dict.fromkeys(CRITERIA, "3"), harm="1")
    with sheet.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    assert "Nothing was written" in call("mark", sheet).output
    assert {row["to_mark"] for row in rows_of(call("export").stdout)} == {"1"}
    written = call("mark", sheet, "--yes").output
    assert "Ben-Okoro  reciprocity-index  (none) -> 16  below the gate" in written
    assert "0 change, 2 stay" in call("mark", sheet, "--yes").output

    call("run", "--again", "--workers", 1)
    marked = {row["learner"]: row for row in rows_of(call("export").stdout)}
    assert {learner: row["by_hand"] for learner, row in marked.items()} == {"Amina-Noor": "12", "Ben-Okoro": "16"}
    call("mark", sheet, "--yes")
    assert {row["to_mark"] for row in rows_of(call("export").stdout)} == {"0"}

    standing = json.loads(call("report", "--json", "--output", tmp_path / "report.html").stdout)
    assert [one["points"] for one in standing] == [39, 43]
    assert any("Harm and ethics is level 1" in line for line in standing[1]["missing"])
    assert not any("A reciprocity index" in line for line in standing[0]["missing"])
    assert b"<script" not in (tmp_path / "report.html").read_bytes()

    target = tmp_path / "feedback.zip"
    call("feedback", "--to", "moodle", "--exercise", EXERCISE, "--output", target)
    with zipfile.ZipFile(target) as archive:
        pages = {name.split("_")[0]: archive.read(name).decode() for name in archive.namelist()}
    assert set(pages) == {"Amina Noor", "Ben Okoro"}
    assert "Clear." in pages["Amina Noor"]
    assert "Clear." not in pages["Ben Okoro"]
    assert "cop_check" not in "".join(pages.values())


def test_an_older_gradebook_makes_nobody_a_zero(day: Day, tmp_path: Path) -> None:
    """Who is not in a gradebook that was put back waits for the next run, and is named and left out until then."""
    folder = shutil.copytree(day.folder, tmp_path / "grading")
    with closing(sqlite3.connect(folder / "gradebook.db")) as book, book:
        (page,) = book.execute(
            "SELECT p.id FROM submitted_notebook p JOIN submitted_assignment s ON p.assignment_id = s.id "
            "WHERE s.student_id = 'Ben-Okoro'"
        ).fetchone()
        for table in ("grade", "comment"):
            book.execute(f"DELETE FROM {table} WHERE notebook_id = ?", (page,))
        book.execute("DELETE FROM submitted_notebook WHERE id = ?", (page,))
        book.execute("DELETE FROM submitted_assignment WHERE student_id = 'Ben-Okoro'")
    call = Day(folder, functools.partial(day.call, folder=folder)).call
    exported = call("export", "--provisional", code=1)
    rows = {row["learner"]: (row["state"], row["score"]) for row in rows_of(exported.stdout)}
    assert rows["Amina-Noor"][0] == "graded"
    assert rows["Ben-Okoro"] == ("waiting", "")
    target = tmp_path / "feedback.zip"
    assert "Ben-Okoro" in call("feedback", "--provisional", "--output", target, code=1).stderr
    with zipfile.ZipFile(target) as archive:
        assert len(archive.namelist()) == 1
    call("run", "--workers", 1)
    assert {row["state"] for row in rows_of(call("export", "--provisional").stdout)} == {"graded"}


def test_feedback_lacks_nobody_who_handed_in_nothing(day: Day, tmp_path: Path) -> None:
    folder = shutil.copytree(day.folder, tmp_path / "grading")
    keep_roster(GradingFolder(folder), make_roster((Learner("Amina-Noor"), Learner("Ben-Okoro"), Learner("Cem-Ada"))))
    target = tmp_path / "feedback.zip"
    done = day.call("feedback", "--provisional", "--exercise", EXERCISE, "--output", target, folder=folder)
    assert "2 written" in done.stderr
    assert "Cem" not in done.stderr


def test_marks_given_in_formgrader_are_the_same_marks(day: Day, tmp_path: Path) -> None:
    """Formgrader writes `manual_score` and `manual_comment`; levels in the comment's first line are read from there."""
    levels = ", ".join(f"{criterion} 2" for criterion in CRITERIA)
    with closing(sqlite3.connect(day.folder / "gradebook.db")) as book, book:
        (cell,) = book.execute(
            "SELECT id FROM base_cell WHERE name = 'terms-of-reference' AND type = 'GradeCell'"
        ).fetchone()
        book.execute("UPDATE grade SET manual_score = 12, needs_manual_grade = 0 WHERE cell_id = ?", (cell,))
        (cell,) = book.execute(
            "SELECT id FROM base_cell WHERE name = 'terms-of-reference' AND type = 'SolutionCell'"
        ).fetchone()
        book.execute(
            "UPDATE comment SET manual_comment = ? WHERE cell_id = ?", (f"Levels: {levels}\nFrom formgrader.", cell)
        )
    sheet = tmp_path / "sheet.csv"
    day.call("export", "--to", "marking", "--output", sheet)
    rows = rows_of(sheet.read_bytes())
    assert {row[criterion] for row in rows for criterion in CRITERIA} == {"2"}
    assert {row["comment"] for row in rows} == {"From formgrader."}
    assert "0 change, 2 stay" in day.call("mark", sheet, "--yes").output
    standing = json.loads(day.call("report", "--json").stdout)
    assert [one["doubts"] for one in standing] == [[], []]
    assert [one["points"] for one in standing] == [39, 39]
