"""The repository's own course has no error."""

from __future__ import annotations

from pathlib import Path

from builder.authoring.checking import check_course
from builder.model.problem import Severity


def test_our_own_course_has_no_error(root: Path) -> None:
    errors = [problem for problem in check_course(root) if problem.severity is Severity.ERROR]
    assert [f"{problem.where}: {problem.code}: {problem.message}" for problem in errors] == []
