"""A question bank in Moodle XML (Moodle docs, "Moodle XML format"; the import of Moodle 4 and later).

Every question brings its category, feedback, pictures and tags. Identity numbers are those of the questions' sources,
so that an instructor can tell after an update which question is which.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from builder.packages.archive import write_single
from builder.packages.asked import read_asked
from builder.packages.format import Format, Gap
from builder.packages.gaps import DISTANT_ASKED, pass_rule
from builder.packages.markup import element, xml_document
from builder.packages.moodle_question import RENDERED, moodle_category, moodle_question, place
from builder.packages.package import Members, Package
from builder.packages.settings import Settings


def write(package: Package, _settings: Settings) -> Members:
    """Return the one file of the bank: a category for each part, then its questions."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    pages = {page.id: page.href for page in package.pages}
    files = frozenset(package.files)
    quiz = element("quiz", {})
    for bank in package.banks:
        quiz.append(moodle_category((package.title, bank.title), bank.identifier))
        shown = (
            (pages[bank.page[question.id]], bank.title, question)
            for question in bank.questions
            if type(question) in RENDERED
        )
        read = read_asked(package.root, shown, lambda file: place(file) if file in files else None)
        quiz.extend(moodle_question(package.root, asked, markdown) for asked in read)
    return MappingProxyType({f"{package.name}.xml": xml_document(quiz)})


def _several(package: Package) -> Iterator[str]:
    return _of_kind(package, "several", "matching")


def _reflections(package: Package) -> Iterator[str]:
    return _of_kind(package, "reflection")


def _tries(package: Package) -> Iterator[str]:
    return (question.id for bank in package.banks for question in bank.questions if question.tries > 1)


def _of_kind(package: Package, *kinds: str) -> Iterator[str]:
    return (question.id for bank in package.banks for question in bank.questions if question.kind in kinds)


def _pages(package: Package) -> Iterator[str]:
    return (page.title for page in package.pages)


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


FORMAT = Format(
    name="moodle-xml",
    suffix=".moodle.xml",
    title="Moodle XML question bank",
    write=write,
    seal=write_single,
    cannot_carry=(
        DISTANT_ASKED,
        Gap("pages", "the pages", "a question bank holds questions alone", _pages),
        Gap("activities", "scenarios and stories", "left out: a question bank holds questions alone", _activities),
        Gap(
            "all-or-nothing",
            "that an answer is right only as a whole",
            "Moodle gives a part of the points for a part of the answer; ticking everything earns nothing",
            _several,
        ),
        Gap("tries", "how many tries a question allows", "the instructor sets it for the whole quiz", _tries),
        Gap("reflections", "reflections", "they are for the learner alone and are never handed in", _reflections),
        pass_rule("the instructor sets the pass mark of the quiz, and what must be seen, in Moodle"),
    ),
)
