"""`coursewright grade run`: execute what was collected and write the marks into the gradebook."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from builder.cli.grade.options import DB, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises
from builder.cli.grade.progress import Progress
from builder.cli.grade.status import line

if TYPE_CHECKING:
    from builder.grading.folder import GradingFolder
    from builder.grading.outcomes import Outcome
    from builder.grading.planning import Settings
    from builder.model.course import Course

INTERRUPTED = 130
"""What a shell gives for a program that Ctrl-C ended."""

UNSAFE = (
    "Warning: --unsafe runs the learners' code on this computer with your rights and with network access. It can read "
    "your files, send them away and change the gradebook. Use it only for work of people you trust, or on a machine "
    "with nothing else on it."
)
TOGETHER = (
    "{exercise}: these tests ran together with learners' code, watched by canaries, because they read more than plain "
    "values and functions: {tests}."
)
STOPPED = "Stopped. What was graded until now is kept; the same command goes on from here."


class Percent(click.ParamType[float]):
    """A share such as `5%` or `5`, as a number from above 0 to 1."""

    name = "percent"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the share."""
        text = str(value).removesuffix("%").strip()
        try:
            share = float(text) / 100
        except ValueError:
            share = 0.0
        if not 0 < share <= 1:
            self.fail(f"{value!r} is no percentage; write for example 5%.", param, ctx)
        return share


@click.command()
@click.argument("only", nargs=-1, metavar="[LEARNER/EXERCISE]...")
@ROOT
@KEPT
@DB
@click.option(
    "--engine",
    type=click.Choice(["fork", "kernel"]),
    default="fork",
    show_default=True,
    help="fork: quick, for all exercises that need no widgets. kernel: a Jupyter kernel for each submission.",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many submissions run at once; default: one a core.")
@click.option("--again", is_flag=True, help="Run all submissions, also those whose result is known.")
@click.option("--audit", type=Percent(), help="Grade a sample, such as 5%, again with stock nbgrader, and compare.")
@click.option("--scheduler", default="", help="Grade on the Dask cluster at this address, tcp://HOST:PORT.")
@click.option("--unsafe", is_flag=True, help="Grade without a sandbox: learners' code then has your rights.")
def run(
    only: tuple[str, ...],
    root: Path,
    folder: Path,
    db: str,
    engine: Literal["fork", "kernel"],
    workers: int | None,
    again: bool,
    audit: float | None,
    scheduler: str,
    unsafe: bool,
) -> None:
    """Grade what has been collected and not graded yet.

    Without arguments all of it; otherwise what is named: LEARNER/EXERCISE, a learner or an exercise; * stands for
    anything. Learners' code runs in a sandbox. One submission that fails does not stop the others; the command then
    ends with exit code 1. You can stop it at any time; the same command goes on.
    """
    from builder.grading.engine import SandboxSettings
    from builder.grading.folder import GradingFolder
    from builder.grading.planning import Settings
    from builder.grading.sandbox import SandboxError
    from builder.grading.scores import GradingError

    if unsafe:
        click.echo(UNSAFE, err=True)
    settings = Settings(
        engine, workers or _cores(), SandboxSettings(not unsafe), again=again, scheduler=scheduler, only=only
    )
    course, kept = course_for_exercises(root), GradingFolder(folder, db)
    try:
        findings = _grade(course, root, kept, settings)
        if audit is not None:
            findings = _audit(course, root, kept, settings, audit) or findings
    except (GradingError, SandboxError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    except KeyboardInterrupt:
        click.echo(STOPPED, err=True)
        raise SystemExit(INTERRUPTED) from None
    if findings:
        raise SystemExit(FINDINGS)


def _grade(course: Course, root: Path, folder: GradingFolder, settings: Settings) -> bool:
    """Grade, tell, and return whether a submission failed."""
    from builder.grading.outcomes import State
    from builder.grading.planning import planned_run
    from builder.grading.run import grade_planned

    failed: list[Outcome] = []
    graded = reused = flagged = 0
    together: dict[str, tuple[str, ...]] = {}
    with planned_run(course, root, folder, settings) as plan:
        failed.extend(outcome for outcome in plan.known if outcome.state is State.FAILED)
        before = len(plan.known) - len(failed)
        with Progress(len(plan.todo)) as progress, closing(grade_planned(plan)) as outcomes:
            for outcome in outcomes:
                progress.advance()
                if outcome.state is State.FAILED:
                    failed.append(outcome)
                    continue
                graded, reused = graded + 1, reused + outcome.reused
                flagged += bool(outcome.flags)
                if outcome.together:
                    together[outcome.exercise] = outcome.together
    _list(failed)
    known = f" ({reused} from a known result)" if reused else ""
    click.echo(f"{graded} graded{known}, {before} were graded before, {len(failed)} failed.", err=True)
    for exercise, tests in sorted(together.items()):
        click.echo(TOGETHER.format(exercise=exercise, tests=", ".join(tests)), err=True)
    if flagged:
        click.echo(f"{flagged} of them have flags that you should look at: `coursewright grade status`.", err=True)
    return bool(failed)


def _list(failed: Iterable[Outcome]) -> None:
    for outcome in sorted(failed, key=lambda one: (one.exercise, one.learner)):
        click.echo(line(outcome), err=True)


def _audit(course: Course, root: Path, folder: GradingFolder, settings: Settings, share: float) -> bool:
    """Grade a sample with stock nbgrader, tell the differences, and return whether there are any."""
    from builder.grading.audit import audit_sample

    report = audit_sample(course, root, folder, settings, share)
    for one in report.differences:
        click.echo(f"{one.learner}  {one.exercise}  {one.task}  {one.what}: here {one.ours}, nbgrader {one.theirs}")
    click.echo(
        f"Audit: {len(report.sample)} of {report.graded} graded submissions were graded again with nbgrader's own "
        f"autograder; {len(report.differences)} difference(s).",
        err=True,
    )
    return bool(report.differences)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
