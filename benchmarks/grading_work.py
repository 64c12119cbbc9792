"""What the grading benchmarks share: generated light submissions with planted scores, and a sampler of memory."""

from __future__ import annotations

import json
import random
import re
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from measure import ROOT

sys.path.insert(0, str(ROOT))

from builder.grading.folder import GradingFolder
from builder.grading.gradebook import student_notebook

EXERCISE = "reciprocity-index"
COMMAND = (sys.executable, "-c", "from builder.cli import main; main(prog_name='coursewright')")
SOLUTION = re.compile(r"^.*?### BEGIN SOLUTION\n(.*?)\n### END SOLUTION$", re.DOTALL)
WRONG = {
    "balance-answer": ('balance_formula = "larger / smaller"', "balance", 5.0),
    "ratio-answer": ('ratio_formula = "seats / residents"', "ratio", 5.0),
    "signs-answer": ('warning_signs = "b d"', "signs", 5.0),
}
"""Answers that are wrong, by answer cell: what stands there."""
SECONDS_BETWEEN_LOOKS = 1.0
"""Looking at the memory of all processes takes processor time from what is measured, so it is done seldom."""


def _source() -> dict[str, Any]:
    path = ROOT / "exercises" / EXERCISE / f"{EXERCISE}.ipynb"
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def hand_in(folder: GradingFolder, count: int, seed: int = 1) -> Mapping[str, frozenset[str]]:
    """Hand in ``count`` different light submissions; return by learner which answers are wrong."""
    source = _source()
    released = json.loads(student_notebook(json.dumps(source), EXERCISE))
    answers = {}
    for cell in source["cells"]:
        mark = cell["metadata"].get("nbgrader", {})
        if mark.get("solution"):
            found = SOLUTION.match("".join(cell["source"]))
            answers[mark["grade_id"]] = found[1] if found else "".join(cell["source"])
    chosen = random.Random(seed)
    planted = {}
    for number in range(count):
        wrong = frozenset(name for name in WRONG if chosen.random() < 0.4)
        for cell in released["cells"]:
            name = cell["metadata"].get("nbgrader", {}).get("grade_id")
            if name in answers:
                cell["source"] = WRONG[name][0] if name in wrong else answers[name]
                cell["source"] += f"\n# learner {number}" if cell["cell_type"] == "code" else f"\n\nLearner {number}."
        learner = f"learner-{number:05}"
        path = folder.submission(learner, EXERCISE)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(released), encoding="utf-8")
        planted[learner] = wrong
    return planted


def seconds_for_all(alone: float, sample: float, size: int, count: int) -> float:
    """Return what a programme needs for ``count`` pieces of work that took ``alone`` for one and ``sample`` for
    ``size``, each time with its start-up: that counts once."""
    if count == size or size < 2:
        return sample * count / size
    return sample + (count - size) * (sample - alone) / (size - 1)


class PeakMemory:
    """Samples the memory (proportional set size, MB) of a process and all below it, and keeps the largest sum."""

    def __init__(self, process: int) -> None:
        self.mb = 0.0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> PeakMemory:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN_LOOKS):
            self.mb = max(self.mb, sum(_memory(one) for one in family(self._process)))


def family(process: int) -> list[int]:
    """Return a process and all its descendants, by /proc."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            parents.setdefault(parent, []).append(int(entry.name))
    found = [process]
    for one in found:
        found += parents.get(one, [])
    return found


def _memory(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def wait_until_gone(processes: list[int], seconds: float = 20) -> list[int]:
    """Return which of ``processes`` are still there after ``seconds`` at most."""
    end = time.monotonic() + seconds
    while processes and time.monotonic() < end:
        processes = [one for one in processes if Path(f"/proc/{one}").exists()]
        time.sleep(0.1)
    return processes
