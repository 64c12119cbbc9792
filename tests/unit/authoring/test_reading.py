"""A folder becomes a course: ours, or anybody's book."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.authoring.checking import check_course
from builder.authoring.reading import CourseUnreadable, load_course, read_course, slug
from builder.model.course import AwardRule, PackageRule
from builder.model.exercise import TaskKind
from builder.model.identity import SLUG
from builder.model.scenario import EndKind

COURSES = Path(__file__).parents[2] / "courses"


def test_a_course_of_ours_is_read_whole() -> None:
    course = load_course(COURSES / "sound")
    assert (course.id, course.version, course.language, course.ours) == ("sound", "1.0.0", "en", True)
    assert course.toc == (
        "index",
        "modules/one/index",
        "modules/one/lesson",
        "modules/one/computing",
        "course/glossary",
        "course/references",
    )
    assert course.pass_rule.package == PackageRule(0.7, ("one/lesson",))
    assert course.pass_rule.award == AwardRule(0.7, 2)
    lesson, computing = course.lessons
    assert (lesson.id, lesson.title, lesson.source) == ("one/lesson", "A lesson", "modules/one/lesson.md")
    assert (computing.required, computing.minutes, computing.objectives) == (False, 10, ("see", "say"))


def test_questions_take_the_courses_tries_unless_they_say_otherwise() -> None:
    questions = {question.id: question for _, question in load_course(COURSES / "sound").questions}
    assert (questions["q-numeric"].tries, questions["q-several"].tries) == (3, 1)
    assert questions["q-several"].points == 2


def test_a_question_gets_fewer_tries_than_answers_that_can_be_given() -> None:
    questions = {question.id: question.tries for _, question in load_course(COURSES / "sound").questions}
    limited = ("q-single", "q-true-false", "q-ordering", "q-matching", "q-short-text")
    assert [questions[name] for name in limited] == [1, 1, 1, 3, 3]


def test_the_tasks_of_an_exercise_are_read_from_its_cells() -> None:
    (exercise,) = load_course(COURSES / "sound").exercises
    assert [(task.id, task.kind, task.points, task.where.cell) for task in exercise.tasks] == [
        ("check", TaskKind.AUTO, 2.0, 3),
        ("essay", TaskKind.MANUAL, 3.0, 4),
    ]
    assert exercise.support_files == ("exercises/count/counting.csv",)
    assert exercise.rubric is not None
    assert [criterion.gate for criterion in exercise.rubric.criteria] == [True]


def test_one_text_of_a_scenario_is_for_all_perspectives() -> None:
    (scenario,) = load_course(COURSES / "sound").scenarios
    begin, asked, stopped = scenario.nodes
    assert begin.text == {"officer": "You arrive.", "resident": "They arrive."}
    assert asked.text == {"": "It is calm."}
    assert stopped.end is not None
    assert stopped.end.kind is EndKind.STOPPED
    assert [choice.id for choice in begin.choices] == ["a", "b", "c"]


def test_lessons_and_modules_come_in_the_order_of_the_toc(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    (tmp_path / "course/course.yml").write_text("id: c\n", encoding="utf-8")
    for module in ("a", "b"):
        (tmp_path / "modules" / module).mkdir(parents=True)
        text = "lessons:\n  one: {minutes: 1}\n  two: {minutes: 1}\n"
        (tmp_path / "modules" / module / "module.yml").write_text(text, encoding="utf-8")
        for page in ("index", "one", "two"):
            (tmp_path / "modules" / module / f"{page}.md").write_text("# A\n", encoding="utf-8")
    pages = "".join(f"- file: modules/{m}/{p}\n" for m in "ba" for p in ("index", "two", "one"))
    (tmp_path / "_toc.yml").write_text(
        f"format: jb-book\nroot: modules/b/two\nchapters:\n{pages}".replace("- file: modules/b/two\n", ""),
        encoding="utf-8",
    )
    course = read_course(tmp_path).course
    assert course is not None
    assert [lesson.id for lesson in course.lessons] == ["b/two", "b/one", "a/two", "a/one"]


def test_a_foreign_book_is_completed_by_its_pages_alone(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text("root: a page\n", encoding="utf-8")
    (tmp_path / "a page.md").write_text("no heading\n", encoding="utf-8")
    config = "title: Économie & société\nauthor: A, B\nsphinx: {config: {language: ar}}\n"
    (tmp_path / "_config.yml").write_text(config, encoding="utf-8")
    course = load_course(tmp_path)
    assert (course.id, course.ours, course.modules) == ("economie-societe", False, ())
    assert (course.language, course.authors) == ("ar", ("A", "B"))
    assert course.pass_rule.package == PackageRule(None, None)
    assert course.toc == ("a page",)


def test_a_foreign_book_needs_no_configuration_and_takes_its_folders_name(tmp_path: Path) -> None:
    folder = tmp_path / "My Book"
    folder.mkdir()
    (folder / "_toc.yml").write_text("root: index\n", encoding="utf-8")
    (folder / "index.md").write_text("# A\n", encoding="utf-8")
    course = load_course(folder)
    assert (course.id, course.title, course.language) == ("my-book", "My Book", "en")


def test_what_jupyter_book_builds_with_a_warning_we_read(tmp_path: Path) -> None:
    (tmp_path / "_toc.yml").write_text("root: index\nentries:\n- file: nowhere\n", encoding="utf-8")
    (tmp_path / "index.md").write_text("# A\n", encoding="utf-8")
    assert load_course(tmp_path).toc == ("index",)
    assert [problem.code for problem in read_course(tmp_path).problems] == ["toc-entry-missing"]


@pytest.mark.parametrize("defect", ["not-a-book", "toc-broken", "toc-missing", "missing-value", "unknown-key"])
def test_a_course_that_cannot_be_built_raises_its_problems(defect: str) -> None:
    with pytest.raises(CourseUnreadable, match=defect) as caught:
        load_course(COURSES / defect)
    assert [problem.code for problem in caught.value.problems] == [defect]


@pytest.mark.parametrize(
    ("title", "expected"),
    [("Trust & Safety", "trust-safety"), ("Économie", "economie"), ("  ", "e4bb1b5a"), ("2021", "2021")],
)
def test_a_title_becomes_a_slug(title: str, expected: str) -> None:
    assert SLUG.fullmatch(slug(title))
    if expected != "e4bb1b5a":
        assert slug(title) == expected


def test_titles_in_other_scripts_become_different_slugs() -> None:
    titles = ("الشرطة المجتمعية", "الثقة", "Полиция 101", "Община 101", "警察", "信頼")
    slugs = {slug(title) for title in titles}
    assert len(slugs) == len(titles)
    assert all(SLUG.fullmatch(each) for each in slugs)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=20))
def test_every_title_becomes_a_legal_slug(title: str) -> None:
    assert SLUG.fullmatch(slug(title))


JUNK = st.one_of(st.binary(max_size=60), st.text("ab:-[]{}&*!|>'\"#%@\n ,?0~.", max_size=40).map(str.encode))
FILES = (
    "_config.yml",
    "_toc.yml",
    "course/course.yml",
    "course/sources.yml",
    "course/references.bib",
    "course/stories/street/story.yml",
    "modules/one/module.yml",
    "modules/one/questions.yml",
    "modules/one/scenarios/market.yml",
    "modules/one/lesson.md",
    "modules/one/computing.ipynb",
    "exercises/count/exercise.yml",
    "exercises/count/count.ipynb",
)


@settings(max_examples=60, deadline=None)
@given(file=st.sampled_from(FILES), junk=JUNK, cut=st.integers(0, 400))
def test_no_junk_in_any_file_makes_check_raise(
    tmp_path_factory: pytest.TempPathFactory, file: str, junk: bytes, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("junk")
    for source in (COURSES / "sound").rglob("*"):
        if source.is_file():
            target = folder / source.relative_to(COURSES / "sound")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())
    whole = (folder / file).read_bytes()
    (folder / file).write_bytes(whole[:cut] + junk + whole[cut:] if cut % 2 else junk)
    check_course(folder)


def test_reading_loads_nothing_slow() -> None:
    slow = "('sphinx', 'nbformat', 'nbgrader', 'jsonschema', 'markdown_it', 'matplotlib')"
    script = (
        "import sys, pathlib; from builder.authoring.reading import load_course;"
        f"load_course(pathlib.Path({str(COURSES / 'sound')!r}));"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
