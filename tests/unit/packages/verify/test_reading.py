"""What is read out of scripts, styles and pages: enough to find the defect, and nothing that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.packages.verify.content_reading import read_text
from builder.packages.verify.script_reading import Calls, calls_in, scripts_named_in
from builder.packages.verify.style_reading import without_comments
from builder.packages.verify.verifying import verify_package
from tests.unit.packages.verify.good import GOOD, add, both, edit, write


@pytest.mark.parametrize(
    ("script", "call"),
    [
        ('api.LMSFinish("")', Calls.SCORM12_END),
        ("call(api, 'LMS', 'Finish')", Calls.SCORM12_END),
        ('api["LMS" + "Initialize"]("")', Calls.SCORM12_START),
        ('api.Terminate("")', Calls.SCORM2004_END),
        ("addEventListener('unload', end)", Calls.UNLOAD),
        ("window.onunload = end", Calls.UNLOAD),
        ('$(window).on("beforeunload unload", end)', Calls.UNLOAD),
    ],
)
def test_a_call_is_seen(script: str, call: Calls) -> None:
    assert call in calls_in(script)


@pytest.mark.parametrize(
    ("script", "call"),
    [
        ("addEventListener('beforeunload', ask)", Calls.UNLOAD),
        ("if (window.onunload === null) {}", Calls.UNLOAD),
        ("'blur focus load resize unload click'.split(' ')", Calls.UNLOAD),
        ("frame.attachEvent('onunload', forget)", Calls.UNLOAD),
        ("call('', 'Finish')", Calls.SCORM12_END),
        ("function Initialize() {}", Calls.SCORM2004_START),
    ],
)
def test_what_is_no_such_call_is_not_taken_for_one(script: str, call: Calls) -> None:
    assert call not in calls_in(script)


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://example.org/">a link may leave</a>',
        '<a href="mailto:a@example.org">x</a>',
        '<a href="#here">x</a>',
        '<img src="data:image/png;base64,AA==">',
        '<img src="{{ picture }}">',
        '<link rel="canonical" href="https://example.org/">',
        '<link rel="alternate stylesheet" href="https://example.org/x.css">',
        '<script type="application/json">{"src": "https://example.org/x.js"}</script>',
        '<a href="a.html?x=1#y">x</a>',
        '<a href="./b%20c.html">x</a>',
        '<p data-src="https://example.org/x.js">x</p>',
    ],
)
def test_what_is_sound_in_a_page_gives_no_finding(html: str, tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", edit("a.html", "<p>", f"{html}<p>")(GOOD["web"]))
    assert verify_package(path).findings == ()


def test_a_base_moves_the_addresses_of_its_page(tmp_path: Path) -> None:
    page = '<html><head><base href="deep/"><title>T</title></head><body><img src="dot.png"></body></html>'
    members = both(add("d.html", page), add("deep/dot.png", "png"))(GOOD["web"])
    assert verify_package(write(tmp_path / "p.zip", members)).findings == ()


def test_a_cartridges_pages_name_files_from_its_root(tmp_path: Path) -> None:
    pages = '<img src="$IMS-CC-FILEBASE$dot.png"><img src="%24IMS-CC-FILEBASE%24/dot.png">'
    pages += '<a href="$WIKI_REFERENCE$/x">x</a>'
    path = write(tmp_path / "p.zip", edit("a.html", "<p>", f"{pages}<p>")(GOOD["cc11"]))
    assert verify_package(path).findings == ()


def test_the_finding_says_that_only_capitals_differ(tmp_path: Path) -> None:
    path = write(tmp_path / "p.zip", edit("a.html", "<p>", '<img src="Dot.png"><p>')(GOOD["web"]))
    (finding,) = verify_package(path).findings
    assert (finding.code, finding.where.line) == ("resource-missing", 2)
    assert "'dot.png'" in finding.fix


def test_addresses_of_a_style_within_a_page_start_from_the_page() -> None:
    facts = read_text("deep/a.html", b'<style>p {background: url(x.png)}</style><p style="background: url(y.png)">x')
    assert sorted(str(each.target) for each in facts.references) == ["deep/x.png", "deep/y.png"]


def test_a_library_that_is_named_and_loaded_elsewhere_is_told_once() -> None:
    script = 'import x from "https://example.org/x.js"; load("https://example.org/y.js")'
    assert list(scripts_named_in(script)) == ["https://example.org/y.js"]


@pytest.mark.parametrize(("style", "kept"), [("a/* b */c", "ac"), ("a/* b", "a"), ("/**/", ""), ("a", "a")])
def test_comments_of_a_style_are_not_read(style: str, kept: str) -> None:
    assert without_comments(style) == kept


def test_nothing_is_said_to_be_absent_where_a_script_was_too_long_to_be_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builder.packages.verify.content_reading.LONGEST_CODE", 100)
    members = edit("run.js", "api.LMSInitialize", " " * 100 + "begin")(GOOD["scorm12"])
    assert [finding.code for finding in verify_package(write(tmp_path / "p.zip", members)).findings] == [
        "member-unread"
    ]
