"""A site whose first page asks a question of every kind, and tells a scenario, as our renderer writes them."""

from __future__ import annotations

from pathlib import Path

from lxml import etree
from lxml.builder import E

from builder.book.shown_order import matching_targets, ordering_shown
from builder.model.question import Matching, Option, Ordering, Question, SeveralChoice, SingleChoice, TrueFalse
from builder.packages.package import Package
from tests.unit.packages.packaged_course import HERE, every_kind, make_book, make_course, make_package

PICTURE = "_images/a stall.png"
START = "index.html"


def few_options(right: str) -> tuple[Option, ...]:
    """Four options; those named in ``right`` are right."""
    return tuple(Option(key, f"Option {key}", key in right, f"Because {key}.") for key in "abcd")


def asked_questions() -> tuple[Question, ...]:
    """A question of every kind; one with few enough options to try all ways; one without a score."""
    several = SeveralChoice(
        id="q-some", objective="markets-see", prompt="?", where=HERE, points=2, tries=3, options=few_options("bd")
    )
    before = SingleChoice(
        id="q-before", objective="markets-see", prompt="?", where=HERE, points=0, options=few_options("c")
    )
    return (*every_kind(), several, before)


def section(question: Question) -> etree._Element:
    """The section of a question (docs/reference/pages.md); its prompt shows a picture and links to a page."""
    prompt = E.div(
        E.p(
            "Which? ", E.img(src="_images/a%20stall.png", alt="a stall"), E.a("more", href="modules/markets/index.html")
        ),
        {"class": "cw-prompt"},
    )
    made = E.section(prompt, {"class": "cw-question", "data-question": question.id, "id": f"question-{question.id}"})
    match question:
        case SingleChoice() | SeveralChoice():
            made.append(E.ol(*(E.li(E.p(option.text), {"data-option": option.id}) for option in question.options)))
        case TrueFalse():
            made.append(E.ul(E.li("True", {"data-option": "t"}), E.li("False", {"data-option": "f"})))
        case Matching():
            made.append(E.ul(*(E.li(E.p(pair.left), {"data-item": pair.id}) for pair in question.pairs)))
            targets = matching_targets(question).items()
            made.append(E.ul(*(E.li(E.p(E.em(text)), {"data-target": key}) for key, text in targets)))
        case Ordering():
            made.append(E.ul(*(E.li(E.p(text), {"data-item": key}) for key, text in ordering_shown(question))))
        case _:
            made.append(E.p("Your answer: ____", {"class": "cw-blank"}))
    return made


def asked_package(folder: Path) -> Package:
    """A package whose pages show everything, with a picture, a link to elsewhere, and a script that nobody needs."""
    course = make_course(questions=asked_questions())
    book = make_book(folder, extra={PICTURE: b"\x89PNG"})
    package = make_package(folder, course, book)
    scenario = E.section(E.div(E.p("Once, at a stall."), {"class": "cw-intro"}), {"data-scenario": "stall"})
    page = E.html(
        E.head(E.title("Start")),
        E.body(
            E.nav(E.a("The statistics office", href="https://example.org/office")),
            E.article(
                E.h1("Start", E.a("¶", href="#start", **{"class": "headerlink"})),
                E.p("Read on.", onclick="alert(1)"),
                E.script("alert(2)"),
                E.a("Search", href="search.html"),
                *(section(question) for question in course.modules[0].questions),
                scenario,
                **{"class": "cw-article"},
            ),
        ),
    )
    (folder / START).write_bytes(etree.tostring(page, method="html", doctype="<!DOCTYPE html>"))
    return package
