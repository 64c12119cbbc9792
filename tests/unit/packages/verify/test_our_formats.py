"""Every package of ours is sound, because it is in the registry of formats."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.packages.delivery import deliver
from builder.packages.format import Format
from builder.packages.formats import FORMATS
from builder.packages.verify.verifying import verify_package
from tests.unit.packages.packaged_course import make_package

ZIPPED = (".zip", ".imscc", ".epub")


@pytest.mark.parametrize("name", [name for name, target in FORMATS.items() if target.suffix.endswith(ZIPPED)])
def test_a_package_of_ours_gives_no_finding(name: str, tmp_path: Path) -> None:
    target: Format = FORMATS[name]
    verdict = verify_package(deliver(make_package(tmp_path / "site"), target, tmp_path).path)
    assert verdict.findings == ()
    assert verdict.kind != "unknown"
