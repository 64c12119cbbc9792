"""The manifest that SCORM 1.2 asks for (Content Aggregation Model, section 2.3)."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.formats.scorm12 import FORMAT
from builder.packages.package import Package
from builder.packages.settings import DEFAULT
from tests.unit.packages.packaged_course import make_book, make_course, make_package

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
ODD = ("_images/l'été 100% %41.svg", "_images/صورة.svg", "_images/a b#c.svg")


def manifest_of(package: Package) -> Any:
    content = FORMAT.write(package, DEFAULT)["imsmanifest.xml"]
    assert isinstance(content, bytes)
    return etree.fromstring(content)


def test_it_is_declared_as_scorm_1_2(package: Package) -> None:
    manifest = manifest_of(package)
    assert manifest.tag == f"{CP}manifest"
    assert (manifest.nsmap[None], manifest.nsmap["adlcp"]) == (CP.strip("{}"), ADL.strip("{}"))  # some go by the prefix
    assert [(child.tag, child.text) for child in manifest[0]][:2] == [
        (f"{CP}schema", "ADL SCORM"),
        (f"{CP}schemaversion", "1.2"),
    ]
    assert [child.tag for child in manifest] == [f"{CP}metadata", f"{CP}organizations", f"{CP}resources"]


def test_one_organization_holds_one_item_that_launches_one_sco(package: Package) -> None:
    manifest = manifest_of(package)
    organizations = manifest.find(f"{CP}organizations")
    (organization,) = organizations
    assert organizations.get("default") == organization.get("identifier")
    (item,) = organization.findall(f"{CP}item")
    (resource,) = manifest.iter(f"{CP}resource")
    assert item.get("identifierref") == resource.get("identifier")
    assert resource.get(f"{ADL}scormtype") == "sco"
    assert resource.get("type") == "webcontent"
    assert resource.get("href") == "launch.html"


def test_an_items_children_stand_in_the_order_of_the_specification(package: Package) -> None:
    (item,) = manifest_of(package).iter(f"{CP}item")
    assert [child.tag for child in item] == [f"{CP}title", f"{ADL}masteryscore"]


@pytest.mark.parametrize(
    ("share", "text"), [(0.7, "70"), (0.725, "72.5"), (0.07, "7"), (0.29, "29"), (1, "100"), (0.5, "50")]
)
def test_mastery_is_the_pass_rules_score_in_percent(package: Package, share: float, text: str) -> None:
    """exelearning#2316: a hard-coded pass mark."""
    changed = replace(package, items=(replace(package.items[0], mastery_score=share),))
    assert [el.text for el in manifest_of(changed).iter(f"{ADL}masteryscore")] == [text]


def test_without_a_score_no_mastery_is_asked(tmp_path: Path) -> None:
    manifest = manifest_of(make_package(tmp_path, make_course(score=None, questions=())))
    assert not list(manifest.iter(f"{ADL}masteryscore"))


def test_every_file_is_listed_once_and_every_listed_file_is_there(tmp_path: Path) -> None:
    book = make_book(tmp_path / "site", extra=dict.fromkeys(ODD, b"<svg/>"))
    delivery = deliver(make_package(tmp_path / "site", book=book), FORMAT, tmp_path)
    with zipfile.ZipFile(delivery.path) as archive:
        inside = sorted(archive.namelist())
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
    listed = [unquote(file.get("href", "")) for file in manifest.iter(f"{CP}file")]
    assert sorted([*listed, "imsmanifest.xml"]) == inside
    assert unquote(next(manifest.iter(f"{CP}resource")).get("href", "")) in listed


def test_addresses_are_plain_uris(tmp_path: Path) -> None:
    book = make_book(tmp_path, extra=dict.fromkeys(ODD, b"<svg/>"))
    manifest = manifest_of(make_package(tmp_path, book=book))
    addresses = [file.get("href") for file in manifest.iter(f"{CP}file")]
    assert all(re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", address) for address in addresses)
    assert "_images/l%27%C3%A9t%C3%A9%20100%25%20%2541.svg" in addresses


def test_identifiers_are_unique_and_stay_in_the_next_version(tmp_path: Path) -> None:
    """exelearning#1785, adapt_framework#2247: neither random nor the same for two packages."""

    def identifiers(version: str, name: str = "fair-markets") -> list[str]:
        manifest = manifest_of(make_package(tmp_path / version / name, make_course(name, version=version)))
        return [el.get("identifier") for el in manifest.iter() if el.get("identifier")]

    first = identifiers("1.0.0")
    assert len(first) == len(set(first)) == 4
    assert first == identifiers("2.0.0")
    assert not set(first) & set(identifiers("1.0.0", "other-markets"))


def test_the_version_stands_apart_from_the_identifiers(tmp_path: Path) -> None:
    assert manifest_of(make_package(tmp_path, make_course(version="3.1.4"))).get("version") == "3.1.4"


def test_a_long_title_is_cut_at_a_word_within_the_limit(tmp_path: Path) -> None:
    manifest = manifest_of(make_package(tmp_path, make_course(title="Markets \n" * 40)))
    titles = [el.text for el in manifest.iter(f"{CP}title")]
    assert all(len(title) <= 200 and title.endswith("Markets…") and "\n" not in title for title in titles)


def test_the_systems_scripts_are_in_the_package_and_only_those(package: Package) -> None:
    names = set(FORMAT.write(package, DEFAULT)) - set(package.files)
    scripts = {f"_static/coursewright/{name}" for name in ("scorm.js", "scorm12.js", "shell.js", "shell.css")}
    assert names == {"imsmanifest.xml", "launch.html", *scripts}
