"""One small package, planned anew for each test."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests of this folder share packaged_course.py

from packaged_course import make_package

from builder.packages.package import Package


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """The package of the small course; its site lies in a folder of its own."""
    return make_package(tmp_path / "site")
