"""IMS Common Cartridge 1.1 and 1.3: pages, links, discussions, quizzes, a question bank (IMS CC 1.1, sections 3, 4).

Learning systems take a cartridge apart and make things of their own of it, so nothing in it needs a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from lxml import etree

from builder.packages.asked import Asked
from builder.packages.cartridge_pages import CartridgePage, cartridge_pages
from builder.packages.chapter import every
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON, DISTANT_LINKED, DISTANT_SHOWN, EMBEDDED, SCRIPTS_LEFT_OUT, pass_rule
from builder.packages.identifiers import facet, identifier
from builder.packages.lom import restricted
from builder.packages.manifest import address, one_line
from builder.packages.markup import element, xml_document
from builder.packages.package import Bank, Members, Package
from builder.packages.qti import assessment, can_ask, question_bank
from builder.packages.settings import Settings

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

PAGES = "pages/"
BASE = "$IMS-CC-FILEBASE$../"
"""What stands for the folder of the file in which an address stands (IMS CC 1.1, section 4.1)."""
MOST_TRIES = 5
MOST_LINKS = 200
"""Links to sources; what a list has beyond is in its page alone."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of the specification; ``number`` is how its namespaces and resource types are written."""

    version: str
    number: str

    def namespace(self, name: str) -> str:
        """Return the namespace of a schema such as ``imscp_v1p1``."""
        return f"http://www.imsglobal.org/xsd/imscc{self.number}/{name}"

    @property
    def lom(self) -> str:
        """The namespace of the manifest's metadata."""
        return f"http://ltsc.ieee.org/xsd/imscc{self.number}/LOM/manifest"


CC11 = Edition("1.1.0", "v1p1")
CC13 = Edition("1.3.0", "v1p3")


@dataclass(frozen=True, slots=True)
class Resource:
    """One entry of the manifest. ``files`` are members, the first is the one that opens; ``needs`` are identifiers."""

    identifier: str
    type: str
    title: str
    files: Mapping[str, bytes | Path]
    needs: tuple[str, ...] = ()
    part: str = ""


def write(edition: Edition, package: Package, _settings: Settings) -> Members:
    """Return the members of a cartridge: the parts with their pages, then what is asked and discussed in each."""
    from markdown_it import MarkdownIt

    markdown = MarkdownIt("commonmark", {"html": False})
    read = list(cartridge_pages(package, partial(_from_base, set(package.files))))
    asked = {name: question for one in read for name, question in one.asked.items()}
    pages, files = _pages(package, read)
    quizzes = list(_quizzes(edition, package, asked, markdown))
    bank = list(_bank(edition, package, asked, markdown))
    listed = [*pages, *quizzes, *_discussions(edition, package, read), *_links(edition, package, read)]
    resources = [*listed, *bank, *files]
    manifest = xml_document(_manifest(edition, package, listed, resources))
    contents = {name: content for resource in resources for name, content in resource.files.items()}
    return MappingProxyType({"imsmanifest.xml": manifest, **contents})


# ---- what goes in


def _pages(package: Package, read: Iterable[CartridgePage]) -> tuple[list[Resource], list[Resource]]:
    """Each page, and the files that pages show: one resource a file, so that a page names just what it needs."""
    files: dict[str, Resource] = {}
    pages = []
    for one in read:
        for file in one.files:
            name = identifier(package.name, file)
            files.setdefault(file, Resource(name, "webcontent", file, {PAGES + file: package.root / file}))
        needs = tuple(files[file].identifier for file in one.files)
        page, name = one.page, identifier(package.name, one.page.id)
        pages.append(Resource(name, "webcontent", page.title, {PAGES + page.href: one.content}, needs, page.part))
    return pages, list(files.values())


def _asked(bank: Bank, asked: Mapping[str, Asked], *, counts: bool) -> Iterator[Asked]:
    """The questions of a part that a cartridge can ask; ``counts`` chooses between those that are scored and others."""
    for question in bank.questions:
        if can_ask(question) and question.counts is counts and question.id in asked:
            yield asked[question.id]


def _from_base(files: set[str], file: str) -> str | None:
    return f"{BASE}{address(PAGES + file)}" if file in files else None


