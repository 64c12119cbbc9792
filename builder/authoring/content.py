"""`content:` in `course/course.yml`: what a course asks of its own content (docs/reference/sources.md)."""

from __future__ import annotations

from collections.abc import Mapping

from builder.authoring.yaml_fields import Fields
from builder.model.content import (
    ACTIVITY_SECONDS,
    ContentRules,
    NumberException,
    NumberRule,
    ReadingException,
    ReadingRule,
    TimeRule,
)

GRADES = (0, 30)
WORDS_A_MINUTE = (50, 500)
HOUR = 3600


def read_content(fields: Fields | None) -> ContentRules:
    """Return the rules that hold; none for None."""
    if fields is None:
        return ContentRules()
    rules = ContentRules(
        sources=fields.flag("sources"),
        quotations=fields.flag("quotations"),
        figures=fields.flag("figures"),
        coverage=fields.flag("coverage"),
        review=fields.flag("review"),
        numbers=_numbers(fields.fields("numbers", optional=True)),
        reading=_reading(fields.fields("reading", optional=True)),
        time=_time(fields.fields("minutes", optional=True)),
    )
    fields.close()
    return rules


def _numbers(fields: Fields | None) -> NumberRule | None:
    if fields is None:
        return None
    exceptions = []
    for entry in fields.each("without_source"):
        exceptions.append(NumberException(entry.text("text"), entry.text("because"), entry.place))
        entry.close()
    rule = NumberRule(fields.texts("invented"), tuple(exceptions))
    fields.close()
    return rule


def _reading(fields: Fields | None) -> ReadingRule | None:
    if fields is None:
        return None
    exceptions = []
    for entry in fields.each("exceptions"):
        allowed = entry.number("grade", *GRADES)
        exceptions.append(ReadingException(entry.text("lesson"), allowed, entry.text("because"), entry.place))
        entry.close()
    rule = ReadingRule(fields.number("grade", *GRADES), tuple(exceptions))
    fields.close()
    return rule


def _time(fields: Fields | None) -> TimeRule | None:
    if fields is None:
        return None
    words = fields.number("words", *WORDS_A_MINUTE)
    within = fields.number("within", 0, 1)
    rule = TimeRule(words, within, _seconds(fields.fields("seconds", optional=True)), fields.texts("tasks"))
    fields.close()
    return rule


def _seconds(fields: Fields | None) -> Mapping[str, float]:
    if fields is None:
        return ACTIVITY_SECONDS
    seconds = {name: fields.number(name, 0, HOUR, default) for name, default in ACTIVITY_SECONDS.items()}
    fields.close()
    return seconds
