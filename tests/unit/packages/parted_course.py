"""A course in parts, planned without building: what each page shows is up to the test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.course_data import PageData, plan_course_data
from builder.book.player_files import PAGE_SCRIPTS
from builder.model.book import Book, Page
from builder.model.course import Course, Lesson, Module, PackageRule, PassRule
from builder.model.identity import token
from builder.model.question import Question, TrueFalse
from builder.packages.package import Package
from builder.packages.plan import plan_package
from tests.unit.packages.packaged_course import BOTH, HERE, STATIC, make_course

PAGES = (
    ("index", ""),
    ("modules/one/index", "one"),
    ("modules/one/lesson", "one"),
    ("modules/two/index", "two"),
    ("modules/two/lesson", "two"),
    ("modules/three/index", "three"),
    ("glossary", ""),
)


def statement(name: str, points: int = 1) -> Question:
    return TrueFalse(id=name, objective="see", prompt="?", where=HERE, points=points, answer=True, feedback=BOTH)


def module(name: str, minutes: int, *questions: Question) -> Module:
    lesson = Lesson(f"{name}/lesson", "A lesson", "x.md", minutes, (), HERE)
    return Module(name, name.title(), minutes, f"modules/{name}/index", (), (lesson,), questions, (), (), HERE)


def make_parts(folder: Path, shown: dict[str, list[str]], *modules: Module, score: float | None = 0.7) -> Package:
    """The package of ``modules``; ``shown`` maps a page to the questions that it shows."""
    base = make_course()
    rule = PassRule(PackageRule(score, None))
    course: Course = replace(base, modules=modules, stories=(), pass_rule=rule)
    pages = tuple(
        Page(name, f"{name}.html", name, "", part, name.endswith("lesson"), (f"_images/{part}.svg",) if part else ())
        for name, part in PAGES
    )
    shared = tuple(sorted(f"{STATIC}/{name}" for name in ("course.js", WORDS, *PAGE_SCRIPTS)))
    for name in {*shared, *(file for page in pages for file in (page.href, *page.files))}:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    book = Book(folder, "Fair markets", "en", pages, shared, "fingerprint")
    told = tuple(PageData(p.id, token(p.id), p.href, p.title, 5, p.required, p.module) for p in pages)
    questions = {page: [("question", name) for name in names] for page, names in shown.items()}
    return plan_package(course, book, plan_course_data(course, told, questions))


def two_parts(folder: Path) -> Package:
    shown = {"modules/one/lesson": ["a", "b"], "modules/two/lesson": ["c"]}
    return make_parts(
        folder, shown, module("one", 30, statement("a"), statement("b")), module("two", 20, statement("c", 0))
    )
