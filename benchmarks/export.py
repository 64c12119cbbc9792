"""`coursewright export` after a build: time, size, memory and growth of each format, and a peer's whole run.

Processor seconds are those of the command and its children; they say more than the clock on a busy machine. The peer is
simple-scorm-packager (npm), which packs pages that are there; `jupyter-book build` before it makes a whole run of it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from growth_plot import write_plot
from measure import BIN, ROOT, arguments, copy_course, paired, report, timed
from small_book import write_ours, write_plain

WEB = ("scorm12", "scorm2004", "cmi5", "cc11", "cc13", "web")
OTHERS = ("moodle-xml", "epub", "html")
COUNTS = (10, 100, 1000)
MEDIA = 60
"""Megabytes."""
PEER = "simple-scorm-packager@0.2.7"
PACK = """
require('simple-scorm-packager')({
  version: '1.2', organization: 'Nobody', title: 'Ten pages', source: process.argv[1],
  package: {zip: true, name: 'ten-pages', author: 'Nobody', outputFolder: process.argv[2]}
}, function () {});
"""
Figures = dict[str, float | int | str]


def processor_seconds() -> float:
    """Return what all commands that have ended took of the processor."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def page_weight(site: Path, page: str) -> dict[str, int]:
    """Return the gzip-compressed bytes of a page and of all that it loads by itself."""
    text = (site / page).read_text(encoding="utf-8")
    found = re.findall(r'<(?:script|img)[^>]*\ssrc="([^"]+)"|<link[^>]*rel="stylesheet"[^>]*href="([^"]+)"', text)
    names = sorted({(a or b).split("?")[0] for a, b in found if not (a or b).startswith("data:")})
    base = (site / page).parent
    sizes = {name: len(gzip.compress((base / name).read_bytes(), 6)) for name in names}
    page_bytes = len(gzip.compress(text.encode(), 6))
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    return {"html": page_bytes, "scripts": scripts, "all": page_bytes + sum(sizes.values()), "requests": 1 + len(sizes)}


def course_figures(course: Path, runs: int) -> Figures:
    """Our course: one rendering, all web formats together, each format by itself."""
    before = processor_seconds()
    rendering = timed([BIN / "coursewright", "build"], course)
    used = processor_seconds() - before
    figures: Figures = {"rendering_seconds": rendering, "rendering_processor_seconds": used}
    for name, formats in {"web_formats": WEB, **{name: (name,) for name in (*WEB, *OTHERS)}}.items():
        before = processor_seconds()
        seconds = statistics.median(timed([BIN / "coursewright", "export", *formats], course) for _ in range(runs))
        figures[f"{name}_seconds"] = seconds
        figures[f"{name}_processor_seconds"] = (processor_seconds() - before) / runs
    figures["web_formats_to_rendering"] = float(figures["web_formats_processor_seconds"]) / used
    for package in sorted((course / "build" / "packages").iterdir()):
        if package.suffix not in (".sha256", ".json"):
            kind = re.sub(r"^.*?-\d+\.\d+\.\d+\.", "", package.name)
            figures[f"bytes_{kind}"] = package.stat().st_size
    audio = sum(file.stat().st_size for file in (course / "build/site").rglob("*.mp3"))
    figures["bytes_scorm12_without_audio"] = int(figures["bytes_scorm12.zip"]) - audio
    figures |= {f"first_page_{name}": value for name, value in page_weight(course / "build/site", "index.html").items()}
    return figures


def growth_figures(page: Path) -> Figures:
    """Seconds and memory of each format for 10, 100 and 1,000 copies of a page, and with media; writes the plot."""
    figures: Figures = {}
    seconds: dict[str, list[float]] = {}
    memory: dict[str, list[float]] = {}
    for name in (*WEB, *OTHERS):
        for count in COUNTS:
            one = exported(count, name, page, 0)
            seconds.setdefault(name, []).append(one["processor_seconds"])
            memory.setdefault(name, []).append(one["peak_megabytes"])
            figures[f"{name}_{count}_pages_processor_seconds"] = one["processor_seconds"]
            figures[f"{name}_{count}_pages_peak_megabytes"] = one["peak_megabytes"]
    for name in ("scorm12", "cc13", "web"):
        figures[f"{name}_media_peak_megabytes"] = exported(COUNTS[1], name, page, MEDIA)["peak_megabytes"]
    for name in seconds:
        few, many = seconds[name][COUNTS.index(100)], seconds[name][COUNTS.index(1000)]
        figures[f"{name}_1000_pages_to_ten_times_100_pages"] = many / (10 * few)
    figures["worst_growth_of_time"] = max(
        float(figures[f"{name}_1000_pages_to_ten_times_100_pages"]) for name in seconds
    )
    figures["peak_megabytes"] = max(max(values) for values in memory.values())
    figures["plot"] = str(write_plot(ROOT / "build/benchmarks/export.svg", COUNTS, seconds, memory).relative_to(ROOT))
    return figures


def exported(count: int, name: str, page: Path, megabytes: int) -> dict[str, float]:
    """Return what `export_work.py` measures of one export, in a process of its own."""
    command = [sys.executable, str(Path(__file__).with_name("export_work.py")), str(count), name, str(page)]
    done = subprocess.run([*command, str(megabytes)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def peer_figures(folder: Path, runs: int) -> Figures:
    """Ten pages and twelve questions: our export beside the peer's packing, and both with a rendering before."""
    node = shutil.which("node") or shutil.which("node", path=str(BIN))
    npm = shutil.which("npm") or shutil.which("npm", path=str(BIN))
    if node is None or npm is None:
        sys.exit("node and npm are needed for the peer: make test installs them")
    peer = folder / "peer"
    peer.mkdir()
    timed([npm, "install", "--no-audit", "--no-fund", "--silent", PEER], peer)
    ours, plain = write_ours(folder / "ours"), write_plain(folder / "plain")
    timed([BIN / "coursewright", "build"], ours)

    def pack() -> float:
        return timed([node, "-e", PACK, plain / "_build/html", peer / "out"], peer)

    def export() -> float:
        return timed([BIN / "coursewright", "export", "scorm12"], ours)

    def whole() -> float:
        shutil.rmtree(ours / "build", ignore_errors=True)
        return export()

    def peer_whole() -> float:
        shutil.rmtree(plain / "_build", ignore_errors=True)
        return timed([BIN / "jupyter-book", "build", "--quiet", "."], plain) + pack()

    with_rendering = paired(whole, peer_whole, runs)
    without = paired(export, pack, runs)
    return {
        "ten_pages_export_seconds": without[0],
        "ten_pages_peer_packing_seconds": without[1],
        "ten_pages_whole_seconds": with_rendering[0],
        "ten_pages_peer_whole_seconds": with_rendering[1],
        "ten_pages_whole_to_peer_whole": with_rendering[2],
        "ten_pages_peer_whole_to_whole": 1 / with_rendering[2],
        "ten_pages_export_to_peer_whole": without[0] / with_rendering[1],
        "peer_whole_to_ten_pages_export": with_rendering[1] / without[0],
        "ten_pages_export_to_peer_packing": without[2],
    }


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = f"{folder}/bytecode"  # both sides with compiled modules, as once installed
        course = copy_course(Path(folder) / "course")
        figures: Figures = {"runs": options.runs, **course_figures(course, options.runs)}
        figures |= growth_figures(course / "build/site/modules/opening/our-approach.html")
        figures |= peer_figures(Path(folder), options.runs)
    report(figures, options.json)


if __name__ == "__main__":
    main()
