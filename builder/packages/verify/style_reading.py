"""What style sheets load: `url(...)` and `@import` (CSS Syntax 3), found by plain search, in linear time."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from builder.packages.verify.finding import Spot
from builder.packages.verify.references import Reference, Use, reference

LONGEST_ADDRESS = 2000
IMPORT = re.compile(r"""@import\s{1,9}(?:url\(\s{0,9})?["']?([^\s"')]{1,2000})""", re.IGNORECASE)
FONT = re.compile(r"\.(?:woff2?|ttf|otf|eot)(?:[?#]|$)", re.IGNORECASE)


def addresses_in(text: str, name: str, folder: str | None = None, line: int = 0) -> Iterator[Reference]:
    """Yield what a style sheet loads; ``folder`` is that of the page for a style within one."""
    here = posixpath.dirname(name) if folder is None else folder
    style = without_comments(text)
    imported = {found.group(1) for found in IMPORT.finditer(style)}
    for address in (*sorted(imported), *_urls(style)):
        use = Use.STYLE if address in imported else Use.FONT if FONT.search(address) else Use.IMAGE
        made = reference(address, use, Spot(name, line), here, in_style=use is not Use.STYLE)
        if made:
            yield made


def without_comments(text: str) -> str:
    """Return a style without its comments; one that is not closed goes to the end."""
    kept, start = [], 0
    while (begin := text.find("/*", start)) >= 0:
        kept.append(text[start:begin])
        end = text.find("*/", begin + 2)
        if end < 0:
            return "".join(kept)
        start = end + 2
    return "".join([*kept, text[start:]])


def _urls(style: str) -> Iterator[str]:
    small, start, seen = style.lower(), 0, set[str]()
    if len(small) != len(style):
        small = style
    while (begin := small.find("url(", start)) >= 0:
        start = begin + len("url(")
        end = style.find(")", start)
        if end < 0:
            return
        if end - start > LONGEST_ADDRESS:
            start = end - LONGEST_ADDRESS
            continue
        address = style[start:end].strip().strip("\"'").strip()
        if address and address not in seen and not address.lower().startswith("data:"):
            seen.add(address)
            yield address
