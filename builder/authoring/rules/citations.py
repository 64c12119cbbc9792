"""Rules on what is cited and quoted: every work is a source, every source is used, every quotation is to the letter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from builder.authoring.faults import did_you_mean, problem
from builder.authoring.markdown import Directive, Role
from builder.authoring.material import REFERENCES, Material
from builder.authoring.prose import CITE_ROLES, Sentence
from builder.authoring.sources import SOURCES
from builder.model.course import Course
from builder.model.problem import Problem

QUOTED = re.compile(r"“(?P<curly>[^“”]+)”|\"(?P<straight>[^\"]+)\"")
LEFT_OUT = re.compile(r"\s*(?:\[?(?:\.{3}|…)\]?)\s*")
CLAUSE = 4
"""Fewer words in quotation marks name a term or a label, and are not taken for a quotation."""


def check_cited(material: Material) -> Iterator[Problem]:
    """Every work that the book cites is one of the course's sources."""
    if not material.course.content.sources or material.could_not_read(SOURCES):
        return
    for _, found, role in material.each(Role):
        for key in cited_keys(role):
            where = material.bibliography.get(key)
            if where is not None and where.file != REFERENCES and key not in material.course.sources:
                message = f"`{key}` is cited, and not in `{SOURCES}`"
                yield problem("citation-without-source", found.where, message)


def check_used(material: Material) -> Iterator[Problem]:
    """Every source is cited, or words of it are quoted."""
    if not material.course.content.sources or not material.has_all_pages:
        return
    used = used_sources(material)
    for source in material.course.sources.values():
        if source.id not in used:
            yield problem("source-not-cited", source.where, f"nothing cites `{source.id}`")


def used_sources(material: Material) -> frozenset[str]:
    """Return the ids of the works that the book cites; a `quotation` directive cites the source of its words."""
    quotations = material.course.quotations
    shown = (part.argument for _, _, part in material.each(Directive) if part.name == "quotation")
    quoted = {quotations[name].source for name in shown if name in quotations}
    return frozenset(quoted.union(*(cited_keys(role) for _, _, role in material.each(Role))))


def cited_keys(role: Role) -> tuple[str, ...]:
    """Return the keys of a citation; none of another role."""
    return tuple(key.strip() for key in role.content.split(",")) if CITE_ROLES.fullmatch(role.name) else ()


def check_quoted(material: Material) -> Iterator[Problem]:
    """Words in quotation marks with a citation later in their sentence stand in a quotation of the cited work."""
    if not material.course.content.quotations or material.could_not_read(SOURCES):
        return
    for page in material.pages:
        for written in page.prose:
            for sentence in written.passage.sentences:
                for words, keys in quoted(sentence):
                    if not is_to_the_letter(words, keys, material.course):
                        message = f"no quotation of {' or '.join(f'`{key}`' for key in keys)} has “{words}”"
                        fix = _nearest(words, material.course)
                        yield problem("quotation-altered", page.place(written, sentence.line), message, fix)


def quoted(sentence: Sentence) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of each quotation in a sentence, and the keys of the works cited after it."""
    for found in QUOTED.finditer(sentence.text):
        words = found["curly"] or found["straight"]
        keys = sentence.cited_after(found.end())
        if keys and len(words.split()) >= CLAUSE:
            yield words, keys


def is_to_the_letter(words: str, keys: Iterable[str], course: Course) -> bool:
    """True if the words are the title of one of the works, or stand in a quotation of it; what is left out of them is
    marked by three dots."""
    parts = [_even(part).rstrip(" .,;:") for part in LEFT_OUT.split(words)]
    texts = [_even(quotation.text) for quotation in course.quotations.values() if quotation.source in keys]
    titles = [_even(course.sources[key].title).casefold() for key in keys if key in course.sources]
    return any(_in_order(parts, text) for text in texts) or any(parts[0].casefold() in title for title in titles)


def _in_order(parts: Iterable[str], text: str) -> bool:
    position = 0
    for part in parts:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


def _even(text: str) -> str:
    """Blanks, quotation marks and apostrophes in one form: they are typography, not letters."""
    for curly, straight in (("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
        text = text.replace(curly, straight)
    return " ".join(text.split())


def _nearest(words: str, course: Course) -> str:
    near = did_you_mean(words, [quotation.text for quotation in course.quotations.values()])
    return f"write it to the letter: {near.removeprefix('did you mean ').rstrip('?')}" if near else ""
