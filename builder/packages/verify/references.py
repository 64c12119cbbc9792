"""An address in a page, style or script, and where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from builder.packages.verify.documents import SCHEME, is_remote, member_at
from builder.packages.verify.finding import Spot

TEMPLATE = re.compile(r"\$\{|\{\{|<%|%%|^\s*[$@{\[]|^\s*%24")
"""What a script or a learning system will put something else in the place of."""
FILE_BASE = re.compile(r"^\s*(?:\$|%24)IMS-CC-FILEBASE(?:\$|%24)/?")
"""The root of a cartridge's files, as pages in it write it."""


class Use(StrEnum):
    """What an address is used for; the value is how people call it."""

    SCRIPT = "a script"
    STYLE = "a style sheet"
    FONT = "a font"
    IMAGE = "an image"
    MEDIA = "sound or video"
    FRAME = "a frame"
    OTHER = "a file"
    LINK = "a link"


CODE = frozenset({Use.SCRIPT, Use.STYLE})
"""What a page cannot do without."""


@dataclass(frozen=True, slots=True)
class Reference:
    """One address: ``target`` is the member it leads to, None where it leads to none or to no file at all.

    ``remote``: it leads to a host. ``lost``: it leads out of the package without naming a host."""

    address: str
    use: Use
    where: Spot
    target: str | None
    remote: bool
    lost: bool
    in_style: bool = False


def reference(address: str, use: Use, where: Spot, folder: str, *, in_style: bool = False) -> Reference | None:
    """Return what ``address``, written in a file of ``folder``, leads to; None for what is no address of a file."""
    written = address.strip()
    if not written or written.startswith("#"):
        return None
    if FILE_BASE.match(written):
        written, folder = FILE_BASE.sub("", written), ""
    elif TEMPLATE.search(written):
        return None
    if is_remote(written):
        if written.lower().startswith(("http:", "https:", "//", "ftp:", "ws:", "wss:")):
            return Reference(written, use, where, None, remote=True, lost=False, in_style=in_style)
        return None
    if SCHEME.match(written):
        return None
    target = member_at(written, folder)
    return Reference(written, use, where, target, remote=False, lost=target is None, in_style=in_style)
