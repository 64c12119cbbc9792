"""Common Cartridge 1.1 and 1.3 (IMS CC): what learning systems take apart."""

from __future__ import annotations

import posixpath
import re
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.formats.common_cartridge import CC11_FORMAT, CC13_FORMAT
from builder.packages.loss import find_losses
from tests.unit.packages.asked_course import PICTURE, asked_package

EDITIONS = {"cc11": CC11_FORMAT, "cc13": CC13_FORMAT}
Cartridge = tuple[str, dict[str, bytes]]


@pytest.fixture(params=EDITIONS)
def cartridge(request: pytest.FixtureRequest, tmp_path: Path) -> Cartridge:
    """The name of the format and the members of a cartridge."""
    path = deliver(asked_package(tmp_path / "site"), EDITIONS[request.param], tmp_path).path
    with zipfile.ZipFile(path) as archive:
        return request.param, {name: archive.read(name) for name in archive.namelist()}


def manifest(cartridge: Cartridge) -> etree._Element:
    return etree.fromstring(cartridge[1]["imsmanifest.xml"])


def local(element: etree._Element, name: str) -> list[etree._Element]:
    return [one for one in element.iter(etree.Element) if etree.QName(one).localname == name]


def test_the_edition_is_said_in_version_namespace_and_types(cartridge: Cartridge) -> None:
    root, (name, _) = manifest(cartridge), cartridge
    number = {"cc11": "v1p1", "cc13": "v1p3"}[name]
    assert etree.QName(root).namespace == f"http://www.imsglobal.org/xsd/imscc{number}/imscp_v1p1"
    assert local(root, "schema")[0].text == "IMS Common Cartridge"
    assert local(root, "schemaversion")[0].text == {"cc11": "1.1.0", "cc13": "1.3.0"}[name]
    assert {one.get("type") for one in local(root, "resource")} == {
        "webcontent",
        f"imsqti_xmlv1p2/imscc_xml{number}/assessment",
        f"imsqti_xmlv1p2/imscc_xml{number}/question-bank",
        f"imsdt_xml{number}",
        f"imswl_xml{number}",
    }


def test_there_is_one_organization_with_one_untitled_root(cartridge: Cartridge) -> None:
    (organization,) = local(manifest(cartridge), "organization")
    assert organization.get("structure") == "rooted-hierarchy"
    (root,) = organization
    assert etree.QName(root[0]).localname == "item"
    titles = [title.text for title in local(root, "title")]
    assert titles[:2] == ["Page index", "Page modules/markets/index"]


def test_every_member_is_listed_and_every_listed_file_is_there(cartridge: Cartridge) -> None:
    listed = {unquote(str(one.get("href"))) for one in local(manifest(cartridge), "file")}
    assert listed == set(cartridge[1]) - {"imsmanifest.xml"}


def test_identifiers_are_unique_and_all_references_lead_somewhere(cartridge: Cartridge) -> None:
    root = manifest(cartridge)
    names = [one.get("identifier") for one in root.iter(etree.Element) if one.get("identifier")]
    assert len(names) == len(set(names))
    resources = {one.get("identifier") for one in local(root, "resource")}
    assert {one.get("identifierref") for one in root.iter(etree.Element) if one.get("identifierref")} <= resources


def test_pages_bring_no_script_and_only_links_that_lead_somewhere(cartridge: Cartridge) -> None:
    members = cartridge[1]
    for name in members:
        if not name.endswith(".html"):
            continue
        page = etree.fromstring(members[name], etree.HTMLParser())
        assert not local(page, "script")
        assert not [one for one in page.iter(etree.Element) if any(str(key).startswith("on") for key in one.attrib)]
        for one in page.iter(etree.Element):
            for address in (one.get("href"), one.get("src")):
                if address and "://" not in address and not address.startswith("#"):
                    assert posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address))) in members


