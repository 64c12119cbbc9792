"""Every outcome with the lessons, questions, scenarios and exercises that serve it, as a Markdown page for instructors.

`python -m builder.cli.outcomes > course/instructors/outcomes.md` writes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from builder.authoring.coverage import Coverage, coverage_of
from builder.authoring.reading import CourseUnreadable, load_course
from builder.cli.check import as_report
from builder.model.course import Course, Module

HEAD = """# Outcomes

What each outcome rests on: where it is taught, which questions practise it, and what assesses it. This page is made
from the course, so do not edit it. After a change of the course, write it anew:

    python -m builder.cli.outcomes > course/instructors/outcomes.md
"""
COLUMNS = ("Outcome", "Taught in", "Practised by questions and scenarios", "Assessed by")


def outcomes_page(course: Course) -> str:
    """Return the page: a table for each module that states outcomes."""
    found = {(part.module, part.objective): part for part in coverage_of(course)}
    tables = [
        _table(module, [found[module.id, objective.id] for objective in module.objectives])
        for module in course.modules
        if module.objectives
    ]
    return "\n".join([HEAD, *tables])


def _table(module: Module, rows: Iterable[Coverage]) -> str:
    """Return a module's heading and table."""
    statements = {objective.id: objective.statement for objective in module.objectives}
    lines = [_row(COLUMNS), _row("---" for _ in COLUMNS)]
    for part in rows:
        lessons = (lesson.partition("/")[2] for lesson in part.lessons)
        practice = (*part.questions, *(f"scenario {scenario}" for scenario in part.scenarios))
        outcome = f"{statements[part.objective]} (`{part.objective}`)"
        assessed = ", ".join(part.exercises) or ("its questions" if part.assessed else "NOT ASSESSED")
        lines.append(_row((outcome, ", ".join(lessons), ", ".join(practice), assessed)))
    return "\n".join([f"## {module.title}\n", *lines, ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


@click.command()
@click.option("--root", "-C", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".")
def main(root: Path) -> None:
    """Print the page for the course in ROOT; a course with errors prints them and ends with exit code 1."""
    try:
        click.echo(outcomes_page(load_course(root)), nl=False)
    except CourseUnreadable as fault:
        click.echo(as_report(fault.problems), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
