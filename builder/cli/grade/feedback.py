"""`coursewright grade feedback`: a page for each learner and exercise, in a zip that the learning system takes back."""

from __future__ import annotations

from pathlib import Path

import click

from builder.book.catalogue import direction_of
from builder.cli.grade.collect import SETTINGS, roster_of, settings_of
from builder.cli.grade.options import DB, ENVIRONMENT, FINDINGS, KEPT, ROOT, course_for_exercises


@click.command()
@ROOT
@KEPT
@DB
@SETTINGS
@click.option(
    "--to", "target", type=click.Choice(["folder", "moodle", "canvas", "ilias"]), default="folder", show_default=True
)
@click.option("--exercise", default="", help="Only this exercise; a learning system takes one at a time.")
@click.option("--provisional", is_flag=True, help="Also where a person has still to mark a text.")
@click.option("--show-tests", is_flag=True, help="Show the hidden tests' source; then do not use the exercise again.")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The zip to write.")
def feedback(
    root: Path,
    folder: Path,
    db: str,
    settings: Path | None,
    target: str,
    exercise: str,
    provisional: bool,
    show_tests: bool,
    output: Path,
) -> None:
    """Write what learners are told: points, what each check said, levels and comments, task by task.

    Each page needs no network and runs nothing. Who has no result, or a text still to mark, is named and left out.
    """
    from builder.grading.attempts import DamagedRecordError, read_records
    from builder.grading.by_hand import read_by_hand
    from builder.grading.feedback import feedback_for, task_words
    from builder.grading.feedback_page import render_feedback
    from builder.grading.folder import GradingFolder, write_in_place
    from builder.grading.gradebook import read_scores
    from builder.grading.lms.feedback import FeedbackEntry, FeedbackPackError, pack_feedback
    from builder.grading.lms.results import GRADED, MISSING, gather
    from builder.grading.outcomes import read_outcomes
    from builder.grading.penalties import read_penalties
    from builder.grading.scores import GradingError, Score

    kept = GradingFolder(folder, db)
    if not db and not kept.gradebook.is_file():
        click.echo(f"There is no gradebook in {folder}. Run `coursewright grade run` first.", err=True)
        raise SystemExit(FINDINGS)
    course = course_for_exercises(root)
    exercises = {one.id: one for one in course.exercises if exercise in ("", one.id)}
    if not exercises:
        raise click.UsageError(f"There is no exercise {exercise}.")
    try:
        scores: dict[tuple[str, str], list[Score]] = {}
        for score in read_scores(kept):
            scores.setdefault((score.learner, score.exercise), []).append(score)
        states = {(one.learner, one.exercise): one.state.value for one in read_outcomes(course, root, kept)}
        records = {(one.learner, one.exercise): one for one in read_records(kept)}
        roster = roster_of(kept, (), settings_of(settings, root))
        every = [score for found in scores.values() for score in found]
        results = gather(every, states, read_penalties(kept), records.values(), roster, list(exercises))
        given = read_by_hand(kept)
        words = {name: task_words(one, root) for name, one in exercises.items()}
        entries, left_out = [], []
        for result in (one for one in results if one.exercise in exercises):
            if result.state == MISSING:
                continue  # nothing came in, so there is nothing to send back
            if result.state != GRADED or (result.to_mark and not provisional):
                left_out.append(
                    f"{result.shown}, {result.exercise}: {result.state if result.state != GRADED else 'to mark'}"
                )
                continue
            pair = (result.learner, result.exercise)
            told = feedback_for(
                kept, exercises[pair[1]], words[pair[1]], result, scores[pair], given, show_tests=show_tests
            )
            counting = records[pair].counting if pair in records else None
            page = render_feedback(told, course.title, course.language, direction_of(course.language))
            entries.append(FeedbackEntry(*pair, counting.handle if counting else "", page))
        write_in_place(output, pack_feedback(target, entries))
    except (DamagedRecordError, FeedbackPackError) as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(FINDINGS) from None
    except GradingError as fault:
        click.echo(str(fault), err=True)
        raise SystemExit(ENVIRONMENT) from None
    for line in left_out:
        click.echo(f"left out: {line}", err=True)
    click.echo(f"{len(entries)} written to {output}, {len(left_out)} left out.", err=True)
    if left_out:
        raise SystemExit(FINDINGS)