def _quizzes(
    edition: Edition, package: Package, found: Mapping[str, Asked], markdown: MarkdownIt
) -> Iterator[Resource]:
    """A quiz for each part that has scored questions."""
    for bank in package.banks:
        asked = list(_asked(bank, found, counts=True))
        if asked:
            name = identifier(package.name, bank.identifier, "quiz")
            tries = min(max(one.question.tries for one in asked), MOST_TRIES)
            content = xml_document(assessment(name, bank.title, asked, markdown, tries))
            kind = f"imsqti_xmlv1p2/imscc_xml{edition.number}/assessment"
            yield Resource(
                name, kind, bank.title, {f"{name}/assessment.xml": content}, _needs(package, asked), bank.identifier
            )


def _bank(edition: Edition, package: Package, found: Mapping[str, Asked], markdown: MarkdownIt) -> Iterator[Resource]:
    """The one bank that a cartridge may hold, with the questions that are asked without a score."""
    asked = [one for bank in package.banks for one in _asked(bank, found, counts=False)]
    if asked:
        name = facet(package.identifier, "question-bank")
        content = xml_document(question_bank(name, asked, markdown))
        kind = f"imsqti_xmlv1p2/imscc_xml{edition.number}/question-bank"
        yield Resource(name, kind, package.title, {f"{name}/bank.xml": content}, _needs(package, asked))


def _needs(package: Package, asked: Iterable[Asked]) -> tuple[str, ...]:
    """The resources of the pictures and pages that questions point at."""
    pages = {page.href: page.id for page in package.pages}
    found = {file for one in asked for file in one.files.values()}
    return tuple(sorted(identifier(package.name, pages.get(file, file)) for file in found))


def _discussions(edition: Edition, package: Package, read: Iterable[CartridgePage]) -> Iterator[Resource]:
    """A topic for each scenario: invented places and people, which a group may safely talk about."""
    namespace = edition.namespace(f"imsdt_{edition.number}")
    titles = {activity.identifier: activity.title for item in package.each_item() for activity in item.activities}
    for one in read:
        page = one.page
        for name, scene in one.scenes.items():
            own = identifier(package.name, name, "topic")
            link = f'<p><a href="{BASE}{address(PAGES + page.href)}">{titles.get(name, page.title)}</a></p>'
            text = element(f"{{{namespace}}}text", {"texttype": "text/html"}, scene + link)
            title = element(f"{{{namespace}}}title", {}, one_line(titles.get(name, page.title)))
            topic = element(f"{{{namespace}}}topic", {}, title, text, namespaces={None: namespace})
            files = {f"{own}/topic.xml": xml_document(topic)}
            needs = (identifier(package.name, page.id),)
            yield Resource(own, f"imsdt_xml{edition.number}", titles.get(name, page.title), files, needs, page.part)


def _links(edition: Edition, package: Package, read: Iterable[CartridgePage]) -> Iterator[Resource]:
    """The addresses of other hosts in the table of contents, then those of sources, in the folder of their list."""
    start = etree.fromstring((package.root / package.pages[0].href).read_bytes(), etree.HTMLParser(encoding="utf-8"))
    outside = every(start, "//nav//a[starts-with(@href, 'http://') or starts-with(@href, 'https://')]")
    found = {str(link.get("href")): (" ".join(str(link.xpath("string()")).split()), "") for link in outside}
    sources = ((target, (told, one.page.id)) for one in read for target, told in one.sources.items())
    for target, about in islice(sources, MOST_LINKS):
        found.setdefault(target, about)
    for target, (title, folder) in found.items():
        yield _link(edition, package, target, title or target, folder)


def _link(edition: Edition, package: Package, target: str, title: str, folder: str) -> Resource:
    namespace = edition.namespace(f"imswl_{edition.number}")
    own = identifier(package.name, target, "link")
    web_link = element(
        f"{{{namespace}}}webLink",
        {},
        element(f"{{{namespace}}}title", {}, one_line(title)),
        element(f"{{{namespace}}}url", {"href": target, "target": "_blank"}),
        namespaces={None: namespace},
    )
    files = {f"{own}/weblink.xml": xml_document(web_link)}
    return Resource(own, f"imswl_xml{edition.number}", title, files, part=folder)


# ---- the manifest


def _manifest(edition: Edition, package: Package, listed: list[Resource], resources: list[Resource]) -> etree._Element:
    cp = edition.namespace("imscp_v1p1")
    el = partial(_element, cp)
    root = el("item", {"identifier": "root"}, *_outline(el, package, listed))
    organization = el(
        "organization",
        {"identifier": facet(package.identifier, "organization"), "structure": "rooted-hierarchy"},
        root,
    )
    return element(
        f"{{{cp}}}manifest",
        {"identifier": package.identifier},
        el(
            "metadata",
            {},
            el("schema", {}, "IMS Common Cartridge"),
            el("schemaversion", {}, edition.version),
            _lom(edition.lom, package),
        ),
        el("organizations", {}, organization),
        el("resources", {}, *(_resource(el, resource) for resource in resources)),
        namespaces={None: cp, "lomimscc": edition.lom},
    )


