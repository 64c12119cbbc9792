"""Notebooks of hostile form, and zips that nobody should hand in: through intake and the engine, and past intake."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import EXERCISE, RIGHT, TESTS, notebook
from hostile_notebooks import HOSTILE, hostile

from builder.cli.grade.status import line
from builder.grading.engine import Engine, SandboxSettings, open_engine
from builder.grading.feedback import said_by
from builder.grading.gradebook import student_notebook
from builder.grading.intake_released import ReleasedExercise, released_from
from builder.grading.outcomes import Outcome, State
from builder.grading.plain_page import el, html_page
from builder.grading.preparing import prepare_files
from builder.grading.work import Graded, Limits, Ungraded, Work
from tests.unit.grading.hand_ins import collect, in_folder
from tests.unit.grading.hostile_zips import HOSTILE as HOSTILE_ZIPS

FULL = dict.fromkeys(TESTS, 4.0)


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One worker for all."""
    prepared = prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook()})
    with open_engine("fork", [prepared], Limits(cell_seconds=5), SandboxSettings()) as opened:
        yield opened


@pytest.fixture(scope="module")
def released() -> ReleasedExercise:
    """The exercise as learners get it."""
    return released_from(EXERCISE, "1", student_notebook(notebook().decode(), EXERCISE))


def marks(graded: Graded | Ungraded) -> dict[str, float | None]:
    """Return the marks by task; none for a submission that was not graded."""
    return {mark.task: mark.auto_score for mark in graded.marks} if isinstance(graded, Graded) else {}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_form_of_a_notebook_gains_a_mark_or_stops_another(
    name: str, engine: Engine, released: ReleasedExercise, tmp_path: Path
) -> None:
    handed_in = {f"mallory/{EXERCISE}.ipynb": hostile(name), f"ada/{EXERCISE}.ipynb": notebook(RIGHT)}
    collected = collect(tmp_path / "grading", in_folder(tmp_path / "in", handed_in), exercises=(released,))
    told = [note.text for one in collected.taken for note in one.notes] + [one.reason for one in collected.set_aside]
    assert all(text.isprintable() for text in told)
    taken = {one.learner for one in collected.taken}
    assert "ada" in taken
    assert taken == {"ada"} or "mallory" in taken or collected.set_aside
    for learner in sorted(taken):
        content = (tmp_path / "grading" / "submitted" / learner / EXERCISE / f"{EXERCISE}.ipynb").read_bytes()
        found = marks(engine.grade(Work(learner, EXERCISE, "", content)))
        assert found == (FULL if learner == "ada" else dict.fromkeys(TESTS, 0.0))
    assert not any(marks(engine.grade(Work("past intake", EXERCISE, "", hostile(name)))).values())
    assert {path.name for path in tmp_path.iterdir()} == {"in", "grading"}


@pytest.mark.parametrize("content", [b"", b"{", b"[" * 100_000, b'{"a":' * 5_000, b"\xff", b"null", b'{"nbformat": 9}'])
def test_what_is_no_notebook_is_refused_past_intake_too(content: bytes, engine: Engine) -> None:
    assert isinstance(engine.grade(Work("mallory", EXERCISE, "", content)), Ungraded)


def test_no_zip_leads_out_fills_the_memory_or_stops_another(tmp_path: Path) -> None:
    for name, (make, code) in HOSTILE_ZIPS.items():
        place = tmp_path / name
        place.mkdir()
        make(place / "in.zip")
        collected = collect(place / "grading", place / "in.zip")
        assert code in {one.code for one in collected.set_aside}, name
        assert [one.learner for one in collected.taken] == ["ben"], name
        assert {path.name for path in place.iterdir()} == {"in.zip", "grading"}, name
        written = [
            path for path in (place / "grading").rglob("*") if path.is_file() and path.stat().st_size > 2_000_000
        ]
        assert written == [], name
    assert {path.name for path in tmp_path.iterdir()} == set(HOSTILE_ZIPS)


def test_what_an_instructor_reads_steers_no_terminal(engine: Engine) -> None:
    kind = '__import__("builtins").type("\\x1b[2J\\x1b[1;1H\\r\\nall well\\u202e", (), {})'
    for code in (f"value = {kind}()", "import os\nos._exit(0)", "raise KeyboardInterrupt('\\x1b[2J')"):
        graded = engine.grade(Work("mallory", EXERCISE, "", notebook(RIGHT, code)))
        reason = graded.reason if isinstance(graded, Ungraded) else ""
        told = line(Outcome("mallory", EXERCISE, State.FAILED, reason)) + "".join(one.message for one in graded.flags)
        assert told.isprintable(), told


def test_nothing_of_a_notebook_runs_on_the_page_that_goes_back(engine: Engine) -> None:

    hostile_text = "</pre><script>alert(1)</script><img src=x onerror=alert(1)>\\x1b[31m"
    code = f"text = '{hostile_text}'\nprint(text)\ndisplay({{'text/html': text}}, raw=True)\nraise ValueError(text)"
    graded = engine.grade(Work("mallory", EXERCISE, "", notebook(RIGHT, code)))
    assert isinstance(graded, Graded)
    said = "".join(said_by(cell) for cell in json.loads(graded.notebook)["cells"])
    assert "<script>" in said
    page = html_page("t", "en", "ltr", "", el("pre", said)).decode()
    assert "<script" not in page
    assert "<img" not in page
    assert "Content-Security-Policy" in page
