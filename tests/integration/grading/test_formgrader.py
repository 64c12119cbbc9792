"""nbgrader's formgrader, opened in Chromium on our gradebook, in SQLite and in PostgreSQL."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from postgres_server import make_database, postgres_server

from builder.authoring.reading import read_course
from builder.grading.folder import GradingFolder
from builder.grading.planning import Settings, planned_run
from builder.grading.run import grade_planned
from tests.unit.grading.fake_engine import EXERCISE, grade_all, hand_in, prepare_exercise

SOUND = Path(__file__).parents[2] / "courses" / "sound"
TOKEN = "for-this-test-only"
ADDRESS = re.compile(r"is running at:\n.*?(http://127\.0\.0\.1:\d+/)")
CONFIG = """
c.CourseDirectory.root = {root!r}
c.CourseDirectory.db_url = {address!r}
c.ServerApp.root_dir = {root!r}
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.IdentityProvider.token = {token!r}
c.ServerApp.jpserver_extensions = {{"nbgrader.server_extensions.formgrader": True}}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[GradingFolder]:
    """Two graded submissions, in each kind of gradebook."""
    monkeypatch.setattr("builder.grading.pool.grade_all", grade_all)
    monkeypatch.setattr("builder.grading.preparing.prepare_exercise", prepare_exercise)
    if request.param == "sqlite":
        yield graded(GradingFolder(tmp_path / "grading"))
        return
    with postgres_server() as address:
        yield graded(GradingFolder(tmp_path / "grading", make_database(address, "grades")))


def graded(folder: GradingFolder) -> GradingFolder:
    """Grade two learners' work."""
    hand_in(folder, "amina", 2, "My own text.")
    hand_in(folder, "bashir", 0.5)
    course = read_course(SOUND).course
    assert course is not None
    with planned_run(course, SOUND, folder, Settings()) as plan:
        assert len(list(grade_planned(plan))) == 2
    return folder


@contextmanager
def formgrader(folder: GradingFolder, place: Path) -> Iterator[str]:
    """Start a Jupyter server with formgrader on ``folder`` and yield its address."""
    config = place / "jupyter_server_config.py"
    config.write_text(CONFIG.format(root=str(folder.root), address=folder.address, token=TOKEN), encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(place),
        "JUPYTER_CONFIG_DIR": str(place),
        "JUPYTER_RUNTIME_DIR": str(place),
    }
    log = place / "server.log"
    with (
        log.open("wb") as told,
        subprocess.Popen(
            [sys.executable, "-m", "jupyter_server", "--config", config],
            cwd=place,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=told,
        ) as server,
    ):
        try:
            while not (found := ADDRESS.search(log.read_text("utf-8"))):
                assert server.poll() is None, log.read_text("utf-8")
                time.sleep(0.1)
            yield found[1]
        finally:
            server.kill()


def test_formgrader_shows_our_scores_and_our_executed_notebooks(
    folder: GradingFolder, tmp_path: Path, browser: Browser
) -> None:
    with formgrader(folder, tmp_path) as address:
        page = browser.new_page(extra_http_headers={"Authorization": f"token {TOKEN}"})
        page.goto(f"{address}formgrader/gradebook/{EXERCISE}/{EXERCISE}", wait_until="commit")
        rows = page.locator("table tbody tr")
        expect(rows).to_have_count(2, timeout=30_000)
        told = sorted(" ".join(text.split()) for text in rows.all_inner_texts())
        assert any("0.5 / 5" in text or "0.5 / 2" in text for text in told), told
        assert any("2 / 5" in text or "2 / 2" in text for text in told), told
        rows.first.locator("a").first.click(no_wait_after=True)
        expect(page.locator("body")).to_contain_text("assert answer == 2", timeout=30_000)
        page.close()
