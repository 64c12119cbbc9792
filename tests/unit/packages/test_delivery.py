"""From a package to one file, or to a refusal that says what to shorten."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from builder.model.question import Question
from builder.packages.archive import write_single
from builder.packages.delivery import check_state, deliver
from builder.packages.format import Format
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from builder.packages.refusal import RefusedError
from builder.packages.settings import Settings
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
    """numbas#1080, xerteonlinetoolkits#847: suspend_data overflows, and progress or score is lost."""
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


def test_the_loss_report_beside_the_package_names_every_item(package: Package, tmp_path: Path) -> None:
    delivery = deliver(package, SCORM, tmp_path / "out")
    report = json.loads(delivery.path.with_name(f"{delivery.path.name}.loss.json").read_text(encoding="utf-8"))
    assert (report["package"], report["format"]) == (delivery.path.name, "scorm12")
    said = {loss["code"]: loss["items"] for loss in report["losses"]}
    assert said["graded-elsewhere"] == ["Count the stalls"]
    assert said == {loss.code: list(loss.items) for loss in delivery.losses}


def test_a_format_that_is_one_file_is_sealed_as_that_file(package: Package, tmp_path: Path) -> None:
    single = Format(
        name="single",
        suffix=".xml",
        title="One file",
        write=lambda package, settings: MappingProxyType({"any name": b"<quiz/>"}),
        cannot_carry=(),
        seal=write_single,
    )
    delivery = deliver(package, single, tmp_path / "out")
    assert delivery.path.read_bytes() == b"<quiz/>"
    assert delivery.checksum == hashlib.sha256(b"<quiz/>").hexdigest()
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == [f"fair-markets-1.0.0.xml{ending}" for ending in ("", ".loss.json", ".sha256")]


def test_in_parts_each_part_must_fit_and_the_whole_need_not(package: Package) -> None:
    long = replace(package.state, stories=5000)
    part = replace(package.items[0], part="one", title="Part one", state=package.state)
    whole = replace(package, state=long, parts=(part,))
    in_parts = Settings(scos="modules")
    with pytest.raises(RefusedError):
        check_state(whole, SCORM)
    check_state(whole, SCORM, in_parts)
    with pytest.raises(RefusedError, match="Part one: a learner's progress"):
        check_state(replace(whole, parts=(replace(part, state=long),)), SCORM, in_parts)
