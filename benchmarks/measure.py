"""What the benchmark scripts share: a copy of the course, timed commands, medians, and `--json`."""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
SOURCES = ("_config.yml", "_toc.yml", "index.md", "course", "modules", "exercises")


def copy_course(target: Path) -> Path:
    """Copy the course's sources, and nothing else, to ``target``."""
    target.mkdir(parents=True)
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copyfile(source, target / name)
    return target


def timed(command: Sequence[str | Path], folder: Path) -> float:
    """Run ``command`` in ``folder`` and return its seconds; its failure ends the benchmark with its words."""
    start = time.perf_counter()
    done = subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command} failed:\n{done.stdout}\n{done.stderr}")
    return seconds


def paired(ours: Callable[[], float], theirs: Callable[[], float], runs: int) -> tuple[float, float, float]:
    """Run both in turn ``runs`` times; return the medians of ours, of theirs, and of the ratios pair by pair."""
    pairs = [(ours(), theirs()) for _ in range(runs)]
    mine = statistics.median(a for a, _ in pairs)
    peer = statistics.median(b for _, b in pairs)
    return mine, peer, statistics.median(a / b for a, b in pairs)


def arguments(doc: str) -> argparse.Namespace:
    """Read `--json` and `--runs`."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    parser.add_argument("--runs", type=int, default=3, help="pairs of runs (default 3)")
    return parser.parse_args()


def report(figures: dict[str, float | int | str], as_json: bool) -> None:
    """Print the figures."""
    if as_json:
        print(json.dumps(figures, indent=1))
        return
    width = max(len(name) for name in figures)
    for name, value in figures.items():
        print(f"{name:<{width}}  {value:.3f}" if isinstance(value, float) else f"{name:<{width}}  {value}")
