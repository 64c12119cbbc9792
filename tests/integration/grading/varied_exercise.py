"""An exercise as another author might write it, with all that notebooks do, and honest answers to it of many kinds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

EXERCISE = "varied"
NUMBERS = b"day,steps\n1,4\n2,6\n3,8\n"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"

SETUP = """import asyncio
import csv
import warnings

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

with open("numbers.csv", newline="") as file:
    steps = [int(row["steps"]) for row in csv.DictReader(file)]
print("Ready.", len(steps))"""

TASKS: Mapping[str, tuple[str, str, str, float]] = MappingProxyType(
    {
        "total": (
            "total = sum(steps)",
            "assert isinstance(total, int)",
            "assert total == 18, 'count all days'",
            2,
        ),
        "double": ("def double(x):\n    return 2 * x", "assert double(1) == 2", "assert double('a') == 'aa'", 3),
        "plot": (
            "figure, axes = plt.subplots()\naxes.plot(steps)\nplt.show()",
            "assert axes.lines",
            "assert list(axes.lines[0].get_ydata()) == [4, 6, 8]",
            1,
        ),
        "partial": (
            "answers = {'a': 'yes', 'b': 'no', 'c': 'ni\\u00f1o \\u2713'}",
            "right = {'a': 'yes', 'b': 'no'}",
            "3 * sum(answers.get(key) == word for key, word in right.items()) / 2",
            3,
        ),
        "array": ("mean = np.mean(steps)", "assert mean > 0", "assert np.isclose(mean, 6) and mean == 6", 1),
        "frame": (
            "table = pd.DataFrame({'day': ['a', 'b', 'c'], 'steps': steps}).sort_values('steps', ascending=False)",
            "assert list(table.columns) == ['day', 'steps']",
            "assert table['steps'].iloc[0] == 8 and table.index[0] == 2 and table['day'].str.upper().iloc[0] == 'C'",
            2,
        ),
        "magic": ("%precision 2\nlisted = !echo one; echo two", "assert listed", "assert list(listed)[1] == 'two'", 1),
        "waiting": ("waited = await asyncio.sleep(0, 'done')", "assert waited", "assert waited == 'done'", 1),
        "noisy": (
            "factor = 3",
            "assert factor",
            "if factor > 3:\n    warnings.warn('large')\nassert factor * 2 >= 6",
            1,
        ),
        "changed": ("steps.append(10)", "assert len(steps) > 2", "assert steps[-1] == 10 and sum(steps) == 28", 2),
    }
)
"""Task to the model's answer, the visible test, the hidden test and the points."""

ANSWERS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "right": {},
        "blank": dict.fromkeys(TASKS, "# nothing yet"),
        "wrong": {
            "total": "total = 17",
            "double": "def double(x):\n    return x + x + 1",
            "plot": "figure, axes = plt.subplots()\naxes.plot([1])\nprint('one', 2)\ndisplay(figure)",
            "partial": "answers = {'a': 'yes'}",
            "array": "mean = 'six'",
            "frame": "table = pd.DataFrame({'day': [1], 'steps': [2.5]})\ntable",
            "magic": "import sys\nprint('to the side', file=sys.stderr)\n%no_such_magic\nlisted = []",
            "waiting": "waited = input('your answer? ')",
            "noisy": "factor = 4",
            "changed": "steps = steps[:1]\n1 / 0",
        },
        "odd": {
            "total": "total = np.int64(18)\n%matplotlib inline",
            "double": "double = lambda x: x * 2  # \u00fc\u4e2d",
            "plot": "this is no Python (",
            "partial": "answers = dict(a='yes', b='maybe')\nanswers;",
            "array": "mean = np.float32(6)",
            "frame": "table = 1\nraise SystemExit",
            "magic": "%%bash\necho nothing\necho aside >&2",
            "waiting": "async def later():\n    return 'done'\n\n\nwaited = await later()",
            "noisy": "factor = True",
            "changed": "for number in range(3):\n    print('\\r', number, end='')\nsteps += [10]",
        },
    }
)
"""Learner to the answers that are not the model's."""


def _marked(
    source: str, name: str, *, grade: bool = False, solution: bool = False, points: float = 0, task: bool = False
) -> dict[str, object]:
    mark = {"grade": grade, "grade_id": name, "locked": not solution, "schema_version": 3, "solution": solution}
    return {"nbgrader": {**mark, "task": task, **({"points": points} if grade or task else {})}}


def source_notebook() -> bytes:
    """Return the instructor's notebook."""
    cells = [new_markdown_cell("# Varied"), new_code_cell(SETUP, metadata=_marked(SETUP, "setup"))]
    for name, (answer, visible, hidden, points) in TASKS.items():
        text = f"### BEGIN SOLUTION\n{answer}\n### END SOLUTION"
        cells.append(new_code_cell(text, metadata=_marked(text, f"{name}-answer", solution=True)))
        test = f"{visible}\n{HIDDEN.format(hidden)}"
        cells.append(new_code_cell(test, metadata=_marked(test, name, grade=True, points=points)))
    text = "### BEGIN SOLUTION\nwhy = 1\n### END SOLUTION"
    cells.append(new_code_cell(text, metadata=_marked(text, "by-hand", grade=True, solution=True, points=4)))
    cells.append(new_markdown_cell("Because.", metadata=_marked("", "essay", grade=True, solution=True, points=5)))
    cells.append(new_markdown_cell("Draw it.", metadata=_marked("", "drawing", points=6, task=True)))
    return _write(cells)


def submission(answers: Mapping[str, str], released: bytes, essay: str = "") -> bytes:
    """Return the ``released`` notebook with the model's answers, but for those in ``answers``."""
    notebook = nbformat.reads(released.decode("utf-8"), as_version=4)
    for cell in notebook.cells:
        name = cell.metadata.get("nbgrader", {}).get("grade_id", "").removesuffix("-answer")
        if name in TASKS and cell.metadata.nbgrader.solution:
            cell.source = answers.get(name, TASKS[name][0])
        elif name == "essay" and essay:
            cell.source = essay
    return nbformat.writes(notebook).encode("utf-8")


def _write(cells: list[nbformat.NotebookNode]) -> bytes:
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    return nbformat.writes(new_notebook(cells=cells, metadata={"kernelspec": kernel})).encode("utf-8")
