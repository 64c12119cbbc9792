"""The page in which a learning system opens a package."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from builder.packages.launch import launch_members, render_launch
from builder.packages.package import Package
from tests.unit.packages.packaged_course import make_book, make_course, make_package


def launch_page(package: Package) -> Any:
    return html.document_fromstring(render_launch(package, package.items[0], "scorm12.js").decode("utf-8"))


def test_scripts_come_in_the_order_that_the_player_needs(package: Package) -> None:
    scripts = [script.get("src") for script in launch_page(package).iter("script")]
    session = ["state.js", "codec.js", "timing.js", "progress.js", "local.js", "owed.js", "saving.js", "session.js"]
    names = ["course.js", "words.js", "strings.js", *session, "scorm12.js", "shell.js"]
    assert scripts == [f"_static/coursewright/{name}" for name in names]
    assert all(script.get("defer") is not None and not script.text for script in launch_page(package).iter("script"))


def test_a_part_is_narrowed_before_the_session_begins(package: Package) -> None:
    part = replace(package.items[0], part="markets", title="Markets")
    page = html.document_fromstring(render_launch(package, part, "scorm.js", "scorm12.js").decode("utf-8"))
    scripts = [str(script.get("src")).rpartition("/")[2] for script in page.iter("script")]
    assert scripts[:2] == ["course.js", "part.js"]
    assert scripts[-3:] == ["scorm.js", "scorm12.js", "shell.js"]
    assert page.xpath("/html/body/@data-part") == ["markets"]
    (note,) = page.xpath("//*[@id='cw-shell-note'][@role='status']")
    assert "another part" in note.get("data-words")
    name, members = launch_members(package, part, "scorm.js", "scorm12.js")
    assert name == "launch-markets.html"
    assert {f"_static/coursewright/{script}" for script in ("part.js", "scorm.js", "scorm12.js")} <= set(members)


def test_the_whole_is_not_narrowed(package: Package) -> None:
    assert not launch_page(package).xpath("//*[@data-part] | //script[contains(@src, 'part.js')]")


def test_it_has_the_frame_the_status_and_the_way_out(package: Package) -> None:
    page = launch_page(package)
    (frame,) = page.xpath("//iframe[@name='cw-page']")
    assert frame.get("title")
    assert frame.get("src") is None
    assert page.xpath("//*[@id='cw-shell-status']/@role") == ["status"]
    assert page.xpath("//button[@data-cw='end']/text()") == ["Save and leave"]
    assert page.xpath("/html/body/@data-root") == [""]


def test_nothing_inline_runs_and_the_policy_allows_none(package: Package) -> None:
    page = launch_page(package)
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert not [name for el in page.iter() for name in el.attrib if name.startswith("on") or name == "style"]


def test_only_cmi5_may_connect_to_the_host_that_its_launch_names(package: Package) -> None:
    policies = [
        html.document_fromstring(render_launch(package, package.items[0], adapter).decode("utf-8")).xpath(
            "//meta[@http-equiv='Content-Security-Policy']/@content"
        )[0]
        for adapter in ("scorm12.js", "cmi5.js")
    ]
    assert "connect-src 'self';" in policies[0]
    assert "connect-src 'self' https: http:;" in policies[1]


def test_without_scripts_the_first_page_can_still_be_read(tmp_path: Path) -> None:
    package = make_package(tmp_path, book=make_book(tmp_path, pages=["l'été 100%/début"]))
    assert launch_page(package).xpath("//noscript//a/@href") == ["l%27%C3%A9t%C3%A9%20100%25/d%C3%A9but.html"]


@pytest.mark.parametrize(
    ("language", "direction", "button", "spoken"),
    [("en-GB", "ltr", "Save and leave", None), ("ar", "rtl", "حفظ وخروج", None), ("ps", "rtl", "Save and leave", "en")],
)
def test_it_speaks_the_language_or_says_that_it_speaks_another(
    tmp_path: Path, language: str, direction: str, button: str, spoken: str | None
) -> None:
    page = launch_page(make_package(tmp_path, make_course(language=language)))
    assert (page.get("lang"), page.get("dir")) == (language, direction)
    (found,) = page.xpath("//button[@data-cw='end']")
    assert (found.text, found.get("lang")) == (button, spoken)


def test_a_title_cannot_break_out_of_its_place(tmp_path: Path) -> None:
    page = launch_page(make_package(tmp_path, make_course(title="</title><script>x</script>")))
    assert page.findtext(".//title") == "</title><script>x</script>"
    assert not [script.text for script in page.iter("script") if script.text]


@pytest.mark.parametrize(
    ("pages", "name"),
    [(["index"], "launch.html"), (["Launch"], "launch-2.html"), (["launch", "launch-2"], "launch-3.html")],
)
def test_a_page_of_the_book_keeps_its_name(tmp_path: Path, pages: list[str], name: str) -> None:
    package = make_package(tmp_path, book=make_book(tmp_path, pages=pages))
    found, members = launch_members(package, package.items[0], "scorm12.js")
    assert found == name
    assert name in members
