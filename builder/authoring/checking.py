"""`check`: everything that is wrong with a course, in one run, sorted by place (docs/reference/problems.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from builder.authoring.coverage import Counts, Coverage, counts_of, coverage_of
from builder.authoring.faults import Findings
from builder.authoring.material import Material, gather
from builder.authoring.reading import read_into
from builder.authoring.rules import (
    citations,
    exercises,
    identity,
    images,
    lessons,
    links,
    notebooks,
    numbers,
    objectives,
    questions,
    references,
    review,
    scenarios,
    stories,
    toc,
)
from builder.model.problem import Problem, by_place

Rule = Callable[[Material], Iterator[Problem]]

BOOK_RULES: tuple[Rule, ...] = (
    identity.check_tokens,
    references.check_terms,
    references.check_citations,
    links.check_links,
    links.check_document_roles,
    images.check_images,
    images.check_alt,
    images.check_plots,
    notebooks.check_valid,
)
"""What holds for any Jupyter Book."""

COURSE_RULES: tuple[Rule, ...] = (
    toc.check_config,
    toc.check_modules_in_toc,
    toc.check_lessons_in_toc,
    toc.check_pages_in_module,
    identity.check_ids,
    objectives.check_objectives,
    questions.check_answers,
    questions.check_choices,
    questions.check_feedback,
    questions.check_tries,
    questions.check_hints,
    questions.check_shown,
    questions.check_pairs,
    references.check_directives,
    references.check_bibliography,
    references.check_sources,
    images.check_scene_alt,
    notebooks.check_outputs,
    exercises.check_points,
    exercises.check_worksheet,
    exercises.check_used,
    exercises.check_gate,
    exercises.check_rubric_task,
    scenarios.check_targets,
    scenarios.check_reached,
    scenarios.check_ways_on,
    scenarios.check_ends,
    scenarios.check_consent,
    stories.check_onscreen,
)
"""What holds for a course of ours besides."""

CONTENT_RULES: tuple[Rule, ...] = (
    objectives.check_coverage,
    citations.check_cited,
    citations.check_used,
    citations.check_quoted,
    numbers.check_figures,
    numbers.check_numbers,
    numbers.check_exceptions,
    lessons.check_reading,
    lessons.check_reading_exceptions,
    lessons.check_minutes,
    review.check_review,
)
"""What a course asks of itself: each finds nothing unless `content:` in `course/course.yml` asks for it."""


def check_course(root: Path, today: date | None = None) -> tuple[Problem, ...]:
    """Return every problem of the course or book in ``root``, sorted by place; never raises for what is in it.

    ``today`` is the day with which dates of review are compared, by default that of the clock.
    """
    findings = Findings()
    course = read_into(root, findings)
    found: list[Problem] = []
    if course is not None:
        material = gather(root, course, findings, today)
        rules = BOOK_RULES + COURSE_RULES + CONTENT_RULES if course.ours else BOOK_RULES
        found = [problem for rule in rules for problem in rule(material)]
    return tuple(sorted(dict.fromkeys((*findings, *found)), key=by_place))


@dataclass(frozen=True, slots=True)
class Overview:
    """What there is for each objective, and how much of everything."""

    coverage: tuple[Coverage, ...]
    counts: Counts


def overview(root: Path) -> Overview | None:
    """Return the overview of the course or book in ``root``; None if there is nothing to work with."""
    findings = Findings()
    course = read_into(root, findings)
    if course is None:
        return None
    return Overview(coverage_of(course), counts_of(gather(root, course, findings)))
