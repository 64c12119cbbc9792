"""`coursewright check`: everything wrong with a course, at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from builder.model.problem import Problem, Severity

if TYPE_CHECKING:
    from builder.authoring.checking import Overview
    from builder.authoring.coverage import Counts, Coverage

FINDINGS = 1
ENVIRONMENT = 3


@click.command()
@click.option(
    "--root",
    "-C",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=".",
    show_default=True,
    help="The course's folder, the one with _toc.yml.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")
@click.option("--coverage", is_flag=True, help="Show what covers each objective, and how much there is, instead.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day with which dates of review are compared, by default that of the clock.",
)
def check(root: Path, as_json: bool, coverage: bool, today: datetime | None) -> None:
    """Report every problem of a course, each with its place and what to do about it.

    Exits with 0 if there is no error (warnings are allowed), with 1 if there is one, with 3 if the folder is no book.
    With --coverage, exits with 1 if an objective is not taught, practised and assessed.
    """
    if coverage:
        show_coverage(root, as_json)
    else:
        show_problems(root, as_json, today.date() if today else None)


def show_problems(root: Path, as_json: bool, today: date | None) -> None:
    """Print every problem, and exit with what it means."""
    from builder.authoring.checking import check_course

    problems = check_course(root, today)
    click.echo(as_objects(problems) if as_json else as_report(problems), nl=as_json or bool(problems))
    click.echo(summary(problems), err=True)
    if any(problem.code == "not-a-book" for problem in problems):
        raise SystemExit(ENVIRONMENT)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SystemExit(FINDINGS)


def show_coverage(root: Path, as_json: bool) -> None:
    """Print what covers each objective and the counts, and exit with 1 if there is a hole."""
    from builder.authoring.checking import overview

    found = overview(root)
    if found is None:
        click.echo("No course or book is here.", err=True)
        raise SystemExit(ENVIRONMENT)
    click.echo(overview_object(found) if as_json else overview_report(found))
    holes = sum(not part.whole for part in found.coverage)
    click.echo(f"{_count(holes, 'objective')} with a hole." if holes else "No hole.", err=True)
    if holes:
        raise SystemExit(FINDINGS)


def as_report(problems: Iterable[Problem]) -> str:
    """Return two lines a problem: place, code and message, then the remedy."""
    return "\n".join(
        f"{problem.where}: {_code(problem)}: {problem.message}\n    fix: {problem.fix}" for problem in problems
    )


def as_objects(problems: Iterable[Problem]) -> str:
    """Return a JSON list of {code, severity, file, cell, line, message, fix}."""
    listed = [
        {
            "code": problem.code,
            "severity": str(problem.severity),
            "file": problem.where.file,
            "cell": problem.where.cell,
            "line": problem.where.line,
            "message": problem.message,
            "fix": problem.fix,
        }
        for problem in problems
    ]
    return json.dumps(listed, ensure_ascii=False, indent=2)


def summary(problems: Iterable[Problem]) -> str:
    """Return how many errors and warnings there are, in words."""
    severities = [problem.severity for problem in problems]
    if not severities:
        return "No problem found."
    errors, warnings = severities.count(Severity.ERROR), severities.count(Severity.WARNING)
    return f"{_count(errors, 'error')}, {_count(warnings, 'warning')}."


def overview_report(found: Overview) -> str:
    """Return the table of objectives, by module, and the counts, as text."""
    heads = ("", "taught in", "questions", "assessed by")
    rows = [(part.module, (part.objective, *_cells(part))) for part in found.coverage]
    widths = [max(len(cells[column]) for cells in (heads, *(row for _, row in rows))) for column in range(len(heads))]
    lines: list[str] = []
    for module, group in groupby(rows, key=lambda row: row[0]):
        lines += [module, *(_padded(cells, widths) for cells in (heads, *(row for _, row in group))), ""]
    counted = [(name.replace("_", " "), str(number)) for name, number in _counted(found.counts)]
    width = max(len(name) for name, _ in counted)
    return "\n".join([*lines, "counts", *(_padded(row, (width,)) for row in counted)])


def _padded(cells: Sequence[str], widths: Sequence[int]) -> str:
    """Return a line of a table; the last cells, which have no width, end it."""
    kept = [cell.ljust(width) for cell, width in zip(cells, widths, strict=False)]
    return "  " + "  ".join([*kept, *cells[len(widths) :]]).rstrip()


def overview_object(found: Overview) -> str:
    """Return {"coverage": a list of objectives with what covers each, "counts": numbers by name} as JSON."""
    coverage = [
        {
            "module": part.module,
            "objective": part.objective,
            "lessons": part.lessons,
            "questions": part.questions,
            "scenarios": part.scenarios,
            "exercises": part.exercises,
            "taught": part.taught,
            "practised": part.practised,
            "assessed": part.assessed,
        }
        for part in found.coverage
    ]
    return json.dumps({"coverage": coverage, "counts": dict(_counted(found.counts))}, ensure_ascii=False, indent=2)


def _cells(part: Coverage) -> tuple[str, str, str]:
    lessons = ", ".join(lesson.partition("/")[2] for lesson in part.lessons) or "NOT TAUGHT"
    questions = str(len(part.questions)) if part.practised else "NOT PRACTISED"
    assessed = f"by {_count(len(part.scored), 'question')}" if part.assessed else "NOT ASSESSED"
    return lessons, questions, ", ".join(part.exercises) or assessed


def _counted(counts: Counts) -> Iterator[tuple[str, int]]:
    """Yield (name, number) in the order in which a reader wants them."""
    yield "modules", counts.modules
    yield "objectives", counts.objectives
    yield "lessons", counts.lessons
    yield "words_in_lessons", counts.words
    yield "questions", sum(counts.questions.values())
    for kind, number in counts.questions.items():
        yield f"questions_{kind}", number
    yield "scenarios", counts.scenarios
    yield "story_scenes", counts.story_scenes
    yield "exercises", counts.exercises
    yield "glossary_terms", counts.glossary_terms
    yield "sources", counts.sources
    yield "sources_cited", counts.cited_sources
    yield "quotations_shown", counts.quotations
    yield "figures", counts.figures


def _code(problem: Problem) -> str:
    return f"{problem.code} (warning)" if problem.severity is Severity.WARNING else problem.code


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
