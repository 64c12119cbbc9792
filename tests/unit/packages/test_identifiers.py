"""Identifiers are legal, stable, and never those of another course."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from builder.packages.identifiers import facet, identifier

NCNAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,254}")
SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,3}", fullmatch=True)


def test_a_course_keeps_its_identifier() -> None:
    assert identifier("fair-markets") == "cw_fair-markets"
    assert identifier("fair-markets", "2-stalls") == "cw_fair-markets_2-stalls"
    assert facet(identifier("fair-markets"), "organization") == "cw_fair-markets__organization"


@given(st.lists(st.text(min_size=1, max_size=300), min_size=1, max_size=2))
def test_any_id_gives_a_legal_identifier(parts: list[str]) -> None:
    assert NCNAME.fullmatch(identifier(*parts))


@given(st.tuples(SLUGS, SLUGS), st.tuples(SLUGS, SLUGS))
def test_different_ids_never_share_an_identifier(one: tuple[str, str], other: tuple[str, str]) -> None:
    names = [identifier(one[0]), identifier(*one), facet(identifier(one[0]), "all"), facet(identifier(*one), "all")]
    assert len(set(names)) == len(names)
    if one != other:
        assert identifier(*one) != identifier(*other)
        assert identifier(one[0]) != identifier(*other)


@given(st.text(max_size=150), st.text(max_size=150))
def test_odd_ids_never_share_an_identifier(one: str, other: str) -> None:
    assert (identifier(one) == identifier(other)) == (one == other)


def test_a_digest_cannot_be_taken_for_an_id_of_the_content() -> None:
    odd = identifier("Märkte")
    readable, digest = odd.removeprefix("cw_").split("__")
    assert identifier(readable, digest) != odd
