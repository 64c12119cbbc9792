"""What learners get: no answer in it, the same bytes every time, and no work for what has not changed."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from grading_cohort import EXERCISES, mark, read_notebook, read_source

from builder.grading.release import Released, release_exercises
from builder.grading.scores import GradingError
from builder.model.course import Course

HIDDEN = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)\n### END", re.DOTALL)


def secrets(root: Path, exercise: str) -> set[str]:
    """Return every line that stands only in solutions and hidden tests."""
    secret: set[str] = set()
    open_lines: set[str] = set()
    for cell in read_source(root, exercise)["cells"]:
        open_lines |= {line.strip() for line in HIDDEN.sub("", cell["source"]).splitlines()}
        for part in HIDDEN.findall(cell["source"]):
            secret |= {line.strip() for line in part.splitlines() if len(line.strip()) > 12}
    return secret - open_lines


@pytest.mark.parametrize("name", EXERCISES)
def test_no_solution_and_no_hidden_test_is_anywhere_in_the_zip(
    root: Path, released: Mapping[str, Released], name: str
) -> None:
    secret = secrets(root, name)
    assert len(secret) > 20
    with zipfile.ZipFile(released[name].archive) as archive:
        for member in archive.namelist():
            content = archive.read(member).decode("utf-8")
            texts = [content]
            if member.endswith(".ipynb"):
                texts += ["".join(cell["source"]) for cell in json.loads(content)["cells"]]
            for text in texts:
                assert not [line for line in secret if line in text], member
                assert "HIDDEN TESTS" not in text
                assert "BEGIN SOLUTION" not in text


@pytest.mark.parametrize("name", EXERCISES)
def test_the_zip_holds_all_that_a_learner_needs_in_one_folder(released: Mapping[str, Released], name: str) -> None:
    with zipfile.ZipFile(released[name].archive) as archive:
        names = set(archive.namelist())
        readme = archive.read(f"{name}/README.txt").decode("utf-8")
    needed = {"README.txt", "cop_check.py", "worksheet.html", f"{name}.ipynb"}
    assert {f"{name}/{one}" for one in needed} <= names
    assert all(one.startswith(f"{name}/") for one in names)
    assert f"{name}.ipynb" in readme
    sheet = released[name].worksheet
    assert sheet is not None
    assert '<div class="line">' in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", EXERCISES)
def test_a_learner_finds_empty_answers_and_locked_checks(released: Mapping[str, Released], name: str) -> None:
    cells = read_notebook(released[name].notebook)["cells"]
    for cell in cells:
        if mark(cell).get("solution"):
            assert "Write here" in cell["source"] or "Write your answer here" in cell["source"]
            assert "NotImplementedError" not in cell["source"]
        if mark(cell).get("grade") and not mark(cell)["solution"]:
            assert cell["metadata"]["editable"] is False
            assert "cop_check.show(" in cell["source"]


def test_the_same_sources_give_the_same_bytes_elsewhere_and_at_another_time(
    root: Path, course: Course, released: Mapping[str, Released], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    monkeypatch.setenv("LC_ALL", "C")
    time.tzset()
    copied = tmp_path / "copied"
    shutil.copytree(root / "exercises", copied / "exercises")
    again = release_exercises(course, copied, tmp_path / "again")
    monkeypatch.undo()
    time.tzset()
    for one in again:
        assert one.archive.read_bytes() == released[one.exercise_id].archive.read_bytes()


@pytest.fixture
def one_exercise(root: Path, course: Course, tmp_path: Path) -> Course:
    """A course with a copy of one exercise alone, under ``tmp_path``."""
    shutil.copytree(root / "exercises", tmp_path / "exercises")
    module = next(module for module in course.modules if any(e.id == "trust-index" for e in module.exercises))
    return dataclasses.replace(course, modules=(module,))


def test_only_what_changed_is_released_again(one_exercise: Course, tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = release_exercises(one_exercise, tmp_path, out)[0]
    made = first.archive.stat().st_ino
    assert release_exercises(one_exercise, tmp_path, out)[0].archive.stat().st_ino == made
    before = first.archive.read_bytes()
    for name in ("cop_check.py", "trust-index/worksheet.md", "trust-index/trust-index.ipynb"):
        path = tmp_path / "exercises" / name
        old, new = {".py": (b"of this course", b"of our course"), ".md": (b"60 minutes", b"70 minutes")}.get(
            path.suffix, (b"Worked example", b"Example")
        )
        path.write_bytes(path.read_bytes().replace(old, new))
        after = release_exercises(one_exercise, tmp_path, out)[0].archive.read_bytes()
        assert after != before, name
        before = after


def test_a_file_that_was_removed_is_made_again(one_exercise: Course, tmp_path: Path) -> None:
    first = release_exercises(one_exercise, tmp_path, tmp_path / "out")[0]
    content = first.archive.read_bytes()
    first.archive.unlink()
    assert release_exercises(one_exercise, tmp_path, tmp_path / "out")[0].archive.read_bytes() == content


def test_a_notebook_that_nbgrader_refuses_leaves_the_last_good_release(one_exercise: Course, tmp_path: Path) -> None:
    first = release_exercises(one_exercise, tmp_path, tmp_path / "out")[0]
    content = first.archive.read_bytes()
    path = tmp_path / "exercises" / "trust-index" / "trust-index.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = "### BEGIN SOLUTION\nsecret\n### END SOLUTION"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    with pytest.raises(GradingError, match=r"trust-index\.ipynb: nbgrader refuses"):
        release_exercises(one_exercise, tmp_path, tmp_path / "out")
    assert first.archive.read_bytes() == content
