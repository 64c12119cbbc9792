"""`verify` prints findings with place, remedy and clause, and its exit code says how it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from builder.cli.verify import verify
from tests.unit.packages.verify.good import GOOD, Change, add, edit, write

MASTERY = edit("imsmanifest.xml", ">70<", ">170<")
JUNK = add("Thumbs.db", "x")
NOTE = edit("a.html", "<p>", '<p onclick="f()">')


def run(tmp_path: Path, change: Change, *options: str) -> Result:
    path = write(tmp_path / "p.zip", change(GOOD["scorm12"]))
    return CliRunner().invoke(verify, [*options, str(path)])


@pytest.mark.parametrize(
    ("change", "options", "code"),
    [
        (dict, (), 0),
        (MASTERY, (), 1),
        (JUNK, (), 0),
        (JUNK, ("--strict",), 1),
        (NOTE, ("--strict",), 0),
    ],
)
def test_the_exit_code_says_how_it_went(tmp_path: Path, change: Change, options: tuple[str, ...], code: int) -> None:
    assert run(tmp_path, change, *options).exit_code == code


def test_without_a_package_it_is_a_wrong_use() -> None:
    assert CliRunner().invoke(verify, []).exit_code == 2


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_verified(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", MASTERY(GOOD["scorm12"]))
    done = CliRunner().invoke(verify, [str(tmp_path / "none.zip"), str(tmp_path), str(path)])
    assert done.exit_code == 3
    assert done.stderr.splitlines()[0].startswith(f"{tmp_path / 'none.zip'}: it cannot be read: ")
    assert "scorm12-mastery" in done.stdout


def test_the_report_names_place_code_message_remedy_and_clause(tmp_path: Path) -> None:
    done = run(tmp_path, MASTERY)
    first, fix, clause = done.stdout.splitlines()
    path = tmp_path / "p.zip"
    assert first == f"{path}: imsmanifest.xml line 8 <masteryscore>: scorm12-mastery: masteryscore is '170'"
    assert (fix, clause) == ("    fix: write a number from 0 to 100", "    see: SCORM 1.2 CAM, 2.3.2: masteryscore")
    assert done.stderr == f"{path}: SCORM 1.2: 1 error, 0 warnings, 0 notes.\n"


def test_a_sound_package_has_nothing_on_standard_output(tmp_path: Path) -> None:
    done = run(tmp_path, dict)
    assert (done.stdout, done.stderr) == ("", f"{tmp_path / 'p.zip'}: SCORM 1.2: sound, no finding.\n")


def test_many_findings_of_one_rule_are_counted(tmp_path: Path) -> None:
    many = {f"x/{number}.txt": "" for number in range(12)}
    done = run(tmp_path, lambda members: {**members, **many})
    assert done.stdout.count("no resource lists it") == 10
    assert done.stdout.splitlines()[-1].endswith("file-unlisted: and 2 more, all of them in --json")


def test_the_list_for_programs_has_every_part_of_a_finding(tmp_path: Path) -> None:
    done = run(tmp_path, MASTERY, "--json")
    (package,) = json.loads(done.stdout)
    assert (package["package"], package["kind"]) == (str(tmp_path / "p.zip"), "SCORM 1.2")
    (finding,) = package["findings"]
    assert finding == {
        "code": "scorm12-mastery",
        "severity": "error",
        "member": "imsmanifest.xml",
        "line": 8,
        "element": "masteryscore",
        "message": "masteryscore is '170'",
        "fix": "write a number from 0 to 100",
        "clause": "SCORM 1.2 CAM, 2.3.2: masteryscore",
    }


def test_the_command_is_among_the_verbs() -> None:
    from builder.cli import main

    assert "verify" in CliRunner().invoke(main, ["--help"]).stdout
