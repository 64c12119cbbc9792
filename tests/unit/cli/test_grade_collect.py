"""`grade collect` and `grade export` as they are typed: what they print where, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli import main
from tests.unit.grading.hand_ins import in_folder, zipped

EXERCISE = "trust-index"
ROSTER = "Identifier,Full name,Email address\nParticipant 4711,Amina Noor,amina@example.org\n"


@pytest.fixture(scope="module")
def course(root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Our own course, and a released notebook of it, as an early `collect` leaves it in a grading folder."""
    folder = tmp_path_factory.mktemp("released")
    grade(root, folder, "collect", str(in_folder(tmp_path_factory.mktemp("in"), {})))
    kept = json.loads((folder / "attempts" / ".released" / f"{EXERCISE}.json").read_text(encoding="utf-8"))
    return root, kept["notebook"].encode()


def grade(root: Path, folder: Path, verb: str, *arguments: str) -> Result:
    """Run a verb of `grade`."""
    return CliRunner().invoke(main, ["grade", verb, "-C", str(root), "--folder", str(folder), *arguments])


def test_what_is_taken_goes_to_stdout_and_what_is_not_to_stderr(course: tuple[Path, bytes], tmp_path: Path) -> None:
    root, notebook = course
    members = {
        f"Amina Noor_4711_assignsubmission_file_/{EXERCISE}.ipynb.txt": notebook,
        "Ben Okoye_4712_assignsubmission_file_/x.ipynb": b"{",
    }
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    incoming = str(zipped(tmp_path / "in.zip", members))
    said = grade(root, tmp_path / "g", "collect", incoming, "--roster", str(tmp_path / "roster.csv"))
    assert said.exit_code == 1
    assert said.stdout == (
        "amina@example.org  trust-index  new\n    the file's name ended in .ipynb.txt [odd-ending]\n"
    )
    assert "Ben Okoye 4712 is not in the roster" in said.stderr
    assert "1 taken, 1 not taken." in said.stderr
    again = grade(root, tmp_path / "g", "collect", incoming, "--json")
    found = json.loads(again.stdout)
    assert [(one["learner"], one["arrived"]) for one in found["taken"]] == [("amina@example.org", "same")]
    assert [one["code"] for one in found["set_aside"]] == ["not-in-roster"]


@pytest.mark.parametrize(
    ("name", "content", "option", "message"),
    [
        ("grading.yml", "patterns: ['(']", "--settings", "pattern 1 (`(`) is no regular expression"),
        ("roster.csv", "id,name\n7,A\n7,B\n", "--roster", "line 3: B has the id 7"),
    ],
)
def test_a_wrong_file_of_the_instructor_ends_with_2_and_nothing_is_taken(
    course: tuple[Path, bytes], tmp_path: Path, name: str, content: str, option: str, message: str
) -> None:
    root, notebook = course
    incoming = in_folder(tmp_path / "in", {f"amina/{EXERCISE}.ipynb": notebook})
    (tmp_path / name).write_text(content, encoding="utf-8")
    said = grade(root, tmp_path / "g", "collect", str(incoming), option, str(tmp_path / name))
    assert said.exit_code == 2
    assert message in said.stderr
    assert not (tmp_path / "g").exists()


def test_an_export_without_a_gradebook_says_what_to_do(root: Path, tmp_path: Path) -> None:
    said = grade(root, tmp_path / "g", "export", "--to", "moodle")
    assert said.exit_code == 1
    assert "coursewright grade run" in said.stderr
    assert not said.stdout
