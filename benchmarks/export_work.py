"""One export in a process of its own: pages, a format and megabytes of media in; seconds, bytes and peak memory out."""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from tests.unit.packages.packaged_course import make_book, make_package

MEGABYTE = 1 << 20


def main() -> None:
    """Write a site of so many copies of one rendered page, export it, and print what that took."""
    count, name, page, megabytes = int(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / "site"
        book = make_book(site, pages=("index", *(f"pages/{number:04}" for number in range(1, count))))
        for one in book.pages:
            (site / one.href).write_bytes(page.read_bytes())
        media = tuple(f"_images/{number}.mp4" for number in range(megabytes))
        for file in media:
            (site / file).parent.mkdir(exist_ok=True)
            (site / file).write_bytes(os.urandom(MEGABYTE))
        book = type(book)(site, book.title, book.language, book.pages, (*book.shared_files, *media), "f", ())
        begun, used = time.perf_counter(), time.process_time()
        delivery = deliver(make_package(site, book=book), FORMATS[name], Path(folder) / "out")
        figures = {
            "seconds": time.perf_counter() - begun,
            "processor_seconds": time.process_time() - used,
            "bytes": delivery.size,
            "peak_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
