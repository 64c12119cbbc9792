"""The instructors' guide reaches no learner, and what it says of the course is so."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from builder.authoring.prose import passages
from builder.authoring.readability import grade
from builder.authoring.reading import load_course
from builder.book.course_data import load_course_data
from builder.book.ensure import ensure_book
from builder.cli.build import releaser
from builder.cli.outcomes import main as print_outcomes
from builder.model.course import Course
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.plan import plan_package

TESTS = Path(__file__).parent.parent
GUIDE = TESTS.parent / "course" / "instructors"
PAGES = sorted(GUIDE.glob("*.md"))
CITABLE = {"P", "S"}


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(TESTS.parent)


def text_of(name: str) -> str:
    return (GUIDE / name).read_text(encoding="utf-8")


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of each row of each table, without heads and rules."""
    for before, line in zip(text.splitlines(), text.splitlines()[1:], strict=False):
        if before.startswith("|") and line.startswith("|") and not line.startswith(("|---", "| ---")):
            yield [cell.strip().strip("*") for cell in line.strip("|").split(" | ")]


def files_in(content: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and the files inside it if it is an archive, at any depth."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for inner in archive.namelist():
                yield from files_in(archive.read(inner), f"{name}/{inner}")


def test_no_page_of_the_guide_is_in_the_site_the_downloads_or_a_package(tmp_path: Path) -> None:
    root = shutil.copytree(TESTS / "courses" / "sound", tmp_path / "sound")
    shutil.copytree(GUIDE, root / "course" / "instructors")
    built = ensure_book(root, tmp_path / "build", release=releaser(root, tmp_path / "exercises"))
    package = plan_package(built.course, built.book, load_course_data(built.book.root))
    packages = [deliver(package, target, tmp_path / "packages").path for target in FORMATS.values()]
    shipped = [path for path in built.book.root.rglob("*") if path.is_file()] + packages
    secrets = [re.findall(r"(?m)^# (.+)$", page.read_text(encoding="utf-8"))[0].encode() for page in PAGES]
    found = [
        name
        for path in shipped
        for name, content in files_in(path.read_bytes(), path.relative_to(tmp_path).as_posix())
        if "instructors" in name or any(secret in content for secret in secrets)
    ]
    assert any(path.suffix == ".zip" and "_downloads" in path.parts for path in shipped)
    assert found == []


def test_the_contents_name_no_page_of_the_guide(course: Course) -> None:
    assert not [page for page in course.toc if "instructors" in page]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_link_of_the_guide_leads_to_a_file(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "outcomes.md"], ids=lambda page: page.stem)
def test_the_guide_is_plain_english(page: Path) -> None:
    assert (grade(passages(page.read_text(encoding="utf-8"))) or 0) <= 9


@pytest.mark.parametrize("page", [GUIDE / "misconceptions.md", GUIDE / "evidence.md"], ids=lambda page: page.stem)
def test_every_source_is_one_of_the_course_and_may_be_cited(page: Path, course: Course) -> None:
    named = set(re.findall(r"`([^`\s]+)`", page.read_text(encoding="utf-8")))
    named -= {exercise.id for exercise in course.exercises}
    assert len(named) > 10
    assert [key for key in sorted(named) if key not in course.sources] == []
    assert {str(course.sources[key].status) for key in named} <= CITABLE


def test_a_code_word_of_the_guide_is_something_in_the_course(course: Course) -> None:
    known = set(course.sources) | {question.id for _, question in course.questions}
    known |= {exercise.id for exercise in course.exercises} | {scenario.id for scenario in course.scenarios}
    known |= {exercise.rubric.task for exercise in course.exercises if exercise.rubric}
    known |= {"to_mark"} | {objective.id for module in course.modules for objective in module.objectives}
    named = {word for page in PAGES for word in re.findall(r"`([\w-]+)`", page.read_text(encoding="utf-8"))}
    assert sorted(named - known) == []


def test_the_minutes_of_the_plans_are_those_of_the_modules(course: Course) -> None:
    stated = {cells[0]: [int(cell) for cell in cells[1:]] for cells in rows(section("## How long it takes"))}
    for module in course.modules:
        lessons = sum(lesson.minutes for lesson in module.lessons)
        exercises = sum(exercise.minutes for exercise in module.exercises)
        assert (
            stated[module.title]
            == [lessons, exercises, lessons + exercises]
            == [*stated[module.title][:2], module.minutes]
        )
    assert stated["All"] == [sum(stated[module.title][column] for module in course.modules) for column in range(3)]


def section(heading: str) -> str:
    """Return the first table below a heading of the session plans."""
    below = text_of("session-plans.md").partition(heading)[2]
    return re.search(r"(?ms)^\|.+?\n\n", below)[0]  # type: ignore[index]


@pytest.mark.parametrize("day", re.findall(r"(?m)^### Day .+$", text_of("session-plans.md")))
def test_the_minutes_of_a_day_add_up(day: str) -> None:
    *parts, total = [int(cells[0]) for cells in rows(section(day))]
    assert sum(parts) == total


def test_the_weeks_of_self_study_hold_the_whole_course(course: Course) -> None:
    *weeks, total = [int(cells[-1]) for cells in rows(section("## Self-study"))]
    assert sum(weeks) == total == sum(module.minutes for module in course.modules)


def test_each_meeting_of_the_blended_course_takes_two_hours() -> None:
    for cells in rows(section("## Blended")):
        assert sum(int(minutes) for minutes in re.findall(r"(?:^|; )(\d+) ", cells[2])) == 120, cells[0]


def test_every_exercise_has_anchors_at_four_levels_with_the_gate_first(course: Course) -> None:
    text = text_of("anchor-answers.md")
    for exercise in course.exercises:
        assert exercise.rubric is not None
        below = re.search(rf"(?ms)^## {exercise.id}\n(.+?)(?=^## |\Z)", text)
        assert below is not None, exercise.id
        assert f"Task `{exercise.rubric.task}`" in below[1]
        parts = re.findall(r"(?ms)^### (.+?)\n(.+?)(?=^### |\Z)", below[1])
        titles = {criterion.title + " (gate)" * criterion.gate for criterion in exercise.rubric.criteria}
        gates = {criterion.title + " (gate)" for criterion in exercise.rubric.criteria if criterion.gate}
        assert {title for title, _ in parts} <= titles
        assert {parts[0][0]} == gates
        assert len(parts) >= 4
        for title, table in parts:
            levels = list(rows(table))
            assert [level for level, _ in levels] == ["0", "1", "2", "3"], (exercise.id, title)
            assert all(re.search(r"\w{2}", answer) for _, answer in levels)


def test_the_page_of_outcomes_is_what_the_command_prints() -> None:
    printed = CliRunner().invoke(print_outcomes, ["--root", str(TESTS.parent)]).stdout
    anew = "run: python -m builder.cli.outcomes > course/instructors/outcomes.md"
    assert text_of("outcomes.md") == printed, anew
