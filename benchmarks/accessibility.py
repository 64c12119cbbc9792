"""axe-core over everything: each page of our own course in light and dark, and the sound course walked through in every
language and scheme; prints what it finds. The suite looks at each own page once (tests/player/test_accessibility.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from measure import ROOT, report
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(ROOT))

from builder.model.book import Book
from tests.conftest import CHROMIUM, CHROMIUM_ARGS, build
from tests.player.conftest import in_language
from tests.player.test_accessibility import AXE, LESSON, PHONE, pages_of, too_wide, violations, walk_through

SCHEMES = ("light", "dark")


def look(browser: Browser, book: Book, scheme: str, axe: str) -> tuple[int, list[str]]:
    """Look at every page of a book; return how many and what was found."""
    context = browser.new_context(bypass_csp=True, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    found: list[str] = []
    files = pages_of(book)
    for file in files:
        page.goto(file.as_uri())
        found += violations(page, axe) + too_wide(page)
    context.close()
    return len(files), found


def walk(browser: Browser, book: Book, scheme: str, axe: str) -> list[str]:
    """Go through the lesson with every kind of widget, looking at each state."""
    context = browser.new_context(bypass_csp=True, viewport=PHONE, color_scheme=scheme)
    page = context.new_page()
    page.goto((book.root / LESSON).as_uri())
    found = walk_through(page, axe)
    context.close()
    return found


def main() -> None:
    """Look and report; findings go to stderr and make the exit code 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one object of named figures")
    asked = parser.parse_args()
    axe = (ROOT / AXE).read_text(encoding="utf-8")
    found: list[str] = []
    looked = walked = 0
    with tempfile.TemporaryDirectory(prefix="coursewright-axe-") as place, sync_playwright() as playwright:
        shared = Path(place)
        sound = build(ROOT / "tests/courses/sound", shared / "sound-course").book
        others = [in_language(ROOT, shared, language) for language in ("ar", "qps")]
        own = build(ROOT, shared / "own-course").book
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
        for scheme in SCHEMES:
            for book in (own, sound, *others):
                count, wrong = look(browser, book, scheme, axe)
                looked += count
                found += wrong
            for book in (sound, *others):
                found += walk(browser, book, scheme, axe)
                walked += 1
        browser.close()
    report({"pages looked at": looked, "lessons walked through": walked, "violations": len(found)}, asked.json)
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
