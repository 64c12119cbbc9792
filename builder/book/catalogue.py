"""Every word that learners meet and that is not the course's own: one file a language, in ``languages/``."""

from __future__ import annotations

import functools
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

FOLDER = Path(__file__).parent / "languages"
FALLBACK = "en"
PSEUDO = "qps"
"""A language made from English for tests: right to left and 40 % longer (a tag of BCP 47's private range)."""

WITHOUT_FILE = frozenset({"arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages written from right to left that have no file yet: a course may be in them all the same."""

SCRIPT = "words.js"
"""The file from which the player has its words, in the course's language only."""

PLACES = ("page", "theme", "package", "player", "learning", "feedback", "offline")

Phrase = str | Mapping[str, str]
"""A text; or its forms by CLDR plural category (one, other ...), chosen by a number when it is said."""

GAPS = re.compile(r"\$?\{\w+\}")
ACCENTS = str.maketrans("AEIOUYaeiouycnsz", "ÀÉÎÖÛÝàéîöûýçñšž")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's words by place. ``language`` is its tag, ``direction`` ``ltr`` or ``rtl``, ``rules`` the language
    whose plurals it follows.

    What a language's file lacks is there in English.
    """

    language: str
    name: str
    direction: str
    rules: str
    page: Mapping[str, Phrase]
    theme: Mapping[str, str]
    package: Mapping[str, str]
    player: Mapping[str, Phrase]
    learning: Mapping[str, Phrase]
    feedback: Mapping[str, str]
    offline: Mapping[str, Phrase]


def languages() -> tuple[str, ...]:
    """Return the tags that have a file, sorted."""
    return tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))


def catalogue_for(language: str) -> Catalogue:
    """Return the words of a language tag: its own file, that of its first part (``pt-BR``: ``pt``), or English."""
    tag = language.replace("_", "-").lower()
    wanted = (tag, tag.split("-")[0], FALLBACK)
    return _read(next(one for one in wanted if one == PSEUDO or (FOLDER / f"{one}.toml").is_file()))


def speaks(language: str) -> bool:
    """Return whether there are words of this language, so that nothing has to be said in English."""
    tag = language.replace("_", "-").lower()
    return catalogue_for(language).language in (tag, tag.split("-")[0])


def direction_of(language: str) -> str:
    """Return ``ltr`` or ``rtl``: what the language's own file says, or what is known of it without one."""
    if speaks(language):
        return catalogue_for(language).direction
    return "rtl" if language.replace("_", "-").lower().split("-")[0] in WITHOUT_FILE else "ltr"


def player_words(language: str) -> str:
    """Return `words.js`: what the player says, in one language (docs/reference/pages.md)."""
    catalogue = catalogue_for(language)
    words = {
        "language": catalogue.language,
        "direction": catalogue.direction,
        "rules": catalogue.rules,
        "phrases": plain(catalogue.player),
    }
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return f"(window.coursewright = window.coursewright || {{}}).words = {text};\n"


def learning_words(language: str) -> str:
    """Return `learning-words.js`: what only the learner's own page says besides."""
    return _more_words(catalogue_for(language).learning)


def offline_words(language: str) -> str:
    """Return `offline-words.js`: what only the page says that takes the course along."""
    return _more_words(catalogue_for(language).offline)


def _more_words(phrases: Mapping[str, Phrase]) -> str:
    text = json.dumps(plain(phrases), ensure_ascii=False, separators=(",", ":"))
    return f"Object.assign(coursewright.words.phrases, {text});\n"


def plain(phrases: Mapping[str, Phrase]) -> dict[str, Any]:
    """Return phrases as JSON has them."""
    return {key: phrase if isinstance(phrase, str) else dict(phrase) for key, phrase in phrases.items()}


@functools.cache
def _read(tag: str) -> Catalogue:
    if tag == PSEUDO:
        return _pseudo(_read(FALLBACK))
    raw, english = read_words(tag), read_words(FALLBACK)
    places = {place: MappingProxyType({**english.get(place, {}), **raw.get(place, {})}) for place in PLACES}
    return Catalogue(language=tag, name=raw["name"], direction=raw["direction"], rules=tag, **places)


def read_words(tag: str) -> dict[str, Any]:
    """Return a language's file as it stands, without what is lent from English."""
    words: dict[str, Any] = tomllib.loads((FOLDER / f"{tag}.toml").read_text(encoding="utf-8"))
    return words


def _pseudo(english: Catalogue) -> Catalogue:
    """Return English as a language that shows what does not fit: accents, 40 % longer, in marks that show a cut."""

    def place(phrases: Mapping[str, Phrase]) -> Mapping[str, Any]:
        return {
            key: longer(phrase) if isinstance(phrase, str) else {form: longer(text) for form, text in phrase.items()}
            for key, phrase in phrases.items()
        }

    places = {name: MappingProxyType(place(getattr(english, name))) for name in PLACES}
    return Catalogue(language=PSEUDO, name="Pseudo", direction="rtl", rules=english.rules, **places)


def longer(text: str) -> str:
    """Return ``text`` with accents, its gaps as they are, 40 % longer, from a right-to-left mark to a closing mark."""
    parts = re.split(f"({GAPS.pattern})", text)
    written = "".join(part if GAPS.fullmatch(part) else part.translate(ACCENTS) for part in parts)
    more = -(-len(text) * 2 // 5) - 2
    return "\u200f[" + written + " " + ("ön éñ " * more)[: max(more, 1)].replace(" ", "é", 1) + "]"
