"""Pages for readers that run no player, a book reader or a printer: all is open, and answers stand at the back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from builder.book.shown_order import matching_targets, ordering_ids
from builder.book.words import words_for
from builder.model.question import (
    Matching,
    Numeric,
    Ordering,
    Reflection,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from builder.packages.asked import Asked, told
from builder.packages.chapter import Chapter, drop, every, read_chapter, sections
from builder.packages.markup import element
from builder.packages.package import Package, Reading

ANSWERS = "answers"
"""The name of the page at the back, and the beginning of its anchors."""
SCREEN_ONLY = ("tabindex", "role", "aria-label", "loading", "download")
"""Attributes that serve scrolling, focus and saving."""
AFAR = re.compile(r"(?!file:)(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
"""How the address of another host begins."""
DATED = ("border", "align", "valign", "bgcolor", "cellpadding", "cellspacing", "nowrap", "frame", "rules")
"""Attributes that HTML no longer has (HTML Living Standard, section 16.2)."""


def printed_chapter(package: Package, page: Reading, answers: str) -> Chapter:
    """Read a page and open it like `open_chapter`."""
    chapter = read_chapter(package.root, page.href, page.title)
    open_chapter(package, chapter, answers)
    return chapter


def open_chapter(package: Package, chapter: Chapter, answers: str) -> None:
    """Open what a screen would fold; each question points to its answer on the page ``answers``."""
    body = chapter.body
    for folded in every(body, ".//details"):
        folded.tag = "div"
        folded.attrib.pop("open", "")
    for toggle in every(body, ".//summary[*[contains(@class, 'collapsed')] and *[contains(@class, 'expanded')]]"):
        drop(toggle)  # "show" and "hide": neither can be done here
    for lead in every(body, ".//summary"):
        lead.tag = "div"
        lead.set("class", "cw-summary")
    for hidden in every(body, ".//input"):
        drop(hidden)
    _leave_afar(body)
    asked = {question.id for bank in package.banks for question in bank.questions}
    words = words_for(package.language)
    for name, section in sections(body, "question").items():
        if name in asked:
            link = element("a", {"href": f"{answers}#{ANSWERS}-{name}"}, words["answer"])
            section.append(element("p", {"class": "cw-to-answer"}, link))
    for one in body.iter(etree.Element):
        for key in [key for key in one.attrib if key in SCREEN_ONLY or key in DATED or str(key).startswith("data-")]:
            if key != "data-audio" and not (key == "aria-label" and one.tag in ("audio", "video")):
                del one.attrib[key]


def _leave_afar(body: etree._Element) -> None:
    """Take away what would come from another host, and what then plays nothing."""
    for one in every(body, ".//*[@srcset]"):
        del one.attrib["srcset"]
    for one in every(body, ".//*[@poster]"):
        if _is_afar(one.get("poster", "")):
            del one.attrib["poster"]
    for one in every(body, ".//*[@src]"):
        if _is_afar(one.get("src", "")):
            unlink(one, "src")
    for source in every(body, ".//picture/source[not(@src)]"):
        drop(source)
    drop_silent(body)


def drop_silent(body: etree._Element) -> None:
    """Drop players that have nothing to play."""
    for silent in every(body, ".//video[not(@src or .//source[@src])] | .//audio[not(@src or .//source[@src])]"):
        drop(silent)


def _is_afar(address: str) -> bool:
    return AFAR.match(address.strip()) is not None


def unlink(one: etree._Element, attribute: str) -> None:
    """Take an address away: a picture becomes its description, a link its text, what plays nothing goes."""
    one.attrib.pop(attribute, "")
    if one.tag == "img":
        one.tag, one.text = "span", str(one.attrib.pop("alt", ""))
    elif one.tag in ("audio", "video", "source", "picture", "track"):
        if attribute == "src":
            drop(one)
    elif one.tag == "a":
        one.tag = "span"


def answer_sections(package: Package, asked: Iterable[Asked], hrefs: Mapping[str, str]) -> Iterator[etree._Element]:
    """Yield a section for each question's answer; ``hrefs`` leads from a page of the site to where it now stands."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    words = words_for(package.language)
    for one in asked:
        question = one.question
        back = element("a", {"href": f"{hrefs[one.page]}#question-{question.id}"}, words["question"])
        section = element("section", {"id": f"{ANSWERS}-{question.id}", "class": "cw-answer"})
        section.append(element("div", {"class": "cw-prompt"}, *parsed(one.prompt)))
        for html in _answers(one, words, markdown):
            section.append(element("div", {"class": "cw-right"}, *parsed(html)))
        _leave_afar(section)
        section.append(element("p", {"class": "cw-back"}, back))
        yield section


def parsed(html: str) -> list[etree._Element]:
    """Return HTML as elements; text outside every element stands in a paragraph."""
    if not html.strip():
        return []
    body = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser()).find("body")
    assert body is not None
    lead = [element("p", {}, body.text.strip())] if body.text and body.text.strip() else []
    return [*lead, *body]


def _answers(asked: Asked, words: Mapping[str, str], markdown: object) -> Iterator[str]:
    """The right answer as HTML, then what the course says about it."""
    from markdown_it import MarkdownIt

    assert isinstance(markdown, MarkdownIt)
    question, choices = asked.question, asked.choices
    match question:
        case SingleChoice() | SeveralChoice():
            for option in question.options:
                if option.right:
                    yield choices[option.id]
                    yield told(asked, option.feedback, markdown)
            return
        case Reflection():
            yield told(asked, question.guidance, markdown)
            return
        case TrueFalse():
            yield f"<p>{words['true'] if question.answer else words['false']}</p>"
        case Matching():
            targets = {text: key for key, text in matching_targets(question).items()}
            for pair in question.pairs:
                yield choices[pair.id] + choices[targets[pair.right]]
        case Ordering():
            keys = {text: key for key, text in ordering_ids(question).items()}
            yield f"<ol>{''.join(f'<li>{choices[keys[text]]}</li>' for text in question.items)}</ol>"
        case Numeric():
            margin = f" ± {question.tolerance:g}" if question.tolerance else ""
            yield f"<p>{question.answer:g}{margin} {question.unit}</p>"
        case ShortText():
            yield markdown.render(question.accepted[0])
    yield told(asked, question.feedback.right, markdown)
