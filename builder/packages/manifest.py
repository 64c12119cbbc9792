"""What the manifests of the IMS content packaging family have in common: addresses, titles and numbers as text."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import quote

TITLE_LIMIT = 200
"""Characters of a title (IMS Content Packaging 1.1.2, section 4.4)."""


def address(name: str) -> str:
    """Return a file's name as a relative URI (RFC 3986): UTF-8, percent-encoded, apostrophes and brackets too."""
    return quote(name, safe="/")


def one_line(text: str, limit: int = TITLE_LIMIT) -> str:
    """Return ``text`` on one line and, where it is longer than ``limit``, cut at a word and marked with an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return f"{line[:limit].rsplit(' ', 1)[0][: limit - 1]}…"


def percent(share: float) -> str:
    """Return a share of 0..1 on a scale of 0..100, exactly and without needless zeros: 0.725 is ``72.5``."""
    scaled = (Decimal(str(share)) * 100).normalize()
    return f"{scaled:f}"
