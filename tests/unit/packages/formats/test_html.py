"""One HTML file for each part: it holds all it needs, leads to what is there, and runs only its own scripts."""

from __future__ import annotations

import base64
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest
from lxml import html

from builder.packages.alone import script_hash
from builder.packages.delivery import deliver
from builder.packages.embedding import data_url, embed_style
from builder.packages.formats import FORMATS
from builder.packages.package import Package
from tests.unit.packages.asked_course import asked_package, asked_questions
from tests.unit.packages.packaged_course import make_book, make_package

TWO_PAGES = {
    "index": '<article><h1 id="top">One</h1><a href="modules/markets/index.html#top">on</a> <a href="#top">up</a>'
    '<a href="gone.html">gone</a> <a href="https://example.org/">far</a><label for="x">x</label><input id="x">'
    '<svg><g id="g"></g><use xlink:href="#g"></use><rect fill="url(#g)"></rect></svg>'
    '<img src="https://example.org/a.png" alt="A far hill"><img src="_images/a.svg" alt="A hill">'
    '<a href="_downloads/x.zip">Take it</a><script>alert(1)</script><p onclick="alert(2)">p</p></article>',
    "modules/markets/index": '<article><h1 id="top">Two</h1><a href="../../index.html">back</a></article>',
}


def documents(package: Package, folder: Path) -> dict[str, html.HtmlElement]:
    with zipfile.ZipFile(deliver(package, FORMATS["html"], folder).path) as archive:
        return {name: html.fromstring(archive.read(name)) for name in archive.namelist() if name != "index.html"}


def two_pages(folder: Path) -> Package:
    """A site of two pages that say the same ids."""
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><text>100% "wide" #1</text></svg>'
    book = make_book(folder, pages=tuple(TWO_PAGES), extra={"_images/a.svg": drawing, "_downloads/x.zip": b"PK"})
    for page, body in TWO_PAGES.items():
        text = f'<html><head><link rel="stylesheet" href="x.css"></head><body>{body}</body></html>'
        (folder / f"{page}.html").write_text(text, "utf-8")
    return make_package(folder, book=book)


def document(make: Callable[[Path], Package], folder: Path) -> html.HtmlElement:
    (found,) = documents(make(folder / "site"), folder).values()
    return found


def test_every_place_that_a_link_names_is_there_and_every_id_is_there_once(tmp_path: Path) -> None:
    page = document(two_pages, tmp_path)
    ids = [one.get("id") for one in page.iter() if isinstance(one.tag, str) and one.get("id")]
    assert len(ids) == len(set(ids))
    links = [str(one.get("href")) for one in page.iterfind(".//a[@href]")]
    assert {link[1:] for link in links if link.startswith("#")} <= set(ids)
    assert {"#cw-page-2-top", "#cw-page-1-top", "#cw-page-1", "https://example.org/"} <= set(links)
    assert page.xpath("string(//span[text()='gone'])") == "gone"
    assert page.xpath("string(//label/@for)") == "cw-page-1-x"
    assert page.xpath("string(//*[local-name()='rect']/@fill)") == "url(#cw-page-1-g)"


def test_nothing_comes_from_elsewhere(tmp_path: Path) -> None:
    page = document(two_pages, tmp_path)
    loaded = [
        str(one.get(name))
        for one in page.iter()
        for name in ("src", "data-audio")
        if isinstance(one.tag, str) and one.get(name)
    ]
    assert loaded
    assert all(address.startswith("data:") for address in loaded)
    assert not page.xpath("//link[@rel='stylesheet'] | //script[@src] | //*[@onclick]")
    assert "A far hill" in page.text_content()
    (download,) = page.xpath("//a[@download]")
    assert (download.get("download"), download.get("href")) == ("x.zip", "data:application/zip;base64,UEs=")


def test_only_its_own_scripts_may_run(tmp_path: Path) -> None:
    page = document(asked_package, tmp_path)
    policy = str(page.xpath("string(//meta[@http-equiv]/@content)"))
    run = [str(script.text) for script in page.xpath("//script[not(@type)]")]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run}
    assert "default-src 'none'" in policy
    assert {f"'sha256-{one}'" for one in hashes} == set(policy.split("script-src ")[1].split(";")[0].split())
    assert not any("alert(" in text for text in run)
    assert all("</script" not in text for text in run)


def test_it_knows_its_questions_and_holds_their_keys_as_text(tmp_path: Path) -> None:
    page = document(asked_package, tmp_path)
    told = next(str(script.text) for script in page.xpath("//script[not(@type)]") if ").course = " in str(script.text))
    course = json.loads(told.split(").course = ", 1)[1].rstrip(";\n"))
    assert set(course["questions"]) == {question.id for question in asked_questions()}
    assert (course["id"], course["carried"], course["rule"]["score"]) == ("fair-markets", True, 0.7)
    kept = {str(one.get("data-key")): one for one in page.xpath("//script[@data-key]")}
    assert set(kept) == set(course["questions"])
    assert {one.get("type") for one in kept.values()} == {"text/plain"}
    assert json.loads(base64.b64decode(str(kept["q-single"].text)))["right"] == ["a"]


def test_no_feedback_can_be_read_in_it(tmp_path: Path) -> None:
    page = document(asked_package, tmp_path)
    text = html.tostring(page, encoding="unicode")
    assert "Because b." not in text


def test_pictures_come_inside_in_the_shorter_way(tmp_path: Path) -> None:
    drawing, photograph = tmp_path / "a.svg", tmp_path / "a.png"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>100% #1</text></svg>' + "<g/>" * 50, "utf-8")
    photograph.write_bytes(bytes(range(256)))
    drawn = data_url(drawing)
    assert drawn.startswith("data:image/svg+xml,")
    assert "#" not in drawn
    assert unquote_to_bytes(drawn.split(",", 1)[1]) == drawing.read_bytes()
    assert base64.b64decode(data_url(photograph).split(",", 1)[1]) == photograph.read_bytes()


def test_a_style_sheet_brings_its_own_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    (tmp_path / "s/dot.png").write_bytes(b"\x89PNG")
    (tmp_path / "s/a.css").write_text(
        "a{b:url('dot.png')} c{d:url(https://example.org/x.woff)} e{f:url(../no.png)}", "utf-8"
    )
    style = embed_style(tmp_path, "s/a.css", frozenset({"s/dot.png"}))
    assert style == 'a{b:url("data:image/png;base64,iVBORw==")} c{d:url(data:,)} e{f:url(data:,)}'


@pytest.mark.parametrize("text", ["x", "الدورة\n"])
def test_a_hash_is_that_of_the_text_as_utf8(text: str) -> None:
    assert script_hash(text) == f"'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode()}'"
