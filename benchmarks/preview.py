"""How long after an edit of a lesson's text the preview serves the new page, in seconds; median and longest."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from measure import BIN, arguments, copy_course, report

LESSON = "modules/opening/our-approach"


def served(address: str) -> str:
    """Return the lesson as it is served now."""
    with urllib.request.urlopen(f"{address}{LESSON}.html", timeout=10) as answer:
        return str(answer.read().decode("utf-8"))


def seconds_until(address: str, text: str, limit: float) -> float:
    """Return the seconds until ``text`` is served; give up at ``limit``."""
    start = time.perf_counter()
    while time.perf_counter() - start < limit:
        if text in served(address):
            return time.perf_counter() - start
        time.sleep(0.02)
    sys.exit(f"not served within {limit} s: {text}")


def edit(path: Path, sentence: str) -> None:
    """Put ``sentence`` at the end of the lesson's last text cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(cell for cell in reversed(notebook["cells"]) if cell["cell_type"] == "markdown")
    text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    cell["source"] = f"{text}\n\n{sentence}"
    path.write_text(json.dumps(notebook), encoding="utf-8")


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        course = copy_course(Path(folder) / "course")
        command = [BIN / "coursewright", "preview", "--port", "0"]
        with subprocess.Popen(
            command, cwd=course, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as server:
            assert server.stdout is not None
            address = server.stdout.readline().split()[0]
            seconds_until(address, "<article", 180)
            times = []
            for number in range(options.runs + 4):
                sentence = f"Sentence number {number} of this benchmark."
                edit(course / f"{LESSON}.ipynb", sentence)
                times.append(seconds_until(address, sentence, 60))
            server.terminate()
    report(
        {"edits": len(times), "median_seconds": statistics.median(times), "longest_seconds": max(times)}, options.json
    )


if __name__ == "__main__":
    main()
