"""From a package and a format to one file on the disk, or to a refusal that says why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from builder.model.problem import Problem
from builder.packages.archive import write_archive
from builder.packages.format import Format
from builder.packages.loss import Loss, find_losses
from builder.packages.package import Package
from builder.packages.refusal import RefusedError, fault

NAMED_ANSWERS = 3
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


def deliver(package: Package, target: Format, folder: Path) -> Delivery:
    """Write ``package`` as ``target`` into ``folder``, with its checksum file.

    Raises `RefusedError` when it cannot be right; whatever stood there before is then untouched.
    """
    check_state(package, target)
    members = target.write(package)
    path = folder / (FILE_NAME_UNSAFE.sub("-", f"{package.name}-{package.version}") + target.suffix)
    checksum = write_archive(members, path)
    return Delivery(target.name, path, path.stat().st_size, checksum, len(members), find_losses(target, package))


def check_state(package: Package, target: Format) -> None:
    """Raise `RefusedError` when the longest state does not fit into what ``target`` promises to keep."""
    size = package.state
    if target.state_limit is not None and size.total > target.state_limit:
        raise RefusedError(_too_long(package, target, size.total - target.state_limit))


def _too_long(package: Package, target: Format, excess: int) -> Problem:
    size = package.state
    longest = ", ".join(f"{answer.question} ({answer.characters})" for answer in size.answers[:NAMED_ANSWERS])
    message = (
        f"a learner's progress can take {size.total:,} characters and {target.title} keeps {target.state_limit:,}: "
        f"pages {size.pages:,}, questions {size.questions:,}, scenarios {size.scenarios:,}, stories {size.stories:,}, "
        f"fixed {size.frame}"
    )
    fix = f"save {excess:,} characters: show fewer questions or scenarios, or deliver the course as several"
    return fault("state-too-long", "", message, f"{fix}; the longest answers are {longest}" if longest else fix)
