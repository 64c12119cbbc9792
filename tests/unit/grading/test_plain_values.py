"""Values cross from the learner's interpreter to the tests as data: the same value, and nothing else."""

from __future__ import annotations

import json
import math
from collections import OrderedDict, UserString
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd  # type: ignore[import-untyped]
import pytest

from builder.grading.inside.plain import NotPlain, NotPlainError, decode, encode


def crossed(value: Any) -> Any:
    """Return ``value`` after its way through JSON."""
    return decode(json.loads(json.dumps(encode(value))))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -(10**40),
        1.5,
        math.inf,
        "é\u2028\ud800",
        b"\x00\xff",
        2 + 3j,
        range(3, 9, 2),
        [1, (2, {"a": {3, 4}})],
        {1: "x", (1, 2): frozenset({5})},
        np.float32(2.5),
        np.int64(7),
        np.str_("x"),
    ],
    ids=repr,
)
def test_a_plain_value_arrives_with_its_exact_type(value: Any) -> None:
    arrived = crossed(value)
    assert type(arrived) is type(value)
    assert arrived == value


def test_not_a_number_arrives() -> None:
    assert math.isnan(crossed(math.nan))


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.array([1.5, np.nan]),
        np.array(["a", "bc"]),
        np.array(["2026-01-01"], dtype="datetime64[D]"),
        np.array([1, "a", None], dtype=object),
        np.arange(6).reshape(2, 3).T,
    ],
    ids=lambda array: f"{array.dtype}{array.shape}",
)
def test_an_array_arrives_with_shape_and_type(array: Any) -> None:
    arrived = crossed(array)
    assert arrived.dtype == array.dtype
    assert arrived.shape == array.shape
    assert all(a == b or (a != a and b != b) for a, b in zip(arrived.ravel(), array.ravel(), strict=True))
    arrived[:] = array
    assert arrived.flags.writeable


def test_a_table_arrives_with_columns_index_and_types() -> None:
    table = pd.DataFrame(
        {
            "day": ["a", "b", None],
            "steps": [1, 2, 3],
            "rate": [0.5, None, 1.0],
            "when": pd.date_range("2026-01-01", periods=3),
        },
        index=pd.Index([3, 1, 2], name="id"),
    )
    pd.testing.assert_frame_equal(crossed(table), table)
    pd.testing.assert_series_equal(crossed(table["steps"]), table["steps"])
    pd.testing.assert_frame_equal(crossed(table.reset_index(drop=True)), table.reset_index(drop=True))


class Sly(int):
    """A number that is equal to everything."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = int.__hash__


@pytest.mark.parametrize(
    "value",
    [Sly(1), [Sly(1)], {"a": Sly(1)}, OrderedDict(), UserString("x"), Fraction(1, 2), print, object(), int, ...],
)
def test_anything_else_is_refused(value: Any) -> None:
    with pytest.raises(NotPlainError):
        encode(value)


def test_what_refers_to_itself_is_refused() -> None:
    endless: list[Any] = []
    endless.append(endless)
    with pytest.raises(NotPlainError):
        encode(endless)


@pytest.mark.parametrize(
    "forged",
    [
        {"t": "none", "v": "Equal"},
        {"t": "unknown"},
        {},
        [1],
        {"t": "dict", "v": [[{"t": "list", "v": []}, 1]]},
        {"t": "array", "d": "|O", "s": [1], "v": "AAAAAAAAAAA="},
        {"t": "array", "d": "<f8", "s": [9], "v": "AAAAAAAAAAA="},
        {"t": "range", "v": ["a"]},
        {"t": "frame", "v": 3, "n": None, "i": None},
    ],
    ids=json.dumps,
)
def test_what_no_encoder_writes_becomes_something_equal_to_nothing(forged: Any) -> None:
    found = decode(forged)
    assert type(found) is NotPlain
    assert found != 1
    assert not hasattr(found, "__len__")


def test_a_number_too_long_for_decimal_digits_is_taken() -> None:
    for number in (2**100_000, -(3**50_000)):
        assert decode(json.loads(json.dumps(encode(number)))) == number
