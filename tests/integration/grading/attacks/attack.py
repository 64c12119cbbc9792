"""One attack a file: `cells/<name>.py` is what a learner writes into the notebook; its first comments say what it tries
and how it must end. A further case is a further file; nothing else has to be touched.

    # tries: to reach the network
    # ends: graded                 graded | flagged CODE | ungraded; several with `or`
    # seconds: 20                  optional: how long this one may take (default 20)

The cell prints REACHED if it gets where it must not. ``PLACES`` stand in it for paths that it must not see.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "cells"
REACHED = "REACHED"
SECRET = "the-secret-of-a-neighbour"
EXERCISE = "target"


@dataclass(frozen=True, slots=True)
class Attack:
    """``ends``: the ways in which it may end, each a word and perhaps a flag's code."""

    name: str
    tries: str
    ends: tuple[str, ...]
    code: str


def attacks() -> tuple[Attack, ...]:
    """Return all cases, by name."""
    return tuple(_read(path) for path in sorted(HERE.glob("*.py")))


def _read(path: Path) -> Attack:
    code = path.read_text("utf-8")
    told = dict(line[2:].split(": ", 1) for line in code.splitlines() if line.startswith("# ") and ": " in line)
    return Attack(path.stem, told["tries"], tuple(told["ends"].split(" or ")), code)


def _mark(name: str, *, grade: bool, points: float = 0) -> dict[str, Any]:
    mark = {"grade": grade, "grade_id": name, "locked": grade, "schema_version": 3, "solution": not grade}
    return {"nbgrader": {**mark, "task": False, **({"points": points} if grade else {})}}


def _code(number: int, source: str, metadata: dict[str, Any]) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"cell-{number}",
        "metadata": metadata,
        "outputs": [],
        "source": source,
    }


TESTS = {
    "value": "assert value is not None\n### BEGIN HIDDEN TESTS\nassert value == 41 + 1\n### END HIDDEN TESTS",
    "share": "share = 0.0\n### BEGIN HIDDEN TESTS\nshare = 4.0 * (type(value) is int and value == 42)\n"
    "### END HIDDEN TESTS\nshare",
    "called": "assert square(1) == 1\n### BEGIN HIDDEN TESTS\nassert square(3) == 9 and square(-4) == 16\n"
    "### END HIDDEN TESTS",
    "drawn": "assert figure\n### BEGIN HIDDEN TESTS\nassert figure.corners == 4\nassert figure.name() == 'square'\n"
    "### END HIDDEN TESTS",
}
"""Values taken out (``value``, ``share``), a function that is called, and an object, whose test needs canaries."""

RIGHT = (
    "value = 42\n\n\ndef square(x):\n    return x * x\n\n\nclass Figure:\n    corners = 4\n\n"
    "    def name(self):\n        return 'square'\n\n\nfigure = Figure()"
)
WRONG = "value = 0\n\n\ndef square(x):\n    return 1\n\n\nfigure = 7"


def notebook(*answers: str) -> bytes:
    """Return the target exercise with ``answers`` in its answer cell and in cells after it, before the tests."""
    answer = "### BEGIN SOLUTION\n" + RIGHT + "\n### END SOLUTION"
    first, *others = answers or (answer,)
    cells = [_code(0, first, _mark("answer", grade=False))]
    cells += [_code(number, source, {}) for number, source in enumerate(others, start=50)]
    cells += [_code(n, source, _mark(name, grade=True, points=4)) for n, (name, source) in enumerate(TESTS.items(), 1)]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    found = {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(found).encode()
