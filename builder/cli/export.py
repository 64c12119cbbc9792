"""`coursewright export` and `coursewright formats`."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from builder.model.problem import Problem
    from builder.packages.delivery import Delivery
    from builder.packages.format import Format
    from builder.packages.package import Package
    from builder.packages.settings import Scos, Settings

BUILD = Path("build")
EVERY = "all"
ASKED = "coursewright.export.asked"
"""Where the names that were asked for are kept while the command runs."""
FEW = 3
"""Up to so many formats, what each cannot carry is named on the screen; of more it is counted (all is in the JSON)."""
ENVIRONMENT = 3
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def known_format(context: click.Context, parameter: click.Parameter, names: tuple[str, ...]) -> tuple[Format, ...]:
    """Return the formats with these names, each once, in the order of the registry; `all` means every one."""
    from builder.packages.formats import FORMATS

    unknown = [name for name in names if name not in FORMATS and name != EVERY]
    if unknown:
        raise click.BadParameter(
            f"no format {unknown[0]!r}; there are {', '.join(FORMATS)} and all", context, parameter
        )
    context.meta[ASKED] = names
    return tuple(FORMATS[name] for name in FORMATS if EVERY in names or name in names)


@click.command()
@click.argument("formats", nargs=-1, required=True, metavar="FORMAT...|all", callback=known_format)
@click.option(
    "--book", "--root", "-C", "root", type=FOLDER, default=".", help="Any Jupyter Book 1 folder; default: this one."
)
@click.option("--theme", type=click.Choice(["ours", "keep"]), default="ours", help="keep: the book's own theme.")
@click.option(
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=BUILD / "packages",
    show_default=True,
    help="Where packages go.",
)
@click.option(
    "--scos",
    type=click.Choice(["one", "modules"]),
    default="one",
    show_default=True,
    help="SCORM: one SCO, or one for each module.",
)
@click.option(
    "--for",
    "preset",
    type=click.Choice(["moodle", "ilias", "canvas", "generic"]),
    default="generic",
    show_default=True,
    help="The learning system it is meant for: `all` then means what that system takes.",
)
@click.option("--schemas", type=FOLDER, help="SCORM: a folder of official control documents, put into the package.")
@click.option("--json", "as_json", is_flag=True, help="Say what was written, and what was lost, as JSON.")
def export(
    formats: tuple[Format, ...],
    preset: str,
    root: Path,
    theme: str,
    output: Path,
    scos: Scos,
    schemas: Path | None,
    as_json: bool,
) -> None:
    """Write packages for learning systems, into build/packages.

    The book is built first if anything has changed. Nothing is written into the book's own folder.
    """
    from builder.packages.settings import Settings

    chosen, unfit = fit(formats, preset, EVERY in click.get_current_context().meta[ASKED])
    package = plan_or_explain(root, theme)
    settings = Settings(scos=scos, schemas=schemas, preset=preset)
    written: list[Delivery] = []
    brief = len(chosen) > FEW
    codes = {write_or_explain(package, target, output, settings, written, brief) for target in chosen} | (
        {1} if unfit else set()
    )
    if brief and any(delivery.losses for delivery in written):
        click.echo(f"What is left behind, item by item: {output}/*.loss.json", err=True)
    show_written(package, written, as_json)
    show_older(package, output)
    if any(codes):
        raise SystemExit(max(codes))


def fit(formats: Iterable[Format], preset: str, asked_for_all: bool) -> tuple[list[Format], list[Format]]:
    """Return which of ``formats`` the learning system takes and which not, and say what is to know of each.

    Where everything was asked for, what the system does not take is left out without a word.
    """
    from builder.packages.presets import PRESETS

    system = PRESETS[preset]
    found = list(formats)
    if asked_for_all and system.takes:
        found = sorted((one for one in found if one.name in system.takes), key=lambda one: system.takes.index(one.name))
    unfit = [one for one in found if one.name in system.unfit]
    for one in unfit:
        click.echo(f"{one.name} is not written for {system.title}: {system.unfit[one.name]}.", err=True)
    for one in found:
        if one.name in system.mind:
            click.echo(f"{one.name} for {system.title}: {system.mind[one.name]}.", err=True)
    return [one for one in found if one not in unfit], unfit


def write_or_explain(
    package: Package, target: Format, output: Path, settings: Settings, written: list[Delivery], brief: bool = False
) -> int:
    """Write one format and add it to ``written``; what stops it is shown with its remedy.

    Returns the exit code: 0, 1 for a package that cannot be right, 3 for a computer that cannot write it.
    """
    from builder.packages.delivery import deliver
    from builder.packages.loss import render_brief, render_losses
    from builder.packages.refusal import LackingError, RefusedError

    try:
        delivery = deliver(package, target, output, settings)
    except RefusedError as refusal:
        click.echo(f"{target.name} was not written:", err=True)
        show_refusal(refusal.problems)
        return 1
    except LackingError as lacking:
        click.echo(f"{target.name} was not written: {lacking}", err=True)
        return ENVIRONMENT
    except OSError as fault:
        click.echo(f"{target.name} was not written: {fault}\nMake room or choose another --output.", err=True)
        return ENVIRONMENT
    written.append(delivery)
    render = render_brief if brief else render_losses
    click.echo(render(target, delivery.losses), nl=False, err=True)
    return 0


def plan_or_explain(root: Path, theme: str) -> Package:
    """Build the book if it has changed and plan its package; faults end the command with exit code 1."""
    from builder.book.course_data import load_course_data
    from builder.cli.build import build_or_explain
    from builder.packages.plan import plan_package
    from builder.packages.refusal import RefusedError

    built = build_or_explain(root, BUILD, theme)
    for note in built.notes:
        click.echo(note, err=True)
    try:
        return plan_package(built.course, built.book, load_course_data(built.book.root))
    except RefusedError as refusal:
        show_refusal(refusal.problems)
        raise SystemExit(1) from None


def show_refusal(problems: Iterable[Problem]) -> None:
    """Say what is wrong with what was to be packaged, and what to do about it."""
    for problem in problems:
        click.echo(f"{str(problem.where) or 'package'}: {problem.code}: {problem.message}\n  {problem.fix}", err=True)


def show_written(package: Package, written: Iterable[Delivery], as_json: bool) -> None:
    """Say on stdout what was written."""
    if as_json:
        from dataclasses import asdict

        packages = [{**asdict(delivery), "path": str(delivery.path)} for delivery in written]
        state = {"longest": package.state.total, "pages": package.state.pages, "questions": package.state.questions}
        click.echo(
            json.dumps({"identifier": package.identifier, "state": state, "packages": packages}, ensure_ascii=False)
        )
        return
    for delivery in written:
        click.echo(f"{delivery.path}  {readable(delivery.size)}, {delivery.files} files")


def show_older(package: Package, output: Path) -> None:
    """Say which packages of another name or version still lie beside those that were written."""
    from builder.packages.delivery import older_packages
    from builder.packages.formats import FORMATS

    older = older_packages(output, package, (target.suffix for target in FORMATS.values()))
    if older:
        names = ", ".join(path.name for path in older)
        click.echo(
            f"{output} also holds packages of another name or version: {names}. Delete what is out of use.", err=True
        )


def readable(size: int) -> str:
    """Return a number of bytes as people say it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.0f} kB"


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def formats(as_json: bool) -> None:
    """List the formats, and what each cannot carry."""
    from builder.packages.formats import FORMATS

    if as_json:
        click.echo(json.dumps([described(target) for target in FORMATS.values()], ensure_ascii=False))
        return
    for target in FORMATS.values():
        click.echo(f"{target.name}  {target.title} (*{target.suffix})")
        for gap in target.cannot_carry:
            click.echo(f"  cannot carry {gap.what}: {gap.instead}")


def described(target: Format) -> dict[str, Any]:
    """Return a format as JSON knows it."""
    gaps = [{"code": gap.code, "what": gap.what, "instead": gap.instead} for gap in target.cannot_carry]
    return {
        "name": target.name,
        "title": target.title,
        "suffix": target.suffix,
        "state_limit": target.state_limit,
        "cannot_carry": gaps,
    }
