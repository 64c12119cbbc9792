"""Notebooks and Markdown files become cells; junk becomes problems."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.authoring.documents import first_heading, read_document
from builder.authoring.faults import Findings


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("# Trust\n\n# Second", "Trust"),
        ("Text.\n\n## Second level\n# Trust #", "Trust"),
        ("Trust\n=====\n", "Trust"),
        ("```python\n# a comment\n```\n# Trust", "Trust"),
        ("````{note}\n```\n# no\n```\n# no\n````\n# Trust", "Trust"),
        ("# What *trust* and `x_y` **are**", "What trust and x_y are"),
        ("# See [the map](map.md) of {term}`Trust <trust>`", "See the map of Trust"),
        ("# snake_case_name stays", "snake_case_name stays"),
        ("    # code", ""),
        ("#hashtag", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_first_level_1_heading_as_plain_text(source: str, title: str) -> None:
    assert first_heading(source) == title


def test_a_notebook_gives_its_cells_with_what_matters(tmp_path: Path) -> None:
    nbgrader = {"grade": True, "solution": False, "task": False, "points": 2, "grade_id": "check"}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Trust\n", "Text."], "attachments": {"a.png": {}}},
        {
            "cell_type": "code",
            "metadata": {"tags": ["hide-input"], "mystnb": {"image": {"alt": "A line."}}, "nbgrader": nbgrader},
            "source": "1",
            "outputs": [{}],
        },
    ]
    (tmp_path / "a.ipynb").write_text(json.dumps({"nbformat": 4, "cells": cells}), encoding="utf-8")
    document = read_document(tmp_path, "a.ipynb", Findings())
    assert document is not None
    assert document.title == "Trust"
    text, code = document.cells
    assert (text.source, text.attachments, text.number) == ("# Trust\nText.", ("a.png",), 1)
    assert (code.tags, code.image_alt, code.has_outputs) == (("hide-input",), "A line.", True)
    assert code.grading is not None
    assert (code.grading.grade_id, code.grading.points) == ("check", 2.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "notebook-invalid"),
        ("[]", "notebook-invalid"),
        ("[" * 100_000, "notebook-invalid"),
        ("{}", "notebook-not-v4"),
        ('{"nbformat": 5, "cells": []}', "notebook-not-v4"),
        ('{"nbformat": 4}', "notebook-invalid"),
        ('{"nbformat": 4, "cells": [{}]}', "notebook-invalid"),
        ('{"nbformat": 4, "cells": [7]}', "notebook-invalid"),
    ],
)
def test_what_is_no_version_4_notebook_is_a_problem(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "a.ipynb").write_text(text, encoding="utf-8")
    findings = Findings()
    read_document(tmp_path, "a.ipynb", findings)
    assert [problem.code for problem in findings] == [code]


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["cells", "source", "metadata", "nbgrader", "tags", "mystnb", "image"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=40) | JSON.map(lambda value: json.dumps({"nbformat": 4, "cells": [value]}).encode()))
def test_no_bytes_make_reading_raise(tmp_path_factory: pytest.TempPathFactory, junk: bytes) -> None:
    folder = tmp_path_factory.mktemp("junk")
    (folder / "a.ipynb").write_bytes(junk)
    findings = Findings()
    document = read_document(folder, "a.ipynb", findings)
    assert document is not None or findings.problems
