"""The loss report: what a format cannot carry of a package, item by item, so that nothing is dropped in silence."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from builder.packages.format import Format
from builder.packages.package import Package

NAMED = 3
"""How many items a line of the text names before it only counts the rest."""


@dataclass(frozen=True, slots=True)
class Loss:
    """One gap of a format that touches a package; ``items`` are the things affected."""

    code: str
    what: str
    instead: str
    items: tuple[str, ...]


def find_losses(target: Format, package: Package) -> tuple[Loss, ...]:
    """Return what ``target`` cannot carry of ``package``; a gap that touches nothing is left out."""
    losses = (Loss(gap.code, gap.what, gap.instead, tuple(gap.found(package))) for gap in target.cannot_carry)
    return tuple(loss for loss in losses if loss.items)


def render_losses(target: Format, losses: Iterable[Loss]) -> str:
    """Return the report as text, one line a loss; empty when nothing is lost."""
    return "".join(f"{target.name}: {loss.what}: {loss.instead} ({_names(loss.items)})\n" for loss in losses)


def report_losses(target: Format, file: str, losses: Iterable[Loss]) -> str:
    """Return the report on the package ``file`` as JSON, complete, item by item."""
    report = {"package": file, "format": target.name, "losses": [asdict(loss) for loss in losses]}
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def render_brief(target: Format, losses: Iterable[Loss]) -> str:
    """Return the report in one line: what is affected and how often; empty when nothing is lost."""
    found = ", ".join(f"{loss.what} ({len(loss.items)})" for loss in losses)
    return f"{target.name} leaves behind: {found}\n" if found else ""


def _names(items: tuple[str, ...]) -> str:
    more = len(items) - NAMED
    return ", ".join(items[:NAMED]) + (f" and {more} more" if more > 0 else "")
