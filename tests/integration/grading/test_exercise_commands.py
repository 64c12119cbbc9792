"""`coursewright exercises`."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from click.testing import CliRunner
from grading_cohort import EXERCISES

from builder.cli.exercises import exercises


def test_release_names_what_it_wrote(root: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(exercises, ["release", "-C", str(root), "--output", str(tmp_path / "out"), "--json"])
    assert done.exit_code == 0, done.output
    rows = json.loads(done.stdout)
    assert {row["exercise"] for row in rows} == set(EXERCISES)
    assert all(Path(row[kind]).is_file() for row in rows for kind in ("archive", "notebook", "worksheet"))


def test_preview_shows_what_a_learner_will_find(root: Path) -> None:
    done = CliRunner().invoke(exercises, ["preview", "trust-index", "-C", str(root)])
    assert done.exit_code == 0, done.output
    assert 'reverse_item = ""' in done.stdout
    assert "--- code, 5 points ---" in done.stdout
    assert "BEGIN" not in done.stdout


def test_an_exercise_that_is_not_there_is_a_usage_error_with_the_names_that_are(root: Path) -> None:
    done = CliRunner().invoke(exercises, ["preview", "trust", "-C", str(root)])
    assert done.exit_code == 2
    assert "trust-index" in done.stderr


def test_a_fault_in_an_exercise_is_shown_with_its_place(root: Path, tmp_path: Path) -> None:
    for part in ("exercises", "modules", "course"):
        shutil.copytree(root / part, tmp_path / part)
    for name in ("_toc.yml", "_config.yml"):
        shutil.copy(root / name, tmp_path)
    (tmp_path / "exercises" / "trust-index" / "worksheet.md").unlink()
    done = CliRunner().invoke(exercises, ["release", "-C", str(tmp_path), "--output", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "exercises/trust-index/exercise.yml" in done.stderr
    assert not (tmp_path / "out").exists()
