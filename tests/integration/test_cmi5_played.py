"""The whole line: a course is exported as cmi5, and its units are played in a browser against a learning system."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from lxml import etree
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.integration.test_scorm_course_played import FIRST, REST, RIGHT
from tests.player.learning_record_rules import verb_of
from tests.player.learning_record_store import LearningRecordStore, store_on_a_free_port

COMMAND = Path(sys.prefix) / "bin" / "coursewright"
NAMESPACE = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"


@dataclass(frozen=True, slots=True)
class Unit:
    """An assignable unit as the structure describes it, with the address of its launch page."""

    address: str
    mastery: float
    move_on: str


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The unpacked package of the sound course."""
    folder = tmp_path_factory.mktemp("cmi5")
    done = subprocess.run(
        [COMMAND, "export", "cmi5", "--book", root / "tests/courses/sound", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(folder / json.loads(done.stdout)["packages"][0]["path"]) as archive:
        archive.extractall(folder / "package")
    return folder / "package"


@pytest.fixture(scope="module")
def unit(exported: Path, serve: Callable[[Path], AbstractContextManager[str]]) -> Iterator[Unit]:
    """The only unit of the package, as the learning system read it."""
    structure: Any = etree.parse(exported / "cmi5.xml").getroot()
    (found,) = structure.iter(f"{NAMESPACE}au")
    with serve(exported) as address:
        launch = urljoin(f"{address}/", found.findtext(f"{NAMESPACE}url"))
        yield Unit(launch, float(found.get("masteryScore")), found.get("moveOn"))


@pytest.fixture
def store() -> Iterator[LearningRecordStore]:
    """A learning system; whatever it had to reject fails the test."""
    with store_on_a_free_port() as found:
        yield found
        assert found.violations == []


def launch(
    browser: Browser, store: LearningRecordStore, unit: Unit, registration: str = ""
) -> tuple[Page, FrameLocator]:
    """Launch the unit on a device that has never seen it; return its page and the book's page in it."""
    page = browser.new_context().new_page()
    page.set_default_timeout(15_000)
    page.goto(store.launch(unit.address, registration, masteryScore=unit.mastery, moveOn=unit.move_on))
    book = page.frame_locator("iframe[name=cw-page]")
    expect(book.locator("h1").first).to_be_visible()
    return page, book


def answer(book: FrameLocator, *names: str) -> None:
    for name in names:
        section = book.locator(f"#question-{name}")
        RIGHT[name](section)
        section.locator("button[type=submit]").click()
        expect(section.get_by_role("status")).to_contain_text("Right.")


def leave(page: Page) -> None:
    page.click("[data-cw=end]")
    expect(page.locator(".cw-shell-ended")).to_be_visible()
    page.context.close()


def test_a_learner_answers_leaves_resumes_elsewhere_and_passes(
    browser: Browser, store: LearningRecordStore, unit: Unit
) -> None:
    page, book = launch(browser, store, unit)
    for title in ("One", "A lesson"):
        book.locator("main a[rel=next]").click()
        expect(book.locator("h1").first).to_contain_text(title)
    answer(book, *FIRST)
    leave(page)
    assert store.verbs() == ["initialized", "completed", "terminated"]

    page, book = launch(browser, store, unit, store.sessions[0].registration)
    expect(book.locator("#question-q-single button[type=submit]")).to_have_text("Show the explanation")
    answer(book, *REST)
    leave(page)
    assert store.verbs() == ["initialized", "passed", "terminated"]
    assert unit.move_on == "Passed"

    page, _ = launch(browser, store, unit, store.sessions[0].registration)
    leave(page)
    assert [verb_of(one) for one in store.sessions[2].statements] == ["initialized", "terminated"]

    said = store.answers(0) | store.answers(1)
    assert sorted(said) == sorted((*FIRST, *REST))
    assert all(one["result"]["success"] and one["result"]["response"] for one in said.values())
    assert {name: one["object"]["definition"]["interactionType"] for name, one in said.items()} == {
        "q-single": "choice",
        "q-several": "choice",
        "q-true-false": "true-false",
        "q-matching": "matching",
        "q-ordering": "sequencing",
        "q-numeric": "numeric",
        "q-short-text": "fill-in",
    }


def test_nothing_is_asked_of_any_other_host(browser: Browser, store: LearningRecordStore, unit: Unit) -> None:
    page = browser.new_context().new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(store.launch(unit.address))
    expect(page.frame_locator("iframe[name=cw-page]").locator("h1").first).to_be_visible()
    known = (unit.address.rsplit("/", 1)[0], store.address, "data:")
    assert [address for address in asked if not address.startswith(known)] == []
    page.context.close()
