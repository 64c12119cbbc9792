"""`coursewright build` beside plain `jupyter-book build` of the same sources, in one run.

Cold, after an edit of one lesson's text, and with nothing changed. Ratios are medians of pairs.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from itertools import count
from pathlib import Path

from measure import BIN, arguments, copy_course, paired, report, timed

LESSON = Path("modules/opening/our-approach.ipynb")
NUMBERS = count(1)


def ours(course: Path) -> float:
    """Seconds of our build."""
    return timed([BIN / "coursewright", "build"], course)


def plain(course: Path) -> float:
    """Seconds of Jupyter Book's own."""
    return timed([BIN / "jupyter-book", "build", "--quiet", "."], course)


def cold(course: Path, build: str) -> None:
    """Forget everything that was built."""
    shutil.rmtree(course / build, ignore_errors=True)


def edit(course: Path) -> None:
    """Add a sentence to the text of one lesson."""
    path = course / LESSON
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in reversed(notebook["cells"]) if cell["cell_type"] == "markdown")
    text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    cell["source"] = f"{text}\n\nEdited {next(NUMBERS)} times."
    path.write_text(json.dumps(notebook), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        mine, peer = copy_course(Path(folder) / "ours"), copy_course(Path(folder) / "plain")

        def cold_ours() -> float:
            cold(mine, "build")
            return ours(mine)

        def cold_plain() -> float:
            cold(peer, "_build")
            return plain(peer)

        def edited_ours() -> float:
            edit(mine)
            return ours(mine)

        def edited_plain() -> float:
            edit(peer)
            return plain(peer)

        first = paired(cold_ours, cold_plain, options.runs)
        one = paired(edited_ours, edited_plain, options.runs)
        still = paired(lambda: ours(mine), lambda: plain(peer), options.runs)
        start = paired(
            lambda: timed([BIN / "coursewright", "--help"], mine),
            lambda: timed([BIN / "jupyter-book", "--help"], mine),
            options.runs,
        )
    figures: dict[str, float | int | str] = {"runs": options.runs}
    for name, (a, b, ratio) in {"cold": first, "one_lesson": one, "unchanged": still, "help": start}.items():
        figures |= {f"{name}_seconds": a, f"{name}_plain_seconds": b, f"{name}_ratio": ratio}
    report(figures, options.json)


if __name__ == "__main__":
    main()
