"""HTML elements as docutils nodes, so that a directive can say exactly what a page gets."""

from __future__ import annotations

from docutils import nodes


class Tag(nodes.General, nodes.Element):
    """One HTML element: ``html`` is its name, ``attrs`` its attributes; other builders show only what is inside."""


def tag(html: str, *children: nodes.Node, classes: str = "", ids: str = "", **attrs: str) -> Tag:
    """Make a `Tag`; an underscore in an attribute's name becomes a hyphen, so ``data_page`` is ``data-page``."""
    node = Tag("", *children)
    node["html"] = html
    node["classes"] = classes.split()
    node["ids"] = [ids] if ids else []
    node["attrs"] = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    return node


def text_tag(html: str, text: str, classes: str = "", **attrs: str) -> Tag:
    """Make a `Tag` around plain text."""
    return tag(html, nodes.Text(text), classes=classes, **attrs)
