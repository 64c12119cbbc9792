"""Files as part of a document: addresses of the site become data URLs (RFC 2397)."""

from __future__ import annotations

import base64
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from urllib.parse import quote, unquote

TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css",
        ".csv": "text/csv",
        ".gif": "image/gif",
        ".html": "text/html",
        ".ipynb": "application/x-ipynb+json",
        ".jpeg": "image/jpeg",
        ".jpg": "image/jpeg",
        ".m4a": "audio/mp4",
        ".mp3": "audio/mpeg",
        ".mp4": "video/mp4",
        ".ogg": "audio/ogg",
        ".opus": "audio/ogg",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".webm": "video/webm",
        ".webp": "image/webp",
        ".woff": "font/woff",
        ".woff2": "font/woff2",
        ".zip": "application/zip",
    }
)
"""Media types by the end of a file's name, the same on every computer (`mimetypes` asks the system)."""
PLAIN = " !$&'()*+,-./:;<=>@[]^_`{|}~"
"""Signs of a drawing that a data URL may hold as they are, in an attribute that is quoted by its writer."""
STYLE_ADDRESS = re.compile(r"""url\(\s*(?P<mark>["']?)(?P<address>[^"')]+)(?P=mark)\s*\)""")
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)
NOTHING = "data:,"


def data_url(file: Path) -> str:
    """Return a file as a data URL: a drawing as text where that is shorter, all else in base64."""
    kind = TYPES.get(file.suffix.lower(), "application/octet-stream")
    content = file.read_bytes()
    packed = f"data:{kind};base64,{base64.b64encode(content).decode('ascii')}"
    if kind != "image/svg+xml":
        return packed
    drawn = f"data:{kind},{quote(content, safe=PLAIN)}"
    return min(packed, drawn, key=len)


def embed_style(root: Path, name: str, files: frozenset[str]) -> str:
    """Return the style sheet ``root/name`` with the ``files`` of the site that it names in it; others are left out."""

    def place(found: re.Match[str]) -> str:
        address = found["address"].strip()
        if SCHEME.match(address):
            return found[0] if address.startswith(("data:", "#")) else f"url({NOTHING})"
        path = unquote(re.split(r"[?#]", address)[0])
        file = posixpath.normpath((PurePosixPath(name).parent / path).as_posix())
        return f'url("{data_url(root / file)}")' if file in files else f"url({NOTHING})"

    return STYLE_ADDRESS.sub(place, (root / name).read_text(encoding="utf-8"))
