"""A hand-in becomes a submission: what is believed of it, what is put right, and what is noted."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.grading.intake_restore import restore
from builder.grading.submission import NotASubmissionError, read_notebook
from tests.unit.grading.hand_ins import cell, cells_of, document, mark, notebook, plain, released

RELEASED = released("trust-index")[0]
SETUP, ANSWER, TEST, TEXT = (f"trust-index-{name}" for name in ("setup", "answer", "test", "text"))


def restored(content: bytes) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the cells that are graded, and the codes of all notes."""
    handed_in = read_notebook(content)
    made, notes = restore(handed_in, RELEASED)
    return json.loads(made)["cells"], [note.code for note in (*handed_in.notes, *notes)]


def of(cells: list[dict[str, Any]], **other: Any) -> bytes:
    """Return a notebook of ``cells`` as bytes."""
    return json.dumps(document(cells, **other)).encode()


def ids(cells: list[dict[str, Any]]) -> list[str]:
    """Return the grade ids, empty for a cell without a mark."""
    return [one["metadata"].get("nbgrader", {}).get("grade_id", "") for one in cells]


def test_an_honest_notebook_is_what_was_released_with_its_answers() -> None:
    cells, notes = restored(notebook("mean = 3"))
    expected = cells_of()
    expected[1]["source"] = "mean = 3"
    assert cells == expected
    assert not notes


def test_the_same_notebook_gives_the_same_bytes() -> None:
    handed_in = read_notebook(notebook())
    first, _ = restore(handed_in, RELEASED)
    assert restore(read_notebook(first), RELEASED) == (first, ())


def test_the_last_copy_of_a_cell_counts() -> None:
    cells = cells_of()
    cells.insert(1, cell(ANSWER, "mean = 'first'", solution=True))
    cells.append(cell(ANSWER, "mean = 'last'", solution=True))
    found, notes = restored(of(cells))
    assert found[ids(found).index(ANSWER)]["source"] == "mean = 'last'"
    assert ids(found).count(ANSWER) == 1
    assert "cell-twice" in notes
    assert len({one["id"] for one in found}) == len(found)


@settings(deadline=None)
@given(st.lists(st.sampled_from((SETUP, ANSWER, TEST, TEXT)), min_size=1, max_size=8))
def test_the_copy_that_counts_is_the_one_that_nbgrader_keeps(order: list[str]) -> None:
    import nbformat
    from nbgrader.preprocessors import DeduplicateIds

    made = {one["metadata"]["nbgrader"]["grade_id"]: one for one in cells_of()}
    cells = [{**copy.deepcopy(made[grade_id]), "id": f"c{at}"} for at, grade_id in enumerate(order)]
    for at, one in enumerate(cells):
        one["source"] = f"copy {at}"
    theirs, _ = DeduplicateIds().preprocess(nbformat.from_dict(document(copy.deepcopy(cells))), {})
    kept = {one.metadata.nbgrader["grade_id"]: one.source for one in theirs.cells if one.metadata.nbgrader}
    found, _ = restored(of(cells))
    ours = {grade_id: one["source"] for grade_id, one in zip(ids(found), found, strict=True) if grade_id in order}
    assert {name: text for name, text in ours.items() if name in (ANSWER, TEXT)} == {
        name: text for name, text in kept.items() if name in (ANSWER, TEXT)
    }


@pytest.mark.parametrize("gone", [(TEST,), (SETUP,), (ANSWER, TEST), (SETUP, ANSWER, TEST), (TEXT,)])
def test_missing_cells_come_back_where_they_were(gone: tuple[str, ...]) -> None:
    cells = [one for one in cells_of() if one["metadata"]["nbgrader"]["grade_id"] not in gone]
    found, notes = restored(of([plain("# Title", "markdown"), *cells]))
    assert [grade_id for grade_id in ids(found) if grade_id] == [SETUP, ANSWER, TEST, TEXT]
    assert notes == ["cell-missing"] * len(gone)


def test_points_and_types_and_locks_that_a_learner_changed_are_the_released_ones() -> None:
    cells = cells_of()
    cells[2] = cell(TEST, "mean = 1", grade=True, locked=False, points=10**300)
    cells[3] = cell(TEXT, "I think so.", "code", grade=True, solution=False, points=90)
    found, notes = restored(of(cells))
    assert found[2] == cells_of()[2]
    assert found[3]["metadata"] == cells_of()[3]["metadata"]
    assert (found[3]["cell_type"], found[3]["source"]) == ("markdown", "I think so.")
    assert notes == ["mark-changed", "locked-changed", "mark-changed", "type-changed"]


def test_ends_of_lines_in_a_locked_cell_are_no_change() -> None:
    cells = cells_of()
    cells[0]["source"] = "import cop_check  \r\n"
    found, notes = restored(of(cells))
    assert (found[0]["source"], notes) == ("import cop_check", [])


def test_a_graded_cell_that_the_exercise_does_not_have_is_an_ordinary_one() -> None:
    extra = cell("bonus", "True", grade=True, locked=True, points=100)
    found, notes = restored(of([*cells_of(), extra]))
    assert found[-1]["metadata"] == {}
    assert notes == ["cell-unknown"]


@pytest.mark.parametrize("broken", ["yes", 7, ["x"], {"grade_id": 7}, {"grade_id": ""}, {"points": 100}])
def test_a_damaged_mark_counts_for_nothing(broken: object) -> None:
    found, notes = restored(of([*cells_of(), plain("x") | {"metadata": {"nbgrader": broken}}]))
    assert found[-1]["metadata"] == {}
    assert notes == ["cell-damaged"]


