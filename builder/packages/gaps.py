"""What no package can carry, whatever its format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.packages.format import Gap
from builder.packages.package import Package

INLINE_SCRIPT = "inline-script"
"""The kind of a `Distant` thing that is a script within a page: it brings no address."""

WINDOWS_UNFIT = re.compile(r'[<>:"|?*]|[ .](?:/|$)')
"""What no name of a file can hold, or end with, on Windows."""


def _distant(package: Package) -> Iterator[str]:
    return (f"{thing.page}: {thing.kind} {thing.address}" for thing in package.distant if thing.kind != INLINE_SCRIPT)


def _inline_scripts(package: Package) -> Iterator[str]:
    return (f"{thing.page}: {thing.address}" for thing in package.distant if thing.kind == INLINE_SCRIPT)


def _graded_elsewhere(package: Package) -> Iterator[str]:
    return iter(package.graded_elsewhere)


def _notes(package: Package) -> Iterator[str]:
    interactions = (interaction for item in package.each_item() for interaction in item.interactions)
    return (interaction.identifier for interaction in interactions if interaction.kind == "reflection")


def _unfit_names(package: Package) -> Iterator[str]:
    return (name for name in package.files if WINDOWS_UNFIT.search(name))


COMMON: tuple[Gap, ...] = (
    Gap(
        "distant",
        "content that comes from another host",
        "shown only where the learner has a network and the learning system allows it",
        _distant,
    ),
    Gap(
        "inline-scripts",
        "scripts that stand within a page",
        "they run only in a learning system that allows them",
        _inline_scripts,
    ),
    Gap(
        "graded-elsewhere",
        "points that are given in the gradebook",
        "the notebook is offered for download; its points are no part of the score that is reported",
        _graded_elsewhere,
    ),
    Gap(
        "notes",
        "what a learner writes in a reflection",
        "stays on the learner's device and is never sent",
        _notes,
    ),
    Gap(
        "unfit-names",
        "names that Windows cannot give to a file",
        "a learning system or a reader on Windows cannot unpack them: rename the files",
        _unfit_names,
    ),
)
