"""The site as a copy to carry: all of its files, and word to its player that it is one."""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType

from builder.book.course_data import FOLDER
from builder.packages.package import Members, Package

TOLD = f"{FOLDER}/course.js"
"""The first script of every page (docs/reference/pages.md)."""
MARK = b"coursewright.course.carried = true;\n"
"""What `course.js` says besides: nothing has to be installed here, so no page offers it."""


def carried_members(package: Package) -> Members:
    """Return the files of the site under their own names, `course.js` with `MARK` at its end."""
    members: dict[str, bytes | Path] = {name: package.root / name for name in package.files}
    if TOLD in members:
        members[TOLD] = (package.root / TOLD).read_bytes() + MARK
    return MappingProxyType(members)
