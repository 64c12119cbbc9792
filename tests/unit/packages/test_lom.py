"""What catalogues are told, in both bindings of LOM."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree

from builder.packages.lom import SCORM_12, SCORM_2004, Binding, duration, lom, restricted, vcard
from builder.packages.package import Contributor, Metadata, Package

BINDINGS = pytest.mark.parametrize("binding", [SCORM_12, SCORM_2004], ids=["scorm12", "scorm2004"])
METADATA = Metadata(
    keywords=("markets", "safety"),
    minutes=90,
    languages=("en", "so"),
    rights="CC-BY-4.0",
    contributors=(Contributor("An academy; of police, and others", "instructional designer"),),
)


@pytest.fixture
def told(package: Package) -> Package:
    return replace(package, metadata=METADATA)


def names(parent: etree._Element) -> list[str]:
    return [etree.QName(child).localname for child in parent]


@BINDINGS
def test_all_that_the_course_says_is_there(told: Package, binding: Binding) -> None:
    text = " ".join(lom(told, binding).xpath("//text()"))
    for words in ("Fair markets", "About markets.", "markets", "safety", "PT1H30M", "so", "CC-BY-4.0", "1.0.0"):
        assert words in text
    assert "An academy\\; of police\\, and others" in text


def test_the_old_binding_has_its_own_order_and_language_strings(told: Package) -> None:
    made = lom(told, SCORM_12)
    assert names(made) == ["general", "lifecycle", "metametadata", "technical", "educational", "rights"]
    assert names(made[0]) == ["title", "catalogentry", "language", "language", "description", "keyword", "keyword"]
    assert names(made[1]) == ["version", "status", "contribute"]
    assert made.xpath("string(//*[local-name()='title']/*/@xml:lang)") == "en"
    assert made.xpath("string(//*[local-name()='role']/*[local-name()='value'])") == "Instructional Designer"
    assert made.xpath("string(//*[local-name()='metadatascheme'])") == "ADL SCORM 1.2"
    assert names(made[5]) == ["cost", "copyrightandotherrestrictions", "description"]


def test_the_new_binding_has_its_own_order_and_language_strings(told: Package) -> None:
    made = lom(told, SCORM_2004)
    assert names(made) == ["general", "lifeCycle", "metaMetadata", "technical", "educational", "rights"]
    assert names(made[0]) == ["identifier", "title", "language", "language", "description", "keyword", "keyword"]
    assert made.xpath("string(//*[local-name()='title']/*/@language)") == "en"
    assert made.xpath("string(//*[local-name()='role']/*[local-name()='value'])") == "instructional designer"
    assert [el.text for el in made.iter("{*}metadataSchema")] == ["LOMv1.0", "ADLv1.0"]


@BINDINGS
def test_what_is_not_known_is_left_out(package: Package, binding: Binding) -> None:
    made = lom(replace(package, metadata=Metadata(), description=""), binding)
    assert len(made) == 4
    assert made.xpath("string(//*[local-name()='description'])") == "Fair markets"


@pytest.mark.parametrize(("minutes", "text"), [(45, "PT45M"), (60, "PT1H"), (1146, "PT19H6M")])
def test_minutes_are_an_iso_duration(minutes: int, text: str) -> None:
    assert duration(minutes) == text


def test_a_name_cannot_break_out_of_its_card() -> None:
    assert vcard("A\nEND:VCARD\\").splitlines()[2] == "FN:A END:VCARD\\\\"


@pytest.mark.parametrize(
    ("rights", "said"),
    [
        ("CC0-1.0", "no"),
        ("CC0 1.0", "no"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "no"),
        ("0BSD AND CC0-1.0", "no"),
        ("CC-BY-4.0", "yes"),
        ("CC0-1.0 AND CC-BY-4.0", "yes"),
        ("Not in the public domain", "yes"),
    ],
)
@BINDINGS
def test_restrictions_apply_unless_all_rights_are_given_up(
    rights: str, said: str, binding: Binding, told: Package
) -> None:
    assert restricted(rights) == said
    made = lom(replace(told, metadata=replace(METADATA, rights=rights)), binding)
    (found,) = [one for one in made.iter(etree.Element) if etree.QName(one).localname.lower().endswith("restrictions")]
    assert str(found.xpath("string()")).endswith(said)
