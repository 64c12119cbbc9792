"""A course's exercises become student notebooks and one zip each, quickly and without a gradebook.

What is released is kept with a fingerprint of all that went into it, so an unchanged exercise is not made again.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.book.catalogue import direction_of
from builder.grading.folder import write_in_place
from builder.model.course import Course
from builder.model.exercise import Exercise

MAKERS = ("release.py", "gradebook.py", "worksheet.py")
README = """{title}

About {minutes} minutes. You do not need to know how to program.
You need no internet and no account once the programme below is on your computer.

WITH A COMPUTER
1. Unpack this zip into a folder of your own. Keep all files together.
2. Open the notebook {notebook} with one of these programmes. They are free.
   - JupyterLab Desktop: start it, choose Open, and pick the notebook.
   - Python with JupyterLab: open a terminal in the folder, type
         python -m jupyterlab {notebook}
     and press Enter. (To install it once, with internet: python -m pip install jupyterlab)
3. Read from top to bottom. To run a cell, click on it and press Shift and Enter together.
4. Change only what the notebook asks you to change. The checks tell you in plain words how it goes.
5. Save with Ctrl and S. You can close it and go on another day.
6. Hand in the file {notebook}. Do not change its name.

WITHOUT A COMPUTER
{without}

WHAT IS IN THIS FOLDER
{files}

Please write no names and no real incidents into these files.
"""
WITH_SHEET = "Print worksheet.html from any browser, or copy it by hand. It asks for the same thinking, with a pen."
NO_SHEET = "Ask your instructor. This exercise has no worksheet."


@dataclass(frozen=True, slots=True)
class Released:
    """What a learner gets: ``archive`` holds the student ``notebook``, what it needs, a README and the ``worksheet``
    (an HTML page for the printer; None for an exercise without one)."""

    exercise_id: str
    archive: Path
    notebook: Path
    worksheet: Path | None


def release_exercises(course: Course, root: Path, out: Path) -> tuple[Released, ...]:
    """Write the learner's version of every exercise of ``course`` (its sources under ``root``) into ``out``.

    The same sources give the same bytes. Raises `builder.grading.scores.GradingError` for a notebook that nbgrader
    refuses and OSError for a file that is not there; what was released before stays as it was.
    """
    return tuple(_release(exercise, course, root, out) for exercise in course.exercises)


def source_files(exercise: Exercise, root: Path) -> Mapping[str, bytes]:
    """Return the notebook and the files it needs, by the name that each has beside the notebook."""
    folder = posixpath.dirname(exercise.source)
    files = {f"{exercise.id}.ipynb": (root / exercise.source).read_bytes()}
    for path in exercise.support_files:
        name = posixpath.relpath(path, folder)
        files[posixpath.basename(path) if name.startswith("../") else name] = (root / path).read_bytes()
    return files


def fingerprint(parts: Mapping[str, bytes]) -> str:
    """Return a hash of ``parts``, names and contents."""
    digest = hashlib.sha256()
    for name in sorted(parts):
        for part in (name.encode("utf-8"), parts[name]):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _makers() -> Mapping[str, bytes]:
    """What a released file depends on besides the course: this code and nbgrader."""
    here = Path(__file__).parent
    code = {f"builder/{name}": (here / name).read_bytes() for name in MAKERS}
    return {**code, "nbgrader": importlib.metadata.version("nbgrader").encode()}


def _release(exercise: Exercise, course: Course, root: Path, out: Path) -> Released:
    sources = source_files(exercise, root)
    sheet = (root / exercise.worksheet).read_text(encoding="utf-8") if exercise.worksheet else None
    words = repr((exercise.title, exercise.minutes, course.language, sheet)).encode("utf-8")
    current = fingerprint({**sources, **_makers(), "words": words})
    folder = out / exercise.id
    released = Released(
        exercise.id,
        out / f"{exercise.id}.zip",
        folder / f"{exercise.id}.ipynb",
        folder / "worksheet.html" if exercise.worksheet else None,
    )
    mark = out / ".released" / exercise.id
    expected = [released.archive, released.notebook, *([released.worksheet] if released.worksheet else [])]
    if _content(mark) == current and all(path.is_file() for path in expected):
        return released
    files = {**sources, **_student_files(exercise, course, sources, sheet)}
    mark.unlink(missing_ok=True)
    for name, content in files.items():
        write_in_place(folder / name, content)
    _write_archive(exercise.id, files, released.archive)
    write_in_place(mark, current.encode())
    return released


def _student_files(
    exercise: Exercise, course: Course, sources: Mapping[str, bytes], sheet: str | None
) -> dict[str, bytes]:
    from builder.grading.gradebook import student_notebook

    notebook = f"{exercise.id}.ipynb"
    made = {notebook: student_notebook(sources[notebook].decode("utf-8"), exercise.id)}
    if sheet is not None:
        from builder.grading.worksheet import render_worksheet

        made["worksheet.html"] = render_worksheet(sheet, exercise.title, course.language, direction_of(course.language))
    names = sorted({*sources, *made})
    made["README.txt"] = README.format(
        title=exercise.title,
        minutes=exercise.minutes,
        notebook=notebook,
        without=NO_SHEET if sheet is None else WITH_SHEET,
        files="\n".join(f"- {name}" for name in names),
    )
    return {name: text.encode("utf-8") for name, text in made.items()}


def _write_archive(exercise: str, files: Mapping[str, bytes], target: Path) -> None:
    from builder.packages.archive import write_archive

    write_archive({f"{exercise}/{name}": content for name, content in files.items()}, target)


def _content(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
