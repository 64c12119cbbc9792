"""What is planned of a course and its book."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.model.book import Book, Remote
from builder.packages.refusal import RefusedError
from tests.unit.packages.packaged_course import STATIC, make_book, make_course, make_package


def test_one_item_opens_the_first_page_and_owns_all_pages(tmp_path: Path) -> None:
    package = make_package(tmp_path)
    (item,) = package.items
    assert item.launch == "index.html"
    assert item.files == ("index.html", "modules/markets/index.html")
    assert f"{STATIC}/state.js" in package.shared
    assert item.mastery_score == 0.7


def test_a_new_version_keeps_every_identifier(tmp_path: Path) -> None:
    old, new = (
        make_package(tmp_path / version, make_course(version=version, title=version)) for version in ("1.0", "2.0")
    )
    assert (old.identifier, old.items[0].identifier) == (new.identifier, new.items[0].identifier)
    assert (old.version, new.version) == ("1.0", "2.0")


def test_two_courses_share_no_identifier(tmp_path: Path) -> None:
    one, other = (make_package(tmp_path / name, make_course(name)) for name in ("fair-markets", "fair-markets-all"))
    assert not {one.identifier, one.items[0].identifier} & {other.identifier, other.items[0].identifier}


def test_interactions_weigh_their_points_and_name_their_objective(tmp_path: Path) -> None:
    (item,) = make_package(tmp_path).items
    weights = {interaction.kind: interaction.weighting for interaction in item.interactions}
    assert weights["single"] == 1
    assert weights["reflection"] == 0
    assert {interaction.objective for interaction in item.interactions} == {"markets-see"}
    assert [objective.identifier for objective in item.objectives] == ["markets-see"]


def test_without_a_score_there_is_no_mastery(tmp_path: Path) -> None:
    assert make_package(tmp_path, make_course(score=None, questions=())).items[0].mastery_score is None


def test_a_score_that_no_question_can_earn_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refusal:
        make_package(tmp_path, make_course(score=0.7, questions=()))
    assert refusal.value.problems[0].code == "score-without-questions"


def test_a_book_without_pages_is_refused(tmp_path: Path) -> None:
    from builder.book.course_data import plan_course_data
    from builder.packages.plan import plan_package

    course = make_course(score=None)
    with pytest.raises(RefusedError, match="no page"):
        plan_package(course, Book(tmp_path, "", "en", (), (), ""), plan_course_data(course, (), {}))


def test_what_comes_from_elsewhere_and_what_is_graded_elsewhere_is_kept_in_mind(tmp_path: Path) -> None:
    book = make_book(tmp_path, remotes=(Remote("index", "img", "https://example.org/a.png"),))
    package = make_package(tmp_path, book=book)
    assert package.distant[0].address == "https://example.org/a.png"
    assert package.graded_elsewhere == ("Count the stalls",)
