"""The few words that the builder itself writes into a page, in the course's language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from builder.book.catalogue import catalogue_for


def words_for(language: str) -> Mapping[str, str]:
    """Return the words of a BCP 47 tag that no number changes; English where a language is not there yet."""
    page = catalogue_for(language).page
    return MappingProxyType({key: phrase for key, phrase in page.items() if isinstance(phrase, str)})


def counted(language: str, key: str, number: int) -> str:
    """Return the phrase ``key`` for ``number``: the plural form and the digits as the language has them (CLDR)."""
    from babel import Locale
    from babel.numbers import format_decimal

    catalogue = catalogue_for(language)
    forms = catalogue.page[key]
    assert not isinstance(forms, str), f"`{key}` has no forms"
    phrase = forms[Locale.parse(catalogue.rules).plural_form(number)]
    digits = format_decimal(number, locale=catalogue.rules, numbering_system="default", group_separator=False)
    return phrase.format(**{key: digits})
