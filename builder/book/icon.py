"""The picture of a course on a phone's home screen: four people around a table, as PNG (ISO/IEC 15948)."""

from __future__ import annotations

import struct
import zlib

GROUND, FIGURE = (0x17, 0x60, 0x7D), (0xFD, 0xFC, 0xFA)
"""Colours of the theme: its accent, and its paper."""
DISCS = (
    (0.5, 0.5, 0.15, True),
    (0.5, 0.5, 0.11, False),
    (0.5, 0.24, 0.085, True),
    (0.5, 0.76, 0.085, True),
    (0.24, 0.5, 0.085, True),
    (0.76, 0.5, 0.085, True),
)
"""Discs from back to front: centre, radius (shares of the width), whether in the figure's colour. All stand within the
middle 80 %, which is never cut off (Web Application Manifest, section "Icon masks and safe zone")."""
FINE = 4
"""Lines into which each line of pixels is parted, for smooth edges."""


def draw_icon(size: int) -> bytes:
    """Return the picture as PNG, ``size`` pixels wide and high; the same bytes for the same zlib."""
    rows = b"".join(b"\0" + _row(y, size) for y in range(size))
    header = struct.pack(">IIBBBBB", size, size, 8, 3, 0, 0, 0)
    palette = b"".join(
        bytes(round(low + (high - low) * step / 255) for low, high in zip(GROUND, FIGURE, strict=True))
        for step in range(256)
    )
    parts = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _row(y: int, size: int) -> bytes:
    """One line of pixels, each 0 (ground) to 255 (figure)."""
    row = bytearray(size)
    for centre_x, centre_y, radius, is_figure in DISCS:
        value = 255 if is_figure else 0
        spans = [
            span for part in range(FINE) if (span := _span(y + (part + 0.5) / FINE, size, centre_x, centre_y, radius))
        ]
        if not spans:
            continue
        first, last = int(min(start for start, _ in spans)), int(max(end for _, end in spans)) + 1
        for x in range(max(first, 0), min(last, size)):
            covered = sum(max(0.0, min(end, x + 1) - max(start, x)) for start, end in spans) / FINE
            row[x] = round(row[x] + (value - row[x]) * covered)
    return bytes(row)


def _span(line: float, size: int, centre_x: float, centre_y: float, radius: float) -> tuple[float, float] | None:
    """Where a disc begins and ends on a line, in pixels."""
    height = line - centre_y * size
    rest = (radius * size) ** 2 - height**2
    return (centre_x * size - rest**0.5, centre_x * size + rest**0.5) if rest > 0 else None
