"""The parts of the theme that need no book: what is done to a body, which files it loads, how large trees are cut."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes

from builder.book.theme.assets import POLICY, policy_for, scripts_of, search_scripts, styles_of
from builder.book.theme.body import describe, dress
from builder.book.theme.contents import WHOLE_TREE, read_contents
from builder.book.theme.words import words_for

ENGLISH = words_for("en")


@dataclass
class File:
    """What the theme reads of a file that Sphinx registered."""

    filename: str
    priority: int = 500
    attributes: dict[str, str] = field(default_factory=dict)


def dressed(body: str, size: tuple[int, int] | None = None) -> str:
    return dress(body, ENGLISH, lambda source: size)


@pytest.mark.parametrize(
    "opaque",
    [
        '<script>var markup = "<table><img>";</script>',
        "<style>pre::after { content: '<table>' }</style>",
        "<textarea><table></textarea>",
        "<svg><style>a{}</style><image href='x.png'/></svg>",
        "<!-- <table> -->",
    ],
)
def test_what_is_not_markup_of_the_page_stays_as_it_is(opaque: str) -> None:
    assert dressed(opaque) == opaque


@pytest.mark.parametrize(
    "body",
    [
        "<script>Plotly.newPlot('x')</script>",
        '<script src="https://cdn.example/plot.js"></script>',
        '<script type="application/vnd.jupyter.widget-view+json">{}</script>',
        '<button class="b" onclick="more()">More</button>',
        '<a href="javascript:more()">More</a>',
    ],
)
def test_a_page_that_brings_scripts_of_its_own_goes_without_the_policy(body: str) -> None:
    assert policy_for(f"<p>Text.</p>{body}", strict=True) == ""


@pytest.mark.parametrize(
    "body",
    [
        "<p>onclick=more() and javascript: are words here</p>",
        "<pre>&lt;script&gt; onload=x</pre>",
        '<script type="application/json">{"a": 1}</script>',
    ],
)
def test_words_and_mere_data_leave_the_policy_on(body: str) -> None:
    assert policy_for(body, strict=True) == POLICY
    assert policy_for(body, strict=False) == ""


@pytest.mark.parametrize("header", ["<th></th>", '<th class="head"><p></p></th>'])
def test_a_header_without_words_is_a_plain_cell(header: str) -> None:
    assert "<tr><td></td><th>Street</th></tr>" in dressed(f"<table><tr>{header}<th>Street</th></tr></table>")


def test_tables_in_tables_get_a_box_each() -> None:
    body = dressed("<table><tr><td><table></table></td></tr></table>")
    assert body.count('<div class="cw-scroll"') == body.count("</table></div>") == 2


def test_short_code_takes_no_place_in_the_keyboards_order() -> None:
    assert dressed("<pre>x = 1\n</pre>") == "<pre>x = 1\n</pre>"
    assert dressed(f"<pre><b>{'x' * 31}</b>\n</pre>").startswith('<pre tabindex="0" role="group" aria-label=')
    assert "tabindex" not in dressed(f"<pre>{'&lt;' * 30}</pre>")


def test_a_picture_with_a_size_keeps_it_and_only_the_first_loads_at_once() -> None:
    first, second = '<img src="a.png" alt="1 > 0">', '<img width="9" src="b.png" />'
    assert dressed(first + second, (4, 3)) == (
        '<img width="4" height="3" src="a.png" alt="1 > 0"><img loading="lazy" width="9" src="b.png" />'
    )


def test_a_description_ends_at_a_word() -> None:
    assert describe("A short\n one.") == "A short one."
    long = describe("words " * 60)
    assert len(long) <= 162
    assert long.endswith("words …")


def test_the_theme_overrules_extensions_and_a_books_own_style_overrules_the_theme() -> None:
    files = [
        File("_static/pygments.css", 200),
        File("_static/coursewright/theme.css", 200),
        File("_static/widget.css", 500),
        File("_static/book.css", 800),
        File("_static/sphinx-design.min.css"),
    ]
    assert [file.address for file in styles_of(files, "")] == [
        "_static/widget.css",
        "_static/coursewright/theme.css",
        "_static/book.css",
    ]
    assert "_static/sphinx-design.min.css" in [file.address for file in styles_of(files, '<div class="sd-card">')]


def test_scripts_of_the_book_stay_and_those_that_the_theme_replaces_go() -> None:
    files = [
        File("_static/doctools.js", 200),
        File("_static/copybutton.js"),
        File("_static/own.js", 800, {"defer": "defer"}),
        File("", 500, {"body": "let toggleHintShow = 'Click';"}),
        File("", 500, {"body": "window.settings = {};"}),
    ]
    kept = scripts_of(files, "", inline=True)
    assert [(file.address, file.body, file.attributes) for file in kept] == [
        ("", "window.settings = {};", ()),
        ("_static/own.js", "", (("defer", "defer"),)),
    ]
    assert [file.address for file in scripts_of(files, "", inline=False)] == ["_static/own.js"]


def test_search_loads_translations_only_where_there_are_some() -> None:
    assert "_static/translations.js" not in search_scripts([])
    assert "_static/translations.js" in search_scripts([File("_static/translations.js")])


def test_words_fall_back_to_english_and_ignore_the_region() -> None:
    assert words_for("so") == ENGLISH
    assert words_for("es-MX") == words_for("es_AR") == words_for("es")
    assert words_for("es") != ENGLISH


def environment(chapters: int, sections: int) -> Any:
    """As much of Sphinx's environment as a tree of that size needs."""
    from sphinx import addnodes

    def toc(*names: str) -> nodes.Element:
        return nodes.bullet_list("", addnodes.toctree("", entries=[(None, name) for name in names], caption=None))

    tops = [f"c{number}" for number in range(chapters)]
    tocs = {"index": toc(*tops)}
    titles = {"index": nodes.title("", "Home & hearth")}
    for top in tops:
        below = [f"{top}/s{number}" for number in range(sections)]
        tocs[top] = toc(*below, top)
        titles |= {name: nodes.title("", name) for name in (top, *below)}
    config = SimpleNamespace(root_doc="index", html_secnumber_suffix=". ")
    return SimpleNamespace(config=config, tocs=tocs, titles=titles, toc_secnumbers={"c1/s0": {"": (2, 1)}})


def test_contents_know_numbers_and_ancestors_and_stop_at_a_page_inside_itself() -> None:
    contents = read_contents(environment(2, 2), lambda node: node.astext())
    home, tree = contents.parts
    assert home.entries[0].label == "Home &amp; hearth"
    assert [entry.label for entry in tree.entries[1].children] == ["2.1. c1/s0", "c1/s1"]
    assert contents.trails["c1/s0"] == {"c1", "c1/s0"}
    assert contents.whole


def test_a_large_book_shows_the_current_branch_only() -> None:
    assert not read_contents(environment(WHOLE_TREE // 10, 10), lambda node: node.astext()).whole
