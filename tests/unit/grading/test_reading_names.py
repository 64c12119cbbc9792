"""Which names a test takes from the learner is read from the instructor's notebook."""

from __future__ import annotations

import pytest

from builder.grading.reading_names import needs_nothing, packages_in, reads_of_tests
from builder.grading.work import SourceCell


def cell(name: str, source: str, *, grade: bool = True) -> SourceCell:
    """Return a locked code cell."""
    return SourceCell(name, "code", True, source, source, "", 1.0 if grade else None, grade, False, False)


def reads(source: str, *answers: str, setup: str = "import check") -> tuple[str, ...]:
    """Return what a test with ``source`` takes, after a locked cell ``setup``."""
    return dict(reads_of_tests([cell("setup", setup, grade=False), cell("test", source)], answers))["test"]


def test_a_variable_is_taken() -> None:
    assert reads("assert total == 3") == ("total",)


def test_a_name_given_as_text_is_taken() -> None:
    assert reads("check.number('total', 0, 3)") == ("total",)


def test_a_name_inside_a_function_is_taken() -> None:
    assert reads("def test():\n    return [x for x in total]\n\n\ntest()") == ("total", "x")


def test_what_the_instructor_binds_is_not_taken_even_if_the_learner_binds_it_too() -> None:
    assert reads("assert check.answer(limit) == 1", "total = 1", setup="import check\nlimit = 3") == ()


def test_what_an_answer_binds_or_changes_is_taken() -> None:
    assert reads("assert limit == 3", "limit = 2", setup="limit = None") == ("limit",)
    assert reads("assert kept[0] == 3", "kept.append(3)", setup="kept = []") == ("kept",)
    assert reads("assert kept[0] == 3", "kept[0] = 3", setup="kept = []") == ("kept",)


def test_a_module_stays_the_instructors_where_an_answer_uses_it() -> None:
    assert reads("assert np.isclose(mean, 6)", "mean = np.mean([6])", setup="import numpy as np") == ("mean",)


def test_a_test_that_python_alone_cannot_read_has_no_entry() -> None:
    assert dict(reads_of_tests([cell("test", "%timeit total")], [])) == {}


def test_packages_are_those_imported_and_not_lying_beside() -> None:
    sources = ["import numpy as np\nimport matplotlib.pyplot as plt", "from check.parts import x\nimport check", "!ls"]
    assert packages_in(sources, ["check"]) == ("matplotlib.pyplot", "numpy")


@pytest.mark.parametrize(
    "source",
    [
        "import check\nlimit = 3\ncheck.show('total', limit)",
        "def row(table):\n    return table.get(1)\n\n\nkinds = [row({}) for _x in range(3)]",
    ],
)
def test_a_text_that_only_binds_names_needs_nothing(source: str) -> None:
    assert needs_nothing(source, ["check"])


@pytest.mark.parametrize(
    "source",
    [
        "assert total == 3",
        "import numpy",
        "exec('total = 3')",
        "check.show(total)",
        "for part in total:\n    part.clear()",
    ],
)
def test_a_text_that_may_change_something_of_the_learners_needs_to_run(source: str) -> None:
    assert not needs_nothing(source, ["check"])
