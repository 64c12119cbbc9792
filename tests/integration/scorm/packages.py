"""Real packages of a small course in two parts, with a question of every kind, in each version and way of launching."""

from __future__ import annotations

import shutil
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lxml import etree

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import player_words
from builder.book.course_data import PageData, plan_course_data, write_course_data
from builder.book.player_files import FOLDER, PAGE_SCRIPTS, SESSION_SCRIPTS
from builder.model.book import Book, Page
from builder.model.course import Course, Module, PackageRule, PassRule
from builder.model.identity import token
from builder.model.question import TrueFalse
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from builder.packages.plan import plan_package
from builder.packages.settings import Scos, Settings
from tests.unit.packages.packaged_course import BOTH, HERE, STATIC, every_kind, make_course

PAGES = (
    ("index", ""),
    ("modules/markets/index", "markets"),
    ("modules/markets/the lesson", "markets"),
    ("modules/streets/index", "streets"),
    ("glossary", ""),
)
"""A page's id and its part; those called index and glossary need not be seen."""
SHOWN_ON = "modules/markets/the lesson"
LAST = "modules/streets/index"
RUNTIME = Path(__file__).parent / "lms"
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Played:
    """One package in its learning system: ``launch`` is the page of its first SCO, ``begins`` what the manifest makes
    the system tell that SCO."""

    version: str
    scos: Scos
    launch: str
    begins: dict[str, Any]
    others: tuple[str, ...]


def make_small_course() -> Course:
    """Two modules; a required page each, and scored questions in both."""
    base = make_course()
    last = TrueFalse(id="q-last", objective="streets-see", prompt="?", where=HERE, answer=True, feedback=BOTH)
    (markets,) = base.modules
    streets = Module(
        id="streets",
        title="Streets",
        minutes=10,
        page="modules/streets/index",
        objectives=(replace(markets.objectives[0], id="streets-see"),),
        lessons=(),
        questions=(last,),
        scenarios=(),
        exercises=(),
        where=HERE,
    )
    markets = replace(markets, questions=every_kind(), exercises=())
    return replace(base, modules=(markets, streets), stories=(), pass_rule=PassRule(PackageRule(0.7, None)))


def make_small_package(folder: Path) -> Package:
    """The site of the small course in ``folder``, and its package."""
    course = make_small_course()
    required = {SHOWN_ON, LAST}
    pages = tuple(Page(name, f"{name}.html", name, "", part, name in required, ()) for name, part in PAGES)
    told = tuple(PageData(p.id, token(p.id), p.href, p.title, 5, p.required, p.module) for p in pages)
    questions = [("question", question.id) for question in every_kind()]
    shown = plan_course_data(course, told, {SHOWN_ON: questions, LAST: [("question", "q-last")]})
    scripts = folder / STATIC
    scripts.mkdir(parents=True)
    for name in PAGE_SCRIPTS:
        shutil.copy(FOLDER / name, scripts)
    shutil.copy(RUNTIME / "page.js", scripts)
    (scripts / WORDS).write_text(player_words("en"), encoding="utf-8")
    write_course_data(shown, folder)
    for page in pages:
        _write_page(folder, page)
    shared = tuple(sorted(path.relative_to(folder).as_posix() for path in scripts.iterdir()))
    return plan_package(course, Book(folder, course.title, "en", pages, shared, "fingerprint"), shown)


def _write_page(folder: Path, page: Page) -> None:
    """Four headings far apart; on the page with the questions, what each asks."""
    root = "../" * page.href.count("/")
    names = ("course.js", *SESSION_SCRIPTS, "page.js")
    tags = "".join(f'<script defer src="{root}{STATIC}/{name}"></script>' for name in names)
    asked = "".join(
        f'<section data-question="{question.id}"><div class="cw-prompt"><p>What is {question.kind}?</p></div></section>'
        for question in (every_kind() if page.id == SHOWN_ON else ())
    )
    headings = "".join(f"<h2>Part {number}</h2><p style='height:90em'>Text.</p>" for number in (1, 2, 3))
    path = folder / page.href
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{page.id}</title>{tags}</head>'
        f'<body data-page="{page.id}" data-root="{root}"><main><h1>{page.id}</h1>{asked}{headings}'
        f'<a href="{root}glossary.html">On</a></main></body></html>',
        encoding="utf-8",
    )


def install(folder: Path) -> dict[str, Played]:
    """Put every package and the runtime into ``folder``; return the packages by ``version-scos``."""
    shutil.copytree(RUNTIME, folder, dirs_exist_ok=True)
    for version in ("scorm12", "scorm2004"):
        shutil.copy(ROOT / f"node_modules/scorm-again/dist/{version}.min.js", folder)
    package = make_small_package(folder / "site")
    found: dict[str, Played] = {}
    ways: tuple[Scos, ...] = ("one", "modules")
    for version in ("scorm12", "scorm2004"):
        for scos in ways:
            name = f"{version}-{scos}"
            delivery = deliver(package, FORMATS[version], folder / "packages", Settings(scos=scos))
            with zipfile.ZipFile(delivery.path) as archive:
                archive.extractall(folder / name)
            found[name] = _played(version, scos, name, (folder / name / "imsmanifest.xml").read_bytes())
            delivery.path.rename(folder / "packages" / f"{name}.zip")
    return found


def _played(version: str, scos: Scos, folder: str, manifest: bytes) -> Played:
    """What a system takes from the manifest: the first SCO's page, and what its item says of mastery."""
    root = etree.fromstring(manifest)
    pages = [str(page) for page in root.xpath("//*[local-name()='resource'][@href]/@href")]
    item = root.xpath("(//*[local-name()='item'])[1]")[0]

    def said(path: str) -> str:
        return str(item.xpath(f"string(.//*[local-name()='{path}'])"))

    if version == "scorm12":
        begins: dict[str, Any] = {
            "core": {"lesson_status": "", "credit": "credit", "lesson_mode": "normal", "entry": "ab-initio"},
            "student_data": {"mastery_score": said("masteryscore")},
        }
    else:
        threshold = item.xpath("string(.//*[local-name()='completionThreshold']/@minProgressMeasure)")
        begins = {
            "mode": "normal",
            "credit": "credit",
            "entry": "ab-initio",
            "scaled_passing_score": said("minNormalizedMeasure"),
            "completion_threshold": str(threshold),
        }
    return Played(version, scos, f"{folder}/{pages[0]}", begins, tuple(f"{folder}/{page}" for page in pages[1:]))
