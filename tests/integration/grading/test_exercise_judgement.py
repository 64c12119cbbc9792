"""What single tasks think of answers that are clever, one-sided, dangerous or only partly right."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercise_marks import code_answers, marks, run_exercise
from trick_answers import PAST, WORRIES


@pytest.mark.parametrize(
    "flows",
    [
        '{"information": [1, 4], "decisions": [3, 0], "resources": [2, 1], "accountability": [0, 2], "risk": [0, 3]}',
        '{"information": [0, 4], "decisions": [4, 0], "resources": [4, 0], "accountability": [0, 4], "risk": [0, 3]}',
        '{"information": [4, 4], "decisions": [3, 3], "resources": [2, 2], "accountability": [1, 2], "risk": [0, 3]}',
        '{"information": [4, 4], "decisions": [4, 1], "resources": [2, 1], "accountability": [1, 2], "risk": [1, 4]}',
    ],
    ids=["as-it-was", "one-way", "one-flow-left-one-way", "residents-risk-more"],
)
def test_a_partnership_that_goes_one_way_earns_nothing(root: Path, tmp_path: Path, flows: str) -> None:
    assert marks(root, tmp_path, "reciprocity-index", {"repair-answer": f"harbour = {flows}"})["repair"] == 0


def test_sending_every_worry_to_the_police_earns_little(root: Path, tmp_path: Path) -> None:
    referral = {row: {"lead": "police", "help": "traders"} for row in WORRIES}
    found = marks(root, tmp_path, "safety-perceptions", {"referral-answer": f"referral = {referral!r}"})
    assert found["referral"] == 2


@pytest.mark.parametrize("effect", [-1, 0, 1])
def test_one_effect_for_every_activity_earns_little(root: Path, tmp_path: Path, effect: int) -> None:
    effects = {activity: {"land claims": effect, "water point": effect} for activity in "ABCD"}
    changes = dict.fromkeys("ABCD", "p" if effect < 0 else "")
    answer = f"effects = {effects!r}\nchanges = {changes!r}"
    assert marks(root, tmp_path, "trust-index", {"matrix-answer": answer})["matrix"] == 0


def test_a_partly_right_answer_earns_a_part(root: Path, tmp_path: Path) -> None:
    answers = {
        "flow-answer": 'volume_formula = "(smaller + larger) / 8"\nflow_formula = "volume * balance"\nsilent_score = 0',
        "signs-answer": 'warning_signs = "a c b"',
    }
    found = marks(root, tmp_path, "reciprocity-index", answers)
    assert (found["flow-score"], found["warning-signs"]) == (4, 1)


@pytest.mark.parametrize("word", ["claim", "finding", "opinion"])
def test_one_kind_for_every_sentence_earns_little(root: Path, tmp_path: Path, word: str) -> None:
    answer = f"sentences = dict.fromkeys('12345678', {word!r})"
    assert marks(root, tmp_path, "claims-and-actors", {"sorter-answer": answer})["sorter"] <= 0.5


ACTOR = {
    "actor": "watch",
    "kind": "neighbourhood",
    "order": "informal",
    "offers": "eyes at night",
    "risk": "strangers are followed",
    "answers_to": "nobody",
    "flag": "yes",
}


@pytest.mark.parametrize(
    ("rows", "most"),
    [
        ({row: dict.fromkeys(ACTOR, "x") for row in "12345678"}, 0),
        (dict.fromkeys("12345678", ACTOR), 1),
        ({row: {**ACTOR, "actor": f"watch at {row} Hill Road"} for row in "12345678"}, 0),
        ({row: {**ACTOR, "actor": f"watch {word}"} for row, word in zip("12345678", "abcdefgh", strict=True)}, 3),
    ],
    ids=["one-word", "one-actor", "house-numbers", "nobody-answers-to-anybody"],
)
def test_a_map_that_is_no_map_earns_little(
    root: Path, tmp_path: Path, rows: dict[str, dict[str, str]], most: float
) -> None:
    found = marks(root, tmp_path, "claims-and-actors", {"map-answer": f"actor_map = {rows!r}"})
    assert found["actor-map"] <= most


def test_a_flag_for_everybody_loses_the_marks_for_flags(root: Path, tmp_path: Path) -> None:
    model = code_answers(root, "claims-and-actors")["map-answer"]
    flagged = model.replace('"flag": "no"', '"flag": "yes"')
    assert marks(root, tmp_path, "claims-and-actors", {"map-answer": flagged})["actor-map"] == 7.5


def test_a_neighbouring_rung_earns_half(root: Path, tmp_path: Path) -> None:
    rungs = {"a": 5, "b": 6, "c": 2, "d": 4, "e": 7, "f": 4, "g": 3, "h": 7}
    assert marks(root, tmp_path, "ladder-and-exit", {"ladder-answer": f"rungs = {rungs}"})["ladder"] == 4


@pytest.mark.parametrize("rung", range(1, 9))
def test_one_rung_for_every_case_earns_nothing(root: Path, tmp_path: Path, rung: int) -> None:
    answer = f"rungs = dict.fromkeys('abcdefgh', {rung})"
    assert marks(root, tmp_path, "ladder-and-exit", {"ladder-answer": answer})["ladder"] == 0


@pytest.mark.parametrize(
    ("path", "earned"),
    [
        ("a a b b b", 4),
        ("a,a,b,b,b", 4),
        ("c a a b b b", 3),
        ("c a c a a a b a a", 1),
        ("a a b b", 0),
        ("b", 0),
        ("a b", 0),
        ("a a b a", 0),
        ("a a b b a b", 0),
        ("c b", 0),
        ("a a a b", 0),
        ("a a b c b", 0),
        ("a a b b b a", 0),
    ],
    ids=str,
)
def test_a_path_earns_by_where_it_ends_and_never_after_taking_names(
    root: Path, tmp_path: Path, path: str, earned: float
) -> None:
    answer = f'path_that_goes_on = "{path}"\npath_that_ends_well = ""'
    assert marks(root, tmp_path, "ladder-and-exit", {"path-answer": answer})["path"] == earned


def test_the_story_is_told_scene_by_scene_and_ends_where_names_are_taken(root: Path, tmp_path: Path) -> None:
    answer = 'path_that_goes_on = "a b"\npath_that_ends_well = "a x"'
    printed = "\n".join(run_exercise(root, tmp_path, "ladder-and-exit", {"path-answer": answer})[1])
    assert "Not yet: path_that_goes_on has come to an end that harms people." in printed
    assert "END. Somebody now holds names that nobody agreed to give." in printed
    assert 'path_that_ends_well has "x" where you can choose from: a, b, c.' in printed
    unwritten = "\n".join(run_exercise(root, tmp_path, "ladder-and-exit", {})[1])
    assert "path_that_goes_on has come to this scene.\n    People in the New Estate are afraid" in unwritten


@pytest.mark.parametrize("words", ["personal, community, economic", "personal", "political, food, health"])
def test_the_same_dimensions_for_every_case_earn_little(root: Path, tmp_path: Path, words: str) -> None:
    answer = f"dimensions = dict.fromkeys('123456', {words!r})"
    found = marks(root, tmp_path, "incidents-and-traps", {"dimensions-answer": answer})
    assert found["dimensions-check"] <= 5


def test_a_worry_may_be_placed_in_more_than_one_right_way(root: Path, tmp_path: Path) -> None:
    other = {
        "1": "health, environmental",
        "2": "food, economic, health",
        "3": "personal, community",
        "4": "personal, political, economic",
        "5": "personal, health",
        "6": "political, economic",
    }
    found = marks(root, tmp_path, "incidents-and-traps", {"dimensions-answer": f"dimensions = {other!r}"})
    assert found["dimensions-check"] == 12


@pytest.mark.parametrize(
    ("order", "earned"),
    [
        ("f c a d h e g b", 6),
        ("c f a d h e g b", 5.57),
        ("b g e h d a c f", 0),
        ("a b c d e f g h", 0.43),
        ("f c a d", 0),
        ("f f f f f f f f", 0),
    ],
)
def test_the_order_of_events_is_marked_pair_by_pair(root: Path, tmp_path: Path, order: str, earned: float) -> None:
    answer = f'order_of_events = "{order}"'
    assert marks(root, tmp_path, "timeline-and-activities", {"order-answer": answer})["order"] == earned


def test_one_answer_for_the_whole_past_earns_little(root: Path, tmp_path: Path) -> None:
    answers = {
        "effects-answer": f"effects_of_events = dict.fromkeys({PAST!r}, 'q')",
        "activities-answer": 'brings_back = dict.fromkeys("ABCD", "d")\nchange_needed = dict.fromkeys("ABCD", "w")',
    }
    assert sum(marks(root, tmp_path, "timeline-and-activities", answers).values()) <= 0.5


def test_one_letter_for_each_column_of_the_evidence_earns_little(root: Path, tmp_path: Path) -> None:
    columns = {"design": "b", "setting": "f", "outcome": "m", "limit": "r"}
    answer = "\n".join(f"{name} = dict.fromkeys('12345', '{letter}')" for name, letter in columns.items())
    assert marks(root, tmp_path, "evidence-table", {"table-answer": answer})["table"] <= 2


def test_an_empty_plan_names_its_faults_in_plain_words(root: Path, tmp_path: Path) -> None:
    found, printed = run_exercise(root, tmp_path, "sara-plan", {})
    assert found["plan-check"] == 0
    assert "Not yet: your plan has 13 faults." in printed
    assert sum(line.startswith("    - ") for line in printed) == 13
    assert "    - No source comes from outside the police." in printed


@pytest.mark.parametrize(
    ("old", "new", "earned"),
    [
        ('"held by": "works office"', '"held by": "police"', 13),
        ('"held by": "works office"', '"held by": "women\'s group"', 12),
        ('"owner": "works office"', '"owner": "police"', 12),
        ('"comparison area": "Harbour"', '"comparison area": "Old Market"', 12),
        ('"start month": 3', '"start month": 1', 12),
        ('"stop above": 5', '"stop above": None', 12),
        ('"who can stop": "youth group"', '"who can stop": "police"', 12),
        ('"complaint": "legal aid"', '"complaint": "police"', 12),
        ('"hide below": 10', '"hide below": 5', 12),
        ('"destroy month": 12', '"destroy month": 8', 12),
        ('"who": "night cleaners"', '"who": ""', 12),
    ],
)
def test_each_fault_of_a_plan_costs_a_point(root: Path, tmp_path: Path, old: str, new: str, earned: float) -> None:
    model = code_answers(root, "sara-plan")["plan-answer"]
    assert old in model
    assert marks(root, tmp_path, "sara-plan", {"plan-answer": model.replace(old, new)})["plan-check"] == earned


def test_a_plan_that_the_police_own_alone_loses_what_it_lacks(root: Path, tmp_path: Path) -> None:
    model = code_answers(root, "sara-plan")["plan-answer"]
    for role in ("works office", "bus company", "women's group", "youth group", "legal aid"):
        model = model.replace(f'"{role}"', '"police"')
    printed = "\n".join(run_exercise(root, tmp_path, "sara-plan", {"plan-answer": model})[1])
    for fault in ("No source comes from outside the police.", "The police own too much", "There is no stop rule"):
        assert fault in printed


@pytest.mark.parametrize(("word", "most"), [("x", 0), ("police", 0), ("council", 1)])
def test_one_word_in_every_place_is_no_plan(root: Path, tmp_path: Path, word: str, most: float) -> None:
    model = code_answers(root, "sara-plan")["plan-answer"]
    filled = f"""import json
def every(part):
    return {{key: every(value) for key, value in part.items()}} if type(part) is dict else {word!r}
{model}
my_plan = every(my_plan)"""
    assert marks(root, tmp_path, "sara-plan", {"plan-answer": filled})["plan-check"] <= most
