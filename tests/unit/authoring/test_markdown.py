"""What a Markdown text refers to is found with its line, in directives within directives too."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.authoring.markdown import Directive, Element, Heading, Image, Label, Link, Role, elements


def found(text: str) -> list[Element]:
    return [element for element in elements(text) if not isinstance(element, Directive)]


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("Text\n![A map](a%20map.svg)", Image(2, "a map.svg", "A map")),
        ("![](a.svg)", Image(1, "a.svg", None)),
        ("```{image} a.svg\n:alt: A map\n```", Image(1, "a.svg", "A map")),
        ("```{figure} a.svg\n---\nalt: 'A map'\n---\nText\n```", Image(1, "a.svg", "A map")),
        (":::{figure} a.svg\nA caption is no alternative.\n:::", Image(1, "a.svg", None)),
        ('<p>\n<img src="a.svg" alt="">\n</p>', Image(2, "a.svg", "")),
        ('See <img src="a.svg"> here.', Image(1, "a.svg", None)),
        ("One\ntwo [link](b.md#part)", Link(2, "b.md#part")),
        ("[link][name]\n\n[name]: b.md", Link(1, "b.md")),
        ("| a |\n|---|\n| [link](b.md) |", Link(3, "b.md")),
        ("- item\n\n  - [link](b.md)", Link(3, "b.md")),
        ("A {term}`word <Trust>`", Role(1, "term", "word <Trust>")),
        ("(here)=\nText", Label(1, "here")),
        ("A\n\n## Part `two`\n", Heading(3, 2, "Part `two`")),
    ],
)
def test_an_element_is_found_with_its_line(text: str, element: Element) -> None:
    assert element in found(text)


def test_the_body_of_a_directive_is_read_with_lines_of_the_file() -> None:
    text = "# A\n\n::::{note}\n:class: wide\n\n:::{tip}\n[link](b.md)\n:::\n::::\n"
    assert Link(7, "b.md") in found(text)


def test_a_directive_gives_its_argument_options_and_body() -> None:
    text = "\n```{figure-md} a-name\n:class: wide\n![A map](a.svg)\n```\n"
    directive, *others = elements(text)
    assert directive == Directive(2, "figure-md", "a-name", {"class": "wide"}, "![A map](a.svg)\n")
    assert others == [Label(2, "a-name"), Image(4, "a.svg", "A map")]


@pytest.mark.parametrize("text", ["```python\n[a](b.md)\n```", "`[a](b.md)`", "$[a](b.md)$", "```{code}\n![](b)\n```"])
def test_code_and_formulas_refer_to_nothing(text: str) -> None:
    assert found(text) == []


@settings(max_examples=60, deadline=None)
@given(st.text("`:{}()[]!<>=\n -#$|\\a%&\"'", max_size=60))
def test_no_text_makes_reading_raise(text: str) -> None:
    list(elements(text))


def test_directives_nested_without_end_are_given_up() -> None:
    list(elements("".join("`" * (200 - depth) + "{note}\n" for depth in range(190))))
