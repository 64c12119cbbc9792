"""The learner's own page, one for each site: what it is made of besides the player (docs/reference/pages.md).

Its scripts and data are loaded by that page alone: first what shows where the learner stands; the questions' words,
their cards and the script that makes widgets of them when the learner asks for them. What it knows of questions is read
from the rendered pages, so that a question looks there as it looks in its lesson.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from lxml import html

from builder.book.catalogue import catalogue_for, learning_words
from builder.book.course_data import FOLDER, CourseData, load_course_data, script_safe
from builder.book.extension import course_of
from builder.model.course import Course

NAME = "my-learning"
"""The page's id, unless the book has a page of that name; then the first numbered one that is free."""

WORDS, DATA, PROMPTS = "learning-words.js", "learning-data.js", "learning-prompts.js"
PREFIX = FOLDER.removeprefix("_static/")
AFTER = 900
"""Sphinx's priorities: its scripts come after the page's own, and its data when `course.json` is written."""

ADDRESSES = ("src", "href", "data-audio", "poster")
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Card:
    """One question as its page shows it: its section as HTML, addresses from the site's root, and its words alone."""

    question: str
    module: str
    section: str
    prompt: str


def setup_learning(app: Any) -> None:
    """Give a Sphinx application's site the page, and each page the way to it."""
    app.connect("html-collect-pages", collect_page)
    app.connect("html-page-context", show_way)
    app.connect("build-finished", write_learning, priority=AFTER)


def page_name(app: Any) -> str:
    """Return the page's id, which no page of the book has."""
    taken = {str(name).casefold() for name in app.env.found_docs}
    name, number = NAME, 1
    while name in taken:
        number += 1
        name = f"{NAME}-{number}"
    return name


def collect_page(app: Any) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page: a title, what it is without JavaScript, and the place that the player fills."""
    words = catalogue_for(str(app.config.language or course_of(app).language)).page
    title = escape(str(words["your-learning"]))
    body = (
        f'<section id="{NAME}"><h1>{title}</h1>\n'
        f"<noscript><p>{escape(str(words['learning-needs-script']))}</p></noscript>\n"
        '<div id="cw-learning"></div></section>'
    )
    yield page_name(app), {"title": title, "body": body}, "page.html"


def show_way(app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Tell the theme where the page is, and have the page itself load what it needs."""
    language = str(app.config.language or course_of(app).language)
    name = page_name(app)
    context["cw_learning"] = name
    context["cw_learning_title"] = catalogue_for(language).page["your-learning"]
    if page != name:
        return
    for place, script in enumerate((WORDS, DATA, "player-learning.js")):
        app.add_js_file(f"{PREFIX}/{script}", loading_method="defer", priority=AFTER + place)


def write_learning(app: Any, exception: Exception | None) -> None:
    """Write the page's words and data once all pages stand in the site."""
    if exception is not None:
        return
    course = course_of(app)
    site = Path(app.outdir)
    language = str(app.config.language or course.language)
    (site / FOLDER / WORDS).write_text(learning_words(language), encoding="utf-8")
    write_cards(course, load_course_data(site), site)


def write_cards(course: Course, data: CourseData, site: Path) -> None:
    """Write what the page knows of the questions: pairs at once, prompts and a module's cards for when it asks."""
    cards = tuple(read_cards(data, site))
    known = {
        "pairs": [list(pair) for pair in course.question_pairs if all(name in data.questions for name in pair)],
        "exercises": len(list(course.exercises)),
    }
    (site / FOLDER / DATA).write_text(f"coursewright.learning = {_as_script(known)};\n", encoding="utf-8")
    prompts = {card.question: card.prompt for card in cards}
    (site / FOLDER / PROMPTS).write_text(f"coursewright.prompts({_as_script(prompts)});\n", encoding="utf-8")
    for module in dict.fromkeys(card.module for card in cards):
        sections = {card.question: card.section for card in cards if card.module == module}
        folder = site / FOLDER / "cards"
        folder.mkdir(parents=True, exist_ok=True)
        call = f"coursewright.cards({json.dumps(module)},{_as_script(sections)});\n"
        (folder / f"{module}.js").write_text(call, encoding="utf-8")


def _as_script(value: object) -> str:
    return script_safe(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def read_cards(data: CourseData, site: Path) -> Iterator[Card]:
    """Yield each shown question once, from the first page that shows it, in reading order."""
    hrefs = {page.id: page.href for page in data.pages}
    pages = {question.page for question in data.questions.values()}
    for page in [page.id for page in data.pages if page.id in pages]:
        href = hrefs[page]
        tree = html.fromstring((site / href).read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        met: set[str] = set()
        for section in tree.iterfind(".//section[@data-question]"):
            name = section.get("data-question", "")
            if name in met or name not in data.questions or data.questions[name].page != page:
                continue
            met.add(name)
            for element in section.iter():
                readdress(element, href)
            prompt = section.find('.//div[@class="cw-prompt"]')
            words = " ".join("".join(map(str, prompt.itertext())).split()) if prompt is not None else name
            section.tail = None
            yield Card(name, data.questions[name].module, html.tostring(section, encoding="unicode"), words)


def readdress(element: Any, href: str) -> None:
    """Turn an element's relative addresses, as seen from the page ``href``, into addresses from the site's root."""
    for name in ADDRESSES:
        address = element.get(name)
        if address is None or ELSEWHERE.match(address):
            continue
        path, mark, rest = re.fullmatch(r"([^?#]*)([?#]?)(.*)", address, re.DOTALL).groups()  # type: ignore[union-attr]
        whole = posixpath.normpath(posixpath.join(posixpath.dirname(href), path)) if path else href
        element.set(name, whole + mark + rest)
