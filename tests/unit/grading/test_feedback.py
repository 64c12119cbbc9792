"""What a learner is told, and what of a notebook must never reach a page."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from builder.grading.by_hand import ByHand
from builder.grading.feedback import Feedback, feedback_for, plain_heading, said_by, task_words
from builder.grading.feedback_page import LARGEST, render_feedback
from builder.grading.folder import GradingFolder
from builder.grading.lms.results import GRADED, Result
from builder.grading.scores import Score
from tests.unit.grading.test_levels import EXERCISE

SOURCE = """# The check.
import cop_check

cop_check.show(cop_check.number("n"))
### BEGIN HIDDEN TESTS
cop_check.require(cop_check.is_close("n", 3), cop_check.is_close("m", 4))
assert secret_name == 42
### END HIDDEN TESTS
"""
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\x00\x1b[31m"


def cell(kind: str, source: str, grade_id: str = "", outputs: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    mark = {"nbgrader": {"grade_id": grade_id, "grade": True}} if grade_id else {}
    return {
        "cell_type": kind,
        "source": source,
        "metadata": mark,
        **({"outputs": outputs} if outputs is not None else {}),
    }


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A course with the exercise's source."""
    cells = [cell("markdown", "## Task 1. *Count* (27 points)\n\nCount."), cell("code", SOURCE, "count")]
    model = {**cell("markdown", "### BEGIN SOLUTION\n# A model\n### END SOLUTION", "text")}
    model["metadata"]["nbgrader"]["solution"] = True
    cells += [cell("markdown", "## Task 2. Write"), model]
    (tmp_path / "i.ipynb").write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return tmp_path


def told(
    root: Path, outputs: list[dict[str, Any]], *, show_tests: bool = False, answer: str = "We name nobody."
) -> Feedback:
    folder = GradingFolder(root / "grading")
    path = folder.executed("ada", "index")
    path.parent.mkdir(parents=True, exist_ok=True)
    cells = [cell("code", SOURCE, "count", outputs), cell("markdown", answer, "text")]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    scores = [
        Score("index", "ada", "count", False, 13.5, 27, False),
        Score("index", "ada", "text", True, 12, 18, False),
    ]
    given = {("ada", "index", "text"): ByHand(12, "Levels: concept 3, harm 1, clear-words 2\n\nWell said.", False)}
    result = Result("ada", "index", GRADED, "Ada A.", automatic=13.5, automatic_max=27, by_hand=12, by_hand_max=18)
    return feedback_for(folder, EXERCISE, task_words(EXERCISE, root), result, scores, given, show_tests=show_tests)


def test_tasks_are_called_by_the_headings_above_them(root: Path) -> None:
    words = task_words(EXERCISE, root)
    assert (words["count"].title, words["count"].hidden) == ("Task 1. Count", 3)
    assert words["text"].title == "Task 2. Write"
    assert plain_heading("Task 3. `Who` (six people, 1 point)") == "Task 3. Who"


def test_a_learner_reads_points_words_levels_and_comment(root: Path) -> None:
    feedback = told(root, [{"output_type": "stream", "text": ["Not yet: n is 5.\n"]}])
    page = render_feedback(feedback, "Fair markets", "en", "ltr").decode()
    text = " ".join(str(etree.fromstring(page.encode(), etree.HTMLParser()).xpath("string(//body)")).split())
    for words in (
        "25.5 of 45 points",
        "Partly right. 13.5 of 27 points",
        "Not yet: n is 5.",
        "in this many other ways: 3",
    ):
        assert words in text
    for words in ("harm (must be 2 or more)", "1 / 3", "Well said.", "Ada A."):
        assert words in text
    assert "Levels:" not in text


def test_hidden_tests_stay_hidden_also_in_a_traceback(root: Path) -> None:
    error = {
        "output_type": "error",
        "ename": "AssertionError",
        "evalue": "n should be larger",
        "traceback": ["assert secret_name == 42"],
    }
    page = render_feedback(told(root, [error]), "C", "en", "ltr").decode()
    assert "AssertionError: n should be larger" in page
    assert "secret_name" not in page
    assert "secret_name" in render_feedback(told(root, [error], show_tests=True), "C", "en", "ltr").decode()


