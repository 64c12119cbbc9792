"""Rules of cmi5: the course structure (section 13) and the package (section 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from lxml import etree

from builder.packages.verify.archive_reading import Archive
from builder.packages.verify.documents import (
    Document,
    children,
    descendants,
    first,
    is_remote,
    line_of,
    member_at,
    text,
)
from builder.packages.verify.documents import namespace as namespace_of
from builder.packages.verify.file_rules import HTML_NAME
from builder.packages.verify.finding import Fault, Rule, error, note, warning
from builder.packages.verify.values import is_iri, is_language, out_of_range

STRUCTURE = "cmi5.xml"
NAMESPACE = "https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd"
MOVE_ON = ("NotApplicable", "Passed", "Completed", "CompletedAndPassed", "CompletedOrPassed")
LAUNCH_METHODS = ("AnyWindow", "OwnWindow")
RESERVED = frozenset({"endpoint", "fetch", "actor", "registration", "activityId"})
"""Names of what a learning system appends to the address of an AU (section 8.1)."""
DECIMALS = 4
WITH_SCORE = ("Passed", "CompletedAndPassed", "CompletedOrPassed")


@dataclass(frozen=True, slots=True)
class CourseStructure:
    """A parsed `cmi5.xml` and the archive in which it stands."""

    archive: Archive
    document: Document

    def units(self) -> Iterator[etree._Element]:
        """Yield the assignable units, in order."""
        return descendants(self.document.root, "au")

    def launches(self) -> Iterator[str]:
        """Yield the members that assignable units open."""
        for unit in self.units():
            name = member_at(text(first(unit, "url")))
            if name in self.archive.names:
                yield str(name)


def check_namespace(course: CourseStructure) -> Iterator[Fault]:
    """The elements are cmi5's."""
    root = course.document.root
    if namespace_of(root) != NAMESPACE or etree.QName(root).localname != "courseStructure":
        message = f"the root is {root.tag!s}, not <courseStructure> of {NAMESPACE}"
        yield Fault(course.document.spot(root), message)


def check_ids(course: CourseStructure) -> Iterator[Fault]:
    """Ids are IRIs with a scheme."""
    for at in _identified(course):
        if not is_iri(str(at.get("id")).strip()):
            yield Fault(course.document.spot(at), f"the id {str(at.get('id'))!r} is no absolute IRI")


def check_ids_unique(course: CourseStructure) -> Iterator[Fault]:
    """Each id once."""
    first_at: dict[str, int] = {}
    for at in _identified(course):
        identifier = str(at.get("id")).strip()
        if identifier in first_at:
            message = f"the id {identifier!r} is also that of line {first_at[identifier]}"
            yield Fault(course.document.spot(at), message)
        first_at.setdefault(identifier, line_of(at))


def check_objectives(course: CourseStructure) -> Iterator[Fault]:
    """Objectives that are referred to are defined."""
    defined = {str(at.get("id")).strip() for at in descendants(course.document.root, "objective") if at.get("id")}
    for at in descendants(course.document.root, "objective"):
        wanted = at.get("idref")
        if wanted is None and at.get("id") is None and first(at, "title") is None:
            yield Fault(course.document.spot(at), "a reference to an objective has no idref")
        if wanted is not None and str(wanted).strip() not in defined:
            yield Fault(course.document.spot(at), f"no objective has the id {str(wanted)!r}")


def check_move_on(course: CourseStructure) -> Iterator[Fault]:
    """`moveOn` and `launchMethod` have values of the standard."""
    for unit in course.units():
        for name, known in (("moveOn", MOVE_ON), ("launchMethod", LAUNCH_METHODS)):
            value = unit.get(name)
            if value is not None and value not in known:
                message = f"{name} is {str(value)!r}"
                yield Fault(course.document.spot(unit), message, f"write one of: {', '.join(known)}")


def check_move_on_said(course: CourseStructure) -> Iterator[Fault]:
    """It is said what makes an AU done."""
    for unit in course.units():
        if unit.get("moveOn") is None:
            message = "the AU has no moveOn; the default, NotApplicable, counts it as done before it was opened"
            yield Fault(course.document.spot(unit), message)


def check_mastery(course: CourseStructure) -> Iterator[Fault]:
    """`masteryScore` is 0 to 1, with at most four decimal places."""
    for unit in course.units():
        value = unit.get("masteryScore")
        if value is None:
            continue
        if out_of_range(str(value).strip(), 0, 1):
            yield Fault(course.document.spot(unit), f"masteryScore is {str(value)!r}, not a number from 0 to 1")
        elif len(str(value).strip().partition(".")[2]) > DECIMALS:
            yield Fault(course.document.spot(unit), f"masteryScore {str(value)!r} has more than four decimal places")


def check_mastery_given(course: CourseStructure) -> Iterator[Fault]:
    """Where an AU has to be passed, it is said from which score on."""
    for unit in course.units():
        if unit.get("moveOn") in WITH_SCORE and unit.get("masteryScore") is None:
            message = f"moveOn is {unit.get('moveOn')!s} and there is no masteryScore: the AU has to know it by itself"
            yield Fault(course.document.spot(unit), message)


def check_activity_type(course: CourseStructure) -> Iterator[Fault]:
    """The type of an activity is an IRI."""
    for unit in course.units():
        value = unit.get("activityType")
        if value is not None and not is_iri(str(value).strip()):
            yield Fault(course.document.spot(unit), f"activityType {str(value)!r} is no absolute IRI")


