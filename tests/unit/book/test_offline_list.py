"""The list of what can be taken along: each file in the parts that need it, the same for the same site."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from builder.book.course_data import CourseData, PageData, RuleData, load_course_data, write_course_data
from builder.book.icon import draw_icon
from builder.book.offline_list import plan_offline, write_offline
from builder.model.course import Course
from tests.unit.packages.packaged_course import make_course

FILES = {
    "index.html": '<img src="_images/all.svg">',
    "modules/a/one.html": "".join(f'<img src="../../_images/{name}.svg">' for name in ("a", "both", "all")),
    "modules/b/two.html": '<a href="../../_downloads/b.zip">b</a><img src="../../_images/both.svg">',
    "search.html": "",
    "offline.html": '<script src="_static/coursewright/player-offline.js"></script>',
    "_images/all.svg": "<svg/>",
    "_images/a.svg": "<svg/>",
    "_images/both.svg": "<svg></svg>",
    "_images/nobody.svg": "<svg/>",
    "_downloads/b.zip": "PK",
    "_static/coursewright/player.js": "",
    "_static/coursewright/codec.js": "",
    "_static/coursewright/bank/a.js": "",
    "_static/coursewright/cards/b.js": "",
    "objects.inv": "",
}


def page(name: str, module: str) -> PageData:
    return PageData(name, "", f"{name}.html", name, 0, True, module)


@pytest.fixture
def course() -> Course:
    """Two modules, of which pages are there, and one without a page."""
    made = make_course()
    (module,) = made.modules
    return replace(made, modules=tuple(replace(module, id=name, title=name.upper()) for name in ("a", "b", "c")))


@pytest.fixture
def site(tmp_path: Path, course: Course) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    pages = (page("index", ""), page("modules/a/one", "a"), page("modules/b/two", "b"))
    data = CourseData(course.id, "1", "Markets", "ar", "rtl", "", RuleData(None, ()), pages, {}, {}, {})
    write_course_data(data, tmp_path)
    return tmp_path


def test_each_part_has_what_it_alone_needs_and_all_share_the_rest(site: Path, course: Course) -> None:
    listed = plan_offline(course, load_course_data(site), site)
    parts = {part.id: set(part.files) for part in listed.parts}
    assert list(parts) == ["", "a", "b"]
    assert parts["a"] == {
        "modules/a/one.html", "_images/a.svg", "_images/both.svg", "_static/coursewright/bank/a.js"
    }  # fmt: skip
    assert parts["b"] == {
        "modules/b/two.html", "_downloads/b.zip", "_images/both.svg", "_static/coursewright/cards/b.js"
    }  # fmt: skip
    assert {"index.html", "search.html", "offline.html", "_images/all.svg", "_images/nobody.svg"} <= parts[""]
    assert not {"objects.inv", "_static/coursewright/codec.js", "_static/coursewright/course.json"} & set(listed.files)
    assert set(listed.files) == set().union(*parts.values())
    content = (site / "_images/both.svg").read_bytes()
    assert listed.files["_images/both.svg"] == (hashlib.sha256(content).hexdigest()[:24], len(content))


def test_the_version_follows_the_content_and_nothing_else(site: Path, course: Course, tmp_path: Path) -> None:
    first = plan_offline(course, load_course_data(site), site)
    (site / "index.html").touch()
    assert plan_offline(course, load_course_data(site), site) == first
    (site / "search.html").write_text("other", encoding="utf-8")
    assert plan_offline(course, load_course_data(site), site).version != first.version


def test_what_makes_a_site_installable_is_written_and_lists_itself_once(site: Path, course: Course) -> None:
    write_offline(course, load_course_data(site), site)
    manifest = json.loads((site / "manifest.webmanifest").read_text("utf-8"))
    assert (manifest["name"], manifest["lang"], manifest["dir"]) == ("Markets", "ar", "rtl")
    assert (site / manifest["start_url"]).is_file()
    assert (manifest["scope"], manifest["display"], manifest["short_name"]) == ("./", "standalone", "Markets")
    assert all((site / icon["src"]).is_file() for icon in manifest["icons"])
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    listed = json.loads((site / "_offline/list.json").read_text("utf-8"))
    assert json.loads((site / "_offline/version.json").read_text("utf-8")) == {"version": listed["version"]}
    assert not {"_offline/list.json", "_offline/version.json", "sw.js"} & set(listed["files"])
    before = (site / "_offline/list.json").read_bytes()
    write_offline(course, load_course_data(site), site)
    assert (site / "_offline/list.json").read_bytes() == before


def test_the_icon_is_a_picture_of_the_size_that_was_asked_for() -> None:
    icon = draw_icon(48)
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", icon[16:24]) == (48, 48)
    start = icon.index(b"IDAT")
    (length,) = struct.unpack(">I", icon[start - 4 : start])
    rows = zlib.decompress(icon[start + 4 : start + 4 + length])
    assert len(rows) == 48 * 49
    middle_top, corner = rows[12 * 49 + 1 + 24], rows[1]
    assert (middle_top, corner) == (255, 0)
