"""Rules on ids: unique in the whole course, and apart in learners' saved progress (docs/reference/state.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from builder.authoring.faults import problem
from builder.authoring.material import Material
from builder.model.course import Course
from builder.model.identity import token
from builder.model.problem import Place, Problem


def check_ids(material: Material) -> Iterator[Problem]:
    """No two objectives, questions, scenarios, stories or exercises have the same id."""
    for kind, named in _named(material.course):
        first: dict[str, Place] = {}
        for identifier, where in named:
            if identifier and identifier in first:
                message = f"{kind} `{identifier}` is also in {first[identifier]}"
                yield problem("duplicate-id", where, message)
            first.setdefault(identifier, where)


def check_tokens(material: Material) -> Iterator[Problem]:
    """No two different ids of pages, questions, scenarios and stories have the same token."""
    owners: dict[str, str] = {}
    places = dict(material.toc.places)
    for _, named in _named(material.course):
        places |= {identifier: where for identifier, where in named if identifier not in places}
    for identifier, where in places.items():
        owner = owners.setdefault(token(identifier), identifier)
        if owner != identifier:
            yield problem("token-collision", where, f"`{identifier}` has the token of `{owner}`")


def _named(course: Course) -> Iterable[tuple[str, list[tuple[str, Place]]]]:
    return (
        ("objective", [(each.id, each.where) for module in course.modules for each in module.objectives]),
        ("question", [(question.id, question.where) for _, question in course.questions]),
        ("scenario", [(scenario.id, scenario.where) for scenario in course.scenarios]),
        ("story", [(story.id, story.where) for story in course.stories]),
        ("exercise", [(exercise.id, exercise.where) for exercise in course.exercises]),
    )
