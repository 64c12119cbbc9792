"""Several SCOs of one package, played: each has its own pages, questions, rule, state and place on the device."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from builder.packages.package import Package
from tests.integration.scorm.learning_system import Attempt, Launch, launch
from tests.integration.scorm.legal import check_trace
from tests.integration.scorm.packages import LAST, SHOWN_ON, make_small_package
from tests.integration.scorm.saying import answer_all, element, score

Play = Callable[..., Launch]
IN_PARTS = pytest.mark.parametrize("attempt", ["scorm12-modules", "scorm2004-modules"], indirect=True)
ONCE = pytest.mark.parametrize("attempt", ["scorm2004-modules"], indirect=True)


@pytest.fixture(scope="module")
def small_package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    return make_small_package(tmp_path_factory.mktemp("small"))


def second(device: BrowserContext, attempt: Attempt) -> tuple[Attempt, Launch]:
    """The package's second SCO, of which the system keeps data of its own."""
    other = Attempt(attempt.system, attempt.played, f"{attempt.learner}-second")
    return other, launch(device, other, attempt.played.others[0])


@IN_PARTS
def test_a_part_is_passed_by_its_own_pages_and_questions(play: Play, attempt: Attempt, device: BrowserContext) -> None:
    other, opened = second(device, attempt)
    assert opened.shell.evaluate("coursewright.session.course.rule.pages") == [LAST]
    opened.answer("q-last")
    assert opened.outcome() == "passed"
    opened.leave()
    assert other.get(element(attempt, "success")) == "passed"
    assert other.get(element(attempt, "score")) == score(attempt, 100)
    check_trace(attempt.played.version, opened.trace())
    first = play()
    assert first.outcome() == ""
    assert first.answer_of("q-last") is None
    assert attempt.get(element(attempt, "completion")) == "incomplete"


@ONCE
def test_parts_keep_their_places_apart_on_one_device(play: Play, attempt: Attempt, device: BrowserContext) -> None:
    play().answer("q-single")
    _, opened = second(device, attempt)
    opened.answer("q-last")
    keys = opened.shell.evaluate("Object.keys(localStorage)")
    assert {key.partition("@")[0] for key in keys} == {
        "coursewright:fair-markets/markets",
        "coursewright:fair-markets/streets",
    }


@ONCE
def test_the_player_narrows_the_course_as_the_package_is_planned(
    play: Play, attempt: Attempt, device: BrowserContext, small_package: Package
) -> None:
    told = [play(), second(device, attempt)[1]]
    for part, opened in zip(small_package.parts, told, strict=True):
        course = opened.shell.evaluate("coursewright.session.course")
        assert course["part"] == part.part
        assert [name for name, asked in course["questions"].items() if asked["scored"]] == [
            interaction.identifier for interaction in part.interactions if interaction.weighting
        ]
        assert set(course["scenarios"]) == {activity.identifier for activity in part.activities}
        assert len(course["rule"]["pages"]) == part.required
        assert course["rule"]["score"] == part.mastery_score
        own = {page["href"] for page in course["pages"] if page["module"]}
        assert own <= set(part.files)
        assert Path(course["pages"][0]["href"]) == Path(part.launch)


@IN_PARTS
def test_a_page_of_another_part_can_be_read_and_tried_and_says_that_nothing_is_kept(
    play: Play, attempt: Attempt
) -> None:
    opened = play()
    note = opened.shell.locator("#cw-shell-note")
    assert note.inner_text() == ""
    opened.read(LAST)
    assert note.inner_text().startswith("This page belongs to another part.")
    assert opened.answer("q-last", False, "f", "f", "t") == {
        "tries": 1,
        "triesLeft": 0,
        "right": False,
        "closed": True,
        "response": "f",
    }
    assert opened.answer_of("q-last") is None
    assert "q-last" not in str(opened.trace())
    opened.read("glossary")
    assert note.inner_text() == ""


@ONCE
def test_what_belongs_to_another_part_is_not_asked_for(attempt: Attempt, play: Play) -> None:
    opened = play()
    opened.read(SHOWN_ON)
    answer_all(opened, right=True)
    assert opened.outcome() == "passed"
    assert opened.page.evaluate("coursewright.session.progress().required") == 1