def test_nothing_of_a_notebook_runs_in_the_page(root: Path) -> None:
    outputs = [
        {"output_type": "stream", "text": HOSTILE},
        {"output_type": "display_data", "data": {"text/html": HOSTILE, "text/plain": "shown"}},
        {"output_type": "error", "ename": HOSTILE, "evalue": HOSTILE, "traceback": []},
    ]
    page = render_feedback(told(root, outputs, answer=HOSTILE), "C", "en", "ltr")
    parsed = etree.fromstring(page, etree.HTMLParser())
    assert parsed.xpath("//script | //img | //iframe | //@onerror | //@src") == []
    assert b"Content-Security-Policy" in page
    assert b"default-src 'none'" in page
    assert b"\x00" not in page


def test_a_page_is_never_large_and_says_that_it_was_cut(root: Path) -> None:
    feedback = told(root, [{"output_type": "stream", "text": "é" * 100_000}], answer="ن" * 100_000)
    many = replace(feedback, tasks=feedback.tasks * 12)
    page = render_feedback(many, "C", "en", "ltr")
    assert len(page) <= LARGEST
    assert "…" in page.decode()
    assert "Long texts on this page were cut" in page.decode()
    assert "were cut" not in render_feedback(replace(feedback, tasks=feedback.tasks[:1]), "C", "en", "ltr").decode()


def test_a_comment_stays_whole_while_there_is_room_and_never_makes_a_page_large(root: Path) -> None:
    feedback = told(root, [{"output_type": "stream", "text": "é" * 2_000}], answer="ن" * 2_000)
    count, text = feedback.tasks
    long = replace(feedback, tasks=(*[count] * 12, replace(text, comment="ش" * 20_000 + "end")))
    page = render_feedback(long, "C", "en", "ltr")
    assert len(page) <= LARGEST
    assert "شend" in page.decode()
    for comment, tasks in (("ش" * 40_000, 3), ("ش" * 5_000, 300)):
        most = replace(feedback, tasks=(replace(text, comment=comment),) * tasks)
        page = render_feedback(most, "C", "ar", "rtl")
        assert len(page) <= LARGEST
        assert "ششش…" in page.decode()
        assert "قُصّرت النصوص" in page.decode()


@pytest.mark.parametrize(
    ("language", "direction", "words"), [("es", "ltr", "Correcto en parte."), ("ar", "rtl", "صحيح جزئيًا.")]
)
def test_it_speaks_the_language_of_the_course(root: Path, language: str, direction: str, words: str) -> None:
    page = render_feedback(told(root, []), "C", language, direction).decode()
    assert words in page
    assert f'lang="{language}"' in page
    assert f'dir="{direction}"' in page


@pytest.mark.parametrize("broken", ["", "[]", '{"cells": [1]}', '{"cells": [{"metadata": []}]}'])
def test_a_notebook_that_cannot_be_read_leaves_the_points(root: Path, broken: str) -> None:
    told(root, [])
    GradingFolder(root / "grading").executed("ada", "index").write_text(broken, encoding="utf-8")
    folder = GradingFolder(root / "grading")
    result = Result("ada", "index", GRADED)
    scores = [Score("index", "ada", "count", False, 1, 27, False)]
    found = feedback_for(folder, EXERCISE, task_words(EXERCISE, root), result, scores, {})
    assert [(task.earned, task.said) for task in found.tasks] == [(1, "")]


def test_what_was_printed_is_put_together_and_colours_are_taken_off() -> None:
    outputs = [
        {"output_type": "stream", "text": ["one\n", "two\n"]},
        {"output_type": "execute_result", "data": {"text/plain": ["3.0"]}},
        {"output_type": "display_data", "data": {"text/plain": ["a table"]}},
        {"output_type": "error", "ename": "E", "evalue": "\x1b[31mred\x1b[0m"},
    ]
    assert said_by({"outputs": outputs}) == "one\ntwo\na table\nE: red"
