"""Each tiny course in tests/courses has the one defect that its folder is named by, at a known place."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.authoring.checking import check_course
from builder.authoring.faults import FAULTS
from builder.authoring.reading import load_course
from builder.model.problem import Place

COURSES = Path(__file__).parents[2] / "courses"
COURSE, MODULE, QUESTIONS = "course/course.yml", "modules/one/module.yml", "modules/one/questions.yml"
LESSON, SCENARIO = "modules/one/lesson.md", "modules/one/scenarios/market.yml"
EXERCISE, NOTEBOOK = "exercises/count/exercise.yml", "exercises/count/count.ipynb"

DEFECTS = {
    "not-a-book": Place("."),
    "toc-missing": Place("_toc.yml"),
    "config-missing": Place("_config.yml"),
    "toc-broken": Place("_toc.yml", line=5),
    "toc-entry-missing": Place("_toc.yml", line=4),
    "file-missing": Place("works.bib"),
    "wrong-encoding": Place("_config.yml", line=2),
    "byte-order-mark": Place("index.md", line=1),
    "yaml-syntax": Place("_config.yml", line=3),
    "duplicate-key": Place(COURSE, line=10),
    "unknown-key": Place(COURSE, line=10),
    "missing-value": Place(COURSE, line=2),
    "wrong-type": Place(COURSE, line=6),
    "bad-value": Place(COURSE, line=9),
    "bad-slug": Place(COURSE, line=1),
    "module-not-in-toc": Place(MODULE, line=1),
    "lesson-missing": Place(MODULE, line=6),
    "lesson-not-in-toc": Place(MODULE, line=6),
    "page-not-in-module": Place("_toc.yml", line=6),
    "title-missing": Place(LESSON),
    "unknown-lesson": Place(COURSE, line=9),
    "unknown-objective": Place(MODULE, line=6),
    "duplicate-id": Place(MODULE, line=5),
    "token-collision": Place("_toc.yml", line=4),
    "question-without-answer": Place(QUESTIONS, line=2),
    "question-with-several-answers": Place(QUESTIONS, line=2),
    "question-without-feedback": Place(QUESTIONS, line=2),
    "question-with-few-choices": Place(QUESTIONS, line=2),
    "too-many-choices": Place(QUESTIONS, line=6),
    "question-cannot-be-missed": Place(QUESTIONS, line=2),
    "question-tells-answer": Place(QUESTIONS, line=2),
    "question-not-shown": Place(QUESTIONS, line=2),
    "question-unpaired": Place(QUESTIONS, line=2),
    "unknown-question": Place(LESSON, line=3),
    "unknown-scenario": Place(LESSON, line=3),
    "unknown-story": Place(LESSON, line=3),
    "unknown-exercise": Place(LESSON, line=3),
    "unknown-quotation": Place(LESSON, line=3),
    "unknown-term": Place("index.md", line=8),
    "unknown-citation": Place("index.md", line=3),
    "broken-link": Place("index.md", line=3),
    "broken-image": Place("index.md", line=3),
    "missing-alt": Place("index.md", line=3),
    "plot-without-alt": Place("index.ipynb", cell=2),
    "notebook-invalid": Place("index.ipynb", line=2),
    "notebook-not-v4": Place("index.ipynb"),
    "committed-output": Place("index.ipynb", cell=2),
    "exercise-unused": Place(EXERCISE),
    "exercise-without-points": Place(NOTEBOOK, cell=1),
    "exercise-without-worksheet": Place(EXERCISE, line=1),
    "rubric-without-gate": Place(EXERCISE, line=5),
    "rubric-unknown-task": Place(EXERCISE, line=5),
    "scenario-unknown-node": Place(SCENARIO, line=6),
    "scenario-unreachable": Place(SCENARIO, line=13),
    "scenario-dead-end": Place(SCENARIO, line=11),
    "scenario-end-with-choices": Place(SCENARIO, line=6),
    "scenario-names-without-stop": Place(SCENARIO, line=6),
    "onscreen-too-long": Place("course/stories/street/story.yml", line=3),
    "source-status": Place("course/sources.yml", line=2),
    "unknown-source": Place("course/sources.yml", line=2),
    "bibliography-without-source": Place("course/references.bib", line=1),
    "citation-without-source": Place(LESSON, line=3),
    "source-not-cited": Place("course/sources.yml", line=2),
    "quotation-altered": Place(LESSON, line=3),
    "figure-without-source": Place(LESSON, line=3),
    "number-without-source": Place(LESSON, line=3),
    "exception-unused": Place(COURSE, line=13),
    "objective-not-taught": Place(MODULE, line=5),
    "objective-not-practised": Place(MODULE, line=4),
    "objective-not-assessed": Place(MODULE, line=5),
    "reading-too-hard": Place(MODULE, line=6),
    "minutes-off": Place(MODULE, line=6),
    "review-passed": Place("course/sources.yml", line=2),
}

MANY = {
    Place("_toc.yml", line=7): ["toc-entry-missing"],
    Place(COURSE, line=4): ["bad-value"],
    Place(COURSE, line=10): ["unknown-key"],
    Place("course/sources.yml", line=3): ["yaml-syntax"],
    Place(NOTEBOOK, cell=1): ["exercise-without-points"],
    Place(EXERCISE, line=1): ["unknown-objective"],
    Place("index.md", line=3): ["broken-image", "broken-link", "missing-alt", "unknown-citation"],
    Place(LESSON): ["title-missing"],
    Place(QUESTIONS, line=2): ["bad-slug", "question-not-shown"],
    Place(QUESTIONS, line=3): ["bad-value"],
    Place(QUESTIONS, line=6): ["question-without-answer", "question-without-feedback", "unknown-objective"],
    Place(SCENARIO, line=6): ["scenario-unknown-node"],
    Place(SCENARIO, line=9): ["bad-value"],
}


def test_every_code_has_a_course_and_every_course_a_code() -> None:
    folders = {path.name for path in COURSES.iterdir() if path.is_dir()}
    assert folders - {"sound", "many-faults"} == FAULTS.keys()
    assert DEFECTS.keys() == FAULTS.keys()


@pytest.mark.parametrize(("code", "place"), DEFECTS.items(), ids=list(DEFECTS))
def test_a_course_with_one_defect_gets_one_problem_at_its_place(code: str, place: Place) -> None:
    problems = check_course(COURSES / code)
    assert [(problem.code, problem.where) for problem in problems] == [(code, place)]
    assert problems[0].severity is FAULTS[code].severity
    assert problems[0].message
    assert problems[0].fix


def test_the_sound_course_has_no_problem() -> None:
    assert check_course(COURSES / "sound") == ()


def test_the_sound_course_uses_every_kind_of_question_and_every_feature() -> None:
    from builder.model.question import KINDS

    course = load_course(COURSES / "sound")
    assert {type(question) for _, question in course.questions} == set(KINDS)
    assert all((list(course.scenarios), course.stories, list(course.exercises), course.sources, course.quotations))


def test_all_problems_of_a_course_come_in_one_run_sorted_by_place() -> None:
    found: dict[Place, list[str]] = {}
    for problem in check_course(COURSES / "many-faults"):
        found.setdefault(problem.where, []).append(problem.code)
    assert found == MANY
    assert list(found) == sorted(found, key=lambda place: (place.file, place.cell, place.line))


def test_the_table_of_problems_is_complete_and_to_the_letter(root: Path) -> None:
    text = (root / "docs/reference/problems.md").read_text(encoding="utf-8")
    rows = [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in text.splitlines() if "| `" in line]
    expected = [(f"`{code}`", str(fault.severity), fault.cause, fault.remedy) for code, fault in FAULTS.items()]
    assert rows == expected
