"""The same sources give the same bytes: in any folder, after any history of edits, in any time zone and locale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).with_name("coursewright")
SOURCES = ("_config.yml", "_toc.yml", "index.md", "course", "modules", "exercises")
ELSEWHERE = {"TZ": "Asia/Kathmandu", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "PYTHONHASHSEED": "7"}


def copy_course(root: Path, target: Path) -> Path:
    target.mkdir(parents=True)
    for name in SOURCES:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, target / name)
        else:
            shutil.copyfile(source, target / name)
    return target


def export(course: Path, **environment: str) -> Path:
    done = subprocess.run(
        [str(COMMAND), "export", "scorm12", "--json"],
        cwd=course,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return course / str(json.loads(done.stdout)["packages"][0]["path"])


def contents(package: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def cold(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course's package from a cold copy."""
    return export(copy_course(root, tmp_path_factory.mktemp("cold") / "course"))


def edit(course: Path) -> None:
    """Change titles, texts, pictures, questions and the order of pages."""
    lesson = course / "modules/opening/our-approach.ipynb"
    notebook = json.loads(lesson.read_text(encoding="utf-8"))
    first = notebook["cells"][0]
    text = first["source"] if isinstance(first["source"], str) else "".join(first["source"])
    first["source"] = text.replace("# ", "# Another title for ", 1)
    lesson.write_text(json.dumps(notebook), encoding="utf-8")
    toc = course / "_toc.yml"
    lines = toc.read_text(encoding="utf-8").splitlines()
    swap = [number for number, line in enumerate(lines) if "course/glossary" in line or "course/references" in line]
    lines[swap[0]], lines[swap[1]] = lines[swap[1]], lines[swap[0]]
    toc.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for picture in sorted(course.glob("modules/*/figures/*.svg"))[:2]:
        picture.write_text(picture.read_text(encoding="utf-8") + "<!-- edited -->\n", encoding="utf-8")
    bank = course / "modules/opening/questions.yml"
    bank.write_text(bank.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")


def test_another_folder_time_zone_locale_and_a_history_of_edits_change_no_byte(
    root: Path, tmp_path: Path, cold: Path
) -> None:
    course = copy_course(root, tmp_path / "çalışma klasörü" / "kurs")
    original = {path: path.read_bytes() for path in course.rglob("*") if path.is_file()}
    edit(course)
    edited = export(course, **ELSEWHERE)
    assert contents(edited) != contents(cold)
    for path, content in original.items():
        if path.read_bytes() != content:
            path.write_bytes(content)
    again = contents(export(course, **ELSEWHERE))
    first = contents(cold)
    assert sorted(again) == sorted(first)
    assert [name for name in first if first[name] != again[name]] == []
    assert (course / cold.relative_to(cold.parents[2])).read_bytes() == cold.read_bytes()
