"""Notebooks whose cells are harmless and whose form is not: each function changes a wrong answer's notebook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from attack import TESTS, WRONG, notebook


def _tests(document: Any) -> list[Any]:
    return [cell for cell in document["cells"] if cell["metadata"].get("nbgrader", {}).get("grade_id") in TESTS]


def _shown(text: str) -> dict[str, Any]:
    return {"output_type": "execute_result", "data": {"text/plain": text}, "metadata": {}, "execution_count": 1}


def tests_skipped(document: Any) -> None:
    for cell in _tests(document):
        cell["metadata"]["tags"] = ["skip-execution", "raises-exception", "remove-cell"]


def tests_rewritten(document: Any) -> None:
    for cell in _tests(document):
        cell["source"] = "4.0"


def tests_unlocked(document: Any) -> None:
    for cell in _tests(document):
        cell["metadata"]["nbgrader"] |= {"locked": False, "solution": True}
        cell["source"] = "4.0"


def tests_as_text(document: Any) -> None:
    for cell in _tests(document):
        cell["cell_type"] = "markdown"
        cell["metadata"]["nbgrader"]["cell_type"] = "markdown"


def tests_as_tasks(document: Any) -> None:
    for cell in _tests(document):
        cell["metadata"]["nbgrader"] |= {"task": True, "grade": False, "locked": False}


def tests_removed(document: Any) -> None:
    kept = [cell for cell in document["cells"] if cell not in _tests(document)]
    document["cells"] = kept


def tests_doubled(document: Any) -> None:
    for cell in _tests(document):
        document["cells"].append({**json.loads(json.dumps(cell)), "source": "4.0", "id": cell["id"] + "-more"})


def tests_before_the_answer(document: Any) -> None:
    document["cells"].reverse()


def more_points(document: Any) -> None:
    for cell in _tests(document):
        cell["metadata"]["nbgrader"]["points"] = 1_000_000


def points_that_are_no_number(document: Any) -> None:
    for cell, points in zip(_tests(document), (float("nan"), float("inf"), "many", [4]), strict=True):
        cell["metadata"]["nbgrader"]["points"] = points


def cells_of_others(document: Any) -> None:
    mark = {"grade": True, "grade_id": "bonus", "locked": True, "points": 100, "schema_version": 3, "solution": False}
    cell = {**_tests(document)[0], "id": "bonus", "source": "100.0", "metadata": {"nbgrader": {**mark, "task": False}}}
    document["cells"].append(cell)


def results_faked(document: Any) -> None:
    for cell in _tests(document):
        cell["outputs"], cell["execution_count"] = [_shown("4.0"), _shown("400.0")], 7


def other_kernel(document: Any) -> None:
    document["metadata"]["kernelspec"] |= {"name": "../../../bin/sh", "language": "bash", "argv": ["/bin/sh"]}
    document["metadata"]["language_info"] = {"name": "bash", "file_extension": "/../../x"}


def paths_in_metadata(document: Any) -> None:
    document["metadata"] |= {"name": "../../gradebook.db", "filename": "/etc/passwd", "path": "../../../x"}
    image = {"image/png": "AAAA"}
    text = {"cell_type": "markdown", "id": "text", "source": "![](attachment:../../../x)", "metadata": {}}
    document["cells"].insert(0, {**text, "attachments": {"../../../gradebook.db": image, "/etc/x": image}})


def deep_metadata(document: Any) -> None:
    deep: Any = 1
    for _ in range(800):
        deep = [deep]
    document["metadata"]["deep"] = deep
    document["cells"][0]["metadata"]["deep"] = deep


def numbers_without_end(document: Any) -> None:
    document["metadata"]["number"] = 10**4000
    document["cells"][0]["metadata"] |= {"nan": float("nan"), "inf": float("inf")}


def half_characters(document: Any) -> None:
    document["cells"][0]["source"] += "\n# \ud800 \x00"
    document["cells"][0]["metadata"]["\udfff"] = "\ud800"


def terminal_sequences(document: Any) -> None:
    document["cells"][0]["metadata"]["\x1b[2J\x1b]0;all well\x07\u202e"] = 1
    document["metadata"]["kernelspec"]["language"] = "\x1b[31mpython\r\n"


def huge_cell(document: Any) -> None:
    document["cells"].append({**document["cells"][0], "id": "huge", "metadata": {}, "source": "#" * 3_000_000})


def thousands_of_cells(document: Any) -> None:
    more = [{**document["cells"][0], "id": f"more-{n}", "metadata": {}, "source": ""} for n in range(2_100)]
    document["cells"][:0] = more


def cells_that_are_none(document: Any) -> None:
    document["cells"] += [7, None, [], {}, {"cell_type": 3}, {"cell_type": "code", "source": {"a": 1}, "metadata": 4}]


def old_format_with_tests_of_its_own(document: Any) -> None:
    cells = [{**cell, "input": "4.0" if cell in _tests(document) else cell["source"]} for cell in document["cells"]]
    for cell in cells:
        cell |= {"language": "python", "prompt_number": 1, "collapsed": False}
        del cell["source"]
    del document["cells"], document["nbformat_minor"]
    document |= {"nbformat": 3, "nbformat_minor": 0, "worksheets": [{"cells": cells, "metadata": {}}, 7, {"cells": 3}]}


HOSTILE: Mapping[str, Callable[[Any], None]] = MappingProxyType(
    {
        change.__name__: change
        for change in (
            tests_skipped, tests_rewritten, tests_unlocked, tests_as_text, tests_as_tasks, tests_removed, tests_doubled,
            tests_before_the_answer, more_points, points_that_are_no_number, cells_of_others, results_faked,
            other_kernel, paths_in_metadata, deep_metadata, numbers_without_end, half_characters, terminal_sequences,
            huge_cell, thousands_of_cells, cells_that_are_none, old_format_with_tests_of_its_own,
        )
    }
)  # fmt: skip


def hostile(name: str) -> bytes:
    """Return the notebook of a wrong answer, changed by the case ``name``."""
    document = json.loads(notebook(WRONG))
    HOSTILE[name](document)
    return json.dumps(document).encode()
