"""The theme's own words, one `Words` a language; Sphinx's words come from Sphinx's catalogues."""

from __future__ import annotations

from dataclasses import dataclass

from builder.book.catalogue import catalogue_for


@dataclass(frozen=True, slots=True)
class Words:
    """What the templates say, as plain text; in ``search_found`` the number stands for ``${resultCount}``."""

    skip: str
    contents: str
    pages_in: str
    on_this_page: str
    turn: str
    previous: str
    next: str
    search: str
    search_needs_script: str
    searching: str
    search_found: str
    search_none: str
    light: str
    table: str
    code: str
    licence: str
    version: str


def words_for(language: str) -> Words:
    """Return the words of a language tag (``pt-BR`` or ``pt_BR``), of its first part, or of English."""
    return Words(**catalogue_for(language).theme)
