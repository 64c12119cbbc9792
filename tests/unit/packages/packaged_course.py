"""A small course with a question of every kind, and the site that a build would have left, without building."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.course_data import CourseData, PageData, plan_course_data
from builder.book.player_files import PAGE_SCRIPTS
from builder.model.book import Book, Page, Remote
from builder.model.course import Course, Module, Objective, PackageRule, PassRule
from builder.model.exercise import Exercise
from builder.model.identity import token
from builder.model.problem import Place
from builder.model.question import (
    Feedback,
    Matching,
    Numeric,
    Option,
    Ordering,
    Pair,
    Question,
    Reflection,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from builder.model.scenario import Choice, Effects, End, EndKind, Node, Scenario
from builder.model.story import Scene, Story
from builder.packages.package import Package
from builder.packages.plan import plan_package

HERE = Place("here")
BOTH = Feedback("Yes.", "No.")
STATIC = "_static/coursewright"


def options(count: int) -> tuple[Option, ...]:
    """Options a, b, c ...; the first is right."""
    return tuple(Option("abcdefghijklmnopqrstuvwxyz"[n], f"Option {n}", n == 0, "Because.") for n in range(count))


def every_kind(prefix: str = "q") -> tuple[Question, ...]:
    """One question of each kind."""
    objective = "markets-see"

    def name(kind: str) -> str:
        return f"{prefix}-{kind}"

    return (
        SingleChoice(id=name("single"), objective=objective, prompt="?", where=HERE, options=options(4)),
        SeveralChoice(id=name("several"), objective=objective, prompt="?", where=HERE, options=options(26)),
        TrueFalse(id=name("judged"), objective=objective, prompt="?", where=HERE, answer=True, feedback=BOTH),
        Matching(
            id=name("matching"),
            objective=objective,
            prompt="?",
            where=HERE,
            pairs=tuple(Pair("abcde"[n], f"left {n}", f"right {n}") for n in range(5)),
            distractors=("none of them",),
            feedback=BOTH,
        ),
        Ordering(
            id=name("ordering"),
            objective=objective,
            prompt="?",
            where=HERE,
            items=("one", "two", "three"),
            feedback=BOTH,
        ),
        Numeric(
            id=name("numeric"),
            objective=objective,
            prompt="?",
            where=HERE,
            answer=12.0,
            tolerance=0.5,
            unit="%",
            near=(),
            feedback=BOTH,
        ),
        ShortText(
            id=name("words"),
            objective=objective,
            prompt="?",
            where=HERE,
            accepted=tuple(f"word {n}" for n in range(40)),
            feedback=BOTH,
        ),
        Reflection(id=name("thought"), objective=objective, prompt="?", where=HERE, guidance="Think."),
    )


def make_course(
    name: str = "fair-markets",
    *,
    version: str = "1.0.0",
    title: str = "Fair markets",
    language: str = "en",
    score: float | None = 0.7,
    questions: tuple[Question, ...] | None = None,
) -> Course:
    """A course of one module; ``score`` is its package pass rule."""
    ending = Node("done", {"": "Done."}, (), End(EndKind.GOOD, "Fine."), HERE)
    start = Node("start", {"": "Go."}, (Choice("a", "", "On", "done", Effects(), "Seen."),), None, HERE)
    scenario = Scenario(
        "stall", "The stall", "markets-see", "Once.", {"officer": "Officer"}, "start", (start, ending), HERE
    )
    exercise = Exercise("count", "Count the stalls", "markets", (), 30, "c.ipynb", "w.md", (), (), None, HERE)
    module = Module(
        id="markets",
        title="Markets",
        minutes=30,
        page="modules/markets/index",
        objectives=(Objective("markets-see", "see a market", HERE), Objective("markets-not-asked", "do more", HERE)),
        lessons=(),
        questions=every_kind() if questions is None else questions,
        scenarios=(scenario,),
        exercises=(exercise,),
        where=HERE,
    )
    scenes = (Scene("one", "Words.", "one.svg", "A stall", "A stall"),)
    return Course(
        id=name,
        title=title,
        version=version,
        language=language,
        description="About markets.",
        authors=("The team",),
        licence="CC-BY-4.0",
        pass_rule=PassRule(PackageRule(score, None)),
        toc=("index", "modules/markets/index"),
        modules=(module,),
        stories=(Story("morning", "A morning", "By us", "", scenes, HERE),),
    )


def make_book(
    folder: Path,
    *,
    pages: Iterable[str] = ("index", "modules/markets/index"),
    extra: Mapping[str, bytes] | None = None,
    remotes: tuple[Remote, ...] = (),
    language: str = "en",
) -> Book:
    """Write a site into ``folder`` as a build leaves it; ``extra`` are shared files."""
    shared = {f"{STATIC}/{script}": f"// {script}\n".encode() for script in ("course.js", WORDS, *PAGE_SCRIPTS)}
    shared |= extra or {}
    made = tuple(
        Page(id=page, href=f"{page}.html", title=f"Page {page}", lesson="", module="", required=True, files=())
        for page in pages
    )
    html = f'<!DOCTYPE html><html lang="{language}"><title>x</title><p>x</p></html>\n'.encode()
    for name, content in {**shared, **{page.href: html for page in made}}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return Book(folder, "Fair markets", language, made, tuple(sorted(shared)), "fingerprint", remotes)


def make_shown(course: Course, book: Book) -> CourseData:
    """What the player is told when the first page shows everything that the course has."""
    pages = tuple(PageData(p.id, token(p.id), p.href, p.title, 5, p.required, p.module) for p in book.pages)
    everything = [
        *(("question", question.id) for _, question in course.questions),
        *(("scenario", scenario.id) for scenario in course.scenarios),
        *(("story", story.id) for story in course.stories),
    ]
    return plan_course_data(course, pages, {book.pages[0].id: everything})


def make_package(folder: Path, course: Course | None = None, book: Book | None = None) -> Package:
    """The package of ``course`` whose first page shows everything."""
    course = course or make_course()
    book = book or make_book(folder)
    return plan_package(course, book, make_shown(course, book))
