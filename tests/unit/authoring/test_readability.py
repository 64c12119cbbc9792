"""Syllables and grades are those that a person counts."""

from __future__ import annotations

import pytest

from builder.authoring.prose import passages
from builder.authoring.readability import grade, syllables

COUNTED = """
police:2 community:4 safety:2 area:3 idea:3 people:2 every:2 evidence:3 different:3 reciprocal:4 partnership:3
security:4 context:2 sensitivity:5 open:2 many:2 really:2 being:2 given:2 used:1 asked:1 wanted:2 needed:2 moves:1
changes:2 places:2 names:1 judges:2 services:3 quiet:2 science:2 diary:3 reliable:4 society:4 legitimacy:5
accountability:6 table:2 little:2 trouble:2 articles:3 created:3 reaction:3 realise:3 mutual:3 actually:4 individual:5
situation:4 evaluation:5 gradual:3 usual:3 January:4 influence:3 something:2 someone:2 therefore:2 statement:2
movement:2 careful:2 likely:2 homeless:2 safely:2 definitely:4 comparison:4 interviews:3 officers:3 residents:3
neighbourhood:3 council:2 question:2 national:3 special:2 social:2 ancient:2 patient:2 experience:4 serious:3
previous:3 various:3 audience:3 radio:3 video:3 union:2 opinion:3 million:2 violence:3 fire:1 hour:1 power:2 fear:1
years:1 shared:1 feared:1 trusted:2 lamps:1 stalls:1 market:2 mayor:2 measured:2 measures:3 notes:1 programmes:2
types:1 sizes:2 rules:1 ruled:1 surveys:2 synthetic:3 interval:3 sample:2 percentage:3 index:2 ethics:2 dignity:3
consent:2 the:1 we:1 their:1 were:1 one:1 because:2 before:2 don't:1 doesn't:2 isn't:2 Uganda:3 Somalia:4 Kenya:2
Serbia:3 Kosovo:3 Nicaragua:5 Liberia:4 Colombia:4 Pakistan:3 prevented:3 decided:3 included:3 behaviour:3
cooperation:5 coordinate:4 reality:4 theatre:3 mechanism:4 criticism:4 tokenism:4 terrorism:4 business:2 interesting:3
several:2 generally:4 government:3 ordinary:4 history:3 memories:3 bodies:2 studies:2 carried:2 worries:2 tried:1
countries:2 committee:3 agreed:2 agreement:3 free:1
"""
"""Words of the course with their syllables, counted by ear."""


def counted() -> list[tuple[str, int]]:
    return [(word, int(number)) for word, _, number in (entry.partition(":") for entry in COUNTED.split())]


def test_syllables_are_right_for_nineteen_words_of_twenty() -> None:
    wrong = [word for word, number in counted() if syllables(word) != number]
    assert len(wrong) <= len(counted()) / 20, wrong


def test_the_sum_of_syllables_is_right_within_one_in_a_hundred() -> None:
    true = sum(number for _, number in counted())
    assert sum(syllables(word) for word, _ in counted()) == pytest.approx(true, rel=0.01)


@pytest.mark.parametrize(
    ("word", "number"), [("people's", 2), ("people’s", 2), ("officers'", 3), ("people-centred", 4), ("61", 1), ("e", 1)]
)
def test_forms_of_a_word(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_follows_the_formula() -> None:
    found = grade(passages("The police ask every resident. They listen to them.\n"))
    words, sentences, spoken = 9, 2, 14
    assert found == pytest.approx(0.39 * words / sentences + 11.8 * spoken / words - 15.59)


def test_headings_tables_and_code_do_not_make_a_text_easier() -> None:
    prose = "Institutional accountability necessitates documentation.\n"
    around = "# Go\n\n|A|B|\n|---|---|\n|One|Two|\n\n```python\nx\n```\n\n"
    assert grade(passages(around + prose)) == grade(passages(prose))


def test_a_text_without_sentences_has_no_grade() -> None:
    assert grade(passages("# A heading\n\n|A|\n|---|\n")) is None
