"""`check` prints a report for people or a list for programs, and its exit code says how it went."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.cli.check import check

COURSES = Path(__file__).parents[2] / "courses"


@pytest.mark.parametrize(
    ("course", "code"), [("sound", 0), ("byte-order-mark", 0), ("broken-link", 1), ("not-a-book", 3), ("nowhere", 2)]
)
def test_the_exit_code_says_how_it_went(course: str, code: int) -> None:
    assert CliRunner().invoke(check, ["--root", str(COURSES / course)]).exit_code == code


def test_the_report_names_place_code_message_and_remedy() -> None:
    done = CliRunner().invoke(check, ["-C", str(COURSES / "unknown-key")])
    place = "course/course.yml line 10"
    assert done.stdout == f"{place}: unknown-key: `tires` is no key here\n    fix: did you mean `tries`?\n"
    assert done.stderr == "1 error, 0 warnings.\n"


def test_a_warning_is_called_one() -> None:
    done = CliRunner().invoke(check, ["-C", str(COURSES / "committed-output")])
    assert done.stdout.startswith("index.ipynb cell 2: committed-output (warning): ")
    assert done.stderr == "0 errors, 1 warning.\n"


def test_a_sound_course_has_nothing_on_standard_output() -> None:
    done = CliRunner().invoke(check, ["-C", str(COURSES / "sound")])
    assert (done.stdout, done.stderr) == ("", "No problem found.\n")


def test_the_list_for_programs_has_every_part_of_a_problem() -> None:
    done = CliRunner().invoke(check, ["--json", "-C", str(COURSES / "plot-without-alt")])
    (problem,) = json.loads(done.stdout)
    assert (problem["code"], problem["severity"]) == ("plot-without-alt", "error")
    assert (problem["file"], problem["cell"], problem["line"]) == ("index.ipynb", 2, 0)
    assert problem.keys() == {"code", "severity", "file", "cell", "line", "message", "fix"}


def test_a_sound_course_is_an_empty_list_for_programs() -> None:
    assert json.loads(CliRunner().invoke(check, ["--json", "-C", str(COURSES / "sound")]).stdout) == []
