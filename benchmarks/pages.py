"""Lighthouse on a phone's terms (simulated slow 4G, four times slower CPU) for four pages of our own course."""

from __future__ import annotations

import argparse
import functools
import gzip
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from measure import BIN, ROOT, report

FOLDER = ROOT / "benchmarks" / "lighthouse"
"""Its `package.json` and lock file; nothing is installed there before this benchmark runs."""
CHROME = "/usr/bin/chromium"
FLAGS = "--headless=new --no-sandbox --disable-gpu"
PACKED = (".html", ".js", ".css", ".svg", ".json")
SCORES = ("performance", "accessibility")
AUDITS = {"lcp_seconds": ("largest-contentful-paint", 1000), "cls": ("cumulative-layout-shift", 1)}
BLOCKING = {"tbt_ms": ("total-blocking-time", 1), "bytes": ("total-byte-weight", 1)}


class Packing(SimpleHTTPRequestHandler):
    """Serves a folder with gzip and a day of caching, as an ordinary web server does."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file."""
        file = Path(self.translate_path(self.path))
        if not file.is_file():
            self.send_error(404)
            return
        body = file.read_bytes()
        self.send_response(200)
        if file.suffix in PACKED:
            body = gzip.compress(body, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=86400")
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def serving(site: Path) -> Iterator[str]:
    """Serve ``site`` on a free port of 127.0.0.1."""
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Packing, directory=str(site))) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def four_pages(site: Path) -> dict[str, str]:
    """Name -> page: the first lesson, the heaviest, the one with most questions, and the story."""
    told = json.loads((site / "_static/coursewright/course.json").read_text(encoding="utf-8"))
    lessons = [page["href"] for page in told["pages"] if page["required"]]
    asked = [question["page"] for question in told["questions"].values()]
    hrefs = {page["id"]: page["href"] for page in told["pages"]}
    (story,) = (one["page"] for one in told["stories"].values())
    return {
        "first_lesson": lessons[0],
        "heaviest_lesson": max(lessons, key=lambda page: len(gzip.compress((site / page).read_bytes()))),
        "questions": hrefs[max(sorted(set(asked)), key=asked.count)],
        "story": hrefs[story],
    }


def lighthouse(address: str) -> dict[str, float]:
    """Measure one page and return its figures."""
    with tempfile.TemporaryDirectory() as folder:
        result = Path(folder) / "result.json"
        command = [BIN / "node", FOLDER / "node_modules/lighthouse/cli/index.js", address, "--quiet", "--output=json"]
        command += [f"--output-path={result}", f"--only-categories={','.join(SCORES)}", f"--chrome-flags={FLAGS}"]
        run([str(part) for part in command])
        found = json.loads(result.read_text(encoding="utf-8"))
    figures = {name: round(100 * found["categories"][name]["score"]) for name in SCORES}
    for name, (audit, unit) in {**AUDITS, **BLOCKING}.items():
        figures[name] = round(found["audits"][audit]["numericValue"] / unit, 3)
    return figures


def run(command: list[str]) -> None:
    """Run a command with our Node and Chromium; its failure ends the benchmark with its words."""
    environment = {**os.environ, "CHROME_PATH": CHROME, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")


def main() -> None:
    """Measure and print; the machine's load is printed too, since a busy machine lowers the score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    parser.add_argument("--site", type=Path, default=ROOT / "build" / "site", help="default: build/site, as it is")
    parser.add_argument("--runs", type=int, default=3, help="of each page; the medians count (default 3)")
    options = parser.parse_args()
    if not (FOLDER / "node_modules").is_dir():
        run([str(BIN / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
    figures: dict[str, float | int | str] = {"load_before": round(os.getloadavg()[0], 1)}
    with serving(options.site.resolve()) as address:
        for name, href in four_pages(options.site).items():
            figures[f"{name}_page"] = href
            runs = [lighthouse(f"{address}/{href}") for _ in range(options.runs)]
            figures |= {f"{name}_{key}": statistics.median(run[key] for run in runs) for key in runs[0]}
    figures["load_after"] = round(os.getloadavg()[0], 1)
    report(figures, options.json)


if __name__ == "__main__":
    main()
