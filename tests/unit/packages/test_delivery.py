"""From a package to one file, or to a refusal that says what to shorten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from builder.model.question import Question
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from builder.packages.refusal import RefusedError
from tests.unit.packages.packaged_course import every_kind, make_book, make_course, make_package

SCORM = FORMATS["scorm12"]


def many(copies: int) -> tuple[Question, ...]:
    return tuple(question for n in range(copies) for question in every_kind(f"q{n}"))


def test_the_file_is_named_by_course_version_and_format(package: Package, tmp_path: Path) -> None:
    delivery = deliver(package, SCORM, tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "fair-markets-1.0.0.scorm12.zip",
        "fair-markets-1.0.0.scorm12.zip.loss.json",
        "fair-markets-1.0.0.scorm12.zip.sha256",
    ]
    assert delivery.size == delivery.path.stat().st_size


def test_a_version_cannot_lead_out_of_the_folder(package: Package, tmp_path: Path) -> None:
    delivery = deliver(replace(package, version="../1 b"), SCORM, tmp_path / "out")
    assert delivery.path.parent == tmp_path / "out"
    assert delivery.path.name == "fair-markets-..-1-b.scorm12.zip"


def test_progress_that_would_not_fit_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    package = make_package(tmp_path / "site", make_course(questions=many(42)))
    assert package.state.total > 4096
    with pytest.raises(RefusedError) as refusal:
        deliver(package, SCORM, tmp_path / "out")
    (problem,) = refusal.value.problems
    assert problem.code == "state-too-long"
    assert f"{package.state.total:,}" in problem.message
    assert f"questions {package.state.questions:,}" in problem.message
    assert f"{package.state.total - 4096:,} characters" in problem.fix
    assert "q0-several (32)" in problem.fix
    assert not (tmp_path / "out").exists()


def test_progress_of_exactly_the_limit_fits(package: Package, tmp_path: Path) -> None:
    filled = replace(package.state, stories=package.state.stories + 4096 - package.state.total)
    deliver(replace(package, state=filled), SCORM, tmp_path)
    with pytest.raises(RefusedError):
        deliver(replace(package, state=replace(filled, stories=filled.stories + 1)), SCORM, tmp_path)


def test_a_book_of_a_thousand_pages_fits(tmp_path: Path) -> None:
    book = make_book(tmp_path / "site", pages=[f"chapter/page-{n}" for n in range(1000)])
    delivery = deliver(make_package(tmp_path / "site", book=book), SCORM, tmp_path)
    assert delivery.files > 1000


def test_a_site_without_the_player_is_refused(tmp_path: Path) -> None:
    book = make_book(tmp_path / "site")
    silent = replace(book, shared_files=tuple(name for name in book.shared_files if not name.endswith("session.js")))
    with pytest.raises(RefusedError, match=r"session\.js"):
        deliver(make_package(tmp_path / "site", book=silent), SCORM, tmp_path / "out")
    assert not (tmp_path / "out").exists()
