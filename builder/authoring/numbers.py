"""The numbers in a sentence that say how much or how many there is of something."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
NO_CLAIMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?:1[5-9]|20)\d\d(?:\s?[–-]\s?(?:\d{4}|\d\d))?s?\b(?!\s*%|[.,]\d)",  # 1994, 1990s, 2002–03
        rf"\b\d{{1,2}}(?= {MONTH}\b)",  # 3 May
        r"\b\d{1,2}:\d\d\b",  # 18:00
        r"\b\d+(?:st|nd|rd|th)\b",
        r"\b\d+(?:\s?(?:–|-|to|or)\s?\d+)?[- ]minutes?\b",  # how long a part takes
        r"^\d+(?= \|)",  # the number of a table's row
        r"\b(?:[Ss]tep|[Pp]art|[Ss]ection|[Ll]esson|[Mm]odule|[Qq]uestion|[Ss]cene|[Tt]able|[Ff]igure|[Cc]hapter|[Pp]age"
        r"|[Ll]evel|[Rr]ow|[Cc]olumn|[Rr]esolution|[Aa]rticle|[Gg]oal|[Tt]ool|[Vv]ersion|[Gg]rade|[Tt]ask|[Cc]ell|[Bb]ox)s?"
        r"\s\d+(?:\.\d+)*(?:(?:,\s\d+)*(?:\sand\s|\sto\s|[–-])\d+)?",  # names: step 3, resolution 2250
    )
)
"""What is written in digits and is no claim: dates, times of day, ordinals, the length of a part, names."""

NUMBER = re.compile(
    r"(?<![\w.,:/-])(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d+)(?P<decimals>\.\d+)?(?![\w])"
    r"(?:\s(?P<times>thousand|million|billion)\b)?"
)
TIMES = {None: 1, "thousand": 10**3, "million": 10**6, "billion": 10**9}
CALCULATION = re.compile(r"[\d\ue001]\s*%?\s*[=÷×+−]\s*[\d\ue001]")
POLES = frozenset({0.0, 1.0, 100.0})
"""Nothing, one and all: the ends of scales, which rest on no source."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written, with its value and its place in the text."""

    written: str
    value: float
    start: int
    end: int


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in ``text`` that claim something, in order."""
    for pattern in NO_CLAIMS:
        text = pattern.sub(lambda found: "_" * len(found[0]), text)
    for found in NUMBER.finditer(text):
        digits = re.sub(r"\D", "", found["digits"])
        value = float(digits + (found["decimals"] or "")) * TIMES[found["times"]]
        if value not in POLES:
            yield Number(found[0], value, found.start(), found.end())


def calculates(text: str) -> bool:
    """True if the text shows a calculation, such as `42 ÷ 60 = 70%`."""
    return bool(CALCULATION.search(text))
