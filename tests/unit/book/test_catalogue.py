"""The words of each language: all there, with the same gaps, in every form that its numbers ask for."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from babel import Locale

from builder.book.catalogue import (
    FOLDER,
    GAPS,
    PLACES,
    PSEUDO,
    Catalogue,
    Phrase,
    catalogue_for,
    direction_of,
    languages,
    player_words,
    read_words,
    speaks,
)
from builder.book.player_files import FOLDER as PLAYER
from builder.book.player_files import LEARNING_SCRIPTS, OFFLINE_SCRIPTS
from builder.book.words import counted, words_for

ENGLISH = catalogue_for("en")
ALL = (*languages(), PSEUDO)
SAID = re.compile(r"(?:\b(?:say|phrase|tell|line)\(|\{problem: )'([a-z0-9-]+)'(?! [+])")
OPEN = {"gain-open-before", "gain-open-after"}
"""Said under a name that a script puts together."""


def phrases(catalogue: Catalogue) -> dict[str, Phrase]:
    """All phrases of a language, named by place and key."""
    return {f"{place}.{key}": phrase for place in PLACES for key, phrase in getattr(catalogue, place).items()}


def texts(phrase: Phrase) -> Iterator[str]:
    yield from (phrase,) if isinstance(phrase, str) else phrase.values()


def gaps(text: str) -> list[str]:
    return sorted(GAPS.findall(text))


def test_the_languages_are_the_files() -> None:
    assert {"en", "es", "ar"} <= set(languages()) == {file.stem for file in FOLDER.iterdir()}


@pytest.mark.parametrize("language", languages())
def test_every_phrase_is_there_and_none_is_left_over(language: str) -> None:
    words, english = read_words(language), read_words("en")
    assert words.keys() == english.keys()
    assert [set(words[place]) ^ set(english[place]) for place in PLACES] == [set()] * len(PLACES)


@pytest.mark.parametrize("language", ALL)
def test_no_phrase_is_empty_and_each_has_the_gaps_of_the_english_one(language: str) -> None:
    english = phrases(ENGLISH)
    for key, phrase in phrases(catalogue_for(language)).items():
        wanted = gaps(max(texts(english[key]), key=len))
        for text in texts(phrase):
            assert text.strip(), key
            if isinstance(phrase, Mapping):  # "two minutes" is one word in Arabic and needs no digit
                assert set(gaps(text)) <= set(wanted), key
            else:
                assert gaps(text) == wanted, key


@pytest.mark.parametrize("language", ALL)
def test_what_is_counted_has_every_form_of_the_language(language: str) -> None:
    catalogue = catalogue_for(language)
    forms = {*Locale.parse(catalogue.rules).plural_form.tags, "other"}
    counting = {key for key, phrase in phrases(ENGLISH).items() if isinstance(phrase, Mapping)}
    assert counting
    for key, phrase in phrases(catalogue).items():
        assert isinstance(phrase, Mapping) == (key in counting), key
        if isinstance(phrase, Mapping):
            assert set(phrase) == forms, key
            assert gaps(phrase["other"]) == gaps(phrases(ENGLISH)[key]["other"]), key  # type: ignore[index]


def test_the_player_says_only_what_the_catalogue_has() -> None:
    for script in sorted(PLAYER.glob("*.js")):
        said = set(SAID.findall(script.read_text(encoding="utf-8")))
        there = {
            *ENGLISH.player,
            *(ENGLISH.learning if script.name in LEARNING_SCRIPTS else ()),
            *(ENGLISH.offline if script.name in OFFLINE_SCRIPTS else ()),
        }
        assert said <= there, script.name


def test_the_learners_own_page_says_everything_that_is_written_for_it() -> None:
    own = "".join((PLAYER / name).read_text(encoding="utf-8") for name in LEARNING_SCRIPTS)
    titles = {key for key in ENGLISH.learning if key.endswith("-title")}
    assert {key for key in ENGLISH.learning if f"'{key}'" not in own} <= {*titles, "outcome-open", *OPEN}
    assert not set(ENGLISH.learning) & set(ENGLISH.player)


def test_the_page_that_takes_the_course_along_says_everything_that_is_written_for_it() -> None:
    own = "".join((PLAYER / name).read_text(encoding="utf-8") for name in OFFLINE_SCRIPTS)
    built = {"offline-title", "offline-newer-mark", "offline-needs-script"}
    assert {key for key in ENGLISH.offline if f"'{key}'" not in own} == built
    assert not set(ENGLISH.offline) & {*ENGLISH.player, *ENGLISH.learning}


def test_a_page_is_told_one_language_only() -> None:
    told = player_words("ar-EG")
    words = json.loads(told[told.index("= {", told.index(").words")) + 2 : -2])
    assert (words["language"], words["direction"], words["rules"]) == ("ar", "rtl", "ar")
    assert words["phrases"]["check"] == catalogue_for("ar").player["check"]
    assert str(ENGLISH.player["check"]) not in told


def test_a_tag_finds_its_language_or_english() -> None:
    assert catalogue_for("es-MX") is catalogue_for("es_AR") is catalogue_for("ES")
    assert catalogue_for("so") is ENGLISH
    assert [speaks(tag) for tag in ("en-GB", "es", "so", "qps")] == [True, True, False, True]


def test_numbers_take_the_form_and_the_digits_of_the_language() -> None:
    assert counted("en", "minutes", 1) == "About 1 minute"
    assert counted("en", "minutes", 1500) == "About 1500 minutes"
    assert len({counted("ar", "minutes", number) for number in (0, 1, 2, 3, 11, 100)}) == 6
    assert words_for("es")["true"] == "Verdadero"
    assert "minutes" not in words_for("es")


def test_the_pseudo_language_is_longer_and_right_to_left() -> None:
    for key, phrase in phrases(catalogue_for(PSEUDO)).items():
        for text, source in zip(texts(phrase), texts(phrases(ENGLISH)[key]), strict=True):
            assert len(text) >= 1.4 * len(source), key
            assert text.startswith("\u200f"), key


@pytest.mark.parametrize("language", ["ar", "ar-EG", "fa", "fa_AF", "ur", "ps-AF", "he", "ckb", "qps"])
def test_languages_written_from_right_to_left_are_known_with_and_without_a_file(language: str) -> None:
    assert direction_of(language) == "rtl"


@pytest.mark.parametrize("language", ["en", "es-MX", "so", "sw", "pt_BR"])
def test_the_others_are_written_from_left_to_right(language: str) -> None:
    assert direction_of(language) == "ltr"


def test_one_file_adds_a_language_whichever_way_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in FOLDER.glob("*.toml"):
        shutil.copy(file, tmp_path)
    arabic = (FOLDER / "ar.toml").read_text("utf-8")
    (tmp_path / "bal.toml").write_text(arabic, "utf-8")
    monkeypatch.setattr("builder.book.catalogue.FOLDER", tmp_path)
    assert direction_of("bal-Arab") == "rtl"
    told = json.loads(player_words("bal").split(".words = ", 1)[1].rstrip(";\n"))
    assert (told["language"], told["direction"]) == ("bal", "rtl")
