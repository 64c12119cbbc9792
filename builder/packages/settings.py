"""What the person who exports may choose; every format is given it and takes from it what concerns it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Scos = Literal["one", "modules"]
"""Whether a learning system launches the whole as one, or each part by itself."""
SCOS: tuple[Scos, ...] = ("one", "modules")


@dataclass(frozen=True, slots=True)
class Settings:
    """``schemas`` is a folder of official control documents to put into the root of a SCORM package, or None;
    ``preset`` names the learning system that the package is meant for."""

    scos: Scos = "one"
    schemas: Path | None = None
    preset: str = "generic"


DEFAULT = Settings()
"""One SCO, no control documents, any learning system."""
