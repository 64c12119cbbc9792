"""From a package and a format to one file on the disk, or to a refusal that says why not."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from builder.model.problem import Problem
from builder.packages.archive import write_beside
from builder.packages.format import Format
from builder.packages.loss import Loss, find_losses, report_losses
from builder.packages.package import Package
from builder.packages.refusal import RefusedError, fault
from builder.packages.settings import DEFAULT, Settings
from builder.packages.state_size import StateSize

NAMED_ANSWERS = 3
REPORT = ".loss.json"
FILE_NAME_UNSAFE = re.compile(r"[^\w.+-]+")
"""What does not belong into the name of the written file."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was written: ``size`` in bytes, ``checksum`` SHA-256 in hex, and what the format left behind."""

    format: str
    path: Path
    size: int
    checksum: str
    files: int
    losses: tuple[Loss, ...]


def deliver(package: Package, target: Format, folder: Path, settings: Settings = DEFAULT) -> Delivery:
    """Write ``package`` as ``target`` into ``folder``, with its checksum (.sha256) and loss report (.loss.json).

    Raises `RefusedError` when it cannot be right, `LackingError` when this computer cannot write it; whatever stood
    there before is then untouched.
    """
    check_state(package, target, settings)
    members = target.write(package, settings)
    path = folder / (_stem(package) + target.suffix)
    checksum = target.seal(members, path)
    losses = find_losses(target, package)
    write_beside(path.with_name(f"{path.name}{REPORT}"), report_losses(target, path.name, losses))
    return Delivery(target.name, path, path.stat().st_size, checksum, len(members), losses)


def older_packages(folder: Path, package: Package, suffixes: Iterable[str]) -> tuple[Path, ...]:
    """Return what lies in ``folder`` of other names or versions, as after a change of either; sorted.

    Only what has a loss report beside it is ours. Nothing is deleted: it may be another course's, or still handed out.
    No more of ``suffixes`` are taken than it needs to know those of this name and version.
    """
    stem, more, known = _stem(package), iter(suffixes), set[str]()
    older = []
    for report in sorted(folder.glob(f"*{REPORT}")):
        path = report.with_name(report.name.removesuffix(REPORT))
        while path.name.startswith(f"{stem}.") and path.name not in known and (suffix := next(more, None)):
            known.add(stem + suffix)
        if path.name not in known and path.is_file():
            older.append(path)
    return tuple(sorted(older))


def _stem(package: Package) -> str:
    return FILE_NAME_UNSAFE.sub("-", f"{package.name}-{package.version}")


def check_state(package: Package, target: Format, settings: Settings = DEFAULT) -> None:
    """Raise `RefusedError` when the longest state of what is launched by itself does not fit into what ``target``
    promises to keep."""
    if target.state_limit is None:
        return
    launched = ((item.title if item.part else "", item.state or package.state) for item in package.launched(settings))
    problems = [
        _too_long(title, size, target, target.state_limit)
        for title, size in launched
        if size.total > target.state_limit
    ]
    if problems:
        raise RefusedError(*problems)


def _too_long(part: str, size: StateSize, target: Format, limit: int) -> Problem:
    longest = ", ".join(f"{answer.question} ({answer.characters})" for answer in size.answers[:NAMED_ANSWERS])
    message = (
        f"a learner's progress can take {size.total:,} characters and {target.title} keeps {limit:,}: "
        f"pages {size.pages:,}, questions {size.questions:,}, scenarios {size.scenarios:,}, stories {size.stories:,}, "
        f"fixed {size.frame}"
    )
    instead = "split it" if part else "deliver the course as several (--scos modules)"
    fix = f"save {size.total - limit:,} characters: show fewer questions or scenarios, or {instead}"
    return fault(
        "state-too-long",
        "",
        f"{part}: {message}" if part else message,
        f"{fix}; the longest answers are {longest}" if longest else fix,
    )
