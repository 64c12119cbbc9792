"""Two plots side by side as SVG: seconds and megabytes against pages, both axes logarithmic, so that a line of slope 1
is linear growth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from pathlib import Path

from lxml import etree

SVG = "http://www.w3.org/2000/svg"
WIDTH, HEIGHT, MARGIN = 420, 320, 60
COLOURS = ("#1b6ca8", "#c0392b", "#27864c", "#8e44ad", "#b9770e", "#34495e", "#d35400", "#16a085", "#7f8c8d")


def write_plot(
    target: Path, counts: Sequence[int], seconds: Mapping[str, list[float]], memory: Mapping[str, list[float]]
) -> Path:
    """Write the plot of formats (name -> one value for each of ``counts``) to ``target`` and return it."""
    names = list(seconds)
    box = f"0 0 {2 * WIDTH + 120} {HEIGHT + 40}"
    # lxml-stubs forget that None names the default namespace
    root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG}, viewBox=box)  # type: ignore[dict-item]
    _panel(root, 0, "processor seconds by pages", counts, seconds)
    _panel(root, WIDTH, "peak memory in MB by pages", counts, memory)
    for number, name in enumerate(names):
        _text(root, 2 * WIDTH + 10, MARGIN + 18 * number, name, COLOURS[number % len(COLOURS)])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(etree.tostring(root, pretty_print=True))
    return target


def _panel(
    root: etree._Element, left: int, title: str, counts: Sequence[int], series: Mapping[str, list[float]]
) -> None:
    values = [max(value, 0.001) for line in series.values() for value in line]
    low, high = log10(min(values)), log10(max(values)) + 0.05

    def across(count: int) -> float:
        share = (log10(count) - log10(counts[0])) / (log10(counts[-1]) - log10(counts[0]))
        return left + MARGIN + share * (WIDTH - 1.5 * MARGIN)

    def up(value: float) -> float:
        return HEIGHT - MARGIN / 2 - (log10(max(value, 0.001)) - low) / (high - low) * (HEIGHT - 1.5 * MARGIN)

    _text(root, left + MARGIN, 24, title, "#222")
    for count in counts:
        _text(root, across(count) - 10, HEIGHT + 10, f"{count:,}", "#222")
    for value in (min(values), max(values)):
        _text(root, left + 8, up(value), f"{value:.3g}", "#222")
    for number, line in enumerate(series.values()):
        points = " ".join(f"{across(count):.1f},{up(value):.1f}" for count, value in zip(counts, line, strict=True))
        colour = COLOURS[number % len(COLOURS)]
        etree.SubElement(root, f"{{{SVG}}}polyline", points=points, fill="none", stroke=colour)


def _text(root: etree._Element, x: float, y: float, text: str, colour: str) -> None:
    made = etree.SubElement(
        root, f"{{{SVG}}}text", {"x": f"{x:.0f}", "y": f"{y:.0f}", "font-size": "13", "fill": colour}
    )
    made.text = text
