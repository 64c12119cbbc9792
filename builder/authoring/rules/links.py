"""Rules on links: every link within the book leads somewhere."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from builder.authoring.documents import plain
from builder.authoring.faults import did_you_mean, problem
from builder.authoring.files import beside, is_file, is_inside
from builder.authoring.markdown import Heading, Label, Link, Role
from builder.authoring.material import Material, PageText
from builder.authoring.rules.references import role_target
from builder.authoring.toc import source_of
from builder.model.problem import Problem

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
LOCAL_SCHEMES = ("project:", "path:")
GENERATED = frozenset({"search", "genindex", "modindex", "py-modindex"})
WIDGETS = ("question", "scenario", "story", "exercise")


def check_links(material: Material) -> Iterator[Problem]:
    """Links to files, pages and headings of the book."""
    anchors = {page.document.file: _anchors(page) for page in material.pages}
    everywhere = material.labels | GENERATED | _widget_anchors(material)
    for page, found, link in material.each(Link):
        target = _local(link.target)
        if target is None:
            continue
        path, _, anchor = target.partition("#")
        file = _file(material, page, path.partition("?")[0])
        if file is None:
            if not anchor and (path in everywhere or _may_be_label(material, path)):
                continue
            fix = did_you_mean(posixpath.basename(path), _neighbours(material, page, path))
            yield problem("broken-link", found.where, f"`{link.target}` leads nowhere", fix)
        elif anchor and material.course.ours and file in anchors and anchor not in anchors[file] | everywhere:
            fix = did_you_mean(anchor, anchors[file])
            yield problem("broken-link", found.where, f"`{file}` has no `{anchor}`", fix)


def check_document_roles(material: Material) -> Iterator[Problem]:
    """Roles that name a page or a file to download."""
    for page, found, role in material.each(Role):
        if role.name not in ("doc", "download"):
            continue
        target = role_target(role.content)
        if _local(target) is not None and _file(material, page, target) is None:
            yield problem("broken-link", found.where, f"the role `{role.name}` names `{target}`, which is not there")


def _local(target: str) -> str | None:
    """The target within the book, or None for an address elsewhere."""
    for scheme in LOCAL_SCHEMES:
        if target.startswith(scheme):
            return target.removeprefix(scheme)
    return None if SCHEME.match(target) or target.startswith("//") else target


def _file(material: Material, page: PageText, path: str) -> str | None:
    """The file that a path in a page leads to, or None."""
    if not path:
        return page.document.file
    target = posixpath.normpath(path.lstrip("/")) if path.startswith("/") else beside(page.document.file, path)
    if not is_inside(target):
        return None
    if is_file(material.root, target) or (material.root / target).is_dir():
        return target
    return source_of(material.root, target.removesuffix(".html"), material.config.suffixes)


def _may_be_label(material: Material, path: str) -> bool:
    """A link without folder or suffix may be a label: of a page that could not be read, or in a foreign book of one of
    its extensions."""
    return not (material.course.ours and material.has_all_pages) and not re.search(r"[/.]", path)


def _widget_anchors(material: Material) -> frozenset[str]:
    course = material.course
    names = (
        (question.id for _, question in course.questions),
        (scenario.id for scenario in course.scenarios),
        (story.id for story in course.stories),
        (exercise.id for exercise in course.exercises),
    )
    return frozenset(f"{kind}-{name}" for kind, each in zip(WIDGETS, names, strict=True) for name in each)


def _anchors(page: PageText) -> frozenset[str]:
    headings = (found.element for found in page.found if isinstance(found.element, Heading))
    labels = (found.element.name for found in page.found if isinstance(found.element, Label))
    return frozenset((*(heading_anchor(heading.text) for heading in headings), *labels))


def heading_anchor(text: str) -> str:
    """Return the anchor that MyST gives a heading: GitHub's rule."""
    return re.sub(r"[^\w\- ]", "", plain(text).strip().lower()).replace(" ", "-")


def _neighbours(material: Material, page: PageText, path: str) -> list[str]:
    folder = posixpath.dirname(beside(page.document.file, path))
    if not is_inside(folder) or not (material.root / folder).is_dir():
        return []
    return sorted(other.name for other in (material.root / folder).iterdir())
