"""Facility, discrimination and alpha, against values worked out by hand and by other routes."""

from __future__ import annotations

import random

import numpy as np
import pytest

from builder.grading.figures import SMALL, alpha, correlation, figures, known_points
from builder.grading.scores import Score


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


def test_facility_is_the_mean_share_of_those_whose_marks_are_known() -> None:
    points = [{"a": 4.0, "b": 1.0}] * SMALL + [{"a": 2.0}] * SMALL
    found = {one.task: (one.facility, one.learners) for one in figures("x", {"a": 4, "b": 2}, points).tasks}
    assert found == {"a": (pytest.approx(0.75), 2 * SMALL), "b": (pytest.approx(0.5), SMALL)}


def test_a_text_that_waits_for_a_person_moves_no_figure_of_the_others() -> None:
    chance = random.Random(7)
    marked = [{name: float(chance.randint(0, 4)) for name in "abc"} for _ in range(20)]
    whole = figures("x", {"a": 4, "b": 4, "c": 4}, marked)
    waiting = [{name: one[name] for name in "ab"} for one in marked]
    assert figures("x", {"a": 4, "b": 4, "c": 4}, [*marked, *waiting]).alpha == whole.alpha
    none_yet = figures("x", {"a": 4, "b": 4, "c": 4}, waiting)
    two = figures("x", {"a": 4, "b": 4}, waiting)
    assert (none_yet.alpha, none_yet.totals, none_yet.possible) == (two.alpha, two.totals, 8)
    assert none_yet.tasks[:2] == two.tasks
    text = none_yet.tasks[2]
    assert (text.learners, text.facility, text.discrimination) == (0, None, None)


def test_points_that_wait_for_a_person_are_no_points() -> None:
    scores = [
        Score("x", "ada", "count", False, 3, 4, False),
        Score("x", "ada", "text", True, 0, 9, True),
        Score("y", "ada", "count", False, 1, 4, False),
        Score("x", "ben", "count", False, 2, 4, False),
        Score("x", "eve", "text", True, 0, 9, True),
    ]
    assert known_points(scores, "x", {("ada", "x"), ("eve", "x")}) == [{"count": 3}, {}]


def test_marks_of_a_few_say_nothing_about_their_task() -> None:
    points = [{"a": 1.0, "b": 2.0}] * (SMALL - 1) + [{"a": 0.0}] * SMALL
    found = figures("x", {"a": 4, "b": 2}, points)
    assert [(one.learners, one.facility is None) for one in found.tasks] == [(2 * SMALL - 1, False), (SMALL - 1, True)]
    assert (found.counted, found.complete) == (1, 2 * SMALL - 1)


def test_without_spread_there_is_no_figure() -> None:
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert alpha([[1, 2], [1, 2]]) is None
    assert alpha([[1], [2]]) is None


def test_a_small_group_has_no_figures() -> None:
    few = figures("x", {"a": 4}, [{"a": 1.0}] * (SMALL - 1))
    assert few.is_small
    assert (few.tasks, few.alpha, few.totals) == ((), None, ())
    assert not figures("x", {"a": 4}, [{"a": 1.0}] * SMALL).is_small
