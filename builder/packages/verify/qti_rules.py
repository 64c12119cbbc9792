"""Rules of the QTI 1.2.1 profile of the Common Cartridge: tests, banks and questions (rule sets of its schema)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from builder.packages.verify.cartridge_rules import BANK, TEST, Cartridge, Part
from builder.packages.verify.documents import children, descendants, first, text
from builder.packages.verify.finding import Fault, Rule, error, warning
from builder.packages.verify.values import out_of_range

EXAM = "cc.exam.v0p1"
CHOICES: Mapping[str, str] = MappingProxyType(
    {
        "cc.multiple_choice.v0p1": "Single",
        "cc.true_false.v0p1": "Single",
        "cc.multiple_response.v0p1": "Multiple",
    }
)
"""Profiles of questions with choices, and how many may be chosen."""
WRITTEN = ("cc.fib.v0p1", "cc.pattern_match.v0p1", "cc.essay.v0p1")
ESSAY = "cc.essay.v0p1"
PROFILES = (*CHOICES, *WRITTEN)
SHOWN = ("mattext", "matref", "material_ref")


def check_container(cartridge: Cartridge) -> Iterator[Fault]:
    """A test is an assessment, and a bank an object bank."""
    for part in _parts(cartridge):
        other = "objectbank" if part.resource.type.endswith(TEST) else "assessment"
        for at in children(part.document.root, other):
            yield Fault(part.document.spot(at), f"a resource of type {part.resource.type!r} holds <{other}>")


def check_exam_profile(cartridge: Cartridge) -> Iterator[Fault]:
    """A test says that it is one."""
    for part in _parts(cartridge):
        for assessment in children(part.document.root, "assessment"):
            if _profiles(assessment) != [EXAM]:
                message = f"the assessment's cc_profile is {_said(_profiles(assessment))}, not {EXAM!r}"
                yield Fault(part.document.spot(assessment), message)


def check_item_profile(cartridge: Cartridge) -> Iterator[Fault]:
    """A question says of which of six kinds it is."""
    for part, item in _items(cartridge):
        found = _profiles(first(item, "itemmetadata"))
        if len(found) != 1 or found[0] not in PROFILES:
            message = f"{_name(item)} has the cc_profile {_said(found)}"
            yield Fault(part.document.spot(item), message, f"write one of: {', '.join(PROFILES)}")


def check_idents(cartridge: Cartridge) -> Iterator[Fault]:
    """Questions have idents of their own, within a document."""
    for part in _parts(cartridge):
        seen: set[str] = set()
        for at in descendants(part.document.root, "item"):
            identifier = str(at.get("ident", ""))
            if identifier and identifier in seen:
                yield Fault(part.document.spot(at), f"two questions have the ident {identifier!r}")
            seen.add(identifier)
    for part, item in _items(cartridge):
        for sort in (("itemfeedback",), ("response_lid", "response_str")):
            idents = [str(at.get("ident", "")) for at in descendants(item, *sort)]
            for twice in sorted({each for each in idents if idents.count(each) > 1}):
                message = f"{_name(item)} has two of {' and '.join(sort)} with the ident {twice!r}"
                yield Fault(part.document.spot(item), message)


def check_words(cartridge: Cartridge) -> Iterator[Fault]:
    """Tests have a title; questions, choices and feedback have words or a picture."""
    for part in _parts(cartridge):
        for at in children(part.document.root, "assessment"):
            if at.get("title") is not None and not str(at.get("title")).strip():
                yield Fault(part.document.spot(at), "the test's title is empty")
    for part, item in _items(cartridge):
        presentation = first(item, "presentation")
        labels = list(descendants(item, "response_label"))
        within = {each for label in labels for each in descendants(label, *SHOWN)}
        asked = () if presentation is None else descendants(presentation, *SHOWN)
        if presentation is not None and not any(_shows(at) for at in asked if at not in within):
            yield Fault(part.document.spot(presentation), f"{_name(item)} asks nothing")
        choices = [each for at in descendants(item, "response_lid") for each in descendants(at, "response_label")]
        for each in (*choices, *descendants(item, "itemfeedback")):
            if not any(_shows(shown) for shown in descendants(each, *SHOWN)):
                message = f"{_name(item)} has nothing to show in {str(each.get('ident', ''))!r}"
                yield Fault(part.document.spot(each), message)


def check_score(cartridge: Cartridge) -> Iterator[Fault]:
    """Outcomes are one variable, SCORE."""
    for part, item in _items(cartridge):
        for outcomes in descendants(item, "outcomes"):
            variables = list(children(outcomes, "decvar"))
            names = [str(at.get("varname", "")) for at in variables]
            if variables and names != ["SCORE"]:
                yield Fault(part.document.spot(outcomes), f"{_name(item)} declares {_said(names)}, not one SCORE")
            for at in variables:
                if at.get("vartype", "Integer") not in ("Decimal", "Integer"):
                    yield Fault(part.document.spot(at), f"vartype is {str(at.get('vartype'))!r}")
        for at in descendants(item, "setvar"):
            if at.get("varname", "SCORE") != "SCORE":
                yield Fault(part.document.spot(at), f"a condition sets {str(at.get('varname'))!r}, not SCORE")


def check_points(cartridge: Cartridge) -> Iterator[Fault]:
    """A score that is set is 0 to 100."""
    for part, item in _items(cartridge):
        for at in descendants(item, "setvar"):
            if out_of_range(text(at), 0, 100):
                yield Fault(part.document.spot(at), f"{_name(item)} sets the score to {text(at)!r}")


def check_keys(cartridge: Cartridge) -> Iterator[Fault]:
    """What is compared is a response of the question, and names one of its choices."""
    for part, item in _items(cartridge):
        labels = {
            str(at.get("ident", "")): {str(label.get("ident", "")) for label in descendants(at, "response_label")}
            for at in descendants(item, "response_lid", "response_str")
        }
        chosen = {str(at.get("ident", "")) for at in descendants(item, "response_lid")}
        for at in descendants(item, "varequal", "varsubstring"):
            response = str(at.get("respident", ""))
            if response not in labels:
                yield Fault(part.document.spot(at), f"{_name(item)} has no response {response!r}")
            elif response in chosen and text(at) not in labels[response]:
                yield Fault(part.document.spot(at), f"{_name(item)} has no choice {text(at)!r}")
            elif not text(at):
                yield Fault(part.document.spot(at), f"{_name(item)} compares an answer with nothing")


def check_choices(cartridge: Cartridge) -> Iterator[Fault]:
    """Questions with choices have them, as many as their kind, and let as many be chosen."""
    for part, item in _items(cartridge):
        profile = (_profiles(first(item, "itemmetadata")) or [""])[0]
        responses = list(descendants(item, "response_lid"))
        if profile not in CHOICES:
            if profile in WRITTEN and responses:
                yield Fault(part.document.spot(item), f"{_name(item)} is of {profile} and has choices")
            continue
        if not responses:
            yield Fault(part.document.spot(item), f"{_name(item)} is of {profile} and has no choices")
        for at in responses:
            count = sum(1 for _ in descendants(at, "response_label"))
            idents = [str(label.get("ident", "")) for label in descendants(at, "response_label")]
            if twice := sorted({each for each in idents if idents.count(each) > 1}):
                yield Fault(part.document.spot(at), f"{_name(item)} has two choices with the ident {twice[0]!r}")
            if count < 2 or ("true_false" in profile and count != 2):
                yield Fault(part.document.spot(at), f"{_name(item)} has {count} choices")
            if at.get("rcardinality", "Single") != CHOICES[profile]:
                yield Fault(part.document.spot(at), f"rcardinality is {str(at.get('rcardinality'))!r} in {profile}")


def check_answered(cartridge: Cartridge) -> Iterator[Fault]:
    """A question that is scored says which answer is right."""
    for part, item in _items(cartridge):
        profile = (_profiles(first(item, "itemmetadata")) or [""])[0]
        if profile in PROFILES and profile != ESSAY:
            compared = any(True for _ in descendants(item, "varequal", "varsubstring"))
            if not compared or not any(True for _ in descendants(item, "setvar")):
                yield Fault(part.document.spot(item), f"{_name(item)} does not say which answer scores")


def check_feedback(cartridge: Cartridge) -> Iterator[Fault]:
    """Feedback that is shown exists."""
    for part, item in _items(cartridge):
        known = {str(at.get("ident", "")) for at in descendants(item, "itemfeedback")}
        for at in descendants(item, "displayfeedback"):
            if str(at.get("linkrefid", "")) not in known:
                yield Fault(part.document.spot(at), f"{_name(item)} has no feedback {str(at.get('linkrefid', ''))!r}")


def _shows(at: etree._Element) -> bool:
    return bool(text(at)) or at.get("linkrefid") is not None or at.get("uri") is not None


def _parts(cartridge: Cartridge) -> Iterator[Part]:
    return (part for part in cartridge.parts if part.resource.type.endswith((TEST, BANK)))


def _items(cartridge: Cartridge) -> Iterator[tuple[Part, etree._Element]]:
    for part in _parts(cartridge):
        for item in descendants(part.document.root, "item"):
            yield part, item


def _profiles(at: etree._Element | None) -> list[str]:
    """Return the values of the metadata field `cc_profile` directly below an element."""
    metadata = [] if at is None else list(children(at, "qtimetadata"))
    fields = [each for one in metadata for each in children(one, "qtimetadatafield")]
    return [text(first(each, "fieldentry")) for each in fields if text(first(each, "fieldlabel")) == "cc_profile"]


def _name(item: etree._Element) -> str:
    return f"question {str(item.get('ident', ''))!r}"


def _said(values: list[str]) -> str:
    return " and ".join(repr(value) for value in values) or "nothing"


QTI = "Common Cartridge, QTI 1.2.1 profile schema"

QTI_RULES: tuple[Rule[Cartridge], ...] = (
    error(
        "qti-container",
        "a test is no assessment, or a bank no object bank",
        "let test and bank be what their resources say",
        f"{QTI}: questestinterop",
        check_container,
    ),
    error(
        "qti-exam-profile",
        "a test does not state its profile",
        f"write cc_profile {EXAM} in its qtimetadata",
        f"{QTI}, rules 1j and 1k",
        check_exam_profile,
    ),
    error(
        "qti-item-profile",
        "a question does not state one of the six profiles",
        "write its cc_profile",
        f"{QTI}, rules 2b, 2f and 2g",
        check_item_profile,
    ),
    error(
        "qti-ident",
        "two questions of a document, or two responses or feedbacks of a question, have the same ident",
        "give each an ident",
        f"{QTI}, rule 13a",
        check_idents,
    ),
    warning(
        "qti-words",
        "a test has an empty title, or a question, a choice or a feedback has no words and no picture",
        "write the title, or the words into <mattext>",
        f"{QTI}: material; a learner sees an empty line",
        check_words,
    ),
    error(
        "qti-score",
        "a question's outcomes are not the one variable SCORE",
        'write <decvar varname="SCORE" vartype="Decimal" minvalue="0" maxvalue="100"/>',
        f"{QTI}: decvar",
        check_score,
    ),
    error(
        "qti-points",
        "a score that is set is no number from 0 to 100",
        "write the percentage, such as 100",
        f"{QTI}: setvar",
        check_points,
    ),
    error(
        "qti-key",
        "what is compared is no response or no choice of the question, or nothing",
        "correct respident or the choice",
        f"{QTI}, rules 3e to 7c and 9a",
        check_keys,
    ),
    error(
        "qti-choices",
        "a question's choices do not go with its profile, or two have one ident",
        "correct the choices or the profile, and give each choice an ident of its own",
        f"{QTI}, rules 3a to 8b",
        check_choices,
    ),
    error(
        "qti-unanswered",
        "a question with a score does not say which answer is right",
        "write a respcondition that sets SCORE",
        f"{QTI}, rules 3e to 7c",
        check_answered,
    ),
    error(
        "qti-feedback",
        "feedback is shown that does not exist",
        "correct linkrefid, or add the itemfeedback",
        f"{QTI}, rule 12c",
        check_feedback,
    ),
)
"""What holds of a cartridge's questions."""
