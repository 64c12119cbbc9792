"""How hard English prose is to read: the Flesch-Kincaid grade (docs/decisions/reading-ease.md).

``grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59``, in years of schooling in the United States.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from builder.authoring.prose import WORD, Kind, Passage

VOWELS = re.compile("[aeiouyàâäéèêëîïôöùûü]+")
INFLECTION = re.compile(r"(?:'s|(?<=s)'|'(?:ll|ve|re|d|m))$")

SILENT = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^aeiouy]e$(?<![^aeiouyrl]le)",  # place, but table
        r"[^aeiouytd]ed$(?<![^aeiouyrl]led)(?<![^aeiouyr]red)",  # asked, but wanted, settled, centred
        r"[^aeiouysxzcg]es$(?<![cs]hes)(?<![^aeiouyrl]les)",  # names, but places, watches, tables
        r"[^aeiouyl]e(?=(?:ment|ful|less|ly|ness|ty|thing|one|fore|where|guard)s?$)",  # statement, safety
        r"^(?:every|several|interest|business)",
    )
)
"""Where a group of vowels is written and not spoken."""

SPOKEN = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![tcsgx])i[ao](?!u)(?<![lnr]io(?=n))",  # media, but nation, opinion
        r"(?<=[bdlrv])iou|ie(?=t|nc)|[eiouy]ing",  # various, society, science, being
        r"[^qg]u[ae](?=.)|[^p]ue(?=l$)",  # mutual, evaluate
        r"eo(?!p)|oe(?=[mt])|oo(?=p|rd)|ayo",  # video, poem, cooperate, mayor
        r"[^aeiou]ea$|\brea(?=[clt])|crea(?=t)|thea(?=t)",  # area, react, create, theatre
        r"sms?$|thms?$|[^aeiouo]n't$|yee$",  # tokenism, rhythm, isn't
    )
)
"""Where a group of vowels, or none, is written and one syllable more is spoken."""


def syllables(word: str) -> int:
    """Return about how many syllables an English word has, 1 at least; the parts of a compound are added up."""
    return sum(_part(part) for part in word.lower().replace("’", "'").split("-"))


def _part(word: str) -> int:
    stem = INFLECTION.sub("", word)
    silent = sum(len(pattern.findall(stem)) for pattern in SILENT)
    spoken = sum(len(pattern.findall(stem)) for pattern in SPOKEN)
    return max(1, len(VOWELS.findall(stem)) - silent + spoken)


def grade(passages: Iterable[Passage]) -> float | None:
    """Return the Flesch-Kincaid grade of the sentences in paragraphs and lists; None if there are none.

    Headings and tables are no sentences. A number counts as a word of one syllable.
    """
    sentences = words = spoken = 0
    for passage in passages:
        if passage.kind in (Kind.HEADING, Kind.ROW):
            continue
        for sentence in passage.sentences:
            found = WORD.findall(sentence.text)
            sentences += bool(found)
            words += len(found)
            spoken += sum(syllables(word) for word in found)
    if not sentences:
        return None
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59
