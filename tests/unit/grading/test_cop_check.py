"""The exercises' helper: plain values, formulas in words, and plain answers to mistakes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

FILE = Path(__file__).resolve().parents[3] / "exercises" / "cop_check.py"


def load() -> ModuleType:
    """Import the helper from its file, without a compiled copy beside it."""
    spec = importlib.util.spec_from_file_location("cop_check", FILE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module


cop_check = load()


class EqualToAll(str):
    """Text that claims to equal anything."""

    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        return True


@pytest.fixture
def notebook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set a value in the notebook's namespace."""

    def write(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setattr(sys.modules["__main__"], name, value, raising=False)

    return write


@pytest.mark.parametrize("value", [EqualToAll("x"), object(), {1: "x"}, float("nan"), [object()], lambda: "x", b"x"])
def test_only_plain_values_are_read(notebook: Any, value: object) -> None:
    notebook(mine=value)
    with pytest.raises(cop_check.NotYet, match="quotation marks or numbers"):
        cop_check.answer("mine")


def test_an_answer_is_a_copy(notebook: Any) -> None:
    mine = {"risk": [0, 3]}
    notebook(mine=mine)
    copied = cop_check.answer("mine")
    assert copied == mine
    assert copied is not mine
    assert copied["risk"] is not mine["risk"]


def test_a_cell_that_was_not_run_is_named() -> None:
    with pytest.raises(cop_check.NotYet, match=r"cannot find no_such_answer\. Run the cell"):
        cop_check.answer("no_such_answer")


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("smaller / larger", 0.5),
        ("smaller ÷ larger", 0.5),
        ("(smaller + larger) × 2", 12),
        ("-smaller − 1.5", -3.5),
        ("smaller / 0", None),
    ],
)
def test_a_formula_is_worked_out(written: str, value: float | None) -> None:
    assert cop_check.compute(written, smaller=2, larger=4) == value


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("small / larger", '"small", which I do not know. You may use: smaller, larger'),
        ("smaller : larger", "cannot read"),
        ("smaller ** larger", "cannot use"),
        ("__import__('os').getcwd()", "cannot use"),
        ("smaller if larger else 1", "cannot use"),
        ("smaller.real", "cannot use"),
        ("'a' * 9", "cannot use"),
        ("True + 1", "cannot use"),
        ("1" * 12, "cannot use"),
        ("+".join(["smaller"] * 99), "too long"),
        ("(" * 150, "cannot read"),
    ],
)
def test_a_formula_that_cannot_be_used_is_answered_in_plain_words(written: str, said: str) -> None:
    with pytest.raises(cop_check.NotYet, match=said.replace("(", r"\(")):
        cop_check.compute(written, smaller=2, larger=4)


@given(st.text(alphabet="ab+-*/() .19e,'\"_[]", max_size=60))
def test_no_text_breaks_the_reading_of_formulas(written: str) -> None:
    try:
        value = cop_check.compute(written, a=1.0, b=2.0)
    except cop_check.NotYet:
        return
    assert value is None or isinstance(value, float)


@pytest.mark.parametrize(("chosen", "share"), [("a c", 1.0), ("a", 0.5), ("a b", 0.0), ("a b c d", 0.0), ("b", 0.0)])
def test_choosing_everything_earns_nothing(chosen: str, share: float) -> None:
    assert cop_check.picked(set(chosen.split()), "ac") == share


def test_letters_may_be_separated_as_people_do(notebook: Any) -> None:
    notebook(mine="A, c and d")
    assert cop_check.letters("mine", "abcd") == {"a", "c", "d"}


def test_checks_print_and_never_raise(notebook: Any, capsys: pytest.CaptureFixture[str]) -> None:
    notebook(mine="smaller - larger")
    cop_check.show(
        cop_check.formula_gives("mine", {"smaller": 2, "larger": 4}, 0.5),
        cop_check.formula_gives("other", {"smaller": 2}, 0.5),
    )
    said = capsys.readouterr().out
    assert "Not yet: with smaller = 2, larger = 4, mine gives -2. It should give 0.5." in said
    assert "cannot find other" in said


def test_the_index_is_one_for_full_exchange_and_zero_for_one_way_flows() -> None:
    formulas = ("smaller / larger", "(smaller + larger) / (2 * highest)", "balance * volume", 0)
    assert cop_check.reciprocity_index({"a": [4, 4], "b": [4, 4]}, *formulas) == 1
    assert cop_check.reciprocity_index({"a": [4, 0], "b": [0, 0]}, *formulas) == 0


