"""HTML to PDF through an installed Chromium, which tags the document and makes its outline from the headings."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from builder.packages.refusal import LackingError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
PATIENCE = 300
"""Seconds that one printing may take."""
OPTIONS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=nowhere.invalid:9",
    "--proxy-bypass-list=<-loopback>",
)
"""No host has an address, and what needs none is sent to a host that has none: nothing is fetched while printing."""


def find_browser() -> str:
    """Return the path of the browser that prints: `COURSEWRIGHT_BROWSER`, or the first one installed.

    Raises `LackingError` when there is none.
    """
    named = os.environ.get("COURSEWRIGHT_BROWSER", "")
    for name in (named,) if named else BROWSERS:
        found = shutil.which(name)
        if found:
            return found
    raise LackingError(
        f"no browser is there to print with ({named or ', '.join(BROWSERS)}). "
        "On Debian: apt-get install chromium fonts-noto-core; or name one in COURSEWRIGHT_BROWSER."
    )


def print_html(document: bytes, browser: str) -> bytes:
    """Return ``document`` as a PDF; pictures are read from the files that it names, and nothing from any host.

    Raises `LackingError` when the browser writes none.
    """
    with tempfile.TemporaryDirectory(prefix="coursewright-print-") as name:
        folder = Path(name)
        page, target = folder / "handbook.html", folder / "handbook.pdf"
        page.write_bytes(document)
        sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        command = [browser, *OPTIONS, *sandbox, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={target}"]
        try:
            done = subprocess.run(
                [*command, page.as_uri()], capture_output=True, timeout=PATIENCE, check=False, stdin=subprocess.DEVNULL
            )
        except subprocess.TimeoutExpired:
            raise LackingError(f"{browser} printed nothing within {PATIENCE} seconds; try again.") from None
        if not target.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["it gave no reason"]
            raise LackingError(f"{browser} printed nothing: {said[0]}")
        return target.read_bytes()
