"""`coursewright grade`: a cohort's work, from what came in to a file of grades; one file a verb."""

from __future__ import annotations

import click

from builder.cli.grade.collect import collect
from builder.cli.grade.export import export
from builder.cli.grade.feedback import feedback
from builder.cli.grade.mark import mark
from builder.cli.grade.report import report
from builder.cli.grade.run import run
from builder.cli.grade.status import status

VERBS: tuple[click.Command, ...] = (collect, run, status, mark, export, feedback, report)
"""The registry of verbs, in the order of a grading day."""


@click.group()
def grade() -> None:
    """Collect, grade and export a cohort's work."""


for verb in VERBS:
    grade.add_command(verb)
