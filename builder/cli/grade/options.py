"""What the verbs of `coursewright grade` share: their options and their exit codes."""

from __future__ import annotations

from pathlib import Path

import click

from builder.cli.exercises import FINDINGS, ROOT, course_for_exercises

__all__ = ["AS_JSON", "DB", "ENVIRONMENT", "FINDINGS", "KEPT", "ROOT", "course_for_exercises"]

ENVIRONMENT = 3
KEPT = click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/grading"),
    show_default=True,
    help="Where the gradebook and the submissions are kept.",
)
DB = click.option(
    "--db",
    default="",
    envvar="COURSEWRIGHT_DB",
    metavar="URL",
    help="The gradebook, postgresql+psycopg://USER@HOST/DATABASE; default: gradebook.db in the folder.",
)
AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print a list of objects, for programs.")
