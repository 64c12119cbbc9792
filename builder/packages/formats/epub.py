"""EPUB 3.3: the pages as a book for reading devices, with answers at the back (https://www.w3.org/TR/epub-33/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from lxml import etree

from builder.book.words import words_for
from builder.packages.asked import read_asked
from builder.packages.chapter import Chapter, drop, every, local_files, relative
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON
from builder.packages.identifiers import facet, identifier
from builder.packages.manifest import address
from builder.packages.markup import element
from builder.packages.opf import DC, OPF, metadata
from builder.packages.package import Members, Package, Reading
from builder.packages.printed import ANSWERS, answer_sections, printed_chapter
from builder.packages.settings import Settings
from builder.packages.xhtml import MATHML, SVG, XHTML, to_xhtml

OPS = "http://www.idpf.org/2007/ops"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FOLDER = "EPUB/"
UNFIT = frozenset('"*:<>?\\| ')
STYLE = "book.css"
NAVIGATION = "contents.xhtml"
TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".gif": "image/gif",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".webp": "image/webp",
        ".mp3": "audio/mpeg",
        ".m4a": "audio/mp4",
        ".ogg": "audio/ogg; codecs=opus",
        ".opus": "audio/ogg; codecs=opus",
    }
)
"""Core media types (EPUB 3.3, section 3.2) by the end of a file's name: nothing else needs to be understood."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the book: its ``name`` in the folder, its bytes, and what the manifest says of it."""

    name: str
    title: str
    content: bytes
    properties: tuple[str, ...]
    part: str = ""


def write(package: Package, _settings: Settings) -> Members:
    """Return the members of the book."""
    names = {page.href: _document_name(page.href) for page in package.pages}
    answers = _free(f"{ANSWERS}.xhtml", set(names.values()))
    anchors = {names[page.href]: _ids(_chapter(package, page, names, answers).body) for page in package.pages}
    media: dict[str, Path] = {}
    parts = []
    for page in package.pages:  # read once more: a large book's pages do not all fit into memory as trees
        chapter = _chapter(package, page, names, answers)
        _settle(package, chapter, names, anchors, media)
        parts.append(_document(package, names[page.href], page.title, page.part, chapter.body))
    back = _answers(package, names, answers, media)
    documents = [*parts, *([back] if back else [])]
    members: dict[str, bytes | Path] = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _xml(_container()),
        f"{FOLDER}package.opf": _xml(_opf(package, documents, media)),
        f"{FOLDER}{NAVIGATION}": _xml(_navigation(package, documents)),
        f"{FOLDER}{STYLE}": (Path(__file__).parent.parent / STYLE).read_bytes(),
        **{f"{FOLDER}{one.name}": one.content for one in documents},
        **{f"{FOLDER}{name}": path for name, path in media.items()},
    }
    return MappingProxyType(members)


def _document_name(href: str) -> str:
    return _safe_name(PurePosixPath(href).with_suffix("").as_posix()) + ".xhtml"


def _safe_name(file: str) -> str:
    """A file's name without signs that an EPUB's names must not or should not have (EPUB 3.3, section 4.2.3).

    What tells two such names apart is put behind: the place of each replaced sign and what it was.
    """
    unfit = [(place, sign) for place, sign in enumerate(file) if sign in UNFIT or ord(sign) < 32]
    if not unfit:
        return file
    told = "-".join(f"{place}x{ord(sign):x}" for place, sign in unfit)
    path = PurePosixPath("".join("_" if sign in UNFIT or ord(sign) < 32 else sign for sign in file))
    return path.with_name(f"{path.stem}-{told}{path.suffix}").as_posix()


def _free(name: str, taken: set[str]) -> str:
    while name in taken:
        name = f"_{name}"
    return name


def _chapter(package: Package, page: Reading, names: Mapping[str, str], answers: str) -> Chapter:
    return printed_chapter(package, page, relative(answers, names[page.href]))


