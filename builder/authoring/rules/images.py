"""Rules on images and plots: each is there, and says in words what it shows (WCAG 2.2, 1.1.1)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from builder.authoring.faults import problem
from builder.authoring.files import beside, is_file, is_inside
from builder.authoring.markdown import Image
from builder.authoring.material import Material, PageText
from builder.authoring.outputs import draws
from builder.authoring.rules.links import SCHEME
from builder.model.problem import Problem


def check_images(material: Material) -> Iterator[Problem]:
    """Image files exist."""
    for page, found, image in material.each(Image):
        target = image.target
        if target.startswith("attachment:"):
            if target.removeprefix("attachment:") not in found.cell.attachments:
                yield problem("broken-image", found.where, f"the cell has no `{target}`")
        elif (
            target and not SCHEME.match(target) and not target.startswith("//") and not _exists(material, page, target)
        ):
            yield problem("broken-image", found.where, f"there is no image `{target}`")


def check_alt(material: Material) -> Iterator[Problem]:
    """Images have a text alternative."""
    for _, found, image in material.each(Image):
        if image.alt is None:
            fix = f"write `![what it shows]({image.target})`, or the option `:alt:` of a directive"
            yield problem("missing-alt", found.where, f"image `{image.target}` has no text alternative", fix)


def check_scene_alt(material: Material) -> Iterator[Problem]:
    """Scenes of stories have a text alternative."""
    for story in material.course.stories:
        for scene in story.scenes:
            if not scene.alt:
                message = f"scene `{scene.id}` has no text alternative"
                yield problem("missing-alt", scene.where, message, "write `alt:`, what a reader cannot see")


def check_plots(material: Material) -> Iterator[Problem]:
    """Code cells that draw a plot give it a text alternative."""
    for page in material.pages:
        for cell in page.document.cells:
            if cell.kind == "code" and draws(cell) and not cell.image_alt:
                yield problem("plot-without-alt", page.document.place(cell), "the cell's plot has no text alternative")


def _exists(material: Material, page: PageText, target: str) -> bool:
    path = posixpath.normpath(target.lstrip("/")) if target.startswith("/") else beside(page.document.file, target)
    if path.endswith(".*") and is_inside(path):
        folder = material.root / posixpath.dirname(path)
        return folder.is_dir() and any(folder.glob(posixpath.basename(path)))
    return is_file(material.root, path)
