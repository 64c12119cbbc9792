"""Prose comes as passages and sentences, each with the works that it cites."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.authoring.prose import CITED, COMPUTED, Kind, Sentence, passages


def sentences(text: str) -> list[str]:
    return [sentence.text for passage in passages(text) for sentence in passage.sentences]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One.", "Two?", "Three!"]),
        ("One\nline. Two", ["One line.", "Two"]),
        ("See e.g. this, cf. that. Yes.", ["See e.g. this, cf. that.", "Yes."]),
        ("R. Paris asked. So did we.", ["R. Paris asked.", "So did we."]),
        ("It rose by 3.5 points. Then it fell.", ["It rose by 3.5 points.", "Then it fell."]),
        ("“One. Two.” So they say.", ["“One. Two.”", "So they say."]),
        ("“One. Two” they say. Yes.", ["“One. Two” they say.", "Yes."]),
        ('"One. Two" they say. Yes.', ['"One. Two" they say.', "Yes."]),
        ("*Stressed* and **strong**.", ["Stressed and strong."]),
        ("A {term}`word <Trust>` and a {term}`term`.", ["A word and a term."]),
        ("It is {glue:text}`x:.2f` or `code`.", [f"It is {COMPUTED} or {COMPUTED}."]),
        ("A [link](b.md) and ![a picture](c.svg).", ["A link and ."]),
        ("```python\nNo prose.\n```\n\nProse.", ["Prose."]),
        (":::{note}\n:class: wide\n\nIn a note.\n:::", ["In a note."]),
        ("```{question} q-one\n```", []),
        ("```{figure} a.svg\n:alt: Not read.\n\nA caption.\n```", ["A caption."]),
        ("|A|B|\n|---|---|\n|One. Two|Three|", ["A | B", "One. Two | Three"]),
    ],
)
def test_sentences_are_plain_text(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_a_sentence_has_its_line_and_the_works_that_it_cites() -> None:
    (passage,) = passages("First.\nSecond {cite}`a`\nends {cite:p}`b, c`. Third {cite}`d`.")
    assert list(passage.sentences) == [
        Sentence(1, "First.", ()),
        Sentence(2, f"Second {CITED} ends {CITED}.", (("a",), ("b", "c"))),
        Sentence(3, f"Third {CITED}.", (("d",),)),
    ]


def test_a_citation_after_the_full_stop_belongs_to_the_sentence() -> None:
    (passage,) = passages("So it was. {cite}`a` Not so here.")
    assert [sentence.cited for sentence in passage.sentences] == [("a",), ()]


def test_the_works_cited_after_a_place_are_told_apart() -> None:
    (passage,) = passages("One {cite}`a` “quoted” {cite}`b`.")
    (sentence,) = passage.sentences
    assert sentence.cited_after(sentence.text.index("”")) == ("b",)


@pytest.mark.parametrize(
    ("text", "kind"), [("Text", Kind.TEXT), ("- Item", Kind.ITEM), ("## Head", Kind.HEADING), ("> Text", Kind.TEXT)]
)
def test_a_passage_has_its_kind(text: str, kind: Kind) -> None:
    assert [passage.kind for passage in passages(text)] == [kind]


def test_lines_are_counted_through_directives() -> None:
    text = "One.\n\n::::{note}\n:class: wide\n\n:::{tip}\nTwo.\n:::\n::::\n"
    assert [passage.line for passage in passages(text)] == [1, 7]


@pytest.mark.parametrize(
    ("text", "words"), [("It isn't so-called.", 3), ("In 1994, 61% agreed {cite}`a`.", 4), ("", 0)]
)
def test_words_are_counted_as_a_reader_counts_them(text: str, words: int) -> None:
    assert sum(passage.words for passage in passages(text)) == words


@settings(max_examples=60, deadline=None)
@given(st.text("aB1 .!?“”\"'`{}[]()|-#:\n", max_size=60))
def test_no_text_makes_reading_raise_and_sentences_lose_no_word(text: str) -> None:
    for passage in passages(text):
        assert " ".join(s.text for s in passage.sentences).split() == passage.text.split()
