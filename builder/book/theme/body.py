"""A page's body made fit for narrow screens: tables and code scroll by themselves, pictures keep their place."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from builder.book.theme.words import Words

WIDE_CODE = 30
"""Characters in a line of code that fit a screen 320 px wide; longer ones scroll, so a keyboard must reach them."""

DESCRIPTION = 160
"""Characters of a page's description, about what search engines show."""

REPAIRS = (
    ('<summary aria-label="Toggle hidden content">', "<summary>"),  # the words inside name it, in the book's language
    (' role="doc-biblioentry"', ' role="listitem"'),  # WAI-ARIA 1.2: a list holds list items
    ("<th></th>", "<td></td>"),  # a header without words is none
    ('<th class="head"><p></p></th>', "<td></td>"),
)
"""What docutils, notebooks and pandas write, and what a screen reader can use."""

_TAG_END = r"""(?:[^>"']|"[^"]*"|'[^']*')*>"""
_PIECES = re.compile(
    r"<(?P<opaque>script|style|textarea|svg|math)\b.*?</(?P=opaque)\s*>|<!--.*?-->"
    rf"|<pre\b(?P<pre>{_TAG_END})(?P<code>.*?)</pre\s*>"
    rf"|<img\b(?P<img>{_TAG_END})"
    r"|(?P<table><table\b)|(?P<end></table\s*>)",
    re.DOTALL | re.IGNORECASE,
)
_TAGS = re.compile(rf"<{_TAG_END}")
_SOURCE = re.compile(r"""\bsrc=["']([^"']*)["']""")
_SIZED = re.compile(r"\b(?:width|height)=")


def dress(body: str, words: Words, size: Callable[[str], tuple[int, int] | None]) -> str:
    """Return the body with each table in a box, long code reachable by keyboard and pictures with their size.

    ``size`` gives the pixels of a picture by the ``src`` that stands in the page, or None. All pictures but the first
    load when the reader comes near. Scripts, styles, drawings and comments in the body stay as they are.
    """
    pictures = 0

    def piece(match: re.Match[str]) -> str:
        nonlocal pictures
        if match["table"]:
            return f'<div class="cw-scroll" role="group" aria-label="{html.escape(words.table)}" tabindex="0"><table'
        if match["end"]:
            return f"{match[0]}</div>"
        if match["img"]:
            pictures += 1
            return _picture(match["img"], size, lazy=pictures > 1)
        if match["pre"]:
            return _code(match["pre"], match["code"], words)
        return match[0]

    for written, usable in REPAIRS:
        body = body.replace(written, usable)
    return _PIECES.sub(piece, body)


def describe(text: str) -> str:
    """Shorten a paragraph to a description, at the end of a word."""
    line = " ".join(text.split())
    return line if len(line) <= DESCRIPTION else line[: line.rfind(" ", 0, DESCRIPTION)].rstrip(" ,;:") + " …"


def _picture(rest: str, size: Callable[[str], tuple[int, int] | None], lazy: bool) -> str:
    added = ""
    source = _SOURCE.search(rest)
    if source and not _SIZED.search(rest) and (pixels := size(html.unescape(source[1]))):
        added += f' width="{pixels[0]}" height="{pixels[1]}"'
    if lazy and "loading=" not in rest:
        added += ' loading="lazy"'
    return f"<img{added}{rest}"


def _code(rest: str, code: str, words: Words) -> str:
    longest = max(map(len, html.unescape(_TAGS.sub("", code)).splitlines()), default=0)
    if longest <= WIDE_CODE or "tabindex" in rest:
        return f"<pre{rest}{code}</pre>"
    return f'<pre tabindex="0" role="group" aria-label="{html.escape(words.code)}"{rest}{code}</pre>'
