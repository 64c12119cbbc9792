"""The command `coursewright`: its verbs are read from their files only when they are called."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

import click

VERBS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "check": ("builder.cli.check:check", "Show everything that is wrong with the course, at once."),
        "build": ("builder.cli.build:build", "Build the website, into build/site."),
        "preview": ("builder.cli.build:preview", "Show the website while you write; edits appear by themselves."),
        "export": ("builder.cli.export:export", "Write packages for learning systems, into build/packages."),
        "formats": ("builder.cli.export:formats", "List the package formats and what each cannot carry."),
        "verify": ("builder.cli.verify:verify", "Say whether packages are sound, ours or anybody's."),
        "exercises": ("builder.cli.exercises:exercises", "Make the learners' versions of the exercises."),
        "grade": ("builder.cli.grade:grade", "Collect, grade and export a cohort's work."),
    }
)
"""The registry of verbs: where each stands, and its line in `--help`."""


class Verbs(click.Group):
    """A group whose commands are imported when they are used, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order of a course's life."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a verb."""
        if cmd_name not in VERBS:
            return None
        place, _ = VERBS[cmd_name]
        module, name = place.split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of verbs without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in VERBS.items()])


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="coursewright", prog_name="coursewright")
def main() -> None:
    """Build, grade and deliver a course of Jupyter notebooks."""
