"""Rules on what pages name: questions, scenarios, stories, exercises, quotations, terms and cited works."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from builder.authoring.faults import did_you_mean, problem
from builder.authoring.markdown import Directive, Role
from builder.authoring.material import REFERENCES, Material
from builder.authoring.prose import CITE_ROLES
from builder.authoring.sources import SOURCES
from builder.model.course import Figure, Quotation
from builder.model.problem import Problem

ROLE_TARGET = re.compile(r".*<(?P<target>[^<>]+)>\s*", re.DOTALL)
DIRECTIVES = {
    "question": "unknown-question",
    "scenario": "unknown-scenario",
    "story": "unknown-story",
    "exercise-download": "unknown-exercise",
    "quotation": "unknown-quotation",
}
"""Our directives that name something, and the code of a name that is not known."""


def check_directives(material: Material) -> Iterator[Problem]:
    """Our directives name what exists."""
    known = _known(material)
    for _, found, directive in material.each(Directive):
        code = DIRECTIVES.get(directive.name)
        if code is None or directive.argument in known[directive.name]:
            continue
        if _may_be_unread(material, directive):
            continue
        named = f"`{directive.argument}`" if directive.argument else "nothing"
        message = f"the directive `{directive.name}` names {named}"
        yield problem(code, found.where, message, did_you_mean(directive.argument, known[directive.name]))


def _known(material: Material) -> dict[str, Collection[str]]:
    course = material.course
    return {
        "question": {question.id for _, question in course.questions},
        "scenario": {scenario.id for scenario in course.scenarios},
        "story": {story.id for story in course.stories},
        "exercise-download": {exercise.id for exercise in course.exercises},
        "quotation": set(course.quotations),
    }


def _may_be_unread(material: Material, directive: Directive) -> bool:
    """True if what is named may stand in a file that could not be read, which is reported already."""
    part = {
        "question": "/questions.yml",
        "scenario": "/scenarios/",
        "story": f"course/stories/{directive.argument}/",
        "exercise-download": f"exercises/{directive.argument}/",
        "quotation": SOURCES,
    }[directive.name]
    in_module = directive.name in ("question", "scenario", "exercise-download")
    return material.could_not_read(part) or (in_module and material.could_not_read("/module.yml"))


def check_terms(material: Material) -> Iterator[Problem]:
    """Terms are in the glossary."""
    if not material.has_all_pages:
        return
    for _, found, role in material.each(Role):
        if role.name == "term":
            term = role_target(role.content)
            if term.casefold() not in material.terms:
                fix = did_you_mean(term.casefold(), material.terms)
                yield problem("unknown-term", found.where, f"`{term}` is not in the glossary", fix)


def check_citations(material: Material) -> Iterator[Problem]:
    """Cited works are in the bibliography."""
    if material.could_not_read(".bib"):
        return
    for _, found, role in material.each(Role):
        if not CITE_ROLES.fullmatch(role.name):
            continue
        for key in (part.strip() for part in role.content.split(",")):
            if key not in material.bibliography:
                fix = did_you_mean(key, material.bibliography)
                yield problem("unknown-citation", found.where, f"`{key}` is not in the bibliography", fix)


def check_bibliography(material: Material) -> Iterator[Problem]:
    """Every work of the course's bibliography is one of its sources."""
    if material.could_not_read(SOURCES):
        return
    for key, where in material.bibliography.items():
        if where.file == REFERENCES and key not in material.course.sources:
            fix = did_you_mean(key, material.course.sources)
            yield problem("bibliography-without-source", where, f"`{key}` is not in `{SOURCES}`", fix)


def check_sources(material: Material) -> Iterator[Problem]:
    """Every quotation and every figure names its source."""
    entries: tuple[Quotation | Figure, ...] = (
        *material.course.quotations.values(),
        *material.course.figures.values(),
    )
    for entry in entries:
        if entry.source and entry.source not in material.course.sources:
            what = "quotation" if isinstance(entry, Quotation) else "figure"
            message = f"{what} `{entry.id}` names the source `{entry.source}`"
            fix = did_you_mean(entry.source, material.course.sources)
            yield problem("unknown-source", entry.where, message, fix)


def role_target(content: str) -> str:
    """Return the target of a role's content: `b` of `a <b>`, or the whole content."""
    found = ROLE_TARGET.fullmatch(content)
    return (found["target"] if found else content).strip()
