"""Facility, discrimination and alpha, against values worked out by hand and by other routes."""

from __future__ import annotations

import random

import numpy as np
import pytest

from builder.grading.figures import SMALL, alpha, correlation, figures


def test_alpha_of_a_table_worked_out_by_hand() -> None:
    rows = [[2, 4, 3], [3, 5, 5], [1, 2, 2], [4, 5, 5], [2, 3, 2]]
    items = np.array(rows, dtype=float)
    expected = 3 / 2 * (1 - items.var(axis=0, ddof=1).sum() / items.sum(axis=1).var(ddof=1))
    assert alpha(rows) == pytest.approx(expected)
    assert alpha(rows) == pytest.approx(1.5 * (1 - 5.3 / 14.8))  # variances 1.3, 1.7 and 2.3; of the sums 14.8


def test_tasks_that_say_the_same_have_alpha_one_and_unrelated_ones_about_none() -> None:
    assert alpha([[n, n, n] for n in range(10)]) == pytest.approx(1)
    chance = random.Random(3)
    assert abs(alpha([[chance.random() for _ in range(4)] for _ in range(2000)]) or 0) < 0.1


def test_discrimination_leaves_the_task_itself_out() -> None:
    chance = random.Random(5)
    points = [{"a": chance.random(), "b": chance.random()} for _ in range(500)]
    found = {one.task: one.discrimination for one in figures("x", {"a": 1, "b": 1}, points).tasks}
    expected = np.corrcoef([one["a"] for one in points], [one["b"] for one in points])[0, 1]
    assert found["a"] == pytest.approx(expected)
    assert found["b"] == pytest.approx(expected)


def test_facility_is_the_mean_share_and_what_is_absent_is_nothing() -> None:
    points = [{"a": 4.0, "b": 1.0}] * 5 + [{"a": 2.0}] * 5
    found = {one.task: one.facility for one in figures("x", {"a": 4, "b": 2}, points).tasks}
    assert found == {"a": pytest.approx(0.75), "b": pytest.approx(0.25)}


def test_without_spread_there_is_no_figure() -> None:
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert alpha([[1, 2], [1, 2]]) is None
    assert alpha([[1], [2]]) is None


def test_a_small_group_has_no_figures() -> None:
    few = figures("x", {"a": 4}, [{"a": 1.0}] * (SMALL - 1))
    assert few.is_small
    assert (few.tasks, few.alpha, few.totals) == ((), None, ())
    assert not figures("x", {"a": 4}, [{"a": 1.0}] * SMALL).is_small
