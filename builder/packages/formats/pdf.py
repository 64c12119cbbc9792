"""PDF: a handbook to print, tagged, with an outline and page numbers (ISO 32000-1, sections 12.3.3 and 14.8).

Its bytes depend on the browser that prints it; text, outline and tags do not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from builder.packages.archive import write_single
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON, DISTANT_LEFT_OUT, EMBEDDED, SCRIPTS_LEFT_OUT, pass_rule
from builder.packages.handbook import chapter_anchors, handbook
from builder.packages.left_out import recordings
from builder.packages.package import Members, Package
from builder.packages.printing import find_browser, print_html
from builder.packages.settings import Settings

WORK = "the pages tell of it; its files are on the web, and no point is reported"
MOST_PRINTINGS = 3
"""The contents are printed without page numbers, then with them; once more if a longer number moved a page."""


def write(package: Package, _settings: Settings) -> Members:
    """Return the one member. Raises `LackingError` where there is no browser to print with."""
    browser = find_browser()
    anchors = chapter_anchors(package)
    numbers: Mapping[str, str] = {}
    printed = b""
    for _ in range(MOST_PRINTINGS):
        printed = print_html(handbook(package, numbers), browser)
        found = page_numbers(printed, anchors)
        if found == numbers:
            break
        numbers = found
    return MappingProxyType({f"{package.name}.pdf": mend_outline(printed)})


def mend_outline(printed: bytes) -> bytes:
    """Return the PDF with each title of its outline once: Chromium says a heading at the top of a page twice over.

    What was printed stays as it is; the changed titles are added behind it (ISO 32000-1, section 7.5.6).
    """
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, NameObject, TextStringObject

    writer = PdfWriter(io.BytesIO(printed), incremental=True)
    todo = [writer.root_object.get("/Outlines")]
    while todo:
        reference = todo.pop()
        entry = reference.get_object() if reference is not None else None
        if not isinstance(entry, DictionaryObject):
            continue
        title = str(entry.get("/Title", ""))
        half = title[: len(title) // 2]
        if title and title == half * 2:
            entry[NameObject("/Title")] = TextStringObject(half)
        todo += [entry.get("/First"), entry.get("/Next")]
    mended = io.BytesIO()
    writer.write(mended)
    return mended.getvalue()


def page_numbers(printed: bytes, anchors: tuple[str, ...]) -> Mapping[str, str]:
    """Return the page, counted from 1, on which each of ``anchors`` stands."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(printed))
    found = reader.named_destinations
    return {
        anchor: str(number + 1)
        for anchor in anchors
        if (place := found.get(f"/{anchor}")) is not None
        and (number := reader.get_destination_page_number(place)) is not None
    }


def _interactions(package: Package) -> Iterator[str]:
    return (interaction.identifier for item in package.each_item() for interaction in item.interactions)


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


def _downloads(package: Package) -> Iterator[str]:
    return (name for name in package.files if name.startswith("_downloads/"))


FORMAT = Format(
    name="pdf",
    suffix=".pdf",
    title="PDF handbook",
    write=write,
    seal=write_single,
    cannot_carry=(
        DISTANT_LEFT_OUT,
        SCRIPTS_LEFT_OUT,
        EMBEDDED,
        *(replace(gap, instead=WORK) for gap in COMMON if gap.code == "graded-elsewhere"),
        Gap(
            "interactions",
            "answering questions",
            "they are asked on paper; the answers stand at the back",
            _interactions,
        ),
        Gap("activities", "the player of scenarios and stories", "a scenario is read by its page links", _activities),
        Gap("recordings", "sound and film", "what it is called and the text beside it are printed", recordings),
        Gap("downloads", "files to download", "the pages on the web offer them", _downloads),
        pass_rule("nothing is counted: paper reports to no learning system"),
    ),
)
