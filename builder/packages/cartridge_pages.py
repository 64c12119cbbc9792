"""A course's pages as a cartridge carries them: HTML that reads well when a learning system takes its head off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from builder.packages.asked import Asked, Place, ask, move
from builder.packages.chapter import Chapter, drop, every, inside, local_files, read_chapter, sections
from builder.packages.markup import element, html_document
from builder.packages.package import Package, Reading

CITED_AS = re.compile(r"\b(?:URL|doi|arXiv)\s*:\s*(?=[.,;]|$)", re.IGNORECASE)
"""What stands before an address in a bibliography and says nothing without it."""
_HAS_CLASS = "contains(concat(' ', @class, ' '), ' {} ')"


@dataclass(frozen=True, slots=True)
class CartridgePage:
    """One page as HTML, and what else is made of it: ``files`` of the site that it shows or offers, the questions that
    it ``asked`` first (id -> question), the ``scenes`` it sets (scenario id -> introduction as HTML), and the
    ``sources`` that its bibliography leads to (address on the web -> what is told of the work)."""

    page: Reading
    content: bytes
    files: tuple[str, ...]
    asked: Mapping[str, Asked]
    scenes: Mapping[str, str]
    sources: Mapping[str, str]


def cartridge_pages(package: Package, place: Place) -> Iterator[CartridgePage]:
    """Yield the pages in reading order; each is read once, and no more than one is held as a tree.

    ``place`` gives the addresses that the texts of questions and scenarios are given.
    """
    known = {page.href: page for page in package.pages}
    all_files = set(package.files)
    names = {page.id: page.href for page in package.pages}
    questions = {
        (names[bank.page[question.id]], question.id): (bank.title, question)
        for bank in package.banks
        for question in bank.questions
    }
    for page in package.pages:
        chapter = read_chapter(package.root, page.href, page.title)
        asked = {
            name: ask(deepcopy(section), page.href, *questions[page.href, name], place)
            for name, section in sections(chapter.body, "question").items()
            if (page.href, name) in questions
        }
        scenes = {}
        for name, section in sections(chapter.body, "scenario").items():
            scene = deepcopy(section)
            move(scene, page.href, place)
            scenes[name] = inside(scene, "cw-intro")
        sources = _sources(chapter.body)
        content, shown = _page(package, chapter, page, known, all_files)
        told = {file for one in asked.values() for file in one.files.values() if file not in known}
        files = tuple(sorted({*shown, *told}))
        yield CartridgePage(page, content, files, asked, scenes, sources)


def _sources(body: etree._Element) -> Mapping[str, str]:
    """The addresses on the web in a bibliography, and its entries' words without them."""
    found: dict[str, str] = {}
    for entry in every(body, f".//*[{_HAS_CLASS.format('citation')}]"):
        words = deepcopy(entry)
        for aside in every(words, f".//a | .//*[{_HAS_CLASS.format('label')}]"):
            drop(aside)
        told = CITED_AS.sub("", " ".join(str(words.xpath("string()")).split())).strip(" .,;") or str(entry.get("id"))
        for link in every(entry, ".//a[starts-with(@href, 'https://') or starts-with(@href, 'http://')]"):
            found.setdefault(str(link.get("href")).strip(), told)
    return found


def _page(
    package: Package, chapter: Chapter, page: Reading, pages: Mapping[str, Reading], all_files: set[str]
) -> tuple[bytes, tuple[str, ...]]:
    """Return the page as HTML, and the files below the site's root that it shows or offers for download.

    Links to ``pages`` (href -> page) stay; those to other files of the site that the package does not have go.
    """
    files = _keep_known(chapter, all_files, pages)
    _let_stories_sound(chapter.body)
    chapter.body.tag = "main"
    document = element(
        "html",
        {"lang": package.language, "dir": package.direction},
        element(
            "head",
            {},
            element("meta", {"charset": "utf-8"}),
            element("title", {}, page.title),
            element("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        ),
        element("body", {}, chapter.body),
    )
    return html_document(document), files


def _keep_known(chapter: Chapter, files: set[str], pages: Mapping[str, Reading]) -> tuple[str, ...]:
    shown: set[str] = set()
    for one, name, file, _ in list(local_files(chapter.body, chapter.href)):
        if file in pages:
            continue
        if file in files:
            shown.add(file)
        else:
            del one.attrib[name]
    return tuple(sorted(shown))


def _let_stories_sound(body: etree._Element) -> None:
    """Without the player a scene's recording is played by the browser's own controls."""
    for scene in every(body, ".//*[@data-audio]"):
        address = str(scene.attrib.pop("data-audio"))
        scene.append(element("audio", {"controls": "controls", "preload": "none", "src": address}))
