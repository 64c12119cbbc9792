"""The questions as the pages ask them, with their keys: what question banks of other systems are written from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from builder.model.question import Numeric, Question, Reflection, SeveralChoice, SingleChoice
from builder.packages.chapter import every, inside, local_files, read_chapter, sections

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

Place = Callable[[str], str | None]
"""From a file of the site to its address in the target; None when the target does not have it: the link then goes."""
CHOICES = ("data-option", "data-item", "data-target")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question. ``prompt`` and ``choices`` (option, item or target id -> text) are HTML as the page shows it;
    ``part`` is its part's title, ``page`` the page below the site's root that asks it first. ``files`` are the
    addresses that its texts and feedback were given, and the files of the site that they stand for; ``feedback`` holds,
    by their Markdown, those texts of feedback that show or link to something, as HTML with these addresses."""

    question: Question
    part: str
    page: str
    prompt: str
    choices: Mapping[str, str]
    files: Mapping[str, str]
    feedback: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def read_asked(root: Path, shown: Iterable[tuple[str, str, Question]], place: Place) -> Iterator[Asked]:
    """Yield every question of ``shown`` (page, part title, question) in that order; a page is read once in a row.

    Addresses in the texts are those that ``place`` gives; a link without one becomes its text, a picture its
    description.
    """
    page, found = "", dict[str, etree._Element]()
    for href, part, question in shown:
        if href != page:
            page, found = href, dict(sections(read_chapter(root, href).body, "question"))
        section = found.get(question.id)
        if section is None:
            continue
        yield ask(section, href, part, question, place)


def ask(section: etree._Element, href: str, part: str, question: Question, place: Place) -> Asked:
    """Return ``question`` as its ``section`` in the page ``href`` asks it; addresses in the section are changed."""
    files = dict(move(section, href, place))
    feedback = {}
    for text in feedback_texts(question):
        if "](" in text or "<http" in text or "]:" in text:
            feedback[text], led = _led(text, href, place)
            files |= led
    choices = {str(item.get(name)): inside(item) for name in CHOICES for item in section.iter("li") if item.get(name)}
    return Asked(question, part, href, inside(section, "cw-prompt"), choices, files, feedback)


def feedback_texts(question: Question) -> tuple[str, ...]:
    """Return all that ``question`` says about answers, as Markdown."""
    match question:
        case SingleChoice() | SeveralChoice():
            return tuple(option.feedback for option in question.options)
        case Reflection():
            return (question.guidance,)
        case Numeric():
            return (question.feedback.right, question.feedback.wrong, *(near.feedback for near in question.near))
        case _:
            return (question.feedback.right, question.feedback.wrong)


def told(asked: Asked, text: str, markdown: MarkdownIt) -> str:
    """Return a text of the question's feedback as HTML, with the addresses that it has in the target."""
    return asked.feedback.get(text) or markdown.render(text)


def _led(text: str, href: str, place: Place) -> tuple[str, Mapping[str, str]]:
    """Feedback as HTML, its addresses read from the page ``href`` and moved like those of the prompt."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": False}).render(text)
    body = etree.fromstring(f"<html><body><div>{html}</div></body></html>", etree.HTMLParser()).find("body/div")
    assert body is not None
    files = move(body, href, place)
    return f"{inside(body)}\n", files


def move(element: etree._Element, href: str, place: Place) -> Mapping[str, str]:
    """Give every address of the site in ``element``, which stands in the page ``href``, its place in the target.

    Return the new addresses and the files that they stand for.
    """
    moved: dict[str, str] = {}
    for one, name, file, rest in list(local_files(element, href)):
        address = place(file)
        if address is not None:
            moved[address] = file
            one.set(name, address + rest)
        elif one.tag == "img":
            one.tag = "span"
            one.text = str(one.attrib.pop("alt", ""))
            del one.attrib[name]
        else:
            del one.attrib[name]
    for link in every(element, ".//a[starts-with(@href, '#')]"):
        del link.attrib["href"]
    return moved
