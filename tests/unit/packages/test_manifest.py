"""Addresses, titles and numbers as the manifests write them."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.packages.manifest import address, one_line, percent


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_an_address_leads_back_to_its_name(name: str) -> None:
    assert unquote(address(name)) == name
    assert address(name).isascii()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ten  chars", "ten chars"),
        ("exactly 10", "exactly 10"),
        ("more than ten", "more than…"),
        ("unbreakable!", "unbreakab…"),
        ("two\nlines", "two lines"),
    ],
)
def test_a_line_is_cut_at_a_word_and_only_when_it_must(text: str, line: str) -> None:
    assert one_line(text, 10) == line


@pytest.mark.parametrize(("share", "text"), [(0, "0"), (0.07, "7"), (0.7, "70"), (0.725, "72.5"), (1, "100")])
def test_percent_is_exact_and_plain(share: float, text: str) -> None:
    assert percent(share) == text
