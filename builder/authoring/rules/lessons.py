"""Rules on lessons as a whole: how hard they are to read, and how long they take."""

from __future__ import annotations

from collections.abc import Iterator

from builder.authoring.faults import did_you_mean, problem
from builder.authoring.lesson_time import minutes_of
from builder.authoring.material import Material
from builder.authoring.readability import grade
from builder.model.problem import Problem


def check_reading(material: Material) -> Iterator[Problem]:
    """No lesson is harder to read than the course allows it to be."""
    rule = material.course.content.reading
    if rule is None:
        return
    allowed = {exception.lesson: exception.grade for exception in rule.exceptions}
    for lesson, page in material.lessons:
        found = grade(written.passage for written in page.prose)
        limit = allowed.get(lesson.id, rule.grade)
        if found is not None and round(found, 1) > limit:
            message = f"the reading grade of lesson `{lesson.id}` is {found:.1f}, above {limit:g}"
            yield problem("reading-too-hard", lesson.where, message)


def check_reading_exceptions(material: Material) -> Iterator[Problem]:
    """Every exception is for a lesson of the course."""
    rule = material.course.content.reading
    known = [lesson.id for lesson in material.course.lessons]
    if rule is None or material.could_not_read("/module.yml"):
        return
    for exception in rule.exceptions:
        if exception.lesson not in known:
            fix = did_you_mean(exception.lesson, known)
            yield problem("unknown-lesson", exception.where, f"there is no lesson `{exception.lesson}`", fix)


def check_minutes(material: Material) -> Iterator[Problem]:
    """The minutes that a lesson states are about those that its words and activities take."""
    rule = material.course.content.time
    if rule is None or material.could_not_read("/questions.yml") or material.could_not_read("/story.yml"):
        return
    for lesson, page in material.lessons:
        counted = minutes_of(page, material.course, rule)
        if abs(lesson.minutes - counted) > rule.within * counted:
            message = (
                f"lesson `{lesson.id}` states {lesson.minutes} minutes; its words and activities take {counted:.0f}"
            )
            yield problem("minutes-off", lesson.where, message)
