"""What `make course` built and where, in a few lines."""

from __future__ import annotations

from pathlib import Path

import click

BUILD = Path("build")
PURPOSES = {
    ".zip": "upload it to a learning system",
    ".imscc": "import it into a learning system",
    ".xml": "a question bank for Moodle",
    ".epub": "for reading devices",
    ".pdf": "to print",
}
"""By the end of a package's name."""


def size(path: Path) -> str:
    """Return a file's size for people."""
    kilobytes = path.stat().st_size / 1000
    return f"{kilobytes / 1000:.1f} MB" if kilobytes >= 1000 else f"{kilobytes:.0f} kB"


def main() -> None:
    """Print a line for each thing that is there."""
    click.echo("\nThe course is ready:")
    click.echo(f"  website    {BUILD / 'site' / 'index.html'}   (open it in a browser, no server needed)")
    for package in sorted((BUILD / "packages").glob("*")):
        if package.suffix in PURPOSES:
            click.echo(f"  package    {package}   ({size(package)}; {PURPOSES[package.suffix]})")
    for exercise in sorted((BUILD / "exercises").glob("*.zip")):
        click.echo(f"  exercise   {exercise}   ({size(exercise)}; for learners)")
    click.echo("Next: `.venv/bin/coursewright preview` to edit it, `make test` to test it.")


if __name__ == "__main__":
    main()
