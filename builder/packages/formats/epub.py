"""EPUB 3.3: the pages as a book for reading devices, with answers at the back (https://www.w3.org/TR/epub-33/)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from lxml import etree

from builder.book.words import words_for
from builder.model.question import Question
from builder.packages.asked import Asked, ask
from builder.packages.chapter import Chapter, every, local_files, read_chapter, relative, sections
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON, DISTANT_LEFT_OUT, EMBEDDED, SCRIPTS_LEFT_OUT, pass_rule
from builder.packages.identifiers import facet, identifier
from builder.packages.left_out import unfit_media
from builder.packages.manifest import address
from builder.packages.markup import element
from builder.packages.opf import DC, OPF, container, metadata
from builder.packages.package import Members, Package, Reading
from builder.packages.printed import ANSWERS, answer_sections, drop_silent, open_chapter, unlink
from builder.packages.settings import Settings
from builder.packages.xhtml import MATHML, SVG, XHTML, to_xhtml

OPS = "http://www.idpf.org/2007/ops"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FOLDER = "EPUB/"
UNFIT = frozenset('"*:<>?\\| ')
STYLE = "book.css"
NAVIGATION = "contents.xhtml"
WORK = "the pages tell of it; its files are on the web, and no point is reported"
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
        ".m4v": "video/mp4",
        ".mp4": "video/mp4",
        ".webm": "video/webm",
    }
)
"""Core media types (EPUB 3.3, section 3.2) by the end of a file's name, and films, which need not be of one (3.4)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One document of the book: its ``name`` in the folder, its bytes, and what the manifest says of it."""

    name: str
    title: str
    content: bytes
    properties: tuple[str, ...]
    part: str = ""


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What all pages share: ``names`` of their documents by href, the name of the page of ``answers``, the ``files`` of
    the site, the ``questions`` by the page that asks them first and their id, and the ``media`` shown so far."""

    package: Package
    names: Mapping[str, str]
    answers: str
    files: frozenset[str]
    questions: Mapping[tuple[str, str], tuple[str, Question]]
    media: dict[str, Path]

    def place(self, file: str) -> str | None:
        """Return where a picture or a recording stands on the page of answers; None for all else."""
        if PurePosixPath(file).suffix.lower() not in TYPES or file not in self.files:
            return None
        self.media[_safe_name(file)] = self.package.root / file
        return relative(_safe_name(file), self.answers)


@dataclass(frozen=True, slots=True)
class _Read:
    """A page's document, the places in it, the places of other documents that it leads to, and what it asks."""

    document: Part
    anchors: frozenset[str]
    led: frozenset[tuple[str, str]]
    asked: Mapping[str, Asked]


