"""`coursewright build` and `coursewright preview`."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from builder.book.ensure import Built
    from builder.model.course import Course

ENVIRONMENT = 3
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def releaser(root: Path, out: Path) -> Callable[[Course], Mapping[str, Path]]:
    """Return what makes the learners' versions of the exercises while the site is built."""

    def release(course: Course) -> Mapping[str, Path]:
        if not any(True for _ in course.exercises):
            return {}
        from builder.grading.release import release_exercises

        downloads = {}
        for released in release_exercises(course, root, out):
            downloads[f"{released.exercise_id}.zip"] = released.archive
            if released.worksheet is not None:
                downloads[f"{released.exercise_id}-worksheet.html"] = released.worksheet
        return downloads

    return release


def build_or_explain(root: Path, out: Path, theme: str) -> Built:
    """Build the site of ``root``; faults are shown with their remedy and end the command with exit code 1."""
    from builder.authoring.reading import CourseUnreadable
    from builder.book.ensure import ensure_book
    from builder.book.render import ExtensionMissing, RenderFailed
    from builder.cli.check import as_report

    try:
        return ensure_book(root, out, theme=theme, release=releaser(root, out / "exercises"))
    except CourseUnreadable as fault:
        click.echo(as_report(fault.problems), err=True)
        click.echo("Nothing was built; the last good site is untouched.", err=True)
        raise SystemExit(1) from None
    except ExtensionMissing as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    except RenderFailed as fault:
        for line in fault.lines:
            click.echo(line, err=True)
        click.echo(
            f"{len(fault.lines)} line(s) from the renderer. Nothing was built; the last good site is untouched.\n"
            "Run `coursewright check` for places and remedies.",
            err=True,
        )
        raise SystemExit(1) from None


@click.command()
@click.option("--root", "-C", type=FOLDER, default=".", help="The course's folder; default: this one.")
@click.option("--theme", type=click.Choice(["ours", "keep"]), default="ours", help="keep: the book's own theme.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=Path("build"), show_default=True)
def build(root: Path, theme: str, output: Path) -> None:
    """Build the website, into build/site."""
    start = time.perf_counter()
    built = build_or_explain(root, output, theme)
    for note in built.notes:
        click.echo(note, err=True)
    state = "built" if built.fresh else "nothing changed"
    pages = len(built.book.pages)
    click.echo(f"{built.book.root}/index.html: {pages} pages, {state} ({time.perf_counter() - start:.1f} s)")


@click.command()
@click.option("--root", "-C", type=FOLDER, default=".", help="The course's folder; default: this one.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free port.")
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=Path("build"), show_default=True)
def preview(root: Path, port: int, output: Path) -> None:
    """Show the website while you write; an edit is on the screen by itself."""
    from builder.book.preview import Preview

    live = Preview(root, output / "preview", port, releaser(root, output / "exercises"))
    click.echo(f"http://127.0.0.1:{live.port}/  (Ctrl-C ends it)")
    for line in live.events():
        click.echo(line, err=True)
