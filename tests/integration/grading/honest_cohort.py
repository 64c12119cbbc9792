"""Thirty honest submissions of every kind: right, wrong, partial, blank, raising, slow, chatty, plotting, unicode."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from grading_cohort import EXERCISES, filled, mark, model_answers, read_notebook

from builder.grading.folder import GradingFolder

MAIN = "reciprocity-index"
CELL_SECONDS = 8
"""The time limit of a cell in these tests: one submission goes on for ever."""

TEXTS = {
    "short": "The council decides.",
    "unicode": "الشرطة والمجتمع — 警察与社区 — Здоровье 🚓 «é»\u2028\u200f`x` <b>bold</b> $x$",
    "long": "\n\n".join(f"Paragraph {number}: who decides, and who is asked?" for number in range(200)),
}
EXTRA_CELLS = {
    "slow": "import time\ntime.sleep(1.5)\nprint('done')",
    "chatty": "for number in range(3000):\n    print('line', number)",
    "chatty-errors": "import sys\nprint('careful', file=sys.stderr)",
    "plotting": "import matplotlib.pyplot as plt\nplt.plot([1, 2, 3])\nplt.show()",
    "table": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'é': ['x', None]})",
    "raising": "raise ValueError('not my day: é')",
    "syntax": "this is not python",
    "magic": "%%time\ntotal = sum(range(10))",
    "display": "from IPython.display import HTML, Markdown, display\ndisplay(Markdown('**x**'))\nHTML('<i>y</i>')",
    "exits": "import sys\nsys.exit(3)",
    "warns": "import warnings\nwarnings.warn('soon gone')",
    "defines": "class Answer:\n    def __repr__(self):\n        return 'an answer'\nAnswer()",
    "for-ever": "while True:\n    pass",
}
"""Cells that learners add of their own, before the first answer."""

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "wrong": {
        "balance-answer": 'balance_formula = "larger / smaller"',
        "flow-answer": 'volume_formula = "smaller + larger"\nflow_formula = "balance + volume"\nsilent_score = 1',
        "signs-answer": 'warning_signs = "b d"',
    },
    "partly": {
        "flow-answer": 'volume_formula = "(smaller + larger) / 8"\nflow_formula = "volume * balance"\nsilent_score = 0',
        "signs-answer": 'warning_signs = "a c b"',
    },
    "raises": {"balance-answer": "1 / 0"},
    "on-stderr": {"balance-answer": 'import sys\nbalance_formula = "smaller / larger"\nprint("oh", file=sys.stderr)'},
    "deletes": {"balance-answer": "del cop_check"},
    "syntax": {"signs-answer": 'warning_signs = "a'},
}


def with_cell(notebook: Any, source: str) -> Any:
    """Return a copy with a code cell more, before the first answer."""
    changed = copy.deepcopy(notebook)
    at = next(i for i, cell in enumerate(changed["cells"]) if mark(cell).get("solution"))
    cell = {"cell_type": "code", "id": "own", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    changed["cells"].insert(at, cell)
    return changed


def honest_submissions(root: Path, student: Callable[[str], Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield (learner, exercise, notebook); ``student`` gives the released notebook of an exercise."""
    for exercise in EXERCISES:
        yield "right", exercise, filled(student(exercise), model_answers(root, exercise))
    model, released = model_answers(root, MAIN), student(MAIN)
    yield "blank", MAIN, released
    for name, answers in ANSWERS.items():
        yield name, MAIN, filled(released, {**model, **answers})
    for name, text in TEXTS.items():
        yield f"text-{name}", MAIN, filled(released, {**model, "terms-of-reference": text})
    for name, source in EXTRA_CELLS.items():
        yield f"cell-{name}", MAIN, with_cell(filled(released, model), source)


def hand_in_all(root: Path, student: Callable[[str], Any], folder: GradingFolder) -> tuple[tuple[str, str], ...]:
    """Put the cohort where intake puts it, and return (learner, exercise) of all."""
    pairs = []
    for learner, exercise, notebook in honest_submissions(root, student):
        path = folder.submission(learner, exercise)
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        pairs.append((learner, exercise))
    return tuple(pairs)


def released_notebook(released: Mapping[str, Any]) -> Callable[[str], Any]:
    """Return a function that reads an exercise's released notebook."""
    return lambda exercise: read_notebook(released[exercise].notebook)
