"""A worksheet as a page that any browser prints: for learners without a computer."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

STYLE = """
body { font: 1rem/1.5 sans-serif; max-inline-size: 44rem; margin: 1rem auto; padding-inline: 1rem }
h1, h2 { line-height: 1.2; break-after: avoid }
table { border-collapse: collapse; inline-size: 100%; margin-block: 1rem; break-inside: avoid }
th, td { border: 1px solid; padding: .3rem .4rem; text-align: start; vertical-align: top; min-inline-size: 2.5rem }
td:empty { block-size: 2rem }
blockquote { border-inline-start: .25rem solid; margin-inline: 0; padding-inline-start: 1rem }
.line { border-block-end: 1px solid; block-size: 2rem; break-inside: avoid }
@media print { body { font-size: 11pt; margin: 0; max-inline-size: none } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; form-action 'none'"
"""A worksheet is text to print: nothing runs in it, and nothing comes from elsewhere."""
PAGE = """<!DOCTYPE html>
<html lang="{language}" dir="{direction}">
<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{style}</style></head>
<body>
{body}</body>
</html>
"""


def render_worksheet(markdown: str, title: str, language: str, direction: str) -> str:
    """Return an HTML page for ``markdown``; a code block ``lines`` becomes as many lines to write on as it has."""
    converter = MarkdownIt("commonmark", {"html": False}).enable("table")
    converter.add_render_rule("fence", _fence)
    return PAGE.format(
        language=html.escape(language),
        direction=direction,
        policy=POLICY,
        title=html.escape(title),
        style=STYLE,
        body=converter.render(markdown),
    )


def _fence(renderer: RendererHTML, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    if token.info.strip() == "lines":
        return '<div class="line"></div>\n' * token.content.count("\n")
    return f"<pre>{html.escape(token.content)}</pre>\n"