def test_cells_in_another_order_stay_so_and_are_noted() -> None:
    found, notes = restored(of(cells_of()[::-1]))
    assert ids(found) == [TEXT, TEST, ANSWER, SETUP]
    assert notes == ["cells-moved"]


def test_everything_but_texts_is_left_behind() -> None:
    cells = cells_of()
    cells[1]["metadata"] |= {"tags": ["raises-exception"], "evil": {"x": 1}, "collapsed": True}
    cells[1]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 1_500_000}]
    cells[3]["attachments"] = {"a.png": {"image/png": "aaaa"}}
    kernel = {"display_name": "R", "language": "R", "name": "ir"}
    content = of(cells, metadata={"widgets": {"state": {"a": 1}}, "kernelspec": kernel}, extra="x", nbformat_minor=9)
    made, notes = restore(read_notebook(content), RELEASED)
    assert json.loads(made) == document(cells_of())
    seen = [note.code for note in (*read_notebook(content).notes, *notes)]
    assert seen == ["widgets-removed", "attachments-removed", "outputs-removed", "metadata-removed", "other-kernel"]
    assert any("evil, tag raises-exception" in note.text for note in read_notebook(content).notes)


def test_format_3_is_upgraded() -> None:
    old = [
        {"cell_type": "heading", "level": 2, "source": "Title", "metadata": {}},
        {"cell_type": "html", "source": "<b>x</b>", "metadata": {}},
        {"cell_type": "code", "input": ["mean = \n", "3"], "prompt_number": 4, "metadata": mark(ANSWER, solution=True)},
    ]
    found, notes = restored(json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": old}]}).encode())
    assert "old-format" in notes
    assert [one["source"] for one in found if not one["metadata"]] == ["## Title", "<b>x</b>"]
    assert found[ids(found).index(ANSWER)]["source"] == "mean = \n3"


@pytest.mark.parametrize(
    ("encoded", "code"),
    [
        (lambda text: text.encode("utf-8-sig"), "byte-order-mark"),
        (lambda text: text.encode("utf-16"), "utf-16"),
        (lambda text: text.replace("mean = 1", "a = '\\ud800\\u0000'").encode(), "bad-characters"),
    ],
)
def test_an_odd_encoding_is_read_and_noted(encoded: Callable[[str], bytes], code: str) -> None:
    found, notes = restored(encoded(notebook().decode()))
    assert notes == [code]
    json.dumps(found, ensure_ascii=False).encode("utf-8")


HOSTILE_JSON = {
    "deep_lists": (b"[" * 300_000, "too-deep"),
    "deep_in_metadata": (b'{"nbformat": 4, "cells": [], "metadata": ' + b'{"a":' * 100_000, "too-deep"),
    "many_lists": (b"[" + b"[]," * 3_000_000 + b"[]]", "too-many-values"),
    "many_numbers": (b"[" + b"1," * 5_000_000 + b"1]", "too-many-values"),
    "huge_number": (b'{"nbformat": ' + b"9" * 1_000_000 + b"}", "other-format"),
    "nan": (b'{"nbformat": NaN}', "other-format"),
    "text_for_a_number": (b'{"nbformat": "4"}', "other-format"),
    "later_format": (b'{"nbformat": 5, "cells": []}', "other-format"),
    "cells_no_list": (b'{"nbformat": 4, "cells": {}}', "damaged-cells"),
    "cell_without_text": (b'{"nbformat": 4, "cells": [{"cell_type": "code", "metadata": {}}]}', "damaged-cells"),
    "text_of_numbers": (b'{"nbformat": 4, "cells": [{"source": [1]}]}', "damaged-cells"),
    "very_many_cells": (json.dumps(document([plain("")] * 2001)).encode(), "too-many-cells"),
    "very_long_text": (json.dumps(document([plain("x" * 1_000_001)])).encode(), "too-long"),
    "latin_1": ('{"a": "é"}'.encode("latin-1"), "not-utf-8"),
    "empty": (b"", "not-json"),
    "two_documents": (b"{}{}", "not-json"),
}


@pytest.mark.parametrize("defect", HOSTILE_JSON)
def test_what_is_no_notebook_is_refused_and_never_crashes(defect: str) -> None:
    content, code = HOSTILE_JSON[defect]
    with pytest.raises(NotASubmissionError) as refused:
        read_notebook(content)
    assert refused.value.code == code


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "heading", 7]),
        "metadata": JSON
        | st.builds(lambda grade_id, more: mark(grade_id, points=more), st.sampled_from([ANSWER, "x"]), JSON),
        "source": st.text(max_size=5) | JSON,
        "attachments": JSON,
        "id": JSON,
    },
)


@settings(deadline=None)
@given(st.lists(CELL, max_size=4), JSON, st.sampled_from([3, 4]))
def test_any_json_is_read_or_refused(cells: list[Any], metadata: Any, version: int) -> None:
    content = {"nbformat": version, "metadata": metadata, "cells": cells, "worksheets": [{"cells": cells}]}
    try:
        made, _ = restore(read_notebook(json.dumps(content).encode()), RELEASED)
    except NotASubmissionError:
        return
    marked = [grade_id for grade_id in ids(json.loads(made)["cells"]) if grade_id]
    assert sorted(marked) == sorted((SETUP, ANSWER, TEST, TEXT))