def _ids(body: etree._Element) -> set[str]:
    return {str(one.get("id")) for one in body.iter(etree.Element) if one.get("id")}


def _settle(
    package: Package,
    chapter: Chapter,
    names: Mapping[str, str],
    anchors: Mapping[str, set[str]],
    media: dict[str, Path],
) -> None:
    """Have every address of the chapter lead to where things now are; collect the media it shows.

    A link that leads to nothing in the book becomes its text; a picture that readers need not know, its description.
    """
    own, files = names[chapter.href], set(package.files)
    for one, attribute, file, rest in list(local_files(chapter.body, chapter.href)):
        fragment = rest.partition("#")[2]
        if file in names and attribute == "href":
            target = relative(names[file], own)
            one.set("href", f"{target}#{fragment}" if fragment in anchors[names[file]] else target)
        elif PurePosixPath(file).suffix.lower() in TYPES and file in files and attribute != "href":
            media[_safe_name(file)] = package.root / file
            one.set(attribute, relative(_safe_name(file), own))
        elif not file.endswith(".xhtml"):
            _unlink(one, attribute)
    for link in every(chapter.body, ".//a[starts-with(@href, '#')]"):
        if str(link.get("href"))[1:] not in anchors[own]:
            _unlink(link, "href")
    for remote in every(
        chapter.body,
        ".//*[@src and not(starts-with(@src, 'data:')) and (contains(@src, '://') or starts-with(@src, '//'))]",
    ):
        _unlink(remote, "src")
    for scene in every(chapter.body, ".//*[@data-audio]"):
        source = str(scene.attrib.pop("data-audio"))
        scene.append(element("audio", {"controls": "controls", "preload": "none", "src": source}))


def _unlink(one: etree._Element, attribute: str) -> None:
    del one.attrib[attribute]
    if one.tag == "img":
        one.tag, one.text = "span", str(one.attrib.pop("alt", ""))
    elif one.tag in ("audio", "video", "source", "picture"):
        drop(one)
    elif one.tag == "a":
        one.tag = "span"


def _document(package: Package, name: str, title: str, part: str, body: etree._Element) -> Part:
    body.tag = "section"
    content = to_xhtml(body)
    found = {one.tag for one in content.iter(etree.Element)}
    kinds = {"mathml": f"{{{MATHML}}}math", "svg": f"{{{SVG}}}svg"}
    properties = tuple(kind for kind, tag in kinds.items() if tag in found)
    return Part(name, title, _xml(_page(package, name, title, content)), properties, part)


def _page(package: Package, name: str, title: str, *content: etree._Element) -> etree._Element:
    return _el(
        "html",
        {"lang": package.language, XML_LANGUAGE: package.language, "dir": package.direction},
        _el(
            "head",
            {},
            _el("title", {}, title),
            _el("link", {"rel": "stylesheet", "type": "text/css", "href": relative(STYLE, name)}),
        ),
        _el("body", {}, *content),
    )


def _answers(package: Package, names: Mapping[str, str], name: str, media: dict[str, Path]) -> Part | None:
    """The document at the back with the right answers, in the order of the pages; None where nothing is asked."""
    hrefs = {page.id: page.href for page in package.pages}
    title = words_for(package.language)["answers"]
    shown = [
        (hrefs[bank.page[question.id]], bank.title, question) for bank in package.banks for question in bank.questions
    ]
    files = set(package.files)

    def place(file: str) -> str | None:
        if PurePosixPath(file).suffix.lower() not in TYPES or file not in files:
            return None
        media[_safe_name(file)] = package.root / file
        return relative(_safe_name(file), name)

    targets = {href: relative(document, name) for href, document in names.items()}
    asked = read_asked(package.root, shown, place)
    sections = list(answer_sections(package, asked, targets))
    if not sections:
        return None
    body = element("section", {"class": "cw-answers"}, element("h1", {}, title), *sections)
    for link in every(body, ".//a[not(@href)]"):
        link.tag = "span"
    return _document(package, name, title, "", body)


