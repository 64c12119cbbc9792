"""The course's exercises, released once for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # so that the tests of this folder share grading_cohort.py

from builder.authoring.reading import read_course
from builder.grading.release import Released, release_exercises
from builder.model.course import Course


@pytest.fixture(scope="session")
def course(root: Path) -> Course:
    """Our own course."""
    found = read_course(root).course
    assert found is not None
    return found


@pytest.fixture(scope="session")
def released(root: Path, course: Course, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Released]:
    """What learners get, by exercise id."""
    out = tmp_path_factory.mktemp("exercises")
    return {one.exercise_id: one for one in release_exercises(course, root, out)}
