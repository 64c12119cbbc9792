"""Nothing is dropped in silence."""

from __future__ import annotations

from pathlib import Path

from builder.model.book import Remote
from builder.packages.formats import FORMATS
from builder.packages.loss import find_losses, render_brief, render_losses
from builder.packages.package import Package
from tests.unit.packages.packaged_course import make_book, make_course, make_package

SCORM = FORMATS["scorm12"]


def test_each_thing_that_is_left_behind_is_named(tmp_path: Path) -> None:
    remotes = (Remote("index", "img", "https://example.org/a.png"), Remote("index", "inline-script", "alert(1)"))
    losses = {
        loss.code: loss.items
        for loss in find_losses(SCORM, make_package(tmp_path, book=make_book(tmp_path, remotes=remotes)))
    }
    assert losses["distant"] == ("index: img https://example.org/a.png",)
    assert losses["inline-scripts"] == ("index: alert(1)",)
    assert losses["graded-elsewhere"] == ("Count the stalls",)
    assert losses["notes"] == ("q-thought",)
    assert losses["activities"] == ("The stall", "A morning")


def test_a_gap_that_touches_nothing_is_not_reported(tmp_path: Path) -> None:
    codes = {loss.code for loss in find_losses(SCORM, make_package(tmp_path, make_course(score=None, questions=())))}
    assert "activities" in codes
    assert not codes & {"notes", "distant", "inline-scripts"}


def test_text_names_a_few_and_counts_the_rest(tmp_path: Path) -> None:
    remotes = tuple(Remote("index", "img", f"https://example.org/{n}.png") for n in range(5))
    package = make_package(tmp_path, book=make_book(tmp_path, remotes=remotes))
    text = render_losses(SCORM, find_losses(SCORM, package))
    (line,) = [line for line in text.splitlines() if "another host" in line]
    assert line.startswith("scorm12: ")
    assert "2.png and 2 more" in line


def test_where_many_formats_are_written_each_loss_is_counted_in_one_line(package: Package) -> None:
    losses = find_losses(SCORM, package)
    line = render_brief(SCORM, losses)
    assert line.count("\n") == 1
    assert all(f"{loss.what} ({len(loss.items)})" in line for loss in losses)
    assert render_brief(SCORM, ()) == ""