def _navigation(package: Package, documents: Iterable[Part]) -> etree._Element:
    """The navigation document (EPUB 3.3, section 7): the contents, parts with their pages below them."""
    title = words_for(package.language)["contents"]
    groups = {part.part: part.title for part in package.parts}
    entries: list[etree._Element] = []
    inner: dict[str, etree._Element] = {}
    for one in documents:
        entry = _el("li", {}, _el("a", {"href": relative(one.name, NAVIGATION)}, one.title))
        if one.part not in groups:
            entries.append(entry)
        elif one.part in inner:
            inner[one.part].append(entry)
        else:
            inner[one.part] = _el("ol", {}, entry)
            entries.append(_el("li", {}, _el("span", {}, groups[one.part]), inner[one.part]))
    contents = _el("nav", {f"{{{OPS}}}type": "toc", "id": "toc"}, _el("h1", {}, title), _el("ol", {}, *entries))
    return _page(package, NAVIGATION, title, contents)


def _opf(package: Package, documents: list[Part], media: Mapping[str, Path]) -> etree._Element:
    entries = [
        ("contents", NAVIGATION, "application/xhtml+xml", "nav"),
        ("style", STYLE, "text/css", ""),
        *((_id(one.name), one.name, "application/xhtml+xml", " ".join(one.properties)) for one in documents),
        *((_id(name), name, TYPES[PurePosixPath(name).suffix.lower()], "") for name in sorted(media)),
    ]
    items = (
        _opf_el(
            "item",
            {"id": name, "href": address(file), "media-type": kind, **({"properties": more} if more else {})},
        )
        for name, file, kind, more in entries
    )
    has_formulas = any("mathml" in one.properties for one in documents)
    order = (_opf_el("itemref", {"idref": _id(one.name)}) for one in documents)
    return element(
        f"{{{OPF}}}package",
        {"version": "3.0", "unique-identifier": "book", XML_LANGUAGE: package.language, "dir": package.direction},
        _opf_el("metadata", {}, *metadata(package, {entry[2] for entry in entries}, has_formulas=has_formulas)),
        _opf_el("manifest", {}, *items),
        _opf_el("spine", {"page-progression-direction": package.direction}, *order),
        namespaces={None: OPF, "dc": DC},
    )


def _id(name: str) -> str:
    return facet(identifier("file"), identifier(name))


def _container() -> etree._Element:
    rootfile = {"full-path": f"{FOLDER}package.opf", "media-type": "application/oebps-package+xml"}
    return element(
        f"{{{CONTAINER}}}container",
        {"version": "1.0"},
        element(f"{{{CONTAINER}}}rootfiles", {}, element(f"{{{CONTAINER}}}rootfile", rootfile)),
        namespaces={None: CONTAINER},
    )


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _el(name: str, attributes: Mapping[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{XHTML}}}{name}", attributes, *content, namespaces={None: XHTML, "epub": OPS})


def _opf_el(name: str, attributes: Mapping[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{OPF}}}{name}", attributes, *content, namespaces={None: OPF, "dc": DC})


def _downloads(package: Package) -> Iterator[str]:
    return (
        name for name in package.files if name.startswith("_downloads/") and PurePosixPath(name).suffix not in TYPES
    )


def _interactions(package: Package) -> Iterator[str]:
    return (interaction.identifier for item in package.each_item() for interaction in item.interactions)


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


FORMAT = Format(
    name="epub",
    suffix=".epub",
    title="EPUB 3",
    write=write,
    cannot_carry=(
        *(gap for gap in COMMON if gap.code not in ("inline-scripts", "notes", "unfit-names")),
        Gap(
            "interactions",
            "answering questions",
            "they are asked on paper; the answers stand at the back",
            _interactions,
        ),
        Gap("activities", "the player of scenarios and stories", "a scenario is read by its links", _activities),
        Gap("downloads", "files to download", "the pages on the web offer them", _downloads),
    ),
)
