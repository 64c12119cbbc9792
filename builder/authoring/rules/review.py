"""Rules on the days by which somebody should look again: at the course, at a source, at a place-bound block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from builder.authoring.faults import problem
from builder.authoring.material import Material
from builder.authoring.reading import COURSE
from builder.model.problem import Place, Problem

MARK = re.compile(r"^[ \t]*%[ \t]*review:[ \t]*(?P<day>\S+)", re.MULTILINE)
"""A MyST comment on a page, in a block or above it: `% review: 2027-06-30`."""


def check_review(material: Material) -> Iterator[Problem]:
    """No day of review has passed."""
    if not material.course.content.review:
        return
    for what, day, where in (*_of_course(material), *_on_pages(material)):
        try:
            passed = (day if isinstance(day, date) else date.fromisoformat(day)) < material.today
        except ValueError:
            fix = "write a date such as 2027-06-30"
            yield problem("bad-value", where, f"`{day}` is no date", fix)
            continue
        if passed:
            yield problem("review-passed", where, f"{what} was to be looked at again by {day}")


def _of_course(material: Material) -> Iterator[tuple[str, date | str, Place]]:
    if material.course.review:
        yield "the course", material.course.review, Place(COURSE)
    for source in material.course.sources.values():
        if source.review:
            yield f"source `{source.id}`", source.review, source.where


def _on_pages(material: Material) -> Iterator[tuple[str, date | str, Place]]:
    for page in material.pages:
        for cell in page.document.cells:
            if cell.kind != "markdown":
                continue
            for found in MARK.finditer(cell.source):
                line = cell.source.count("\n", 0, found.start("day")) + 1
                yield "this part", found["day"], page.document.place(cell, line)
