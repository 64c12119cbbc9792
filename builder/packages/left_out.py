"""What stands in the pages and cannot stand in a format that writes them anew without a browser: found page by page."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from lxml import etree

from builder.packages.asked import feedback_texts
from builder.packages.chapter import embedded_is_picture, every, read_article, sections
from builder.packages.package import Package

ARTICLE = re.compile(rb"<article\b.*</article>", re.DOTALL | re.IGNORECASE)
EMBEDDED = re.compile(rb"<(?:iframe|object|embed|form|canvas|script\b[^>]*\ssrc)\b", re.IGNORECASE)
PLAYED = re.compile(rb"<(?:audio|video)\b|\sdata-audio=", re.IGNORECASE)
SHOWN = re.compile(rb"<(?:img|audio|video|source)\b|\sdata-audio=", re.IGNORECASE)
FAR_PICTURE = re.compile(r"!\[[^\]]*\]\(\s*<?((?:https?:)?//[^\s)>]+)", re.IGNORECASE)
"""A picture of another host, in Markdown."""
ADDRESSES = ("src", "data", "data-audio")


def embedded(package: Package) -> Iterator[str]:
    """Name the frames, objects, forms, canvases and files of scripts of the site's own in the text of pages.

    What comes from another host is told apart (`Package.distant`), and so are scripts that stand in the page itself.
    """
    for page, body in _articles(package, EMBEDDED):
        for one in every(body, ".//iframe | .//object | .//embed | .//form | .//canvas | .//script[@src]"):
            address = _address(one)
            if _is_distant(address) or (one.tag in ("object", "embed") and embedded_is_picture(urlsplit(address).path)):
                continue
            yield _named(page, one, address)


def recordings(package: Package) -> Iterator[str]:
    """Name what is played in the text of pages and is a file of the site, or stands in the page."""
    for page, body in _articles(package, PLAYED):
        for one in every(body, ".//audio | .//video | .//*[@data-audio]"):
            address = _address(one) or next((_address(source) for source in one.iter("source", "track")), "")
            if not _is_distant(address):
                yield _named(page, one, address)


def unfit_media(package: Package, known: Collection[str]) -> Iterator[str]:
    """Name the files that the text of pages shows or plays and whose kind (its ``.ending``) is not ``known``."""
    for page, body in _articles(package, SHOWN):
        for one in every(body, ".//img | .//audio | .//video | .//source | .//*[@data-audio]"):
            address = _address(one)
            if not address or _is_distant(address) or address.startswith("data:"):
                continue
            if PurePosixPath(unquote(urlsplit(address).path)).suffix.lower() not in known:
                yield _named(page, one, address)


def feedback_from_afar(package: Package) -> Iterator[str]:
    """Name the pictures of other hosts in what questions say about answers, which stands in no page."""
    for bank in package.banks:
        for question in bank.questions:
            for text in feedback_texts(question):
                yield from (f"{question.id}: img {found[1]}" for found in FAR_PICTURE.finditer(text))


def prompts_from_afar(package: Package) -> Iterator[str]:
    """Name what the texts of questions show from other hosts."""
    asked = {question.id for bank in package.banks for question in bank.questions}
    for page in {thing.page: None for thing in package.distant}:
        href = next((one.href for one in package.pages if one.id == page), None)
        body = read_article((package.root / href).read_bytes()) if href else etree.Element("article")
        for name, section in sections(body, "question").items():
            shown = every(section, ".//*[@src]") if name in asked else []
            yield from (f"{name}: {one.tag} {_address(one)}" for one in shown if _is_distant(_address(one)))


def _articles(package: Package, hint: re.Pattern[bytes]) -> Iterator[tuple[str, etree._Element]]:
    """Yield the id and the article of each page in whose text ``hint`` is found; only those are parsed."""
    for page in package.pages:
        content = (package.root / page.href).read_bytes()
        article = ARTICLE.search(content)
        if hint.search(content, *(article.span() if article else ())):
            yield page.id, read_article(content)


def _address(one: etree._Element) -> str:
    return next((str(one.get(name)).strip() for name in ADDRESSES if one.get(name)), "")


def _is_distant(address: str) -> bool:
    return "://" in address.split("?")[0] or address.startswith("//")


def _named(page: str, one: etree._Element, address: str) -> str:
    shown = f"{address[:32]}..." if address.startswith("data:") else unquote(address)
    words = shown or str(one.get("title") or one.get("id") or "")
    return f"{page}: {one.tag} {words}".rstrip()
