"""`coursewright check`: everything wrong with a course, at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import click

from builder.model.problem import Problem, Severity

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
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, for programs.")
def check(root: Path, as_json: bool) -> None:
    """Report every problem of a course, each with its place and what to do about it.

    Exits with 0 if there is no error (warnings are allowed), with 1 if there is one, with 3 if the folder is no book.
    """
    from builder.authoring.checking import check_course

    problems = check_course(root)
    click.echo(as_objects(problems) if as_json else as_report(problems), nl=as_json or bool(problems))
    click.echo(summary(problems), err=True)
    if any(problem.code == "not-a-book" for problem in problems):
        raise SystemExit(ENVIRONMENT)
    if any(problem.severity is Severity.ERROR for problem in problems):
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


def _code(problem: Problem) -> str:
    return f"{problem.code} (warning)" if problem.severity is Severity.WARNING else problem.code


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