def test_the_interval_is_newcombes() -> None:
    # Newcombe 1998, Statistics in Medicine 17:873-890, method 10, first example: 56/70 against 48/80
    gap, low, high = cop_check.gap_interval(56, 70, 48, 80)
    assert (round(gap, 4), round(low, 4), round(high, 4)) == (0.2, 0.0524, 0.3339)


@pytest.mark.parametrize(("rule", "scores"), [("a", [4.0]), ("b", [4.0, 2.25]), ("c", [4.0, 3.0])])
def test_people_with_a_missing_answer_follow_the_chosen_rule(rule: str, scores: list[float]) -> None:
    people = [{"q1": 4, "q2": 4, "q3": 2, "q4": 4}, {"q1": 3, "q2": None, "q3": 3, "q4": 3}]
    reverse, mean = "lowest + highest - answer", "(q1 + q2 + q3 + q4) / 4"
    assert cop_check.trust_scores(people, "q3", reverse, mean, rule, 1, 5) == scores


KINDS = ("claim", "finding", "women's group")


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        ("claim", {"claim"}),
        (" Claim , finding ", {"claim", "finding"}),
        ("Women’s group", {"women's group"}),
        ("claim, claim", {"claim"}),
        ("claim, finding, women's group", set()),
        ("claims", set()),
        ("claim finding", set()),
        ("", set()),
        (None, set()),
        (["claim"], set()),
    ],
)
def test_a_row_holds_known_words_up_to_its_limit_or_nothing(notebook: Any, words: object, chosen: set[str]) -> None:
    notebook(table={"1": words, "2": "finding"})
    assert cop_check.ticks("table", "12", KINDS, 2) == {"1": chosen, "2": {"finding"}}


@pytest.mark.parametrize("table", [{"1": "claim"}, {"1": "claim", "2": "claim", "3": "claim"}, "claim", None])
def test_a_table_that_lost_its_rows_says_so(notebook: Any, table: object) -> None:
    notebook(table=table)
    with pytest.raises(cop_check.NotYet, match="must keep its rows"):
        cop_check.ticks("table", "12", KINDS)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", "row 2: it is still empty"),
        ("fact", 'row 2: I do not know "fact". Choose from: claim, finding'),
        ("claim, finding", "row 2: it holds 2 choices. It may hold 1"),
        (3, "row 2: it must hold words between quotation marks"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_with_its_trouble(notebook: Any, words: object, reason: str) -> None:
    notebook(table={"1": "claim", "2": words})
    with pytest.raises(cop_check.NotYet) as raised:
        cop_check.rows_can_be_read("table", "12", KINDS)()
    assert reason in str(raised.value)


def test_a_table_that_can_be_read_is_not_called_right(notebook: Any) -> None:
    notebook(table={"1": "claim", "2": "finding"})
    assert "says nothing about right or wrong" in cop_check.rows_can_be_read("table", "12", KINDS)()


def test_a_wrong_row_costs_and_an_empty_row_does_not() -> None:
    right = {"1": {"a"}, "2": {"b", "c"}, "3": {"a"}, "4": {"c"}}
    assert cop_check.sorted_well({"1": {"a"}, "2": {"c"}, "3": {"a"}, "4": {"c"}}, right, 0.5) == 1
    assert cop_check.sorted_well({"1": {"a"}, "2": {"a"}, "3": {"a"}, "4": set()}, right, 0.5) == (2 - 0.5) / 4
    assert cop_check.sorted_well({"1": {"b"}, "2": {"a"}, "3": {"b"}, "4": set()}, right, 0.5) == 0


@pytest.mark.parametrize("written", ["c a b", "C, A, B", " c  a b "])
def test_a_sequence_holds_each_letter_once(notebook: Any, written: str) -> None:
    notebook(order=written)
    assert cop_check.sequence("order", "abc") == ["c", "a", "b"]


@pytest.mark.parametrize("written", ["c a", "c a b b", "a b d", "cab"])
def test_a_sequence_that_lacks_or_repeats_a_letter_is_refused(notebook: Any, written: str) -> None:
    notebook(order=written)
    with pytest.raises(cop_check.NotYet, match="each of these letters once"):
        cop_check.sequence("order", "abc")


@given(st.permutations("abcdef"))
def test_agreement_is_full_with_itself_and_none_with_its_mirror(order: list[str]) -> None:
    assert cop_check.agreement(order, order) == 1
    assert cop_check.agreement(order, order[::-1]) == 0
    assert 0 <= cop_check.agreement(order, list("abcdef")) <= 1
