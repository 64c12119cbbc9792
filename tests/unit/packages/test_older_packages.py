"""What an earlier name or version left in the folder of packages is told, and nothing of it is touched."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.cli.export import show_older
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import make_course, make_package


def test_packages_of_another_name_or_version_are_told_and_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "packages"
    old = make_package(tmp_path / "old", make_course("old-name", version="1"))
    first = make_package(tmp_path / "first", make_course("new-name", version="1"))
    now = make_package(tmp_path / "now", make_course("new-name", version="1.1"))
    for package, formats in ((old, ("web",)), (first, ("scorm12",)), (now, ("scorm12", "web"))):
        for name in formats:
            deliver(package, FORMATS[name], out)
    (out / "holiday.scorm12.zip").write_bytes(b"somebody else's")
    before = sorted(out.iterdir())
    show_older(now, out)
    said = capsys.readouterr().err
    assert "new-name-1.scorm12.zip, old-name-1.web.zip." in said
    assert "holiday" not in said
    assert "new-name-1.1" not in said
    assert sorted(out.iterdir()) == before


def test_nothing_is_said_where_only_this_version_lies(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = make_package(tmp_path / "site")
    for name in ("scorm12", "web"):
        deliver(package, FORMATS[name], tmp_path / "out")
    show_older(package, tmp_path / "out")
    show_older(package, tmp_path / "not there yet")
    assert capsys.readouterr().err == ""