def _element(
    namespace: str, name: str, attributes: Mapping[str, str], *content: etree._Element | str
) -> etree._Element:
    return element(f"{{{namespace}}}{name}", attributes, *content)


def _outline(el: partial[etree._Element], package: Package, listed: list[Resource]) -> Iterator[etree._Element]:
    """The items in reading order: a folder for each part, and pages of no part where they stand; then a folder for the
    links of each list of sources, called what the list is called."""
    folders: dict[str, etree._Element] = {}
    titles = {page.id: page.title for page in package.pages} | {part.part: part.title for part in package.parts}
    for resource in listed:
        entry = {"identifier": facet(resource.identifier, "item"), "identifierref": resource.identifier}
        item = el("item", entry, el("title", {}, one_line(resource.title)))
        if resource.part not in titles:
            yield item
        elif resource.part in folders:
            folders[resource.part].append(item)
        else:
            name = {"identifier": facet(identifier(package.name, resource.part), "folder")}
            folders[resource.part] = el("item", name, el("title", {}, one_line(titles[resource.part])), item)
            yield folders[resource.part]


def _resource(el: partial[etree._Element], resource: Resource) -> etree._Element:
    entry = {"identifier": resource.identifier, "type": resource.type}
    if resource.type == "webcontent":
        entry["href"] = address(next(iter(resource.files)))
    files = (el("file", {"href": address(name)}) for name in resource.files)
    return el("resource", entry, *files, *(el("dependency", {"identifierref": name}) for name in resource.needs))


def _lom(namespace: str, package: Package) -> etree._Element:
    """The cartridge's metadata (IMS CC 1.1, section 3.4: LOM, restricted to what Dublin Core knows)."""
    el = partial(_element, namespace)

    def text(name: str, value: str) -> etree._Element:
        return el(name, {}, el("string", {"language": package.language}, value))

    general = el(
        "general",
        {},
        text("title", one_line(package.title)),
        *(el("language", {}, tag) for tag in package.metadata.languages or (package.language,)),
        *([text("description", package.description)] if package.description else []),
        *(text("keyword", word) for word in package.metadata.keywords),
    )
    sections: list[etree._Element] = [general]
    if package.metadata.rights:
        rights = package.metadata.rights
        restrictions = el("copyrightAndOtherRestrictions", {}, el("value", {}, restricted(rights)))
        sections.append(el("rights", {}, restrictions, text("description", rights)))
    return el("lom", {}, *sections)


# ---- what a cartridge cannot carry


def _unasked(package: Package) -> Iterator[str]:
    return (
        f"{question.id} ({question.kind})"
        for bank in package.banks
        for question in bank.questions
        if question.scored and not can_ask(question)
    )


def _unscored(package: Package) -> Iterator[str]:
    return (
        question.id
        for bank in package.banks
        for question in bank.questions
        if can_ask(question) and not question.counts
    )


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


GAPS = (
    DISTANT_SHOWN,
    DISTANT_LINKED,
    SCRIPTS_LEFT_OUT,
    EMBEDDED,
    *(gap for gap in COMMON if gap.code not in ("distant", "inline-scripts")),
    Gap(
        "unasked",
        "matching, ordering, and numbers with a tolerance",
        "they stay in the page to think about; the quiz leaves them out, so that no right answer is marked wrong",
        _unasked,
    ),
    Gap(
        "unscored",
        "questions that are asked without a score",
        "they are in the question bank, for quizzes that do not count",
        _unscored,
    ),
    Gap(
        "activities",
        "choices in a scenario and the player of a story",
        "they can be read; a scenario is a discussion as well",
        _activities,
    ),
    pass_rule("the instructor sets them in the learning system's gradebook"),
)


def _format(name: str, title: str, edition: Edition) -> Format:
    return Format(name, f".{name}.imscc", title, partial(write, edition), GAPS)


CC11_FORMAT = _format("cc11", "Common Cartridge 1.1", CC11)
CC13_FORMAT = _format("cc13", "Common Cartridge 1.3", CC13)
