"""What the manifests of both SCORM versions list, and the control documents that may lie beside them."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.format import Format
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from builder.packages.refusal import RefusedError
from builder.packages.settings import Scos, Settings
from tests.unit.packages.parted_course import two_parts

DOCUMENTS = {
    "scorm12": ("imscp_rootv1p1p2.xsd", "imsmd_rootv1p2p1.xsd", "adlcp_rootv1p2.xsd"),
    "scorm2004": ("imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "imsss_v1p0.xsd", "lom.xsd"),
}
LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
both = pytest.mark.parametrize("target", [FORMATS["scorm12"], FORMATS["scorm2004"]], ids=DOCUMENTS)


@pytest.fixture
def parted(tmp_path: Path) -> Package:
    return two_parts(tmp_path / "site")


def unpacked(package: Package, target: Format, folder: Path, settings: Settings) -> tuple[list[str], Any]:
    """The names in the zip, and the manifest."""
    with zipfile.ZipFile(deliver(package, target, folder, settings).path) as archive:
        return archive.namelist(), etree.fromstring(archive.read("imsmanifest.xml"))


def listed(manifest: Any) -> dict[str, list[str]]:
    """The files of each resource, by its identifier."""
    return {
        resource.get("identifier"): [unquote(file.get("href")) for file in resource.findall("{*}file")]
        for resource in manifest.iter("{*}resource")
    }


@both
@pytest.mark.parametrize("scos", ["one", "modules"])
def test_every_file_is_listed_once_and_every_listed_file_is_there(
    parted: Package, target: Format, tmp_path: Path, scos: Scos
) -> None:
    """exelearning#915: files missing from the manifest."""
    names, manifest = unpacked(parted, target, tmp_path, Settings(scos=scos))
    files = [file for each in listed(manifest).values() for file in each]
    assert sorted([*files, "imsmanifest.xml"]) == sorted(names)


@both
def test_each_part_lists_its_own_files_and_depends_on_what_is_shared(
    parted: Package, target: Format, tmp_path: Path
) -> None:
    _, manifest = unpacked(parted, target, tmp_path, Settings(scos="modules"))
    files = listed(manifest)
    assert list(files) == ["cw_fair-markets_one__sco", "cw_fair-markets_two__sco", "cw_fair-markets__shared"]
    assert set(files["cw_fair-markets_two__sco"]) == {
        "_images/two.svg",
        "launch-two.html",
        "modules/two/index.html",
        "modules/two/lesson.html",
    }
    shared = files["cw_fair-markets__shared"]
    assert {"index.html", "glossary.html", "_static/coursewright/part.js", "_static/coursewright/scorm.js"} <= set(
        shared
    )
    on = [
        [one.get("identifierref") for one in resource.findall("{*}dependency")]
        for resource in manifest.iter("{*}resource")
    ]
    assert on == [["cw_fair-markets__shared"], ["cw_fair-markets__shared"], []]


@both
def test_a_part_that_is_only_read_asks_for_no_mastery(parted: Package, target: Format, tmp_path: Path) -> None:
    _, manifest = unpacked(parted, target, tmp_path, Settings(scos="modules"))
    asked = [
        item.xpath("count(.//*[local-name()='masteryscore' or local-name()='minNormalizedMeasure'])")
        for item in manifest.iter("{*}item")
    ]
    assert asked == [1, 0]


def make_documents(folder: Path, names: tuple[str, ...]) -> Path:
    for name in (*names, "common/words.xsd", "XMLSchema.dtd", "README.txt"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<schema/>", encoding="utf-8")
    return folder


@both
def test_control_documents_go_into_the_root_and_are_named(parted: Package, target: Format, tmp_path: Path) -> None:
    folder = make_documents(tmp_path / "official", DOCUMENTS[target.name])
    names, manifest = unpacked(parted, target, tmp_path, Settings(schemas=folder))
    assert {*DOCUMENTS[target.name], "common/words.xsd", "XMLSchema.dtd"} <= set(names)
    assert "README.txt" not in names
    pairs = manifest.get(LOCATION).split()
    assert pairs[1::2] == list(DOCUMENTS[target.name])
    assert set(pairs[::2]) <= set(manifest.nsmap.values())


@both
def test_one_folder_may_hold_the_documents_of_both_versions(parted: Package, target: Format, tmp_path: Path) -> None:
    for name, documents in DOCUMENTS.items():
        make_documents(tmp_path / "official" / name, documents)
    names, _ = unpacked(parted, target, tmp_path, Settings(schemas=tmp_path / "official"))
    assert [name for name in names if name.endswith(".xsd") and "/" not in name] == sorted(DOCUMENTS[target.name])


@both
def test_without_them_no_document_is_named(parted: Package, target: Format, tmp_path: Path) -> None:
    names, manifest = unpacked(parted, target, tmp_path, Settings())
    assert manifest.get(LOCATION) is None
    assert not [name for name in names if name.endswith(".xsd")]


@both
def test_a_folder_that_lacks_one_is_refused(parted: Package, target: Format, tmp_path: Path) -> None:
    folder = make_documents(tmp_path / "official", DOCUMENTS[target.name][1:])
    with pytest.raises(RefusedError, match=f"lacks {DOCUMENTS[target.name][0]}"):
        deliver(parted, target, tmp_path, Settings(schemas=folder))
