"""The pages of one part, made to stand in one document: places get names of their own, files come inside."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from lxml import etree

from builder.packages.chapter import Chapter, drop, every, local_files, read_chapter, sections
from builder.packages.embedding import data_url
from builder.packages.package import Item, Package, Reading

POINTING = (
    "for",
    "headers",
    "list",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-labelledby",
    "aria-owns",
)
"""Attributes that name other elements by their ids (HTML Living Standard; WAI-ARIA 1.2)."""
IN_DRAWING = re.compile(r"url\(#([^)]+)\)")
KINDS = ("question", "scenario", "story")
DOWNLOADS = "_downloads/"
LOADED = ("src", "data-audio", "poster")


@dataclass(frozen=True, slots=True)
class AlonePage:
    """One page: ``anchor`` is its place in the document, ``body`` its article, ``shows`` the ids of what stands in it
    by kind, ``banks`` the bank of each question, ``scenes`` how many scenes each story has. ``is_own``: it belongs to
    the part."""

    id: str
    href: str
    title: str
    anchor: str
    body: etree._Element
    is_own: bool
    required: bool
    shows: Mapping[str, tuple[str, ...]]
    banks: Mapping[str, str]
    scenes: Mapping[str, int]


def alone_pages(package: Package, item: Item) -> Iterator[AlonePage]:
    """Yield the pages of ``item`` in reading order, then those of no part that they lead to (a glossary, sources)."""
    own = [page for page in package.pages if not item.part or page.part == item.part]
    hrefs = {page.href for page in own}
    chapters = [_read(package, page) for page in own]
    led_to = {
        file for chapter in chapters for _, name, file, _ in local_files(chapter.body, chapter.href) if name == "href"
    }
    start = package.pages[0].href
    more = [page for page in package.pages if not page.part and page.href in led_to - hrefs - {start}]
    chapters += [_read(package, page) for page in more]
    pages = [*own, *more]
    anchors = {page.href: f"cw-page-{number}" for number, page in enumerate(pages, 1)}
    files = frozenset(package.files)
    for page, chapter in zip(pages, chapters, strict=True):
        _name_places(chapter, anchors[page.href])
        _lead_within(package, chapter, anchors, files)
        yield _page(page, chapter, anchors[page.href], is_own=page.href in hrefs)


def _read(package: Package, page: Reading) -> Chapter:
    """Read a page without what stands around its article, which would stay in memory as long as the article does."""
    chapter = read_chapter(package.root, page.href, page.title)
    return replace(chapter, body=deepcopy(chapter.body))


def _page(page: Reading, chapter: Chapter, anchor: str, *, is_own: bool) -> AlonePage:
    body = chapter.body
    body.tag = "article"
    body.tail = None
    body.set("class", "cw-article")
    body.set("id", anchor)
    body.set("data-page", page.id)
    found = {kind: sections(body, kind) for kind in KINDS}
    return AlonePage(
        page.id,
        page.href,
        page.title,
        anchor,
        body,
        is_own,
        page.required,
        shows={kind: tuple(things) for kind, things in found.items()},
        banks={name: str(question.get("data-bank", "")) for name, question in found["question"].items()},
        scenes={name: len(every(story, ".//*[@data-scene]")) for name, story in found["story"].items()},
    )


def _name_places(chapter: Chapter, anchor: str) -> None:
    """Begin every id of the page with its anchor, wherever the page speaks of it, so that no two pages share one."""
    ids = {str(one.get("id")) for one in chapter.body.iter(etree.Element) if one.get("id")}
    for one in chapter.body.iter(etree.Element):
        if one.get("id"):
            one.set("id", f"{anchor}-{one.get('id')}")
        for name, value in list(one.attrib.items()):
            text = str(value)
            if name in POINTING:
                one.set(name, " ".join(f"{anchor}-{word}" if word in ids else word for word in text.split()))
            elif name in ("href", "xlink:href") and text.startswith("#") and text[1:] in ids:
                one.set(name, f"#{anchor}-{text[1:]}")
            elif "url(#" in text:
                one.set(name, IN_DRAWING.sub(lambda found: f"url(#{anchor}-{found[1]})", text))


def _lead_within(package: Package, chapter: Chapter, anchors: Mapping[str, str], files: Collection[str]) -> None:
    """Have links lead to places in the document and media come as data; what is not here becomes its text."""
    for one, name, file, rest in list(local_files(chapter.body, chapter.href)):
        fragment = rest.partition("#")[2]
        if name == "href" and file in anchors:
            one.set("href", f"#{anchors[file]}" + (f"-{fragment}" if fragment else ""))
        elif name in LOADED and file in files:
            one.set(name, data_url(package.root / file))
        elif one.tag == "a" and file in files and ("download" in one.attrib or file.startswith(DOWNLOADS)):
            one.set("href", data_url(package.root / file))
            one.set("download", PurePosixPath(file).name)
        else:
            _leave_out(one, name)
    for remote in every(
        chapter.body,
        ".//*[@src and not(starts-with(@src, 'data:')) and (contains(@src, '://') or starts-with(@src, '//'))]",
    ):
        _leave_out(remote, "src")
    for picture in every(chapter.body, ".//*[@srcset]"):
        del picture.attrib["srcset"]


def _leave_out(one: etree._Element, attribute: str) -> None:
    del one.attrib[attribute]
    if one.tag == "img":
        one.tag, one.text = "span", str(one.attrib.pop("alt", ""))
    elif one.tag in ("audio", "video", "source", "track"):
        drop(one)
    elif one.tag == "a":
        one.tag = "span"
