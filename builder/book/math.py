"""Formulas as MathML, made when the book is rendered, so that a page needs no script and no other host for them."""

from __future__ import annotations

import functools
import re
from html import escape
from typing import Any

from docutils import nodes

LABEL = re.compile(r"\\(?:label|tag)\s*\{[^}]*\}")
SAME_AS_ALIGN = re.compile(r"\\(begin|end)\s*\{(?:aligned|split|alignat\*?|eqnarray\*?|flalign\*?)\}(?:\{\d+\})?")
GATHER = re.compile(r"\\(begin|end)\s*\{(?:gather\*?|gathered|multline\*?)\}")
NOT_KNOWN = re.compile(r"<m[io]>(?:\\[A-Za-z]+|&(?!#|\w+;))")
"""What a command or an alignment that the converter does not know looks like in its answer."""


def render_math(latex: str, *, block: bool, macros: dict[str, Any] | None = None) -> tuple[str, bool]:
    """Return MathML for ``latex`` and whether it could be read; if not, the source itself in a `code` element."""
    from latex2mathml import exceptions
    from latex2mathml.converter import convert

    own = [one for one in vars(exceptions).values() if isinstance(one, type) and issubclass(one, Exception)]
    faults: Any = (*own, KeyError, IndexError, ValueError, AttributeError, TypeError, StopIteration)
    source = expand_macros(LABEL.sub("", latex).strip(), macros or {})
    readable = GATHER.sub(r"\\\1{matrix}", SAME_AS_ALIGN.sub(r"\\\1{align}", source))
    try:
        markup = convert(readable, display="block" if block else "inline")
    except faults:
        markup = r"<mi>\unread</mi>"
    if NOT_KNOWN.search(markup):
        return f'<code class="cw-latex">{escape(source)}</code>', False
    return markup, True


def expand_macros(latex: str, macros: dict[str, Any]) -> str:
    """Replace MathJax macros (``{"RR": "\\mathbb{R}", "abs": ["|#1|", 1]}``) in ``latex``."""
    for _ in range(5):
        before = latex
        for name, definition in macros.items():
            body, count = (definition, 0) if isinstance(definition, str) else (definition[0], int(definition[1]))
            arguments = r"\s*\{((?:[^{}]|\{[^{}]*\})*)\}" * count
            pattern = re.compile(r"\\" + re.escape(name) + r"(?![A-Za-z])" + arguments)
            latex = pattern.sub(functools.partial(fill, body), latex)
        if latex == before:
            break
    return latex


def fill(body: str, found: re.Match[str]) -> str:
    """Put a macro's arguments into its body."""
    for number, argument in enumerate(found.groups(), start=1):
        body = body.replace(f"#{number}", argument)
    return body


def visit_inline(translator: Any, node: nodes.math) -> None:
    """Write an inline formula."""
    write(translator, node, node.astext(), block=False)
    raise nodes.SkipNode


def visit_block(translator: Any, node: nodes.math_block) -> None:
    """Write a displayed formula, with its number where it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math cw-math-block"))
    if node.get("number"):
        number = escape(str(node["number"]))
        translator.body.append(f'<span class="eqno">({number})')
        translator.add_permalink_ref(node, "Link to this equation")
        translator.body.append("</span>")
    latex = node.astext()
    if not node.get("no-wrap", node.get("nowrap")) and (r"\\" in latex or "&" in latex) and r"\begin" not in latex:
        latex = rf"\begin{{align}}{latex}\end{{align}}"
    write(translator, node, latex, block=True)
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def write(translator: Any, node: nodes.Element, latex: str, *, block: bool) -> None:
    """Append a formula and note on the application what could not be read."""
    config = translator.config
    macros = (config.mathjax3_config or {}).get("tex", {}).get("macros", {}) if "mathjax3_config" in config else {}
    markup, known = render_math(latex, block=block, macros=macros)
    translator.body.append(markup)
    if not known:
        translator.builder.app.coursewright_unread_math.append((translator.builder.current_docname, latex.strip()))