def write(package: Package, _settings: Settings) -> Members:
    """Return the members of the book."""
    names = {page.href: _document_name(page.href) for page in package.pages}
    answers = _free(f"{ANSWERS}.xhtml", set(names.values()))
    questions = {
        (bank.page[question.id], question.id): (bank.title, question)
        for bank in package.banks
        for question in bank.questions
    }
    media: dict[str, Path] = {}
    shelf = _Shelf(package, names, answers, frozenset(package.files), questions, media)
    read = [_read(shelf, page, None) for page in package.pages]  # no tree is kept: those of a large book do not all fit
    anchors = {one.document.name: one.anchors for one in read}
    for place, one in enumerate(read):  # read once more where a link leads to a place that no page has
        if any(anchor not in anchors[name] for name, anchor in one.led):
            read[place] = _read(shelf, package.pages[place], anchors)
    parts = [one.document for one in read]
    asked = {name: question for one in read for name, question in one.asked.items()}
    back = _answers(shelf, asked)
    documents = [*parts, *([back] if back else [])]
    members: dict[str, bytes | Path] = {
        "mimetype": b"application/epub+zip",
        "META-INF/container.xml": _xml(container(f"{FOLDER}package.opf")),
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


def _read(shelf: _Shelf, page: Reading, anchors: Mapping[str, frozenset[str]] | None) -> _Read:
    """Read a page; where ``anchors`` are not known yet, every place that it leads to is taken to be there."""
    package, name = shelf.package, shelf.names[page.href]
    chapter = read_chapter(package.root, page.href, page.title)
    asked = {
        name: ask(deepcopy(section), page.href, *shelf.questions[page.id, name], shelf.place)
        for name, section in sections(chapter.body, "question").items()
        if (page.id, name) in shelf.questions
    }
    open_chapter(package, chapter, relative(shelf.answers, name))
    own = frozenset(str(one.get("id")) for one in chapter.body.iter(etree.Element) if one.get("id"))
    led = frozenset(_settle(shelf, chapter, own, anchors))
    return _Read(_document(package, name, page.title, page.part, chapter.body), own, led, asked)


def _settle(
    shelf: _Shelf, chapter: Chapter, own: frozenset[str], anchors: Mapping[str, frozenset[str]] | None
) -> Iterator[tuple[str, str]]:
    """Have every address of the chapter lead to where things now are; collect the media it shows.

    A link that leads to nothing in the book becomes its text; a picture that readers need not know, its description.
    Yields the places that the chapter's links lead to.
    """
    name = shelf.names[chapter.href]
    for one, attribute, file, rest in list(local_files(chapter.body, chapter.href)):
        fragment = rest.partition("#")[2]
        if file in shelf.names and attribute == "href":
            document = shelf.names[file]
            is_there = anchors is None or fragment in anchors[document]
            one.set("href", relative(document, name) + (f"#{fragment}" if fragment and is_there else ""))
            if fragment and is_there:
                yield document, fragment
        elif PurePosixPath(file).suffix.lower() in TYPES and file in shelf.files and attribute != "href":
            shelf.media[_safe_name(file)] = shelf.package.root / file
            one.set(attribute, relative(_safe_name(file), name))
        elif not file.endswith(".xhtml"):
            unlink(one, attribute)
    for link in every(chapter.body, ".//a[starts-with(@href, '#')]"):
        if str(link.get("href"))[1:] not in own:
            unlink(link, "href")
    drop_silent(chapter.body)
    for scene in every(chapter.body, ".//*[@data-audio]"):
        source = str(scene.attrib.pop("data-audio"))
        scene.append(element("audio", {"controls": "controls", "preload": "none", "src": source}))


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


def _answers(shelf: _Shelf, asked: Mapping[str, Asked]) -> Part | None:
    """The document at the back with the right answers, in the order of the pages; None where nothing is asked."""
    package, name = shelf.package, shelf.answers
    title = words_for(package.language)["answers"]
    targets = {href: relative(document, name) for href, document in shelf.names.items()}
    shown = [asked[question.id] for bank in package.banks for question in bank.questions if question.id in asked]
    found = list(answer_sections(package, shown, targets))
    if not found:
        return None
    body = element("section", {"class": "cw-answers"}, element("h1", {}, title), *found)
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


def _xml(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _el(name: str, attributes: Mapping[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{XHTML}}}{name}", attributes, *content, namespaces={None: XHTML, "epub": OPS})


def _opf_el(name: str, attributes: Mapping[str, str], *content: etree._Element | str) -> etree._Element:
    return element(f"{{{OPF}}}{name}", attributes, *content, namespaces={None: OPF, "dc": DC})


def _downloads(package: Package) -> Iterator[str]:
    return (
        name
        for name in package.files
        if name.startswith("_downloads/") and PurePosixPath(name).suffix.lower() not in TYPES
    )


def _unfit_media(package: Package) -> Iterator[str]:
    return unfit_media(package, TYPES)


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
        DISTANT_LEFT_OUT,
        SCRIPTS_LEFT_OUT,
        EMBEDDED,
        Gap(
            "media",
            "pictures, sound and film of kinds that a book cannot hold",
            "left out: a picture is its description",
            _unfit_media,
        ),
        *(replace(gap, instead=WORK) for gap in COMMON if gap.code == "graded-elsewhere"),
        Gap(
            "interactions",
            "answering questions",
            "they are asked on paper; the answers stand at the back",
            _interactions,
        ),
        Gap("activities", "the player of scenarios and stories", "a scenario is read by its links", _activities),
        Gap("downloads", "files to download", "the pages on the web offer them", _downloads),
        pass_rule("nothing is counted: a book reports to no learning system"),
    ),
)