def check_launch(course: CourseStructure) -> Iterator[Fault]:
    """What an AU opens is in the package."""
    for unit in course.units():
        url = text(first(unit, "url"))
        if not url:
            yield Fault(course.document.spot(unit), "the AU has no url, or an empty one")
        elif not is_remote(url) and member_at(url) not in course.archive.names:
            where = course.document.spot(unit)
            if member_at(url) is None:
                yield Fault(where, f"the AU's url {url!r} leads out of the package")
            else:
                yield Fault(where, f"the AU opens {member_at(url)!r}, which is not in the zip")


def check_launch_html(course: CourseStructure) -> Iterator[Fault]:
    """An AU in the package is a page."""
    for unit in course.units():
        name = member_at(text(first(unit, "url")))
        if name in course.archive.names and not HTML_NAME.search(str(name)):
            yield Fault(course.document.spot(unit), f"the AU opens {name!r}, which is no page of HTML")


def check_remote(course: CourseStructure) -> Iterator[Fault]:
    """An AU is in the package."""
    for unit in course.units():
        url = text(first(unit, "url"))
        if is_remote(url):
            yield Fault(course.document.spot(unit), f"the AU is opened from {url}")


def check_reserved(course: CourseStructure) -> Iterator[Fault]:
    """An AU's address has none of the parameters that the learning system adds."""
    for unit in course.units():
        query = re.split(r"#", text(first(unit, "url")).partition("?")[2], maxsplit=1)[0]
        taken = sorted({name for name, _ in parse_qsl(query, keep_blank_values=True)} & RESERVED)
        if taken:
            yield Fault(course.document.spot(unit), f"the AU's url has {', '.join(taken)}")


def check_languages(course: CourseStructure) -> Iterator[Fault]:
    """Each text says its language, and has one wording for each."""
    for at in descendants(course.document.root, "title", "description"):
        seen: set[str] = set()
        for string in children(at, "langstring"):
            language = string.get("lang")
            where = course.document.spot(string)
            if language is None:
                yield Fault(where, f"a langstring of <{etree.QName(at).localname}> does not say its language")
            elif not is_language(str(language)):
                yield Fault(where, f"{str(language)!r} is no language tag")
            elif str(language).lower() in seen:
                yield Fault(where, f"there are two wordings in {str(language)!r}")
            seen.add(str(language).lower())


def check_texts(course: CourseStructure) -> Iterator[Fault]:
    """Titles have words."""
    for at in descendants(course.document.root, "title"):
        if first(at, "langstring") is not None and not text(at):
            yield Fault(course.document.spot(at), "the title has no words")


def _identified(course: CourseStructure) -> Iterator[etree._Element]:
    found = descendants(course.document.root, "course", "block", "au", "objective")
    return (at for at in found if at.get("id") is not None)


CMI5_RULES: tuple[Rule[CourseStructure], ...] = (
    error(
        "cmi5-namespace",
        "the root is no `courseStructure` of cmi5",
        "write the root of the clause",
        "cmi5, 13.2",
        check_namespace,
    ),
    error(
        "cmi5-id",
        "an id is no absolute IRI",
        "write an IRI with its scheme, such as https://example.org/course/1",
        "cmi5, 3.0: IRI; 13.1",
        check_ids,
    ),
    error(
        "cmi5-id-repeated",
        "two elements have the same id",
        "give each an id of its own",
        "cmi5, 13.1.1 to 13.1.4",
        check_ids_unique,
    ),
    error(
        "cmi5-objective-unknown",
        "a reference names no objective, or one that is not defined",
        "correct the idref, or define the objective",
        "cmi5, 13.1.3",
        check_objectives,
    ),
    error(
        "cmi5-value",
        "`moveOn` or `launchMethod` has a value that the standard does not have",
        "write a value of the clause, capitals included",
        "cmi5, 13.1.4",
        check_move_on,
    ),
    warning(
        "cmi5-moveon-missing",
        "an AU has no `moveOn`",
        "write moveOn, for example CompletedOrPassed",
        "cmi5, 13.1.4: moveOn",
        check_move_on_said,
    ),
    error(
        "cmi5-mastery",
        "`masteryScore` is not from 0 to 1 with at most four decimal places",
        "write a number such as 0.7",
        "cmi5, 13.1.4: masteryScore",
        check_mastery,
    ),
    note(
        "cmi5-mastery-missing",
        "an AU has to be passed and states no `masteryScore`",
        "write masteryScore where the score decides",
        "cmi5, 13.1.4: masteryScore",
        check_mastery_given,
    ),
    error(
        "cmi5-activity-type",
        "`activityType` is no absolute IRI",
        "write an IRI, or take it out",
        "cmi5, 13.1.4: activityType",
        check_activity_type,
    ),
    error(
        "cmi5-launch-missing",
        "an AU has no url, or what it opens is not in the zip",
        "correct the url, or add the file",
        "cmi5, 13.1.4: url; 14.1",
        check_launch,
    ),
    error(
        "cmi5-launch-not-html",
        "an AU opens a file that is no page of HTML",
        "let it open a page",
        "cmi5, 8.1: launch in a browser",
        check_launch_html,
    ),
    note(
        "cmi5-launch-remote",
        "an AU lies on another host",
        "put the pages into the package where learners may be offline",
        "cmi5, 13.1.4: url may be absolute; 14.1",
        check_remote,
    ),
    error(
        "cmi5-url-reserved",
        "an AU's url has a parameter that the learning system adds itself",
        "rename the parameter",
        "cmi5, 8.1; 13.1.4: url",
        check_reserved,
    ),
    error(
        "cmi5-language",
        "a text does not say its language, or has two wordings in one",
        'write <langstring lang="en">, once for each language',
        "cmi5, 13.1; xAPI 1.0.3: language map",
        check_languages,
    ),
    error("cmi5-title-empty", "a title has no words", "write the title", "cmi5, 13.1", check_texts),
)
"""What holds of a cmi5 course structure."""