def test_quizzes_point_at_their_pictures_from_where_they_stand(cartridge: Cartridge) -> None:
    members = cartridge[1]
    (quiz,) = [name for name in members if name.endswith("assessment.xml")]
    text = members[quiz].decode()
    found = set(re.findall(r"\$IMS-CC-FILEBASE\$([^&\"]+)", text))
    assert {posixpath.normpath(posixpath.join(posixpath.dirname(quiz), unquote(one))) for one in found} == {
        f"pages/{PICTURE}",
        "pages/modules/markets/index.html",
    }


def test_a_scenario_becomes_a_discussion_and_an_outside_page_a_link(cartridge: Cartridge) -> None:
    members = cartridge[1]
    (topic,) = [etree.fromstring(members[name]) for name in members if name.endswith("topic.xml")]
    assert local(topic, "title")[0].text == "The stall"
    assert "Once, at a stall." in (local(topic, "text")[0].text or "")
    (link,) = [etree.fromstring(members[name]) for name in members if name.endswith("weblink.xml")]
    assert local(link, "url")[0].get("href") == "https://example.org/office"


SOURCES = """<!DOCTYPE html><article class="cw-article"><h1>Where it is from</h1><div class="citation-list">
<div class="citation" id="a"><span class="label">[1]</span><p>A. Body. <em>Streets</em>. 2014. URL:
<a class="reference external" href="https://example.org/streets?a=1&amp;b=2">https://example.org/streets</a>.</p></div>
<div class="citation" id="b"><span class="label">[2]</span><p>No address. 2001.</p></div>
<div class="citation" id="c"><span class="label">[3]</span><p>B. Ody. Roads. <a href="https://doi.org/10.1/x">doi:10.1/x</a>,
<a href="https://example.org/streets?a=1&amp;b=2">again</a>, <a href="#a">here</a>, <a href="ftp://example.org/">old</a>.
</p></div></div></article>"""


@pytest.mark.parametrize("name", EDITIONS)
def test_the_addresses_of_sources_are_links_in_a_folder_of_their_own(name: str, tmp_path: Path) -> None:
    package = asked_package(tmp_path / "site")
    (tmp_path / "site/modules/markets/index.html").write_text(SOURCES, encoding="utf-8")
    with zipfile.ZipFile(deliver(package, EDITIONS[name], tmp_path).path) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    links = [etree.fromstring(members[one]) for one in members if one.endswith("weblink.xml")]
    found = {str(local(one, "url")[0].get("href")): local(one, "title")[0].text for one in links}
    assert found == {
        "https://example.org/office": "The statistics office",
        "https://example.org/streets?a=1&b=2": "A. Body. Streets. 2014",
        "https://doi.org/10.1/x": "B. Ody. Roads",
    }
    (folder,) = [
        item
        for item in local(etree.fromstring(members["imsmanifest.xml"]), "item")
        if item.get("identifierref") is None and item[0].text == "Page modules/markets/index"
    ]
    assert [item[0].text for item in folder[1:]] == ["A. Body. Streets. 2014", "B. Ody. Roads"]


def test_questions_without_a_score_are_in_the_bank_alone_and_no_item_names_it(cartridge: Cartridge) -> None:
    members = cartridge[1]
    (bank,) = [etree.fromstring(members[name]) for name in members if name.endswith("bank.xml")]
    (quiz,) = [etree.fromstring(members[name]) for name in members if name.endswith("assessment.xml")]
    assert [item.get("title") for item in local(bank, "item")] == ["q-before"]
    assert "q-before" not in [item.get("title") for item in local(quiz, "item")]
    root = manifest(cartridge)
    (resource,) = [one for one in local(root, "resource") if str(one.get("type")).endswith("/question-bank")]
    assert resource.get("identifier") not in {one.get("identifierref") for one in local(root, "item")}


def test_what_a_cartridge_leaves_behind_is_named(tmp_path: Path) -> None:
    losses = {loss.code: loss.items for loss in find_losses(EDITIONS["cc11"], asked_package(tmp_path))}
    assert losses["unasked"] == ("q-matching (matching)", "q-ordering (ordering)", "q-numeric (numeric)")
    assert losses["activities"] == ("The stall", "A morning")
    assert losses["unscored"] == ("q-before",)
