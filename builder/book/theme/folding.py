"""Admonitions with the class ``dropdown``, and ``{toggle}`` boxes, become <details>, which fold without a script."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.locale import admonitionlabels
from sphinx.transforms.post_transforms import SphinxPostTransform

from builder.book.words import words_for


class folded(nodes.General, nodes.Element):  # noqa: N801 - docutils names a node by its class
    """A folded admonition: first a `folded_title`, then what it holds."""


class folded_title(nodes.TextElement):  # noqa: N801
    """The line that opens a folded admonition."""


class FoldAdmonitions(SphinxPostTransform):
    """Runs for web pages only: a printed or packaged rendering shows all there is."""

    default_priority = 210
    builders = ("html", "dirhtml")

    def run(self, **kwargs: Any) -> None:
        for node in list(self.document.findall(nodes.Element)):
            if isinstance(node, nodes.Admonition) and "dropdown" in node["classes"]:
                node.replace_self(_fold(node))
            elif isinstance(node, nodes.container) and "toggle" in node["classes"]:
                node.replace_self(_fold_toggle(node, words_for(self.config.language or "en")["show"]))


def _fold(node: nodes.Element) -> folded:
    children = list(node.children)
    if children and isinstance(children[0], nodes.title):
        title = folded_title("", "", *children.pop(0).children)
    else:
        name = str(admonitionlabels.get(node.tagname, node.tagname))
        title = folded_title(name, name)
    kinds = ["admonition", *([] if node.tagname == "admonition" else [node.tagname]), *node["classes"]]
    return folded("", title, *children, classes=kinds, ids=node["ids"], open="open" in node["classes"])


def _fold_toggle(node: nodes.Element, label: str) -> folded:
    shown = "toggle-shown" in node["classes"]
    return folded("", folded_title(label, label), *node.children, classes=["toggle"], ids=node["ids"], open=shown)


def visit_folded(translator: Any, node: folded) -> None:
    """Open the <details>."""
    attributes = {"open": "open"} if node["open"] else {}
    translator.body.append(translator.starttag(node, "details", **attributes))


def depart_folded(translator: Any, node: folded) -> None:
    """Close the <details>."""
    translator.body.append("</details>\n")


def visit_folded_title(translator: Any, node: folded_title) -> None:
    """Open the <summary>."""
    translator.body.append(translator.starttag(node, "summary", "", CLASS="admonition-title"))


def depart_folded_title(translator: Any, node: folded_title) -> None:
    """Close the <summary>."""
    translator.body.append("</summary>\n")
