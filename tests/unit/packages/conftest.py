"""One small package, planned anew for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.packages.package import Package
from tests.unit.packages.packaged_course import make_package


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """The package of the small course; its site lies in a folder of its own."""
    return make_package(tmp_path / "site")
