"""`exercises/<exercise>/`: nbgrader's source notebook and what `exercise.yml` says of it."""

from __future__ import annotations

from pathlib import Path

from builder.authoring.documents import Document, GradeMark, read_document
from builder.authoring.faults import Findings
from builder.authoring.files import beside, present
from builder.authoring.yaml_fields import Fields, check_slug, read_fields
from builder.model.exercise import Criterion, Exercise, Rubric, Task, TaskKind
from builder.model.problem import Place

LEVELS = 4
MINUTES = 24 * 60


def read_exercise(root: Path, identifier: str, module: str, findings: Findings) -> Exercise | None:
    """Return the exercise in folder ``identifier``; None with problems if it cannot be read."""
    file = f"exercises/{identifier}/exercise.yml"
    check_slug(identifier, Place(file), findings)
    fields = read_fields(root, file, findings)
    if fields is None:
        return None
    source = beside(file, f"{identifier}.ipynb")
    notebook = read_document(root, source, findings)
    worksheet = fields.text("worksheet", "")
    exercise = Exercise(
        id=identifier,
        title=fields.text("title"),
        module=module,
        objectives=fields.texts("objectives", optional=False),
        minutes=fields.whole("minutes", 1, MINUTES),
        source=source,
        worksheet=present(root, file, worksheet, fields.place_of("worksheet"), findings),
        support_files=tuple(
            present(root, file, name, fields.place_of("support_files"), findings)
            for name in fields.texts("support_files")
        ),
        tasks=_tasks(notebook, findings) if notebook else (),
        rubric=_rubric(fields),
        where=fields.place,
    )
    fields.close()
    return exercise


def _tasks(notebook: Document, findings: Findings) -> tuple[Task, ...]:
    tasks: list[Task] = []
    seen: set[str] = set()
    for cell in notebook.cells:
        mark = cell.grading
        if mark is None:
            continue
        where = notebook.place(cell)
        if mark.grade_id in seen:
            findings.add("duplicate-id", where, f"another cell has the grade_id `{mark.grade_id}`")
        seen.add(mark.grade_id)
        kind = _kind(mark)
        if kind is not None:
            tasks.append(Task(mark.grade_id, kind, mark.points or 0.0, where))
    return tuple(tasks)


def _kind(mark: GradeMark) -> TaskKind | None:
    """A graded cell that the learner writes in is marked by a person, and so is a task cell."""
    if mark.task or (mark.grade and mark.solution):
        return TaskKind.MANUAL
    return TaskKind.AUTO if mark.grade else None


def _rubric(fields: Fields) -> Rubric | None:
    found = fields.fields("rubric", optional=True)
    if found is None:
        return None
    criteria: list[Criterion] = []
    for entry in found.each("criteria", optional=False):
        criterion = _criterion(entry)
        if any(other.id == criterion.id for other in criteria):
            entry.findings.add("duplicate-id", entry.place, f"another criterion has the id `{criterion.id}`")
        criteria.append(criterion)
    rubric = Rubric(found.text("task"), tuple(criteria), fields.place_of("rubric"))
    found.close()
    return rubric


def _criterion(entry: Fields) -> Criterion:
    levels = entry.texts("levels", optional=False)
    if levels and len(levels) != LEVELS:
        entry.findings.add(
            "bad-value",
            entry.place_of("levels"),
            f"{len(levels)} levels instead of {LEVELS}",
            "name four levels, from missing to strong",
        )
    missing, beginning, competent, strong = (*levels, "", "", "", "")[:LEVELS]
    criterion = Criterion(
        entry.slug("id"), entry.text("title"), (missing, beginning, competent, strong), entry.flag("gate")
    )
    entry.close()
    return criterion
