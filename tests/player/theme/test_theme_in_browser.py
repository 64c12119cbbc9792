"""The theme on the screen: widths, colours, sides, keyboard, search, and what a first page weighs."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route

PAGES = ["index", "first/listening", "more/boxes", "more/notebook", "more/words", "search", "genindex"]
LOOK = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")


@contextmanager
def opened(browser: Browser, **options: Any) -> Iterator[Page]:
    """A page in a browser of its own; whatever its console or a refused request says fails the test."""
    context = browser.new_context(**options)
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("requestfailed", lambda request: said.append(f"{request.url}: {request.failure}"))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=204))
    yield page
    assert said == []
    context.close()


def viewport(width: int) -> dict[str, Any]:
    return {"viewport": {"width": width, "height": 740}}


def sideways(page: Page) -> bool:
    """Whether the page as a whole is wider than the screen."""
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


def test_nothing_scrolls_sideways_and_nothing_complains(browser: Browser, sites: dict[str, Path]) -> None:
    with opened(browser) as page:
        for width in (320, 360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            for site in sites.values():
                for name in PAGES:
                    page.goto((site / f"{name}.html").as_uri())
                    assert not sideways(page), (width, site.name, name)


def test_text_twice_as_large_still_fits(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(640)) as page:
        for name in PAGES:
            page.goto((site / f"{name}.html").as_uri())
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert not sideways(page), name


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_stands_out_from_its_ground(browser: Browser, site: Path, scheme: str) -> None:
    with opened(browser, **viewport(1280), color_scheme=scheme, bypass_csp=True) as page:
        for name in PAGES:
            page.goto((site / f"{name}.html").as_uri())
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            seen = page.evaluate(LOOK)
            assert seen["looked"] > 10, name
            assert seen["faint"] == [], name


def test_a_colour_choice_of_the_page_overrules_the_devices(browser: Browser, address: str) -> None:
    with opened(browser, color_scheme="dark") as page:
        page.goto(f"{address}/index.html")
        ground = "getComputedStyle(document.body).backgroundColor"
        dark = page.evaluate(ground)
        page.evaluate("localStorage.setItem('coursewright.theme', 'light')")
        page.add_init_script(
            "new MutationObserver((all, self) => { if (document.body) {"
            " window.atBirth = document.documentElement.dataset.theme; self.disconnect(); } })"
            ".observe(document, {childList: true, subtree: true})"
        )
        page.reload()
        assert page.evaluate("window.atBirth") == "light"
        assert page.evaluate(ground) != dark
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')") is None
        assert page.evaluate(ground) == dark


def test_right_to_left_mirrors_the_page_but_not_its_code(browser: Browser, sites: dict[str, Path]) -> None:
    def sides(page: Page, site: Path) -> tuple[bool, bool]:
        page.goto((site / "more" / "boxes.html").as_uri())
        contents, main = page.locator("#cw-contents").bounding_box(), page.locator("#cw-main").bounding_box()
        toggle = page.locator("#cw-contents summary").bounding_box()
        assert contents
        assert main
        assert toggle
        return contents["x"] < main["x"], toggle["x"] > contents["x"] + contents["width"] / 2

    with opened(browser, **viewport(1280)) as page:
        assert sides(page, sites["en"]) == (True, True)
        assert sides(page, sites["ar"]) == (False, False)
        for code in ("article pre", "article code", "math"):
            assert page.locator(code).first.evaluate("node => getComputedStyle(node).direction") == "ltr", code
        assert page.locator("article p").first.evaluate("node => getComputedStyle(node).direction") == "rtl"


def test_the_keyboard_meets_skip_link_title_search_contents_text(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(1280)) as page:
        page.goto((site / "first" / "listening.html").as_uri())
        met = []
        for _ in range(7):
            page.keyboard.press("Tab")
            met.append(
                page.evaluate(
                    "document.activeElement.className || document.activeElement.name"
                    " || document.activeElement.dataset.page || document.activeElement.tagName"
                )
            )
        assert met == ["cw-skip", "cw-book", "q", "index", "first/index", "SUMMARY", "first/listening"]
        page.reload()
        page.keyboard.press("Tab")
        skip = page.locator(".cw-skip").bounding_box()
        assert skip
        assert skip["x"] >= 0
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('article, .cw-turn') !== null")


def test_contents_unfold_on_a_phone_without_script(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(360), java_script_enabled=False) as page:
        page.goto((site / "first" / "listening.html").as_uri())
        assert not page.locator("#cw-contents").is_visible()
        page.locator(".cw-fold-side summary").focus()
        page.keyboard.press("Enter")
        assert page.locator("#cw-contents").is_visible()
        page.locator("#cw-contents").get_by_role("link", name="A page without sections").click()
        assert page.locator("h1").inner_text().startswith("A page without sections")
        page.locator("#cw-contents summary").first.wait_for(state="hidden")
        page.set_viewport_size({"width": 1280, "height": 740})
        assert page.locator("#cw-contents").is_visible()
        listening = page.locator("#cw-contents [data-page='first/listening']")
        assert not listening.is_visible()
        page.locator("#cw-contents summary").click()
        assert listening.is_visible()


def test_contents_stay_in_sight_beside_a_long_page(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(1280)) as page:
        page.goto((site / "more" / "boxes.html").as_uri())
        page.evaluate("window.scrollTo({top: 900, behavior: 'instant'})")
        for beside in ("#cw-contents [aria-current]", ".cw-onpage a[href='#steps']"):
            box = page.locator(beside).bounding_box()
            assert box
            assert 0 <= box["y"] < 740, beside


def test_what_a_finger_must_hit_is_large_enough(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(360)) as page:
        page.goto((site / "first" / "listening.html").as_uri())
        for summary in page.locator(".cw-fold > summary").all():
            summary.click()
        small = page.evaluate(
            """Array.from(document.querySelectorAll('header a, header button, nav a, nav input, summary'))
              .map(one => [one.textContent, one.getBoundingClientRect()])
              .filter(([, box]) => box.height && (box.height < 44 || box.width < 44))
              .map(([text, box]) => [text, box.width, box.height])"""
        )
        assert small == []


def test_search_finds_a_word_from_a_folder_and_says_so(browser: Browser, sites: dict[str, Path]) -> None:
    for language, site in sites.items():
        with opened(browser, **viewport(1280)) as page:
            page.goto((site / "more" / "boxes.html").as_uri())
            page.locator("#cw-contents input[name=q]").fill("marzipan")
            page.keyboard.press("Enter")
            page.wait_for_url("**/search.html?q=marzipan")
            result = page.locator("ul.search a")
            result.wait_for()
            said = page.locator("#search-results [role=status]:not(:empty)")
            said.wait_for()
            assert said.inner_text() == {"en": "Pages found: 1", "ar": "عدد الصفحات التي وُجدت: 1"}[language]
            result.click()
            assert page.url == (site / "first" / "listening.html").as_uri()


def test_paper_gets_the_text_alone_dark_on_light(browser: Browser, site: Path) -> None:
    with opened(browser, **viewport(1280)) as page:
        page.goto((site / "more" / "boxes.html").as_uri())
        page.evaluate("document.documentElement.setAttribute('data-theme', 'dark')")
        page.emulate_media(media="print")
        for gone in ("#cw-contents", ".cw-turn", ".cw-onpage", ".cw-light", ".headerlink"):
            assert not page.locator(gone).first.is_visible(), gone
        assert page.locator("h1").is_visible()
        assert page.evaluate("getComputedStyle(document.body).color") == "rgb(36, 41, 46)"


MOVING = """() => {
    const moves = Array.from(document.querySelectorAll('*')).flatMap(one => ['', '::before', '::after'].map(part => {
        const style = getComputedStyle(one, part);
        const isStill = style.transitionProperty === 'none' || parseFloat(style.transitionDuration) === 0;
        return isStill && style.animationName === 'none' ? '' : one.className + part;
    })).filter(Boolean);
    return [moves.length, getComputedStyle(document.documentElement).scrollBehavior];
}"""


def test_nothing_moves_for_those_who_ask_for_less_motion(browser: Browser, site: Path) -> None:
    address = (site / "more/notebook.html").as_uri()
    with opened(browser, reduced_motion="no-preference") as page:
        page.goto(address)
        moving, scrolling = page.evaluate(MOVING)
        assert moving > 0
        assert scrolling == "smooth"
    with opened(browser, reduced_motion="reduce") as page:
        page.goto(address)
        assert page.evaluate(MOVING) == [0, "auto"]


def test_the_policy_stops_inline_script_from_a_folder_too(browser: Browser, site: Path, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    for root in (address, site.as_uri()):
        page.goto(f"{root}/index.html")
        page.evaluate(
            """() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';
                       document.head.append(script); }"""
        )
        assert page.evaluate("window.ran === undefined"), root
        assert page.evaluate("document.styleSheets.length") == 1, root
    context.close()


def test_a_first_page_is_light(browser: Browser, site: Path, serve: Callable[[Path], Any]) -> None:
    weights: dict[str, int] = {}

    def weigh(route: Route) -> None:
        file = site / unquote(urlsplit(route.request.url).path).lstrip("/")
        weights[file.name] = len(gzip.compress(file.read_bytes()))
        route.continue_()

    with opened(browser) as page, serve(site) as address:
        page.route(f"{address}/**", weigh)
        page.goto(f"{address}/index.html", wait_until="networkidle")
    assert set(weights) == {"index.html", "theme.js", "theme.css"}, json.dumps(weights)
    assert sum(weights.values()) <= 60_000
