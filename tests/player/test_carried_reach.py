"""Copies to carry for everybody: axe-core finds nothing, nothing is too wide for a phone, in Arabic and dark too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from builder.model.book import Book
from tests.player.test_accessibility import AXE, PHONE, SMALL, too_wide, unfold, violations
from tests.player.test_carried import package_of, unpack


@pytest.fixture(scope="module")
def axe(root: Path) -> str:
    return (root / AXE).read_text(encoding="utf-8")


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A narrow phone that lets axe in, which the pages' own policy does not."""
    context = browser.new_context(bypass_csp=True, viewport=PHONE, color_scheme=request.param)
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def faults(page: Page, axe: str) -> list[str]:
    unfold(page)
    return [*violations(page, axe), *too_wide(page), *page.evaluate(SMALL)]


@pytest.mark.parametrize("language", ["ar", "qps"])
def test_the_page_for_taking_along_is_for_everybody(
    page: Page,
    axe: str,
    language: str,
    everything: dict[str, Book],
    serve: Callable[[Path], AbstractContextManager[str]],
) -> None:
    with serve(everything[language].root) as address:
        page.goto(f"{address}/offline.html")
        expect(page.locator(".cw-offline-part")).to_have_count(2)
        assert faults(page, axe) == []
        page.locator(".cw-offline-part button").first.press("Enter")
        expect(page.locator("#cw-offline [role=status]")).to_be_focused()
        assert faults(page, axe) == []


def test_a_module_alone_is_for_everybody(
    page: Page, axe: str, root: Path, everything: dict[str, Book], tmp_path: Path
) -> None:
    package = package_of(root / "tests/courses/sound", everything["ar"])
    (alone,) = unpack(package, "html", tmp_path).glob("01-*.html")
    page.goto(alone.as_uri())
    expect(page.locator("form.cw-form").first).to_be_visible()
    assert faults(page, axe) == []
