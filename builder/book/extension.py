"""The Sphinx extension of a course: name it in `_config.yml`, and plain Jupyter Book knows the course's directives."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

from builder.authoring.reading import load_course
from builder.book.course_index import Shown, index_course
from builder.book.directives import DIRECTIVES
from builder.book.markup import Tag
from builder.model.course import Course

VERSION = "1"
VOID = frozenset({"img", "br", "hr"})


def setup(app: Any) -> dict[str, Any]:
    """Register the directives and the node that they are made of."""
    app.add_config_value("coursewright_downloads", [], "env")
    app.add_node(
        Tag,
        html=(visit_tag, depart_tag),
        latex=(pass_by, pass_by),
        text=(pass_by, pass_by),
        man=(pass_by, pass_by),
        texinfo=(pass_by, pass_by),
    )
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.connect("builder-inited", open_index)
    app.connect("env-purge-doc", forget_page)
    app.connect("env-merge-info", merge_shown)
    return {"version": VERSION, "parallel_read_safe": True, "parallel_write_safe": True}


def course_of(app: Any) -> Course:
    """Return the course in Sphinx's source folder, read once for each application."""
    if not hasattr(app, "coursewright_course"):
        app.coursewright_course = load_course(Path(app.srcdir))
    course: Course = app.coursewright_course
    return course


def open_index(app: Any) -> None:
    """Make the look-up tables, and the memory of what is shown."""
    app.coursewright_index = index_course(course_of(app))
    if not hasattr(app.env, "coursewright_shown"):
        app.env.coursewright_shown = Shown()


def forget_page(app: Any, env: Any, page: str) -> None:
    """Drop what ``page`` showed before it is read again."""
    if hasattr(env, "coursewright_shown"):
        env.coursewright_shown.by_page.pop(page, None)


def merge_shown(app: Any, env: Any, pages: Iterable[str], other: Any) -> None:
    """Take over what a parallel reader noted for its pages."""
    for page in pages:
        if page in other.coursewright_shown.by_page:
            env.coursewright_shown.by_page[page] = other.coursewright_shown.by_page[page]


def visit_tag(translator: Any, node: Tag) -> None:
    """Open the element."""
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in sorted(node["attrs"].items()))
    identity = f' id="{escape(node["ids"][0])}"' if node["ids"] else ""
    classes = f' class="{escape(" ".join(node["classes"]))}"' if node["classes"] else ""
    translator.body.append(f"<{node['html']}{classes}{identity}{attrs}>")


def depart_tag(translator: Any, node: Tag) -> None:
    """Close the element; a block ends its line."""
    if node["html"] not in VOID:
        translator.body.append(f"</{node['html']}>" + ("" if node["html"] in {"a", "span"} else "\n"))


def pass_by(translator: Any, node: Tag) -> None:
    """In a builder without elements only the text inside counts."""
