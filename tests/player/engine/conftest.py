"""The engine alone: a small package, and a page to try functions in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from builder.book.catalogue import SCRIPT as WORDS
from builder.book.catalogue import player_words
from builder.book.player_files import SESSION_SCRIPTS

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
ENGINE = (*SESSION_SCRIPTS, "shell.js")
PAGES = {"start": "start.html", "one/the lesson": "one/the lesson.html", "two": "two.html", "more": "more.html"}


def write_page(folder: Path, page: str, href: str) -> None:
    """Write a page of the small package, with four headings far apart."""
    root = "../" * href.count("/")
    tags = "".join(
        f'<script defer src="{root}_static/coursewright/{name}"></script>' for name in ("course.js", *SESSION_SCRIPTS)
    )
    headings = "".join(f"<h2>Part {number}</h2><p style='height:90em'>Text.</p>" for number in (1, 2, 3))
    path = folder / href
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{page}</title>{tags}'
        f'<script defer src="{root}page.js"></script></head>'
        f'<body data-page="{page}" data-root="{root}"><main><h1>{page}</h1>{headings}'
        f'<a href="{root}two.html">On</a></main></body></html>',
        encoding="utf-8",
    )


@pytest.fixture(scope="session")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder, and in it the small package with the player's engine."""
    folder = tmp_path_factory.mktemp("lms")
    package = folder / "package"
    assets = package / "_static/coursewright"
    assets.mkdir(parents=True)
    for name in ENGINE:
        shutil.copy(ROOT / "builder/player" / name, assets)
    (assets / WORDS).write_text(player_words("en"), encoding="utf-8")
    shutil.copy(HERE / "package/course.js", assets)
    for name in ("launch.html", "page.js"):
        shutil.copy(HERE / "package" / name, package)
    for page, href in PAGES.items():
        write_page(package, page, href)
    return folder


@pytest.fixture(scope="session")
def site(package: Path, serve: Callable[[Path], Any]) -> Iterator[str]:
    """The address of the small package as a plain website."""
    with serve(package / "package") as address:
        yield address


@pytest.fixture
def device(browser: Browser) -> Iterator[BrowserContext]:
    """A device with nothing on it."""
    context = browser.new_context()
    yield context
    context.close()


@pytest.fixture(scope="session")
def engine(browser: Browser, site: str) -> Iterator[Page]:
    """A page with the engine loaded, to try its functions in."""
    page = browser.new_page()
    page.goto(f"{site}/start.html")
    page.add_script_tag(path=HERE / "plain.js")
    yield page
    page.close()
