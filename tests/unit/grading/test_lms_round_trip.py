"""The round trip for each learning system: its download in, its own grade file and feedback out.

The readers below do what the system's importer does (named in `builder.grading.lms`), as its source tells.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from builder.grading.attempts import read_records
from builder.grading.folder import GradingFolder
from builder.grading.grade_files import GRADE_FILES
from builder.grading.lms.feedback import FeedbackEntry, FeedbackPackError, pack_feedback
from builder.grading.lms.grade_file import Asked, GradeFile, GradeFileError
from builder.grading.lms.results import gather
from builder.grading.lms.table import read_table
from builder.grading.roster_files import read_rosters
from builder.grading.scores import Score
from tests.unit.grading.hand_ins import collect, notebook, zipped

WORKSHEET = (
    "\ufeffIdentifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Last modified (grade),Feedback comments\r\n"
    "Participant 4711,Amina Noor,amina@example.org,Submitted,,45.00,Yes,-,-,=keep me\r\n"
    'Participant 4712,=Ben,ben@example.org,Submitted,"20,00",45.00,Yes,-,"Monday, 5 January 2026, 12:00 PM",\r\n'
    "Participant 4713,Cem Kaya,cem@example.org,No submission,,45.00,Yes,-,-,\r\n"
    "Participant 4714,Dana Lo,dana@example.org,Submitted,30.00,45.00,Yes,-,-,\r\n"
)
CANVAS = (
    "Student,ID,SIS Login ID,Section,Other (54),Trust index (55),Final Score\r\n"
    ",,,,Manual Posting,,\r\n"
    "    Points Possible,,,,10,45,(read only)\r\n"
    '"Noor, Amina",123,amina,S1,7,,70\r\n'
    '"Ben, -",124,ben,S1,8,20.00,80\r\n'
    '"Kaya, Cem",125,cem,S1,9,EX,90\r\n'
    '"Lo, Dana",126,dana,S1,,30.00,\r\n'
    '"Student, Test",199,x,S1,,,\r\n'
)
ILIAS = "Login;First name;Last name;E-Mail\nanoor;Amina;Noor;amina@example.org\n"


def results_of(tmp_path: Path, roster: Path, members: dict[str, bytes], marks: dict[str, tuple[float, bool]]) -> Asked:
    """Collect ``members``, grade them with ``marks`` (points, text still to mark), and return the request."""
    (tmp_path / "work").mkdir(exist_ok=True)
    people = read_rosters([roster])
    collect(tmp_path / "grading", zipped(tmp_path / "in.zip", members), roster=people)
    scores = [
        score
        for learner, (earned, waits) in marks.items()
        for score in (
            Score("trust-index", learner, "mean", False, earned, 27, False),
            Score("trust-index", learner, "brief", True, 0, 18, waits),
        )
    ]
    records = tuple(read_records(GradingFolder(tmp_path / "grading")))
    states = {(record.learner, "trust-index"): "waiting" for record in records}
    states |= {(learner, "trust-index"): "graded" for learner in marks}
    results = gather(scores, states, {}, records, people, ("trust-index",))
    return Asked(results, {"trust-index": ("Trust index", "trust-index")}, records, people)


def written(tmp_path: Path, name: str, content: str | bytes) -> Path:
    """Write a file."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def as_read(made: GradeFile) -> list[dict[str, str]]:
    """Return the rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"), newline="")))


@pytest.fixture
def moodle(tmp_path: Path) -> Asked:
    """Moodle: Amina is graded anew, Ben has 20, Dana has still a text to mark, Cem handed in nothing."""
    members = {
        f"{name}_{number}_assignsubmission_file_/trust-index.ipynb": notebook(f"n = {number}")
        for name, number in (("Amina Noor", 4711), ("=Ben", 4712), ("Dana Lo", 4714))
    }
    marks = {"amina@example.org": (27.0, False), "ben@example.org": (20.0, False), "dana@example.org": (9.0, True)}
    roster = written(tmp_path, "worksheet.csv", WORKSHEET)
    return replace(results_of(tmp_path, roster, members, marks), against=read_table(roster))


def test_moodles_worksheet_comes_back_with_its_grades(moodle: Asked) -> None:
    made = GRADE_FILES["moodle"](moodle)
    rows = as_read(made)
    ids = {re.sub(r"^Participant ", "", row["Identifier"]): row for row in rows}
    assert {number: row["Grade"] for number, row in ids.items()} == {
        "4711": "27",
        "4712": "20,00",
        "4713": "",
        "4714": "30.00",
    }
    assert ids["4711"]["Last modified (grade)"] == "-"
    assert ids["4712"]["Last modified (grade)"] == "Monday, 5 January 2026, 12:00 PM"
    assert ids["4712"]["Full name"] == "'=Ben"
    assert "Feedback comments" not in rows[0]
    assert made.content.startswith(b"\xef\xbb\xbf")


def test_moodles_preview_says_what_changes_and_who_is_left_out(moodle: Asked) -> None:
    made = GRADE_FILES["moodle"](moodle)
    assert [(change.learner, change.kind) for change in made.changes] == [
        ("Amina Noor (amina@example.org)", "new"),
        ("=Ben (ben@example.org)", "same"),
    ]
    assert made.left_out == ("Dana Lo (dana@example.org) trust-index: has texts to mark",)


def test_moodles_second_export_has_the_same_bytes(moodle: Asked, tmp_path: Path) -> None:
    first = GRADE_FILES["moodle"](moodle)
    again = replace(moodle, against=read_table(written(tmp_path, "again.csv", first.content)))
    assert GRADE_FILES["moodle"](again).content == first.content
    assert {change.kind for change in GRADE_FILES["moodle"](again).changes} == {"same"}


def test_provisional_grades_are_given_only_when_asked_for(moodle: Asked) -> None:
    made = GRADE_FILES["moodle"](replace(moodle, provisional=True))
    assert as_read(made)[3]["Grade"] == "9"
    assert made.left_out == ()


def test_another_maximum_is_refused_or_scaled(moodle: Asked, tmp_path: Path) -> None:
    hundred = WORKSHEET.replace("45.00", "100.00")
    other = replace(moodle, against=read_table(written(tmp_path, "hundred.csv", hundred)))
    with pytest.raises(GradeFileError, match="45 points here and 100 in the learning system"):
        GRADE_FILES["moodle"](other)
    assert as_read(GRADE_FILES["moodle"](replace(other, scaled=True)))[0]["Grade"] == "60"


def test_moodles_grade_import_has_only_those_with_a_result(moodle: Asked, tmp_path: Path) -> None:
    made = GRADE_FILES["moodle"](replace(moodle, against=None))
    assert [(row["Email address"], row["Trust index"]) for row in as_read(made)] == [
        ("amina@example.org", "27"),
        ("ben@example.org", "20"),
    ]
    export = "First name,Email address,Assignment: Trust index (Real)\nA,amina@example.org,25.00\nB,ben@example.org,-\n"
    known = GRADE_FILES["moodle"](replace(moodle, against=read_table(written(tmp_path, "export.csv", export))))
    assert [change.kind for change in known.changes] == ["changed", "new"]
    assert known.content == made.content


def test_a_worksheet_in_another_language_is_read_by_its_named_columns(moodle: Asked, tmp_path: Path) -> None:
    spanish = WORKSHEET.replace("Identifier", "Identificador").replace(",Grade,", ",Calificación,")
    table = read_table(written(tmp_path, "es.csv", spanish))
    named = replace(moodle, against=table, worksheet={"participant": "Identificador", "grade": "Calificación"})
    assert as_read(GRADE_FILES["moodle"](named))[0]["Calificación"] == "27"


def test_a_file_for_moodle_is_of_one_exercise(moodle: Asked) -> None:
    other = replace(moodle.results[0], exercise="reciprocity-index")
    with pytest.raises(GradeFileError, match="--exercise"):
        GRADE_FILES["moodle"](replace(moodle, results=(*moodle.results, other)))


@pytest.fixture
def canvas(tmp_path: Path) -> Asked:
    """Canvas: Amina is graded anew, Ben has 20, Cem is excused, Dana waits."""
    members = {
        f"{name}_{late}{number}_9{number}_trust-index-2.ipynb": notebook(f"n = {number}")
        for name, late, number in (
            ("nooramina", "LATE_", 123),
            ("ben", "", 124),
            ("kayacem", "", 125),
            ("lodana", "", 126),
        )
    }
    marks = {"123": (27.0, False), "124": (20.0, False), "125": (3.0, False)}
    roster = written(tmp_path, "gradebook.csv", CANVAS)
    return replace(results_of(tmp_path, roster, members, marks), against=read_table(roster))


def test_canvas_gradebook_comes_back_with_its_grades(canvas: Asked) -> None:
    made = GRADE_FILES["canvas"](canvas)
    table = list(csv.reader(io.StringIO(made.content.decode(), newline="")))
    assert table[0] == ["Student", "ID", "SIS Login ID", "Section", "Trust index (55)"]
    assert table[1] == ["    Points Possible", "", "", "", "45"]
    assert {row[1]: row[4] for row in table[2:]} == {
        "123": "27",
        "124": "20.00",
        "125": "EX",
        "126": "30.00",
        "199": "",
    }
    assert made.left_out == (
        "Kaya, Cem (125) trust-index: Canvas has `EX`",
        "Lo, Dana (126) trust-index: waiting",
    )
    assert [change.kind for change in made.changes] == ["new", "same"]


def test_canvas_second_export_has_the_same_bytes(canvas: Asked, tmp_path: Path) -> None:
    first = GRADE_FILES["canvas"](canvas)
    again = replace(canvas, against=read_table(written(tmp_path, "again.csv", first.content)))
    assert GRADE_FILES["canvas"](again).content == first.content
    assert {change.kind for change in GRADE_FILES["canvas"](again).changes} == {"same"}


def test_canvas_wants_its_own_file(canvas: Asked, tmp_path: Path) -> None:
    with pytest.raises(GradeFileError, match="--against"):
        GRADE_FILES["canvas"](replace(canvas, against=None))
    with pytest.raises(GradeFileError, match="no gradebook of Canvas"):
        GRADE_FILES["canvas"](replace(canvas, against=read_table(written(tmp_path, "w.csv", WORKSHEET))))
    renamed = read_table(written(tmp_path, "r.csv", CANVAS.replace("Trust index", "Week 3")))
    with pytest.raises(GradeFileError, match=r"Name the columns under `exercises:`"):
        GRADE_FILES["canvas"](replace(canvas, against=renamed))
    named = replace(canvas, against=renamed, titles={"trust-index": ("Week 3 (55)",)})
    assert b"Week 3 (55)" in GRADE_FILES["canvas"](named).content
    twice = read_table(written(tmp_path, "t.csv", CANVAS.replace("Other (54)", "Trust index (54)")))
    with pytest.raises(GradeFileError, match="Several columns fit"):
        GRADE_FILES["canvas"](replace(canvas, against=twice))


def packed(target: str, asked: Asked, learner: str) -> list[str]:
    """Return the names in the feedback zip for one learner."""
    (record,) = (one for one in asked.records if one.learner == learner)
    assert record.counting is not None
    entry = FeedbackEntry(learner, "trust-index", record.counting.handle, b"<p>Well done.</p>")
    content = pack_feedback(target, [entry])
    assert content == pack_feedback(target, [entry])
    return zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_moodle_finds_the_learner_of_each_feedback(moodle: Asked) -> None:
    (name,) = packed("moodle", moodle, "amina@example.org")
    _, participant, subtype, plugin, rest = name.split("/")[0].split("_", 4)
    assert (participant, subtype, plugin, rest) == ("4711", "assignfeedback", "file", "")
    assert name.endswith("/feedback-trust-index.html")


def test_canvas_finds_the_learner_and_the_attachment_of_each_feedback(canvas: Asked) -> None:
    (name,) = packed("canvas", canvas, "123")
    numbers = [part for part in name.split("_") if part.isdigit()]
    assert numbers[:2] == ["123", "9123"]
    assert "/" not in name


def test_ilias_goes_in_and_its_feedback_out(tmp_path: Path) -> None:
    roster = written(tmp_path, "members.csv", ILIAS)
    members = {"Trust index/Submissions/Noor_Amina_anoor_345/Late Submission - trust-index.ipynb": notebook()}
    asked = results_of(tmp_path, roster, members, {"anoor": (27.0, False)})
    assert [(one.learner, one.late, one.score) for one in asked.results] == [("anoor", True, 27.0)]
    assert packed("ilias", asked, "anoor") == ["Noor_Amina_anoor_345/feedback-trust-index.html"]


def test_feedback_goes_back_only_where_its_hand_in_came_from(moodle: Asked) -> None:
    with pytest.raises(FeedbackPackError, match="did not come in a download of Canvas"):
        packed("canvas", moodle, "amina@example.org")
    assert packed("folder", moodle, "amina@example.org") == ["amina@example.org/trust-index.html"]
    entries = [FeedbackEntry("a", name, "A_1_assignsubmission_file_", b"") for name in ("one", "two")]
    with pytest.raises(FeedbackPackError, match="one assignment at a time"):
        pack_feedback("moodle", entries)
