"""`check`: everything that is wrong with a course, in one run, sorted by place (docs/reference/problems.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from builder.authoring.faults import Findings
from builder.authoring.material import Material, gather
from builder.authoring.reading import read_into
from builder.authoring.rules import (
    exercises,
    identity,
    images,
    links,
    notebooks,
    objectives,
    questions,
    references,
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
    questions.check_shown,
    references.check_directives,
    references.check_bibliography,
    references.check_quotations,
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


def check_course(root: Path) -> tuple[Problem, ...]:
    """Return every problem of the course or book in ``root``, sorted by place; never raises for what is in it."""
    findings = Findings()
    course = read_into(root, findings)
    found: list[Problem] = []
    if course is not None:
        material = gather(root, course, findings)
        rules = BOOK_RULES + COURSE_RULES if course.ours else BOOK_RULES
        found = [problem for rule in rules for problem in rule(material)]
    return tuple(sorted(dict.fromkeys((*findings, *found)), key=by_place))
