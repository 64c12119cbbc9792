"""Each part as one HTML file that holds all it needs: file managers of phones open a page without its neighbours.

Its address begins with `file:`; what it may run is told by hashes (Content Security Policy Level 3, section 6.7.3.3).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from builder.packages.alone import alone_members
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON, EMBEDDED, pass_rule
from builder.packages.package import Members, Package
from builder.packages.settings import Settings

LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {"distant": "left out: nothing is loaded from elsewhere", "inline-scripts": "left out: only the player runs"}
)


def write(package: Package, _settings: Settings) -> Members:
    """Return the members: one document for each part."""
    return alone_members(package)


def _whole(package: Package) -> Iterator[str]:
    return iter((package.title,) if package.parts else ())


FORMAT = Format(
    name="html",
    suffix=".html.zip",
    title="One HTML file for each part",
    write=write,
    cannot_carry=(
        *(
            replace(gap, instead=LEFT_OUT.get(gap.code, gap.instead))
            for gap in COMMON
            if gap.code not in ("notes", "unfit-names")
        ),
        EMBEDDED,
        pass_rule("each file tells the learner what was passed in it; nobody else hears of it"),
        Gap(
            "whole",
            "what is told of the whole: search, review, gain, and one record and score over all parts",
            "each file counts for itself; the website (web) has them",
            _whole,
        ),
    ),
)
