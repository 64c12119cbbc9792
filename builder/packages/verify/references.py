"""An address in a page, style or script, and where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urljoin

from builder.packages.verify.documents import SCHEME, is_remote, member_at
from builder.packages.verify.finding import Spot

TEMPLATE = re.compile(r"\$\{|\{\{|<%|%%|^\s*[$@{\[]|^\s*%24")
"""What a script or a learning system will put something else in the place of."""
FILE_BASE = re.compile(r"^\s*(?:\$|%24)IMS-CC-FILEBASE(?:\$|%24)/?")
"""The root of a cartridge's files, as pages in it write it."""


HOSTS = ("http:", "https:", "//", "ftp:", "ws:", "wss:")
"""How an address begins that leads to a host."""


LONGEST_ADDRESS = 4000
"""Characters; what is longer is data, and no address of a file."""


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


@dataclass(frozen=True, slots=True)
class Lead:
    """Where an address leads: to a member (``target``), to a host (``remote``), or to neither."""

    target: str | None
    remote: bool


def reference(address: str, use: Use, where: Spot, folder: str, *, in_style: bool = False) -> Reference | None:
    """Return what ``address``, written in a file of ``folder``, leads to; None for what is no address of a file.

    ``folder`` may be an address on another host, where a page's `base` says so."""
    lead = _lead(address.strip(), folder) if len(address) <= LONGEST_ADDRESS else None
    if lead is not None and not lead.remote and is_remote(folder):
        return Reference(urljoin(folder, address.strip()), use, where, None, remote=True, lost=False, in_style=in_style)
    if lead is None:
        return None
    lost = lead.target is None and not lead.remote
    return Reference(address.strip(), use, where, lead.target, lead.remote, lost, in_style)


@lru_cache(maxsize=1 << 14)
def _lead(address: str, folder: str) -> Lead | None:
    """Follow an address; pages of one book write the same ones over and over."""
    if not address or address.startswith("#"):
        return None
    if FILE_BASE.match(address):
        address, folder = FILE_BASE.sub("", address), ""
    elif TEMPLATE.search(address):
        return None
    if is_remote(address):
        return Lead(None, remote=True) if address.lower().startswith(HOSTS) else None
    if SCHEME.match(address):
        return None
    return Lead(member_at(address, folder), remote=False)
