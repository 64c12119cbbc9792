"""Sphinx's settings for the theme's test book; the language and the title come with the command."""

from __future__ import annotations

from typing import Any

from docutils import nodes

from builder.book.theme_setup import THEME_NAME, THEME_PATH, setup_theme

extensions = ["myst_nb", "sphinx_external_toc", "sphinx_design", "sphinxcontrib.bibtex"]
external_toc_path = "_toc.yml"
bibtex_bibfiles = ["references.bib"]
myst_enable_extensions = ["colon_fence", "deflist", "dollarmath", "linkify"]
nb_execution_mode = "off"
html_theme = THEME_NAME
html_theme_path = [str(THEME_PATH)]
html_theme_options = {"csp": "true", "licence": "CC BY 4.0", "version": "1.0", "description": "A book for trials."}
html_copy_source = False
html_math_renderer = "stand-in"


def setup(app: Any) -> None:
    """What the builder's own Sphinx extension does for the theme, and a stand-in for its formulas."""
    setup_theme(app)
    app.add_html_math_renderer("stand-in", (as_mathml, None), (as_mathml, None))


def as_mathml(translator: Any, node: nodes.Element) -> None:
    """Write the same formula always."""
    translator.body.append('<div class="math"><math display="block"><mi>x</mi><mo>=</mo><mn>1</mn></math></div>')
    raise nodes.SkipNode
