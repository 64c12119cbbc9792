"""Rules on the order of the book: every lesson is in it, and every page of a module is a lesson."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.book_config import CONFIG
from builder.authoring.faults import did_you_mean, problem
from builder.authoring.material import Material
from builder.model.problem import Place, Problem


def check_config(material: Material) -> Iterator[Problem]:
    """The course has its Jupyter Book configuration."""
    if not (material.root / CONFIG).is_file():
        yield problem("config-missing", Place(CONFIG), "the course has no Jupyter Book configuration")


def check_modules_in_toc(material: Material) -> Iterator[Problem]:
    """Every module's first page is in the toc, unless its entry there is itself a problem."""
    if not material.toc.sources:
        return
    for module in material.course.modules:
        if module.page not in material.toc.sources and module.page not in material.toc.missing:
            yield problem("module-not-in-toc", module.where, f"`{module.page}` is not in `_toc.yml`")


def check_lessons_in_toc(material: Material) -> Iterator[Problem]:
    """Every lesson that has a file is in the toc."""
    if not material.toc.sources:
        return
    for lesson in material.course.lessons:
        name = f"modules/{lesson.id}"
        if name not in material.toc.sources and (material.root / lesson.source).is_file():
            fix = f"add `- file: {name}` to `_toc.yml`"
            yield problem("lesson-not-in-toc", lesson.where, f"lesson `{lesson.id}` is not in `_toc.yml`", fix)


def check_pages_in_module(material: Material) -> Iterator[Problem]:
    """Every page in a module's folder is a lesson of the module."""
    for module in material.course.modules:
        if material.could_not_read(module.where.file):
            continue
        folder = f"modules/{module.id}/"
        known = {module.page, *(f"modules/{lesson.id}" for lesson in module.lessons)}
        for name, where in material.toc.places.items():
            if name.startswith(folder) and name not in known:
                stem = name.removeprefix(folder)
                fix = did_you_mean(stem, [lesson.id.partition("/")[2] for lesson in module.lessons])
                yield problem("page-not-in-module", where, f"`{name}` is no lesson of `{module.where.file}`", fix)
