"""The award: the package, the points and the gates together, and what a person has to decide."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.grading.awards import PackageResultsError, Standing, read_package_results, standings
from builder.grading.by_hand import ByHand
from builder.grading.figures import figures
from builder.grading.levels import with_levels
from builder.grading.lms.results import GRADED, MISSING, Result
from builder.grading.report_page import render_report
from builder.model.course import AwardRule, Course
from tests.unit.grading.test_levels import EXERCISE
from tests.unit.packages.packaged_course import make_course

ALL = {"concept": 3, "harm": 2, "clear-words": 3}


@pytest.fixture
def course() -> Course:
    """A course with one exercise of 45 points, of which 70 % are needed, and a gate at level 2."""
    made = make_course()
    rule = replace(made.pass_rule, award=AwardRule(0.7, 2))
    return replace(made, pass_rule=rule, modules=(replace(made.modules[0], exercises=(EXERCISE,)),))


def standing(
    course: Course,
    levels: dict[str, int],
    *,
    points: float = 24.0,
    score: float | None = 16.0,
    waiting: bool = False,
    packages: dict[str, bool] | None = None,
    state: str = GRADED,
) -> Standing:
    result = Result("ada", "index", state, automatic=points, automatic_max=27, by_hand=score or 0, by_hand_max=18)
    given = {("ada", "index", "text"): ByHand(score, with_levels(levels, "Words."), waiting)}
    (found,) = standings(course, [result], given, packages)
    return found


def test_package_points_and_gate_together_earn_the_award(course: Course) -> None:
    found = standing(course, ALL, packages={"ada": True})
    assert (found.earned, found.missing, found.doubts) == (True, (), ())
    assert (found.points, found.possible) == (40, 45)


def test_without_the_package_result_it_stays_open_and_says_so(course: Course) -> None:
    found = standing(course, ALL)
    assert found.earned is None
    assert found.missing == ("the result of the course itself was not given",)


@pytest.mark.parametrize("packages", [{"ada": False}, {"ben": True}])
def test_a_learner_who_has_not_passed_the_package_has_no_award(course: Course, packages: dict[str, bool]) -> None:
    found = standing(course, ALL, packages=packages)
    assert found.earned is False
    assert "the course itself is not passed yet" in found.missing


def test_a_gate_below_its_level_closes_the_award_whatever_the_points(course: Course) -> None:
    found = standing(course, {"concept": 3, "harm": 1, "clear-words": 3}, score=14.0, packages={"ada": True})
    assert found.earned is False
    assert any("level 1, level 2 is needed" in line for line in found.missing)


def test_points_without_levels_are_a_doubt_and_never_an_award(course: Course) -> None:
    found = standing(course, {}, packages={"ada": True})
    assert found.earned is False
    assert found.doubts[0].startswith("Index: points without all levels")


def test_points_that_the_levels_do_not_make_are_a_doubt(course: Course) -> None:
    found = standing(course, ALL, score=18.0, packages={"ada": True})
    assert found.earned is False
    assert found.doubts == ("Index: 18 points, but the levels make 16",)


def test_a_text_that_was_graded_again_is_to_be_looked_at(course: Course) -> None:
    assert "graded again" in standing(course, ALL, waiting=True, packages={"ada": True}).doubts[0]


def test_missing_work_counts_as_nothing(course: Course) -> None:
    found = standing(course, ALL, state=MISSING, packages={"ada": True})
    assert found.earned is False
    assert found.points == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("learner,passed\nada,Yes\nben,failed\n", {"ada": True, "ben": False}),
        ("learner;score\nada;70\nben;69,9\ncyd;\n", {"ada": True, "ben": False, "cyd": False}),
    ],
)
def test_package_results_are_read_from_what_a_system_exports(
    tmp_path: Path, text: str, expected: dict[str, bool]
) -> None:
    path = tmp_path / "results.csv"
    path.write_text(text, encoding="utf-8")
    assert read_package_results(path, 0.7) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,grade\nada,1\n", "needs a column `learner`"),
        ("learner,passed\nada,perhaps\n", "results.csv:2: `perhaps`"),
        ("learner,score\nada,good\n", "results.csv:2: `good`"),
    ],
)
def test_package_results_that_cannot_be_read_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "results.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PackageResultsError, match=message.replace("?", r"\?")):
        read_package_results(path, 0.7)


def test_the_report_is_one_page_that_runs_nothing_and_hides_small_groups(course: Course) -> None:
    many = figures("index", {"count": 27, "text": 18}, [{"count": float(n), "text": float(n % 18)} for n in range(20)])
    waiting = figures("open", {"count": 27, "text": 18}, [{"text": 1.0}] * 3 + [{"count": float(n)} for n in range(17)])
    few = figures("other", {"count": 27}, [{"count": 13.37}] * 3)
    bad = "<script>alert(1)</script>\x00"
    result = Result(bad, "index", MISSING)
    page = render_report("T", [standing(course, ALL)], [result], [], [many, waiting, few], {"index": "Index"}).decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert "default-src 'none'" in page
    assert "Cronbach's alpha" in page
    assert page.count("<rect") == 20
    assert "(n = 20, 2 tasks)" in page
    assert "(n = 17, 1 of 2 tasks)" in page
    assert "Fewer than 10 graded" in page
    assert "13.37" not in page
    assert "http" not in page.replace("http-equiv", "")
