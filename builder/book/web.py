"""What every rendered site gets besides its own sources: the player, local formulas and the theme."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

from docutils import nodes
from docutils.parsers.rst import Directive, directives

from builder.book import math
from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import player_words
from builder.book.course_data import FOLDER, PageData, plan_course_data, write_banks, write_course_data
from builder.book.course_index import Shown, without_suffix
from builder.book.extension import course_of, depart_tag, visit_tag
from builder.book.markup import Tag
from builder.book.my_learning import setup_learning
from builder.book.offline_page import setup_offline
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import SERVED, SESSION_SCRIPTS, STYLES, scripts_for, served
from builder.book.theme_setup import setup_theme
from builder.book.written_addresses import setup_written
from builder.model.course import Course
from builder.model.identity import token

PREFIX = FOLDER.removeprefix("_static/")


class Nothing(Directive):
    """Stands in for a button that needs another host."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Return nothing."""
        return []


class Margin(Directive):
    """```{margin} title``` of the theme that Jupyter Book brings: a note beside the text."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"class": directives.class_option, "name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        """Return an aside."""
        aside = nodes.sidebar(classes=["margin", *self.options.get("class", [])])
        if self.arguments:
            titles, _ = self.state.inline_text(self.arguments[0], self.lineno)
            aside += nodes.title(self.arguments[0], "", *titles)
        self.state.nested_parse(self.content, self.content_offset, aside)
        self.add_name(aside)
        return [aside]


def setup(app: Any) -> dict[str, Any]:
    """Register everything; the theme only where it is ours."""
    app.add_config_value("coursewright_theme", "ours", "env")
    app.add_config_value("coursewright_builder", "", "env")
    app.coursewright_unread_math = []
    app.add_node(Tag, override=True, html=(visit_tag, depart_tag))
    app.add_html_math_renderer("coursewright", (math.visit_inline, None), (math.visit_block, None))
    app.connect("builder-inited", place_player)
    app.connect("html-page-context", load_player)
    app.connect("build-finished", write_course)
    setup_written(app)
    if app.config.coursewright_theme == "ours":
        app.add_directive("thebe-button", Nothing, override=True)
        app.add_directive("margin", Margin, override=True)
        setup_learning(app)
        setup_offline(app)
        setup_theme(app)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def place_player(app: Any) -> None:
    """Put the player into the site; what a package's launch page loads lies there by itself too."""
    target = Path(app.outdir) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name in SERVED:
        (target / name).write_text(served(name), encoding="utf-8")
    for name in ("strings.js", *SESSION_SCRIPTS):
        shutil.copyfile(PLAYER / name, target / name)
    language = str(app.config.language or course_of(app).language)
    (target / WORDS).write_text(player_words(language), encoding="utf-8")
    for name in STYLES:
        shutil.copyfile(PLAYER / name, target / name)
        app.add_css_file(f"{PREFIX}/{name}", priority=820)


def load_player(app: Any, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Have a page load what of the player it needs, `course.js` first."""
    shown: Shown = getattr(app.env, "coursewright_shown", Shown())
    app.add_js_file(f"{PREFIX}/course.js", loading_method="defer", priority=810)
    app.add_js_file(f"{PREFIX}/{WORDS}", loading_method="defer", priority=811)
    for place, name in enumerate(scripts_for({kind for kind, _ in shown.by_page.get(page, ())})):
        app.add_js_file(f"{PREFIX}/{name}", loading_method="defer", priority=820 + place)


def write_course(app: Any, exception: Exception | None) -> None:
    """Write `course.js` and the banks once all pages are known."""
    if exception is not None:
        return
    course = course_of(app)
    site = Path(app.outdir)
    shown: Shown = getattr(app.env, "coursewright_shown", Shown())
    data = plan_course_data(course, page_data(app, course), shown.by_page)
    write_course_data(data, site)
    write_banks(course, data, site)


def page_data(app: Any, course: Course) -> tuple[PageData, ...]:
    """Return the pages in reading order, then those that the contents do not name."""
    found: set[str] = set(app.env.found_docs)
    listed = [page for page in dict.fromkeys(course.toc) if page in found]
    lessons = {
        without_suffix(lesson.source): (module, lesson) for module in course.modules for lesson in module.lessons
    }
    modules = {without_suffix(module.page): module for module in course.modules}
    required = required_pages(course, listed)
    pages = []
    for page in [*listed, *sorted(found - set(listed))]:
        title = app.env.titles[page].astext() if page in app.env.titles else page
        module = lessons[page][0] if page in lessons else modules.get(page)
        pages.append(
            PageData(
                id=page,
                token=token(page),
                href=unquote(app.builder.get_target_uri(page)),
                title=" ".join(title.split()),
                minutes=lessons[page][1].minutes if page in lessons else 0,
                required=page in required,
                module=module.id if module else "",
            )
        )
    return tuple(pages)


def required_pages(course: Course, listed: list[str]) -> set[str]:
    """Return the pages that must be seen: the required lessons, or every listed page of a book without lessons."""
    chosen = course.pass_rule.package.lessons
    if not course.modules:
        return set(listed)
    return {
        without_suffix(lesson.source)
        for lesson in course.lessons
        if (lesson.required if chosen is None else lesson.id in chosen)
    }
