"""A course's pages as a cartridge carries them: HTML that reads well when a learning system takes its head off."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from builder.packages.chapter import Chapter, every, local_files, read_chapter
from builder.packages.markup import element, html_document
from builder.packages.package import Package, Reading


def cartridge_page(package: Package, page: Reading, pages: Mapping[str, Reading]) -> tuple[bytes, tuple[str, ...]]:
    """Return ``page`` as HTML, and the files below the site's root that it shows or offers for download.

    Links to ``pages`` (href -> page) stay; those to other files of the site that the package does not have go.
    """
    chapter = read_chapter(package.root, page.href, page.title)
    files = _keep_known(chapter, set(package.files), pages)
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
