"""`coursewright export`: one format that cannot be written stops no other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from builder.cli.export import write_or_explain
from builder.packages.delivery import Delivery
from builder.packages.format import Format
from builder.packages.formats import FORMATS
from builder.packages.package import Members, Package
from builder.packages.refusal import LackingError, RefusedError, fault
from builder.packages.settings import DEFAULT, Settings
from tests.unit.packages.packaged_course import make_package

Write = Callable[[Package, Settings], Members]


def named(name: str, write: Write) -> Format:
    return replace(FORMATS["scorm12"], name=name, suffix=f".{name}.zip", write=write)


def lacking(package: Package, settings: Settings) -> Members:
    raise LackingError("there is no browser; run tools/install_browser")


def refusing(package: Package, settings: Settings) -> Members:
    raise RefusedError(fault("too-odd", "book", "it is too odd", "make it less so"))


def fine(package: Package, settings: Settings) -> Members:
    return MappingProxyType({"page.html": b"<p>Fine.</p>"})


def full(package: Package, settings: Settings) -> Members:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("name", "write", "code", "said"),
    [
        ("lacking", lacking, 3, "lacking was not written: there is no browser; run tools/install_browser"),
        ("refusing", refusing, 1, "book: too-odd: it is too odd\n  make it less so"),
        ("full", full, 3, "Make room or choose another --output."),
        ("fine", fine, 0, ""),
    ],
)
def test_what_stops_a_format_is_said_with_its_remedy_and_its_exit_code(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, write: Write, code: int, said: str
) -> None:
    written: list[Delivery] = []
    package = make_package(tmp_path / "site")
    assert write_or_explain(package, named(name, write), tmp_path / "out", DEFAULT, written) == code
    assert said in capsys.readouterr().err
    assert [delivery.format for delivery in written] == ([] if code else [name])


def test_a_format_is_given_what_was_asked_for(tmp_path: Path) -> None:
    given: list[Settings] = []

    def write(package: Package, settings: Settings) -> Members:
        given.append(settings)
        return fine(package, settings)

    asked = Settings(scos="modules", schemas=tmp_path)
    write_or_explain(make_package(tmp_path / "site"), named("asking", write), tmp_path / "out", asked, [])
    assert given == [asked]
