"""The rules' finer points, on the sound course with one thing changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from builder.authoring.checking import check_course
from builder.model.problem import Place

SOUND = Path(__file__).parents[2] / "courses" / "sound"
LESSON, QUESTIONS = "modules/one/lesson.md", "modules/one/questions.yml"
SCENARIO, COMPUTING = "modules/one/scenarios/market.yml", "modules/one/computing.ipynb"

Change = Callable[[str, str, str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("[x](index)", None),
        ("[x](index.html)", None),
        ("[x](../../index.md)", None),
        ("[x](/index.md)", None),
        ("[x](index.md#one)", None),
        ("[x](#question-q-single)", None),
        ("[x](#a-lesson)", None),
        ("[x](project:#a-lesson)", None),
        ("[x](https://example.org/a.md)", None),
        ("[x](mailto:nobody@example.org)", None),
        ("[x](figures)", None),
        ("{doc}`computing`", None),
        ("{doc}`the <../../index>`", None),
        ("{download}`figures/map.svg`", None),
        ("{doc}`computin`", "broken-link"),
        ("{download}`map.svg`", "broken-link"),
        ("[x](index.md#two)", "broken-link"),
        ("[x](#nowhere)", "broken-link"),
        ("[x](../../../index.md)", "broken-link"),
        ("[x](nowhere)", "broken-link"),
        ("![x](figures/map.*)", None),
        ("![x](/modules/one/figures/map.svg)", None),
        ("![x](https://example.org/map.png)", None),
        ("![x](../../../map.svg)", "broken-image"),
        ("![x](attachment:map.svg)", "broken-image"),
        ('<img src="figures/map.svg" alt="">', None),
        ('<img src="figures/map.svg">', "missing-alt"),
        ("{cite:t}`known_work, known_work`", None),
        ("{cite:p}`known_work,other`", "unknown-citation"),
        ("{term}`TRUST`", None),
    ],
)
def test_references_of_a_lesson(changed: Change, link: str, code: str | None) -> None:
    problems = changed(LESSON, "## What is asked\n", f"## What is asked\n\n{link}\n")
    assert [found for found, _ in problems] == ([code] if code else [])


@pytest.mark.parametrize(
    ("source", "is_plot"),
    [
        ("figure, axes = plt.subplots()\naxes.bar([1], [2])", True),
        ("table.plot(kind='bar')", True),
        ("plt.plot([1])\nplt.close()", False),
        ("print('no plot')", False),
    ],
)
def test_only_cells_that_show_a_plot_need_an_alternative(changed: Change, source: str, is_plot: bool) -> None:
    notebook = json.loads((SOUND / COMPUTING).read_text(encoding="utf-8"))
    old = json.dumps(notebook["cells"][1]["metadata"], indent=1)
    assert "mystnb" in old
    problems = changed(COMPUTING, '"mystnb"', '"other"')
    assert [code for code, _ in problems] == ["plot-without-alt"]
    problems = changed(COMPUTING, json.dumps(notebook["cells"][1]["source"]), json.dumps(source))
    assert ("plot-without-alt" in {code for code, _ in problems}) is is_plot


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (", alt: A street.", "", ("missing-alt", "scene `street` has no text alternative")),
        ("street.svg", "lane.svg", ("file-missing", "there is no file `course/stories/street/lane.svg`")),
        ("narration:", "audio: a.mp3, narration:", ("file-missing", "there is no file `course/stories/street/a.mp3`")),
        ("street.svg", "../../../../a.svg", ("file-missing", "there is no file `../a.svg`")),
    ],
)
def test_a_fault_of_a_scene(changed: Change, old: str, new: str, problem: tuple[str, str]) -> None:
    assert changed("course/stories/street/story.yml", old, new) == [problem]


def test_a_notebook_that_breaks_the_schema_is_named_with_its_cell(changed: Change, course: Path) -> None:
    changed(COMPUTING, '"execution_count": null', '"execution_count": "one"')
    (problem,) = check_course(course)
    assert (problem.code, problem.where) == ("notebook-invalid", Place(COMPUTING, cell=2))


def test_a_scenario_that_goes_round_is_a_dead_end(changed: Change) -> None:
    problems = changed(
        SCENARIO,
        "    end: {kind: good, lesson: Asking helps.}",
        "    choices:\n    - {text: Back., to: begin}",
    )
    assert problems == [
        ("scenario-dead-end", "`begin` goes round without an end as resident"),
        ("scenario-dead-end", "`asked` goes round without an end as resident"),
    ]


def test_a_perspective_without_text_is_a_dead_end(changed: Change) -> None:
    problems = changed(SCENARIO, "{by: officer, text: Write down names.", "{text: Write down names.")
    assert problems == [("scenario-dead-end", "`stopped` has no text for resident")]


def test_a_shared_text_must_be_reached_by_all(changed: Change) -> None:
    problems = changed(SCENARIO, "{officer: It stops here.}", "It stops here.")
    assert problems == [("scenario-unreachable", "nothing leads to `stopped` as resident")]


@pytest.mark.parametrize(
    ("old", "new", "code", "message"),
    [
        (
            "  accepted: [trust, confidence]\n",
            "",
            "question-without-answer",
            "question `q-short-text` has no `accepted`",
        ),
        (
            "[trust, confidence]",
            "[trust, '']",
            "question-without-answer",
            "question `q-short-text` accepts an empty text",
        ),
        ("  answer: 12\n", "", "question-without-answer", "question `q-numeric` has no `answer`"),
        ("  answer: true\n", "", "question-without-answer", "question `q-true-false` has no `answer`"),
        (
            "  guidance: There is no right answer.\n",
            "",
            "question-without-feedback",
            "question `q-reflection` has no guidance",
        ),
        (", feedback: Times a hundred.", "", "missing-value", "`feedback` is missing"),
        ("tries: 1", "tries: 8", "bad-value", "`tries` is 8, not from 1 to 7"),
        ("points: 2", "points: 101", "bad-value", "`points` is 101, not from 0 to 100"),
        ("kind: single", "kind: singel", "bad-value", "`kind` cannot be `singel`"),
        ("distractors", "distracters", "unknown-key", "`distracters` is no key here"),
        ("id: q-several", "id: q-single", "duplicate-id", f"question `q-single` is also in {QUESTIONS} line 2"),
    ],
)
def test_a_fault_of_a_question(changed: Change, old: str, new: str, code: str, message: str) -> None:
    assert (code, message) in changed(QUESTIONS, old, new)


@pytest.mark.parametrize(
    "file",
    ["modules/one/module.yml", QUESTIONS, SCENARIO, "course/sources.yml", "exercises/count/exercise.yml", COMPUTING],
)
def test_a_file_that_cannot_be_read_is_one_problem(changed: Change, file: str) -> None:
    text = (SOUND / file).read_text(encoding="utf-8")
    assert len(changed(file, text, "\t: {")) == 1


def test_a_broken_toc_does_not_hide_other_problems(changed: Change) -> None:
    changed("_toc.yml", "root: index", "rot: index")
    problems = changed(QUESTIONS, "objective: see", "objective: sea")
    assert {code for code, _ in problems} == {"toc-broken", "unknown-objective"}


def test_worksheets_are_read_like_pages(changed: Change) -> None:
    problems = changed("exercises/count/worksheet.md", "# Count on paper", "# Count on paper\n\n![](map.png)")
    assert {code for code, _ in problems} == {"missing-alt", "broken-image"}


def test_an_exercise_without_graded_cells_gives_no_points(changed: Change) -> None:
    changed("exercises/count/count.ipynb", '"grade": true', '"grade": false')
    problems = changed("exercises/count/count.ipynb", '"grade": true', '"grade": false')
    assert {code for code, _ in problems} == {"exercise-without-points", "rubric-unknown-task"}


@pytest.mark.parametrize(
    ("more", "wrong", "code"),
    [
        ("", "Think of what people have in each other.", None),
        ("", "Some are trusting, and a trustee is not meant.", None),
        ("", "It is **Trust**.", "question-tells-answer"),
        ("", "Not hope but confidence!", "question-tells-answer"),
        ("tries: 1\n  ", "It is trust.", None),
        ("points: 0\n  ", "It is trust.", None),
    ],
)
def test_a_hint_does_not_say_the_word_asked_for(changed: Change, more: str, wrong: str, code: str | None) -> None:
    old = "accepted: [trust, confidence]\n  feedback: {right: Yes., wrong: No.}"
    new = f'{more}accepted: [trust, confidence]\n  feedback: {{right: Yes., wrong: "{wrong}"}}'
    assert [found for found, _ in changed(QUESTIONS, old, new)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        ("prompt: In which order?\n", "prompt: In which order?\n  tries: 2\n", 2),
        ("prompt: In which order?\n", "prompt: In which order?\n  tries: 1\n", 0),
        ("prompt: In which order?\n", "prompt: In which order?\n  tries: 2\n  points: 0\n", 0),
        ("points: 2\n  tries: 1\n", "points: 2\n  tries: 7\n", 7),
        ("points: 2\n  tries: 1\n", "points: 2\n  tries: 6\n", 0),
        ("prompt: What belongs together?\n", "prompt: What belongs together?\n  tries: 7\n", 0),
    ],
)
def test_as_many_tries_as_answers_are_refused(changed: Change, old: str, new: str, count: int) -> None:
    expected = f"{count} possible answers" if count else ""
    found = changed(QUESTIONS, old, new)
    assert [code for code, _ in found] == (["question-cannot-be-missed"] if count else [])
    assert all(expected in message for _, message in found)
