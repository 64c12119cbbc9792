"""A folder becomes a `Course`: ours with `course/course.yml`, or anybody's Jupyter Book (docs/reference/sources.md)."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from builder.authoring.book_config import BookConfig, read_config
from builder.authoring.content import read_content
from builder.authoring.faults import Findings, did_you_mean
from builder.authoring.modules import read_modules
from builder.authoring.sources import read_sources
from builder.authoring.stories import read_stories
from builder.authoring.toc import TOC, Toc, read_toc
from builder.authoring.yaml_fields import Fields, nothing, read_fields
from builder.model.course import (
    CONTRIBUTOR_ROLES,
    AwardRule,
    Contributor,
    Course,
    GainRule,
    Module,
    PackageRule,
    PassRule,
)
from builder.model.problem import Place, Problem, Severity, by_place

COURSE = "course/course.yml"
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
LEVEL_STRONG = 3
TRIES = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """What reading a folder gave. ``course`` is None if there is nothing to work with; with errors among
    ``problems`` it is what could be read. ``problems`` are sorted by place."""

    course: Course | None
    problems: tuple[Problem, ...]


class CourseUnreadable(Exception):
    """The folder holds no course that can be built; ``problems`` say why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        lines = (f"{problem.where}: {problem.code}: {problem.message}" for problem in problems)
        super().__init__("\n".join(lines))
        self.problems = problems


def read_course(root: Path) -> Reading:
    """Read the folder ``root``; never raises for what is in it."""
    findings = Findings()
    course = read_into(root, findings)
    return Reading(course, tuple(sorted(findings, key=by_place)))


def load_course(root: Path) -> Course:
    """Return the course in ``root``. Raises `CourseUnreadable` for errors: in a course of ours for any, in a foreign
    book only if its pages are not known, since Jupyter Book builds it with the rest."""
    reading = read_course(root)
    errors = tuple(problem for problem in reading.problems if problem.severity is Severity.ERROR)
    if reading.course is None or (reading.course.ours and errors):
        raise CourseUnreadable(errors)
    return reading.course


def read_into(root: Path, findings: Findings) -> Course | None:
    """Read the folder ``root``, noting in ``findings`` what is wrong; None if there is nothing to work with."""
    ours = (root / COURSE).is_file()
    toc = None
    config = read_config(root, findings)
    if (root / TOC).is_file():
        toc = read_toc(root, config, findings)
    elif ours:
        findings.add("toc-missing", Place(TOC), "the course has no table of contents")
    else:
        findings.add("not-a-book", Place("."), "neither `_toc.yml` nor `course/course.yml` is here")
    if ours:
        return _our_course(root, toc or Toc(), findings)
    return _foreign_book(root, config, toc) if toc else None


def _foreign_book(root: Path, config: BookConfig, toc: Toc) -> Course:
    folder = root.resolve().name
    return Course(
        id=slug(config.title or folder),
        title=config.title or folder,
        version="1",
        language=config.language if LANGUAGE.fullmatch(config.language) else "en",
        description="",
        authors=config.authors,
        licence="",
        pass_rule=PassRule(PackageRule(score=None, lessons=None)),
        toc=tuple(toc.sources),
        ours=False,
    )


def _our_course(root: Path, toc: Toc, findings: Findings) -> Course:
    fields = read_fields(root, COURSE, findings) or nothing(COURSE)
    language = fields.text("language")
    if language and not LANGUAGE.fullmatch(language):
        fix = "write a language tag such as `en`, `fr` or `pt-BR`"
        findings.add("bad-value", fields.place_of("language"), f"`{language}` is no language tag", fix)
    modules = read_modules(root, toc, fields.whole("tries", 1, 7, TRIES), findings)
    sources = read_sources(root, findings)
    course = Course(
        id=fields.slug("id"),
        title=fields.text("title"),
        version=fields.text("version"),
        language=language or "en",
        description=fields.text("description"),
        authors=fields.texts("authors", optional=False),
        licence=fields.text("licence"),
        pass_rule=_pass_rule(fields, modules),
        toc=tuple(toc.sources),
        modules=modules,
        stories=read_stories(root, findings),
        sources=sources.works,
        quotations=sources.quotations,
        figures=sources.figures,
        content=read_content(fields.fields("content", optional=True)),
        review=fields.day("review"),
        keywords=fields.texts("keywords"),
        contributors=tuple(_contributor(entry) for entry in fields.each("contributors")),
        gain=_gain_rule(fields.fields("gain", optional=True)),
    )
    fields.close()
    return course


def _contributor(entry: Fields) -> Contributor:
    contributor = Contributor(entry.text("name"), entry.one_of("role", CONTRIBUTOR_ROLES))
    entry.close()
    return contributor


def _pass_rule(fields: Fields, modules: tuple[Module, ...]) -> PassRule:
    found = fields.fields("pass_rule")
    if found is None:
        return PassRule(PackageRule(None, None))
    package = found.fields("package")
    award = found.fields("award", optional=True)
    rule = PassRule(_package_rule(package, modules) if package else PackageRule(None, None), _award_rule(award))
    found.close()
    return rule


def _package_rule(fields: Fields, modules: tuple[Module, ...]) -> PackageRule:
    score = fields.number("score", 0, 1) if fields.has("score") else None
    lessons = [lesson for module in modules for lesson in module.lessons]
    required = tuple(lesson.id for lesson in lessons if lesson.required)
    if fields.is_list("lessons"):
        known = [lesson.id for lesson in lessons]
        required = fields.texts("lessons")
        for name in required:
            if name not in known:
                where = fields.place_of("lessons")
                fields.findings.add("unknown-lesson", where, f"there is no lesson `{name}`", did_you_mean(name, known))
    else:
        fields.one_of("lessons", ("all",))
    fields.close()
    return PackageRule(score, required)


def _award_rule(fields: Fields | None) -> AwardRule | None:
    if fields is None:
        return None
    rule = AwardRule(fields.number("exercises", 0, 1), fields.whole("gate", 0, LEVEL_STRONG))
    fields.close()
    return rule


def _gain_rule(fields: Fields | None) -> GainRule | None:
    if fields is None:
        return None
    rule = GainRule(fields.text("before"), fields.text("after"))
    if rule.before == rule.after:
        fields.findings.add("bad-value", fields.place_of("after"), "`before` and `after` are the same beginning")
    fields.close()
    return rule


def slug(title: str) -> str:
    """Return a legal id for any title: its Latin letters without accents; letters of other scripts add a short hash
    of the title, so that two such titles differ."""
    spelled = unicodedata.normalize("NFKD", title.casefold())
    words = re.findall(r"[a-z0-9]+", "".join(c for c in spelled if not unicodedata.combining(c)))
    lost = any(c.isalpha() and not c.isascii() for c in spelled)
    if lost or not words:
        words.append(hashlib.sha256(title.encode("utf-8")).hexdigest()[:8])
    return "-".join(words)
