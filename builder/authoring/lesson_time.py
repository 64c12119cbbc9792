"""How long a lesson takes: its words at a pace of reading, and so many seconds for each of its activities."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from builder.authoring.markdown import Directive, Image
from builder.authoring.material import PageText
from builder.authoring.outputs import draws, shows_value
from builder.model.content import TimeRule
from builder.model.course import Course


def words_of(page: PageText, course: Course) -> int:
    """Return the words that a reader of the page reads: its prose, and the quotations that it shows."""
    quoted = (
        course.quotations[part.argument].text
        for part in (found.element for found in page.found)
        if isinstance(part, Directive) and part.name == "quotation" and part.argument in course.quotations
    )
    return sum(written.passage.words for written in page.prose) + sum(len(text.split()) for text in quoted)


def activities_of(page: PageText, course: Course, tasks: tuple[str, ...] = ()) -> Mapping[str, int]:
    """Return how many activities of each name (`builder.model.content.ACTIVITY_SECONDS`) the page has; a paragraph
    that begins with one of ``tasks`` is a task."""
    kinds = {question.id: question.kind for _, question in course.questions}
    scenes = {story.id: len(story.scenes) for story in course.stories}
    count: Counter[str] = Counter()
    for part in (found.element for found in page.found):
        if isinstance(part, Image):
            count["figure"] += 1
        elif isinstance(part, Directive) and part.name == "question" and part.argument in kinds:
            count[kinds[part.argument]] += 1
        elif isinstance(part, Directive) and part.name == "story":
            count["scene"] += scenes.get(part.argument, 0)
        elif isinstance(part, Directive) and part.name == "scenario":
            count["scenario"] += 1
    count["plot"] = sum(draws(cell) for cell in page.document.cells)
    count["table"] = sum(shows_value(cell) for cell in page.document.cells)
    count["task"] = sum(written.passage.text.startswith(tasks) for written in page.prose) if tasks else 0
    return count


def minutes_of(page: PageText, course: Course, rule: TimeRule) -> float:
    """Return how many minutes the page takes by the rule."""
    activities = activities_of(page, course, rule.tasks)
    seconds = sum(rule.seconds[name] * number for name, number in activities.items())
    return words_of(page, course) / rule.words + seconds / 60
