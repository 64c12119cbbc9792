"""Connects the theme to Sphinx: each page learns its words, its contents, its files (docs/reference/pages.md, "Head").

https://www.sphinx-doc.org/en/master/extdev/event_callbacks.html#event-html-page-context
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from docutils import nodes

from builder.book.catalogue import direction_of
from builder.book.render import picture_size
from builder.book.theme.assets import policy_for, scripts_of, search_scripts, styles_of
from builder.book.theme.body import describe, dress
from builder.book.theme.contents import Contents, read_contents
from builder.book.theme.words import words_for

THEME_NAME = "coursewright"
THEME_PATH = Path(__file__).parent / "theme"
"""For ``html_theme`` and ``html_theme_path``."""

LAST = 900
"""Priority among the listeners of one event: after every extension that adds files to a page."""


def setup_theme(app: Any) -> None:
    """Make a Sphinx application's HTML pages ready for the theme; does nothing for other builders and themes."""
    from builder.book.theme import folding

    app.add_node(folding.folded_title, html=(folding.visit_folded_title, folding.depart_folded_title), override=True)
    app.add_node(folding.folded, html=(folding.visit_folded, folding.depart_folded), override=True)
    app.add_post_transform(folding.FoldAdmonitions)
    theme = _Theme()
    app.connect("env-before-read-docs", theme.forget)
    app.connect("env-updated", theme.rewrite_all_if_contents_changed)
    app.connect("html-page-context", theme.page_context, priority=LAST)


@dataclass(slots=True)
class _Theme:
    """What one Sphinx application keeps between its pages."""

    contents: Contents | None = None
    sizes: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    def forget(self, app: Any, env: Any, docnames: list[str]) -> None:
        """A new build begins: pages and pictures may have changed."""
        self.contents = None
        self.sizes.clear()

    def rewrite_all_if_contents_changed(self, app: Any, env: Any) -> list[str]:
        """Every page shows the whole tree: a new title or page is on all of them, whatever Sphinx has re-read."""
        if not _is_ours(app):
            return []
        now = repr(self._contents(app).parts)
        before, env.coursewright_contents = getattr(env, "coursewright_contents", None), now
        return [] if now == before else sorted(env.found_docs)

    def page_context(self, app: Any, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
        """Add what layout.html asks for: names that begin with ``cw_``."""
        if not _is_ours(app):
            return
        language = str(context.get("language") or "en")
        words = words_for(language)
        contents = self._contents(app)
        strict = str(context.get("theme_csp", "")).lower() in ("true", "1", "yes")
        if "body" in context:
            context["body"] = dress(context["body"], words, lambda source: self._size(app, source))
        body = context.get("body", "")
        policy = policy_for(body, strict)
        context.update(
            cw_words=words,
            cw_direction=direction_of(language),
            cw_policy=policy,
            cw_contents=contents,
            cw_trail=contents.trails.get(page, frozenset()),
            cw_description=_description(app, page, context, doctree),
            cw_styles=styles_of(context["css_files"], body),
            cw_scripts=scripts_of(context["script_files"], body, inline=not policy),
            cw_search_scripts=search_scripts(context["script_files"]),
        )

    def _contents(self, app: Any) -> Contents:
        if self.contents is None:
            self.contents = read_contents(app.env, lambda node: str(app.builder.render_partial(node)["title"]))
        return self.contents

    def _size(self, app: Any, source: str) -> tuple[int, int] | None:
        """The pixels of a picture that Sphinx will copy into ``_images``."""
        name = source.rsplit("_images/", 1)[-1]
        if name == source:
            return None
        if name not in self.sizes:
            self.sizes.update(
                (copied, picture_size(Path(app.srcdir, original)))
                for original, copied in app.builder.images.items()
                if copied not in self.sizes
            )
        return self.sizes.get(name)


def _is_ours(app: Any) -> bool:
    return bool(app.builder.format == "html" and app.config.html_theme == THEME_NAME)


def _description(app: Any, page: str, context: dict[str, Any], doctree: nodes.document | None) -> str:
    """A page's first paragraph, the book's description on its root; "" where the page brings its own."""
    if 'name="description"' in context.get("metatags", ""):
        return ""
    if page == app.config.root_doc and context.get("theme_description"):
        return describe(str(context["theme_description"]))
    if doctree is None:
        return ""
    first = next((node for node in doctree.findall(nodes.paragraph) if isinstance(node.parent, nodes.section)), None)
    return describe(first.astext()) if first is not None else ""
