"""Time and memory of `coursewright grade run` from 100 to 10,000 submissions, with a plot (SVG).

The sandbox is on. Time should grow in a straight line, and memory not at all; `seconds_a_submission_spread` is the
largest slope between two sizes over the smallest.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
from pathlib import Path

from grading import ours
from grading_work import hand_in
from measure import report

from builder.grading.folder import GradingFolder


def main() -> None:
    """Measure, print and draw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 300, 1000, 3000, 10_000])
    parser.add_argument("--plot", type=Path, default=Path("build/grading-growth.svg"))
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    asked = parser.parse_args()
    points: list[tuple[int, float, float]] = []
    for size in asked.sizes:
        with tempfile.TemporaryDirectory(prefix="coursewright-growth-") as place:
            folder = GradingFolder(Path(place) / "grading")
            hand_in(folder, size)
            seconds, memory = ours(folder, [])
        points.append((size, seconds, memory))
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(points)]
    figures: dict[str, float | int | str] = {"largest": max(asked.sizes)}
    for size, seconds, memory in points:
        figures[f"seconds_{size}"], figures[f"peak_memory_mb_{size}"] = seconds, memory
    if slopes:
        figures["seconds_a_submission_spread"] = max(slopes) / min(slopes)
    draw(points, asked.plot)
    report(figures, asked.json)


def draw(points: list[tuple[int, float, float]], target: Path) -> None:
    """Draw seconds and memory over the number of submissions."""
    import matplotlib as mpl

    mpl.use("svg")
    import matplotlib.pyplot as plt

    sizes = [point[0] for point in points]
    figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(7, 6))
    above.plot(sizes, [point[1] for point in points], marker="o")
    above.set_ylabel("seconds")
    below.plot(sizes, [point[2] for point in points], marker="o")
    below.set_ylabel("peak memory (MB)")
    below.set_ylim(bottom=0)
    below.set_xlabel("submissions")
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target)


if __name__ == "__main__":
    main()
