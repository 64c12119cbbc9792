"""The marks that an exercise's own tests give, without nbgrader.

The notebook's code runs in a fresh interpreter as nbgrader would run it (a cell's last expression is its result);
test_grading_cohort.py shows on some of the same answers that nbgrader itself gives the same marks.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from grading_cohort import filled, mark, model_answers, read_source

AUTOMATIC, BY_HAND = 27, 18
SOLUTION = re.compile(r"### BEGIN SOLUTION\n.*?### END SOLUTION", re.DOTALL)
RUNNER = """
import ast, json, sys
cells = json.load(open(sys.argv[1], encoding="utf-8"))
space, marks = sys.modules["__main__"].__dict__, {}
for grade_id, most, source in cells:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    earned = most
    try:
        exec(compile(tree, "cell", "exec"), space)
        if last is not None:
            result = eval(compile(ast.Expression(last.value), "cell", "eval"), space)
            earned = result if isinstance(result, float) else most
    except Exception:
        earned = 0
    if most:
        marks[grade_id] = earned
print("\\n" + json.dumps(marks))
"""


def marks(root: Path, folder: Path, exercise: str, answers: Mapping[str, str]) -> dict[str, float]:
    """Return the marks by task for ``answers``; cells without one stay as a learner finds them."""
    return run_exercise(root, folder, exercise, answers)[0]


def run_exercise(
    root: Path, folder: Path, exercise: str, answers: Mapping[str, str]
) -> tuple[dict[str, float], Sequence[str]]:
    """Return the marks by task for ``answers``, and the lines that the cells printed."""
    notebook = read_source(root, exercise)
    for cell in notebook["cells"]:
        cell["source"] = SOLUTION.sub("", cell["source"])
    cells = [
        (mark(cell).get("grade_id", ""), mark(cell).get("points", 0), cell["source"])
        for cell in filled(notebook, answers)["cells"]
        if cell["cell_type"] == "code"
    ]
    source = root / "exercises"
    for path in (source / "cop_check.py", *(source / exercise).glob("*.csv")):
        shutil.copy(path, folder)
    (folder / "cells.json").write_text(json.dumps(cells), encoding="utf-8")
    command = [sys.executable, "-B", "-c", f"import sys; sys.path.insert(0, '.')\n{RUNNER}", "cells.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=True)
    assert not done.stderr, "nbgrader takes anything on stderr for a failure"
    *printed, last = done.stdout.splitlines()
    return json.loads(last), printed


def code_answers(root: Path, exercise: str) -> dict[str, str]:
    """Return the model answers of the cells that the computer marks."""
    by_hand = {mark(c)["grade_id"] for c in read_source(root, exercise)["cells"] if mark(c).get("points") == BY_HAND}
    return {key: text for key, text in model_answers(root, exercise).items() if key not in by_hand}
