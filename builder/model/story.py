"""A Digital Story: drawn scenes with a narration."""

from __future__ import annotations

from dataclasses import dataclass

from builder.model.problem import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class Scene:
    """One scene. ``image`` and ``audio`` are paths relative to the course's root ("" = no recording yet)."""

    id: str
    narration: str
    image: str
    alt: str
    onscreen: str
    audio: str = ""
    where: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Story:
    """``credit`` stands on the first and the last card; ``voice`` says whose voice the recording is."""

    id: str
    title: str
    credit: str
    voice: str
    scenes: tuple[Scene, ...]
    where: Place
