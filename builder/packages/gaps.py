"""What packages cannot carry: every one of them, and those that write the pages anew without the player."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from builder.packages.format import Gap
from builder.packages.left_out import embedded, feedback_from_afar, prompts_from_afar
from builder.packages.package import Item, Package

INLINE_SCRIPT = "inline-script"
"""The kind of a `Distant` thing that is a script within a page: it brings no address."""

SHOWN_FROM_AFAR = frozenset(("img", "audio", "video", "source", "track"))
"""Kinds of a `Distant` thing that plain HTML shows by itself."""

WINDOWS_UNFIT = re.compile(r'[<>:"|?*]|[ .](?:/|$)')
"""What no name of a file can hold, or end with, on Windows."""


def _distant(package: Package) -> Iterator[str]:
    yield from (
        f"{thing.page}: {thing.kind} {thing.address}" for thing in package.distant if thing.kind != INLINE_SCRIPT
    )
    yield from feedback_from_afar(package)


def _shown_from_afar(package: Package) -> Iterator[str]:
    yield from (
        f"{thing.page}: {thing.kind} {thing.address}" for thing in package.distant if thing.kind in SHOWN_FROM_AFAR
    )
    yield from feedback_from_afar(package)


def _asked_from_afar(package: Package) -> Iterator[str]:
    yield from prompts_from_afar(package)
    yield from feedback_from_afar(package)


def _run_from_afar(package: Package) -> Iterator[str]:
    shown = {*SHOWN_FROM_AFAR, INLINE_SCRIPT}
    return (f"{thing.page}: {thing.kind} {thing.address}" for thing in package.distant if thing.kind not in shown)


def _inline_scripts(package: Package) -> Iterator[str]:
    return (f"{thing.page}: {thing.address}" for thing in package.distant if thing.kind == INLINE_SCRIPT)


def _graded_elsewhere(package: Package) -> Iterator[str]:
    return iter(package.graded_elsewhere)


def _notes(package: Package) -> Iterator[str]:
    interactions = (interaction for item in package.each_item() for interaction in item.interactions)
    return (interaction.identifier for interaction in interactions if interaction.kind == "reflection")


def _rules(package: Package) -> Iterator[str]:
    """What passing asks for, for each part that is passed by itself, or of the whole."""
    return (f"{item.title}: {rule}" for item in package.parts or package.items if (rule := _rule(item)))


def _rule(item: Item) -> str:
    score = "" if item.mastery_score is None else f"{item.mastery_score * 100:.10g} % of the points"
    pages = f"{item.required} {'page' if item.required == 1 else 'pages'} seen" if item.required else ""
    return " and ".join(part for part in (score, pages) if part)


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


EMBEDDED = Gap(
    "embedded",
    "frames, objects, forms and scripts that stand in pages as files of their own",
    "left out: a frame or an object is a link to its address or its title, a form its text",
    embedded,
)
"""For formats that write pages anew: they keep what can be read."""
DISTANT_LEFT_OUT = replace(
    COMMON[0],
    instead="left out: nothing is loaded from elsewhere; a picture is its description, a frame a link to its address",
)
"""The same for formats that are read without a network."""
DISTANT_SHOWN = replace(COMMON[0], found=_shown_from_afar)
DISTANT_ASKED = replace(COMMON[0], found=_asked_from_afar)
"""For formats that hold questions alone."""
DISTANT_LINKED = Gap(
    "distant-frames",
    "frames, scripts and styles that come from another host",
    "left out; a link to its address stands in the place of a frame",
    _run_from_afar,
)
"""This one and `DISTANT_SHOWN` for formats whose pages a browser shows, but without what can run."""
SCRIPTS_LEFT_OUT = replace(COMMON[1], instead="left out, and with them what only they would draw")


def pass_rule(instead: str) -> Gap:
    """Return the gap of a format that has no place for the package's pass rule; ``instead`` says who sees to it."""
    return Gap("pass-rule", "the score and the pages that passing needs", instead, _rules)
