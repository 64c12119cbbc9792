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


def test_coverage_shows_every_objective_and_the_counts() -> None:
    done = CliRunner().invoke(check, ["--coverage", "-C", str(COURSES / "sound")])
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["see", "lesson,", "computing", "7", "count"] in lines
    assert ["questions", "8"] in lines
    assert (done.stderr, done.exit_code) == ("No hole.\n", 0)


@pytest.mark.parametrize(
    ("course", "hole"),
    [
        ("objective-not-taught", "NOT TAUGHT"),
        ("objective-not-practised", "NOT PRACTISED"),
        ("objective-not-assessed", "NOT ASSESSED"),
    ],
)
def test_a_hole_in_the_coverage_is_called_one(course: str, hole: str) -> None:
    done = CliRunner().invoke(check, ["--coverage", "-C", str(COURSES / course)])
    assert done.stdout.count(hole) == 1
    assert (done.stderr, done.exit_code) == ("1 objective with a hole.\n", 1)


def test_coverage_for_programs_names_everything() -> None:
    found = json.loads(CliRunner().invoke(check, ["--coverage", "--json", "-C", str(COURSES / "sound")]).stdout)
    see, _ = found["coverage"]
    assert (see["objective"], see["lessons"], see["assessed"]) == ("see", ["one/lesson", "one/computing"], True)
    assert found["counts"]["questions_single"] == 1


def test_coverage_of_a_foreign_book_has_no_objectives() -> None:
    done = CliRunner().invoke(check, ["--coverage", "-C", str(COURSES / "broken-link")])
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, "counts")


def test_coverage_of_no_book_is_said_to_be_impossible() -> None:
    assert CliRunner().invoke(check, ["--coverage", "-C", str(COURSES / "not-a-book")]).exit_code == 3


def test_the_day_of_a_check_may_be_chosen() -> None:
    course = str(COURSES / "review-passed")
    assert "review-passed" in CliRunner().invoke(check, ["-C", course]).stdout
    assert CliRunner().invoke(check, ["-C", course, "--today", "2019-12-31"]).stdout == ""
