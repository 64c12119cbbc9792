"""Which digits in a sentence claim something, and how much."""

from __future__ import annotations

import pytest

from builder.authoring.numbers import calculates, numbers


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("61% of 1,200 people", [61, 1200]),
        ("from 8.3 to 29.76 percent", [8.3, 29.76]),
        ("9 million people, 21 billion dollars", [9_000_000, 21_000_000_000]),
        ("10–19 points", [10, 19]),
        ("686 of 774", [686, 774]),
        ("an 18-month period", [18]),
        ("(n = 49,757)", [49757]),
        ("In 2018, 61%", [61]),
        ("Resolution 2250 has 12 parts", [12]),
        ("5404, 313", [5404, 313]),
    ],
)
def test_a_claim_has_its_value(text: str, values: list[float]) -> None:
    assert [number.value for number in numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "In 1994 and the 1990s, from 2002–03 to 2020-2021",
        "On 3 May, at 18:00",
        "the 21st century, the 4th time",
        "About 6 minutes, or 5 to 10 minutes",
        "Step 3, part 2, question 14, level 2, scenes 3 and 4, version 1.2.3",
        "Article 12 of resolution 2250",
        "ICT4COP, COVID-19 and CO2",
        "from 0 to 1, and per 100",
        "three elements and twelve cases",
    ],
)
def test_dates_names_times_and_the_ends_of_scales_claim_nothing(text: str) -> None:
    assert list(numbers(text)) == []


def test_a_number_knows_where_it_stands() -> None:
    text = "about 1,200 people"
    (number,) = numbers(text)
    assert text[number.start : number.end] == number.written == "1,200"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("42 ÷ 60 = 70%", True),
        ("The gap is 90 − 70", True),
        ("90% = 0.9", True),
        ("70% of 60", False),
        ("10-19", False),
    ],
)
def test_a_calculation_is_known_by_its_signs(text: str, expected: bool) -> None:
    assert calculates(text) is expected
