"""All pages in one document for paper: a title page, contents with page numbers, the chapters, answers at the back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from lxml import etree

from builder.book.words import words_for
from builder.packages.asked import read_asked
from builder.packages.chapter import Chapter, every, local_files
from builder.packages.markup import element
from builder.packages.package import Package
from builder.packages.printed import ANSWERS, answer_sections, printed_chapter, unlink

STYLE = Path(__file__).parent / "handbook.css"
POLICY = "default-src 'none'; img-src file: data:; style-src 'unsafe-inline'"
"""Whatever a page may still name, a printing browser loads pictures of the site and nothing else."""
FAR = "…"
"""Stands for a page number until the first printing has told it."""


def handbook(package: Package, numbers: Mapping[str, str]) -> bytes:
    """Return the document as HTML; pictures are named by the file they are in.

    ``numbers`` gives the page on which each anchor of the contents stands (see `chapter_anchors`); the first printing
    goes without.
    """
    html = element("html", {"lang": package.language, "dir": package.direction}, _head(package))
    body = element("body", {}, _title_page(package), _contents(package, numbers))
    html.append(body)
    for anchor, chapter in _chapters(package):
        chapter.body.tag = "section"
        chapter.body.set("class", "chapter")
        chapter.body.set("id", anchor)
        body.append(chapter.body)
    body.extend(_answers(package))
    return etree.tostring(html, method="html", doctype="<!DOCTYPE html>", encoding="UTF-8")


def chapter_anchors(package: Package) -> tuple[str, ...]:
    """Return the anchors that the contents lead to, in order."""
    asked = [ANSWERS] if any(bank.questions for bank in package.banks) else []
    return (*(_anchor(number) for number in range(len(package.pages))), *asked)


def _anchor(number: int) -> str:
    return f"c{number}"


def _head(package: Package) -> etree._Element:
    return element(
        "head",
        {},
        element("meta", {"charset": "utf-8"}),
        element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        element("title", {}, package.title),
        element("style", {}, STYLE.read_text(encoding="utf-8")),
    )


def _title_page(package: Package) -> etree._Element:
    authors = [person.name for person in package.metadata.contributors]
    lines = [", ".join(authors), package.version, package.metadata.rights]
    return element(
        "section",
        {"class": "title-page"},
        element("p", {"class": "book-title"}, package.title),
        *([element("p", {"class": "about"}, package.description)] if package.description else []),
        *(element("p", {}, line) for line in lines if line),
    )


def _contents(package: Package, numbers: Mapping[str, str]) -> etree._Element:
    words = words_for(package.language)
    groups = {part.part: part.title for part in package.parts}
    entries: list[etree._Element] = []
    last = ""
    titles = [(page.part, page.title) for page in package.pages]
    anchors = chapter_anchors(package)
    if len(anchors) > len(titles):
        titles.append(("", words["answers"]))
    for anchor, (part, title) in zip(anchors, titles, strict=True):
        if part in groups and part != last:
            entries.append(element("li", {"class": "part"}, groups[part]))
        last = part
        number = element("span", {"class": "number"}, numbers.get(anchor, FAR))
        entries.append(element("li", {}, element("a", {"href": f"#{anchor}"}, element("span", {}, title), number)))
    return element("nav", {"class": "contents"}, element("h1", {}, words["contents"]), element("ol", {}, *entries))


def _chapters(package: Package) -> Iterator[tuple[str, Chapter]]:
    """Yield each chapter with its anchor; its ids begin with the anchor, so that no two chapters share one."""
    anchors = {page.href: _anchor(number) for number, page in enumerate(package.pages)}
    files = set(package.files)
    for page in package.pages:
        chapter = printed_chapter(package, page, ANSWERS)
        own = anchors[page.href]
        _lead_within(chapter, own, anchors, package.root, files)
        yield own, chapter


def _lead_within(chapter: Chapter, own: str, anchors: Mapping[str, str], root: Path, files: set[str]) -> None:
    for one, attribute, file, rest in list(local_files(chapter.body, chapter.href)):
        fragment = rest.partition("#")[2]
        if attribute == "href" and file in anchors:
            one.set("href", f"#{anchors[file]}" + (f"-{fragment}" if fragment else ""))
        elif attribute == "href" and file.rpartition("/")[2] == ANSWERS:
            one.set("href", f"#{fragment}")
        elif attribute == "src" and file in files and one.tag == "img":
            one.set("src", (root / file).resolve().as_uri())
        elif one.tag == "img":
            unlink(one, attribute)
        else:
            del one.attrib[attribute]
    for played in every(chapter.body, ".//audio | .//video"):
        _as_words(played)
    for link in every(chapter.body, ".//a[starts-with(@href, '#')]"):
        target = str(link.get("href"))[1:]
        if (
            not target.startswith((f"{ANSWERS}-", *(f"{anchor}-" for anchor in anchors.values())))
            and target not in anchors.values()
        ):
            link.set("href", f"#{own}-{target}")
    for one in chapter.body.iter(etree.Element):
        if one.get("id"):
            one.set("id", f"{own}-{one.get('id')}")


def _as_words(played: etree._Element) -> None:
    """Paper plays nothing: what a recording is called stays."""
    words, tail = str(played.get("title") or played.get("aria-label") or ""), played.tail
    played.clear()
    played.tag, played.text, played.tail = "span", words, tail


def _answers(package: Package) -> Iterator[etree._Element]:
    """The chapter of answers, if anything is asked."""
    hrefs = {page.id: page.href for page in package.pages}
    files = set(package.files)

    def place(file: str) -> str | None:
        return (package.root / file).resolve().as_uri() if file in files and file not in hrefs.values() else None

    shown = [
        (hrefs[bank.page[question.id]], bank.title, question) for bank in package.banks for question in bank.questions
    ]
    back = {page.href: f"#{_anchor(number)}" for number, page in enumerate(package.pages)}
    found = list(answer_sections(package, read_asked(package.root, shown, place), back))
    if found:
        for link in (link for section in found for link in every(section, ".//a[contains(@href, '#question-')]")):
            link.set("href", str(link.get("href")).replace("#question-", "-question-"))
        title = element("h1", {}, words_for(package.language)["answers"])
        yield element("section", {"class": "chapter", "id": ANSWERS}, title, *found)
