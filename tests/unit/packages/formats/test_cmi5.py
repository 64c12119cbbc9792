"""The structure of a cmi5 package, by section of the specification (Quartz, 1st edition)."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.formats.cmi5 import FORMAT, write
from builder.packages.package import Package
from builder.packages.settings import DEFAULT, Settings
from tests.unit.packages.packaged_course import make_book, make_course, make_package

NAMESPACE = "{https://w3id.org/xapi/profiles/cmi5/v1/CourseStructure.xsd}"
ABSOLUTE_IRI = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]+")


def structure(package: Package) -> Any:
    content = write(package, DEFAULT)["cmi5.xml"]
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def every(root: Any, *names: str) -> list[Any]:
    return list(root.iter(*(NAMESPACE + name for name in names)))


def children(element: Any) -> list[str]:
    return [child.tag.removeprefix(NAMESPACE) for child in element]


@pytest.fixture
def in_parts(tmp_path: Path) -> Package:
    """A package with a page in a module, so that there is a part."""
    book = make_book(tmp_path / "site")
    pages = tuple(replace(page, module="markets" if page.id != "index" else "") for page in book.pages)
    return make_package(tmp_path / "site", book=replace(book, pages=pages))


def test_the_structure_lies_at_the_root_and_comes_first(package: Package, tmp_path: Path) -> None:
    with zipfile.ZipFile(deliver(package, FORMAT, tmp_path).path) as archive:
        assert archive.namelist()[0] == "cmi5.xml"


def test_each_part_is_a_unit_and_the_whole_is_one_where_there_are_none(package: Package, in_parts: Package) -> None:
    assert [unit.get("id") for unit in every(structure(package), "au")] == ["urn:coursewright:fair-markets:all"]
    assert [unit.get("id") for unit in every(structure(in_parts), "au")] == [
        "urn:coursewright:fair-markets:part:markets"
    ]


def test_settings_change_nothing(in_parts: Package) -> None:
    assert write(in_parts, Settings(scos="modules")).keys() == write(in_parts, Settings(scos="one")).keys()


def test_children_of_a_unit_come_in_the_standards_order(package: Package) -> None:
    root = structure(package)
    assert children(root) == ["course", "objectives", "au"]
    assert children(root[0]) == ["title", "description"]
    assert [children(unit) for unit in every(root, "au")] == [["title", "description", "objectives", "url"]]


def test_ids_are_absolute_iris_and_each_is_used_once(in_parts: Package) -> None:
    found = [
        element.get("id") for element in every(structure(in_parts), "course", "au", "objective") if element.get("id")
    ]
    assert len(found) == len(set(found)) == 3
    assert all(ABSOLUTE_IRI.fullmatch(one) for one in found)


def test_ids_stay_the_same_in_a_new_version_and_differ_between_packages(tmp_path: Path) -> None:
    def ids(name: str, version: str) -> list[str]:
        course = make_course(name, version=version)
        root = structure(make_package(tmp_path / name / version, course))
        return [element.get("id") for element in every(root, "course", "au", "objective") if element.get("id")]

    assert ids("fair-markets", "1.0.0") == ids("fair-markets", "2.0.0")
    assert not set(ids("fair-markets", "1.0.0")) & set(ids("fair-prices", "1.0.0"))


def test_the_version_stands_apart_from_the_id(tmp_path: Path) -> None:
    root = structure(make_package(tmp_path, make_course(version="2.5.1")))
    assert root[0].get("{urn:coursewright:package}version") == "2.5.1"


def test_an_id_of_any_characters_gives_a_legal_iri(tmp_path: Path) -> None:
    (unit,) = every(structure(make_package(tmp_path, make_course("l'été à 100 % <x>"))), "au")
    assert unit.get("id") == "urn:coursewright:l'%C3%A9t%C3%A9%20%C3%A0%20100%20%25%20%3Cx%3E:all"


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (0.7, {"masteryScore": "0.7", "moveOn": "Passed"}),
        (0.72504, {"masteryScore": "0.7251", "moveOn": "Passed"}),
        (1.0, {"masteryScore": "1", "moveOn": "Passed"}),
        (None, {"moveOn": "Completed"}),
    ],
)
def test_the_pass_rule_is_mastery_score_and_move_on(
    tmp_path: Path, score: float | None, said: Mapping[str, str]
) -> None:
    (unit,) = every(structure(make_package(tmp_path, make_course(score=score))), "au")
    assert {name: value for name, value in unit.attrib.items() if name in ("masteryScore", "moveOn")} == said


def test_a_unit_runs_in_a_frame_or_a_window(package: Package) -> None:
    assert [unit.get("launchMethod") for unit in every(structure(package), "au")] == ["AnyWindow"]


def test_every_text_is_a_langstring_in_the_books_language(tmp_path: Path) -> None:
    root = structure(make_package(tmp_path, make_course(language="ar-EG", title="أسواق <عادلة>")))
    texts = every(root, "langstring")
    assert {text.get("lang") for text in texts} == {"ar-EG"}
    assert all((text.text or "").strip() for text in texts)
    assert len(texts) == len(every(root, "title", "description"))
    assert root[0][0][0].text == "أسواق <عادلة>"


def test_every_objective_that_a_unit_names_is_defined(package: Package) -> None:
    root = structure(package)
    defined = {element.get("id") for element in every(root, "objective") if element.get("id")}
    named = {element.get("idref") for element in every(root, "objective") if element.get("idref")}
    assert defined == named == {"urn:coursewright:fair-markets:objective:markets-see"}


def test_a_package_without_questions_names_no_objectives(tmp_path: Path) -> None:
    root = structure(make_package(tmp_path, make_course(score=None, questions=())))
    assert every(root, "objective", "objectives") == []


def test_the_address_of_each_unit_is_a_page_in_the_package_without_a_query(in_parts: Package) -> None:
    members = write(in_parts, DEFAULT)
    for unit in every(structure(in_parts), "url"):
        assert unit.text == "launch-markets.html"
        assert unquote(unit.text) in members


def test_the_launch_page_loads_the_adapter_and_may_speak_to_another_host(package: Package) -> None:
    launch = write(package, DEFAULT)["launch.html"]
    assert isinstance(launch, bytes)
    page = launch.decode()
    at = [
        page.index(f"_static/coursewright/{name}") for name in ("xapi.js", "cmi5_statements.js", "cmi5.js", "shell.js")
    ]
    assert at == sorted(at)
    assert re.search(r"connect-src 'self' https: http:;", page)


def test_no_credential_is_in_any_member(package: Package) -> None:
    written = [content for content in write(package, DEFAULT).values() if isinstance(content, bytes)]
    assert not [content for content in written if re.search(rb"Basic |endpoint=|auth-token|Authorization", content)]
