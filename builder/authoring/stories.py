"""`course/stories/<story>/story.yml`: Digital Stories (docs/reference/sources.md)."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from builder.authoring.faults import Findings
from builder.authoring.files import present
from builder.authoring.yaml_fields import Fields, check_slug, read_fields
from builder.model.problem import Place
from builder.model.story import Scene, Story

FOLDER = "course/stories"


def read_stories(root: Path, findings: Findings) -> tuple[Story, ...]:
    """Return the course's stories, in the order of their folders' names."""
    files = sorted(path.relative_to(root).as_posix() for path in (root / FOLDER).glob("*/story.yml"))
    found = (_story(root, file, findings) for file in files)
    return tuple(story for story in found if story is not None)


def _story(root: Path, file: str, findings: Findings) -> Story | None:
    identifier = PurePosixPath(file).parent.name
    check_slug(identifier, Place(file), findings)
    fields = read_fields(root, file, findings)
    if fields is None:
        return None
    story = Story(
        id=identifier,
        title=fields.text("title"),
        credit=fields.text("credit", ""),
        voice=fields.text("voice", ""),
        scenes=tuple(_scene(root, scene, file) for scene in fields.each("scenes", optional=False)),
        where=fields.place,
    )
    fields.close()
    seen: set[str] = set()
    for scene in story.scenes:
        if scene.id in seen:
            findings.add("duplicate-id", scene.where, f"another scene has the id `{scene.id}`")
        seen.add(scene.id)
    return story


def _scene(root: Path, fields: Fields, file: str) -> Scene:
    image = present(root, file, fields.text("image"), fields.place_of("image"), fields.findings)
    audio = present(root, file, fields.text("audio", ""), fields.place_of("audio"), fields.findings)
    scene = Scene(
        id=fields.slug("id"),
        narration=fields.text("narration"),
        image=image,
        alt=fields.text("alt", ""),
        onscreen=fields.text("onscreen", ""),
        audio=audio,
        where=fields.place,
    )
    fields.close()
    return scene
