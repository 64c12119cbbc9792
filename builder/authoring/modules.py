"""`modules/<module>/module.yml`: a module with its lessons, questions, scenarios and exercises."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from builder.authoring.documents import read_document
from builder.authoring.exercises import read_exercise
from builder.authoring.faults import Findings, did_you_mean
from builder.authoring.questions import read_questions
from builder.authoring.scenarios import read_scenarios
from builder.authoring.toc import Toc, source_of
from builder.authoring.yaml_fields import Fields, check_slug, nothing, read_fields
from builder.model.course import Lesson, Module, Objective
from builder.model.exercise import Exercise
from builder.model.problem import Place

MINUTES = 100 * 60
LESSON_SUFFIXES = (".ipynb", ".md")


def read_modules(root: Path, toc: Toc, tries: int, findings: Findings) -> tuple[Module, ...]:
    """Return the modules in the order of `_toc.yml`; those that it lacks come last."""
    order = {document: position for position, document in enumerate(toc.sources)}
    names = sorted(path.parent.name for path in (root / "modules").glob("*/module.yml"))
    names.sort(key=lambda name: order.get(f"modules/{name}/index", len(order)))
    return tuple(_module(root, name, order, tries, findings) for name in names)


def _module(root: Path, name: str, order: dict[str, int], tries: int, findings: Findings) -> Module:
    file = f"modules/{name}/module.yml"
    check_slug(name, Place(file), findings)
    fields = read_fields(root, file, findings) or nothing(file)
    module = Module(
        id=name,
        title=fields.text("title"),
        minutes=fields.whole("minutes", 1, MINUTES),
        page=f"modules/{name}/index",
        objectives=tuple(_objective(entry) for entry in fields.each("objectives")),
        lessons=_lessons(root, name, fields, order),
        questions=read_questions(root, f"modules/{name}/questions.yml", tries, findings),
        scenarios=read_scenarios(root, name, findings),
        exercises=_exercises(root, name, fields),
        where=fields.place,
    )
    fields.close()
    return module


def _objective(entry: Fields) -> Objective:
    objective = Objective(entry.slug("id"), entry.text("statement"), entry.place)
    entry.close()
    return objective


def _lessons(root: Path, module: str, fields: Fields, order: dict[str, int]) -> tuple[Lesson, ...]:
    listed = fields.fields("lessons", optional=True)
    if listed is None:
        return ()
    lessons = [_lesson(root, module, stem, entry) for stem, entry in listed.entries()]
    lessons.sort(key=lambda lesson: order.get(f"modules/{lesson.id}", len(order)))
    return tuple(lessons)


def _lesson(root: Path, module: str, stem: str, entry: Fields) -> Lesson:
    identifier = f"{module}/{stem}"
    document = f"modules/{identifier}"
    check_slug(stem, entry.place, entry.findings)
    source = source_of(root, document, LESSON_SUFFIXES)
    if source is None:
        stems = [path.stem for path in (root / "modules" / module).iterdir() if path.suffix in LESSON_SUFFIXES]
        message = f"there is no `{document}.ipynb` (nor `.md`)"
        entry.findings.add("lesson-missing", entry.place, message, did_you_mean(stem, stems))
    lesson = Lesson(
        id=identifier,
        title=(_title(root, source, entry.findings) if source else "") or stem,
        source=source or f"{document}.ipynb",
        minutes=entry.whole("minutes", 1, MINUTES),
        objectives=entry.texts("objectives"),
        where=entry.place,
        required=entry.flag("required", True),
    )
    entry.close()
    return lesson


def _title(root: Path, source: str, findings: Findings) -> str:
    document = read_document(root, source, findings)
    if document is None:
        return ""
    if not document.title:
        findings.add("title-missing", Place(source), "the lesson has no level-1 heading")
    return document.title


def _exercises(root: Path, module: str, fields: Fields) -> tuple[Exercise, ...]:
    names = fields.texts("exercises")
    known = _folders(root)
    found: list[Exercise] = []
    for name in names:
        if name not in known:
            message = f"there is no folder `exercises/{name}`"
            fields.findings.add("unknown-exercise", fields.place_of("exercises"), message, did_you_mean(name, known))
            continue
        exercise = read_exercise(root, name, module, fields.findings)
        if exercise is not None:
            found.append(exercise)
    return tuple(found)


def _folders(root: Path) -> Sequence[str]:
    return sorted(path.name for path in (root / "exercises").glob("*") if path.is_dir())
