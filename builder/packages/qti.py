"""Questions as IMS QTI 1.2.1, Common Cartridge profile (IMS CC 1.1, section 4.12 and the profile's schema)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from builder.model.question import (
    Feedback,
    Numeric,
    Option,
    Question,
    SeveralChoice,
    ShortText,
    SingleChoice,
    TrueFalse,
)
from builder.packages.asked import Asked, told
from builder.packages.identifiers import identifier
from builder.packages.markup import element

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

NAMESPACE = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
RESPONSE = "response1"
RIGHT = "correct_fb"
WRONG = "general_incorrect_fb"
FULL = "100"
PROFILES: Mapping[type[Question], str] = MappingProxyType(
    {
        SingleChoice: "cc.multiple_choice.v0p1",
        SeveralChoice: "cc.multiple_response.v0p1",
        TrueFalse: "cc.true_false.v0p1",
        ShortText: "cc.fib.v0p1",
        Numeric: "cc.fib.v0p1",
    }
)
"""The registry of kinds that the profile can ask, and its name for each."""


def can_ask(question: Question) -> bool:
    """Whether the profile can ask and mark ``question`` just as the page does. A number with a tolerance it cannot:
    it compares texts, and would mark right answers wrong."""
    return type(question) in PROFILES and not (isinstance(question, Numeric) and question.tolerance > 0)


def assessment(name: str, title: str, asked: Iterable[Asked], markdown: MarkdownIt, tries: int) -> etree._Element:
    """Return one quiz: an assessment of one section, marked in per cent of each item, with ``tries`` attempts."""
    fields = {
        "cc_profile": "cc.exam.v0p1",
        "qmd_assessmenttype": "Examination",
        "qmd_scoretype": "Percentage",
        "qmd_feedbackpermitted": "Yes",
        "qmd_hintspermitted": "No",
        "qmd_solutionspermitted": "No",
        "cc_maxattempts": str(tries),
    }
    items = (_item(one, markdown) for one in asked)
    section = _el("section", {"ident": f"{name}_section"}, *items)
    return _root(_el("assessment", {"ident": name, "title": title}, _metadata(fields), section))


def question_bank(name: str, asked: Iterable[Asked], markdown: MarkdownIt) -> etree._Element:
    """Return a bank of items from which an instructor makes further quizzes."""
    return _root(_el("objectbank", {"ident": name}, *(_item(one, markdown) for one in asked)))


def _root(child: etree._Element) -> etree._Element:
    return element(f"{{{NAMESPACE}}}questestinterop", {}, child, namespaces={None: NAMESPACE})


def _item(asked: Asked, markdown: MarkdownIt) -> etree._Element:
    question = asked.question
    fields = {"cc_profile": PROFILES[type(question)]}
    if question.counts:
        fields["cc_weighting"] = str(question.points)
    fields["cc_question_category"] = asked.part
    response, conditions, feedback = _RENDERED[type(question)](asked, markdown)
    return _el(
        "item",
        {"ident": identifier(question.id), "title": question.id},
        _el("itemmetadata", {}, _metadata(fields)),
        _el("presentation", {}, _material(asked.prompt), response),
        _el("resprocessing", {}, _outcomes(), *conditions),
        *(_feedback(ident, text) for ident, text in feedback.items() if text),
    )


Rendered = tuple[etree._Element, list[etree._Element], Mapping[str, str]]
"""A response element, its conditions, and the feedback texts (HTML) by ident."""


def _single(asked: Asked, markdown: MarkdownIt) -> Rendered:
    options = _options(asked.question)
    conditions = [
        *(_condition([_equal(option.id)], shown=_fb(option)) for option in options),
        *(_condition([_equal(option.id)], score=True) for option in options if option.right),
    ]
    feedback = {_fb(option): told(asked, option.feedback, markdown) for option in options}
    return _choice("Single", {option.id: asked.choices[option.id] for option in options}), conditions, feedback


def _several(asked: Asked, markdown: MarkdownIt) -> Rendered:
    options = _options(asked.question)
    key = [_equal(option.id) if option.right else _el("not", {}, _equal(option.id)) for option in options]
    conditions = [
        *(_condition([_equal(option.id)], shown=_fb(option)) for option in options),
        _condition([_el("and", {}, *key)], score=True),
    ]
    feedback = {_fb(option): told(asked, option.feedback, markdown) for option in options}
    return _choice("Multiple", {option.id: asked.choices[option.id] for option in options}), conditions, feedback


def _true_false(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, TrueFalse)
    right, wrong = ("true", "false") if question.answer else ("false", "true")
    conditions = [
        _condition([_equal(right)], score=True, shown=RIGHT),
        _condition([_equal(wrong)], shown=WRONG),
    ]
    labels = {"true": asked.choices["t"], "false": asked.choices["f"]}
    return _choice("Single", labels), conditions, _both(asked, question.feedback, markdown)


def _typed(asked: Asked, markdown: MarkdownIt) -> Rendered:
    question = asked.question
    assert isinstance(question, ShortText | Numeric)
    accepted = question.accepted if isinstance(question, ShortText) else spellings(question.answer)
    keys = [_equal(text, case="No") for text in accepted]
    conditions = [_condition(keys, score=True, shown=RIGHT), _condition([_el("other", {})], shown=WRONG)]
    blank = _el("render_fib", {"prompt": "Box", "fibtype": "String"})
    response = _el("response_str", {"ident": RESPONSE, "rcardinality": "Single"}, blank)
    return response, conditions, _both(asked, question.feedback, markdown)


_RENDERED: Mapping[type[Question], Callable[[Asked, MarkdownIt], Rendered]] = MappingProxyType(
    {SingleChoice: _single, SeveralChoice: _several, TrueFalse: _true_false, ShortText: _typed, Numeric: _typed}
)


def spellings(number: float) -> tuple[str, ...]:
    """Return how people write ``number``: ``0.5``, ``.5`` and ``0,5``; ``12`` and ``12.0``."""
    plain = f"{number:.10f}".rstrip("0").rstrip(".")
    found = [plain]
    if "." not in plain:
        found.append(f"{plain}.0")
    elif plain.lstrip("-").startswith("0."):
        found.append(plain.replace("0.", ".", 1))
    found += [text.replace(".", ",") for text in found if "." in text]
    return tuple(dict.fromkeys(found))


def _options(question: Question) -> tuple[Option, ...]:
    assert isinstance(question, SingleChoice | SeveralChoice)
    return question.options


def _fb(option: Option) -> str:
    return f"{option.id}_fb"


def _both(asked: Asked, feedback: Feedback, markdown: MarkdownIt) -> dict[str, str]:
    return {RIGHT: told(asked, feedback.right, markdown), WRONG: told(asked, feedback.wrong, markdown)}


def _choice(cardinality: str, labels: Mapping[str, str]) -> etree._Element:
    shown = (_el("response_label", {"ident": ident}, _material(text)) for ident, text in labels.items())
    choices = _el("render_choice", {}, *shown)
    return _el("response_lid", {"ident": RESPONSE, "rcardinality": cardinality}, choices)


def _outcomes() -> etree._Element:
    score = {"varname": "SCORE", "vartype": "Decimal", "minvalue": "0", "maxvalue": FULL}
    return _el("outcomes", {}, _el("decvar", score))


def _condition(tests: Iterable[etree._Element], *, score: bool = False, shown: str = "") -> etree._Element:
    """A condition that goes on to the next one unless it gives the score."""
    rest: list[etree._Element] = []
    if score:
        rest.append(_el("setvar", {"varname": "SCORE", "action": "Set"}, FULL))
    if shown:
        rest.append(_el("displayfeedback", {"feedbacktype": "Response", "linkrefid": shown}))
    return _el("respcondition", {"continue": "No" if score else "Yes"}, _el("conditionvar", {}, *tests), *rest)


def _equal(text: str, case: str = "") -> etree._Element:
    return _el("varequal", {"respident": RESPONSE, **({"case": case} if case else {})}, text)


def _feedback(ident: str, text: str) -> etree._Element:
    return _el("itemfeedback", {"ident": ident}, _material(text))


def _material(text: str) -> etree._Element:
    return _el("material", {}, _el("mattext", {"texttype": "text/html"}, text))


def _metadata(fields: Mapping[str, str]) -> etree._Element:
    entries: Iterator[etree._Element] = (
        _el("qtimetadatafield", {}, _el("fieldlabel", {}, label), _el("fieldentry", {}, entry))
        for label, entry in fields.items()
    )
    return _el("qtimetadata", {}, *entries)


def _el(name: str, attributes: Mapping[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{NAMESPACE}}}{name}", attributes, *content)
