"""The live preview: an edit is on the screen by itself, a fault is shown, and its repair too."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import interruptible

SOUND = Path(__file__).parent.parent / "courses" / "sound"
COMMAND = Path(sys.executable).with_name("coursewright")
PATIENCE = 60_000


@pytest.fixture
def live(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A course and the address of its preview."""
    course = shutil.copytree(SOUND, tmp_path / "course")
    command = [str(COMMAND), "preview", "--port", "0"]
    with subprocess.Popen(
        command,
        cwd=course,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=interruptible,
    ) as server:
        assert server.stdout is not None
        try:
            address = server.stdout.readline().split()[0]
            yield course, address
            server.send_signal(signal.SIGINT)
            assert server.wait(timeout=20) == 0
        finally:
            server.kill()


def test_an_edit_a_fault_and_its_repair_appear_by_themselves(live: tuple[Path, str], browser: Browser) -> None:
    course, address = live
    assert address.startswith("http://127.0.0.1:")
    lesson = course / "modules/one/lesson.md"
    text = lesson.read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(f"{address}modules/one/lesson.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("lesson", timeout=PATIENCE)
    lesson.write_text(text.replace("## What is asked", "A sentence written just now.\n\n## What is asked"), "utf-8")
    expect(page.get_by_text("A sentence written just now.")).to_be_visible(timeout=PATIENCE)
    lesson.write_text(text + "\n```{question} not-there\n```\n", encoding="utf-8")
    expect(page.locator("pre")).to_contain_text("not-there", timeout=PATIENCE)
    lesson.write_text(text, encoding="utf-8")
    expect(page.get_by_role("heading", name="What is asked")).to_be_visible(timeout=PATIENCE)
    page.close()
    assert not (course / "build" / "site").exists()
