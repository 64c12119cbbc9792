"""What of a learner's interpreter reaches the tests, and which cells run."""

from __future__ import annotations

import nbformat
import pytest

from builder.grading.plan import Placed, runs, taken_values
from builder.grading.script import Outcome, Ran, Step


def test_only_the_values_that_were_asked_for_are_taken() -> None:
    script = (Placed(Step("run", code="1"), 0), Placed(Step("take", names=("value", "other")), 3))
    handed_out = {"value": 1, "abs": {"t": "call", "v": "abs"}, "AssertionError": 7}
    assert taken_values(script, Outcome((Ran(), Ran(values=handed_out)))) == {3: {"value": 1}}


@pytest.mark.parametrize(("mark", "run"), [({}, False), ({"nbgrader": {"grade_id": "test"}}, True)])
def test_a_tag_keeps_a_learners_cell_from_running_but_no_graded_one(mark: dict[str, object], run: bool) -> None:
    cell = nbformat.v4.new_code_cell("1", metadata={"tags": ["skip-execution"], **mark})  # type: ignore[no-untyped-call]
    assert runs(cell) is run
