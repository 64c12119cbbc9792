"""Rules on stories."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.faults import problem
from builder.authoring.material import Material
from builder.model.problem import Problem

ONSCREEN_WORDS = 7
"""More cannot be read while a voice says something else."""


def check_onscreen(material: Material) -> Iterator[Problem]:
    """On-screen words are few."""
    for story in material.course.stories:
        for scene in story.scenes:
            count = len(scene.onscreen.split())
            if count > ONSCREEN_WORDS:
                message = f"scene `{scene.id}` has {count} words on screen"
                yield problem("onscreen-too-long", scene.where, message)
