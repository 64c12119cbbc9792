"""`coursewright export` after a build, its packages' sizes, and the weight of the first page."""

from __future__ import annotations

import gzip
import re
import statistics
import tempfile
from pathlib import Path

from measure import BIN, arguments, copy_course, report, timed


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


def main() -> None:
    """Measure and print."""
    options = arguments(__doc__ or "")
    with tempfile.TemporaryDirectory() as folder:
        course = copy_course(Path(folder) / "course")
        build = timed([BIN / "coursewright", "build"], course)
        runs = [timed([BIN / "coursewright", "export", "scorm12"], course) for _ in range(options.runs + 2)]
        figures: dict[str, float | int | str] = {
            "cold_build_seconds": build,
            "export_scorm12_seconds": statistics.median(runs),
        }
        for package in sorted((course / "build" / "packages").glob("*.zip")):
            figures[f"bytes_{package.name}"] = package.stat().st_size
        for name, value in page_weight(course / "build" / "site", "index.html").items():
            figures[f"first_page_{name}"] = value
    report(figures, options.json)


if __name__ == "__main__":
    main()
