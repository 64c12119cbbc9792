"""Formulas are MathML in the page, or their source where they cannot be read."""

from __future__ import annotations

import pytest

from builder.book.math import expand_macros, render_math


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}{b} + \sqrt{x_i^2}",
        r"\begin{aligned} a &= b \\ c &= d \end{aligned}",
        r"\begin{align*} a &= b \\ c &= d \end{align*}",
        r"\begin{gather} a = b \\ c = d \end{gather}",
        r"\begin{cases} 1 & x > 0 \\ 0 & x \le 0 \end{cases}",
        r"\hat{p} \pm z \sqrt{\hat{p}(1-\hat{p})/n} \label{eq:wald}",
    ],
)
def test_formulas_become_mathml(latex: str) -> None:
    markup, read = render_math(latex, block=True)
    assert read
    assert markup.startswith("<math")
    assert "\\" not in markup
    assert "&<" not in markup


def test_an_unknown_command_leaves_its_source_for_the_reader() -> None:
    markup, read = render_math(r"\nosuchthing{x} < 1", block=False)
    assert not read
    assert markup == '<code class="cw-latex">\\nosuchthing{x} &lt; 1</code>'


def test_macros_with_and_without_arguments_are_expanded() -> None:
    macros = {"RR": r"\mathbb{R}", "norm": [r"\left| #1 \right|", 1]}
    assert expand_macros(r"\norm{x} \in \RR", macros) == r"\left| x \right| \in \mathbb{R}"


def test_a_macro_that_names_itself_ends() -> None:
    assert r"\loop" in expand_macros(r"\loop", {"loop": r"\loop x"})
