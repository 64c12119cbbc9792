"""Rosters as learning systems write them, in every encoding that spreadsheets save."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.grading.folder import GradingFolder
from builder.grading.roster import Learner
from builder.grading.roster_files import RosterError, keep_roster, kept_roster, read_rosters

PLAIN = "id,name,email\n7,Amina Noor,amina@example.org\n8,Zoé Ötgün,zoe@example.org\n"


def rosters(tmp_path: Path, *contents: str | bytes) -> list[Path]:
    """Write each content as a file."""
    paths = [tmp_path / f"{n}.csv" for n in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return paths


@pytest.mark.parametrize(
    "content",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        ("\n\n" + PLAIN + ",,\n").encode(),
    ],
)
def test_a_roster_is_read_however_it_was_saved(tmp_path: Path, content: bytes) -> None:
    roster = read_rosters(rosters(tmp_path, content))
    assert [(one.id, one.name, one.email) for one in roster.learners] == [
        ("7", "Amina Noor", "amina@example.org"),
        ("8", "Zoé Ötgün", "zoe@example.org"),
    ]


MOODLE = "First name,Last name,ID number,Email address,Groups\nAmina,Noor,S-1,Amina@Example.org,\n"
WORKSHEET = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),"
    "Last modified (grade),Feedback comments\n"
    "Participant 4711,Amina Noor,amina@example.org,Submitted for grading,,45.00,Yes,-,-,\n"
)
CANVAS = (
    "Student,ID,SIS Login ID,Section,Trust index (55),Final Score\n"
    ",,,,Manual Posting,\n"
    "    Points Possible,,,,45,(read only)\n"
    '"Noor, Amina",123,amina,S1,,\n"Student, Test",9,x,S1,,\n'
)
ILIAS = "Login;First name;Last name;E-Mail\nanoor;Amina;Noor;amina@example.org\n"


@pytest.mark.parametrize(
    ("content", "learner"),
    [
        (MOODLE, Learner("S-1", "Amina Noor", "Amina@Example.org", "", ("S-1",))),
        (WORKSHEET, Learner("amina@example.org", "Amina Noor", "amina@example.org", "", (), ("4711",))),
        (CANVAS, Learner("123", "Noor, Amina", "", "amina", ("123",))),
        (ILIAS, Learner("anoor", "Amina Noor", "amina@example.org", "anoor")),
    ],
)
def test_the_lists_of_learning_systems_are_rosters(tmp_path: Path, content: str, learner: Learner) -> None:
    assert read_rosters(rosters(tmp_path, content)).learners == (learner,)


def test_several_lists_make_one_learner(tmp_path: Path) -> None:
    second = WORKSHEET.replace("4711", "5822")
    (learner,) = read_rosters(rosters(tmp_path, MOODLE, WORKSHEET, second)).learners
    assert (learner.id, learner.participants) == ("S-1", ("4711", "5822"))


def test_a_column_may_have_a_name_of_its_own(tmp_path: Path) -> None:
    (path,) = rosters(tmp_path, "Matrikelnummer;Nachname;Vorname\n7;Noor;Amina\n")
    named = {"id": "Matrikelnummer", "last": "Nachname", "first": "Vorname"}
    assert read_rosters([path], named).learners == (Learner("7", "Amina Noor", numbers=("7",)),)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "none of its columns"),
        ("id,name\n7,Amina\n7,Ben\n", "line 3: Ben has the id 7, as Amina in line 2"),
        ("id,name\n,Amina\n", "line 2: Amina has no id"),
        ("id,name\na b,Amina\na+b,Ben\n", "has the id a-b, as Amina"),
        ("id,name\nA,Amina\na,Ben\n", "has the id a, as Amina"),
        (PLAIN.encode("cp1252"), "not in UTF-8"),
        ('id,name\n"7,Amina\n', "is no CSV file"),
        ("id,name\n7," + "x" * 200_000 + "\n", "is no CSV file"),
    ],
)
def test_a_wrong_roster_is_told_with_its_place(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(RosterError, match=message) as refused:
        read_rosters(rosters(tmp_path, content))
    assert "0.csv" in str(refused.value)


def test_the_roster_is_kept_for_the_next_commands(tmp_path: Path) -> None:
    folder = GradingFolder(tmp_path / "grading")
    assert kept_roster(folder) is None
    roster = read_rosters(rosters(tmp_path, MOODLE, WORKSHEET))
    keep_roster(folder, roster)
    assert kept_roster(folder) == roster
    found = roster.named("s-1")
    assert found is not None
    assert found.name == "Amina Noor"


def test_a_damaged_copy_is_told(tmp_path: Path) -> None:
    path = tmp_path / "attempts" / "roster.json"
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")
    path.write_text("[{}]", encoding="utf-8")
    with pytest.raises(RosterError, match="Give the roster again"):
        kept_roster(GradingFolder(tmp_path))
