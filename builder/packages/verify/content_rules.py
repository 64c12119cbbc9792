"""Rules on what pages load, link to and do: what a learner without a network, or in a frame, would miss."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from builder.packages.verify.content_reading import Content
from builder.packages.verify.finding import Fault, Rule, Spot, error, note, warning
from builder.packages.verify.references import CODE, Reference, Use

LONGEST_ADDRESS = 120


def check_damage(content: Content) -> Iterator[Fault]:
    """Every member can be read to its end, and is what its checksum says."""
    for name, reason in content.damaged:
        yield Fault(Spot(name), f"it cannot be read: {reason}")


def check_unread(content: Content) -> Iterator[Fault]:
    """Texts are short enough to be looked into."""
    for name in content.unread:
        yield Fault(Spot(name), "it is too long to be looked into")


def check_empty(content: Content) -> Iterator[Fault]:
    """Pages have content."""
    for name, facts in content.pages():
        if facts.empty:
            yield Fault(Spot(name), "the page is empty")


def check_foreign_code(content: Content) -> Iterator[Fault]:
    """Scripts and style sheets are in the package."""
    for each in _references(content):
        if each.remote and each.use in CODE:
            yield Fault(each.where, f"{each.use.value} is loaded from {_short(each.address)}")


def check_foreign_media(content: Content) -> Iterator[Fault]:
    """Images, fonts, media and frames are in the package."""
    for each in _references(content):
        if each.remote and each.use not in CODE and each.use is not Use.LINK:
            yield Fault(each.where, f"{each.use.value} is loaded from {_short(each.address)}")


def check_foreign_in_scripts(content: Content) -> Iterator[Fault]:
    """Scripts name no script of another host."""
    for name, facts in sorted(content.texts.items()):
        for address in sorted(set(facts.foreign_scripts)):
            yield Fault(Spot(name), f"a script names or asks for {_short(address)}")


def check_loaded(content: Content) -> Iterator[Fault]:
    """What pages load is in the package."""
    for each in _missing(content):
        if each.use is not Use.LINK and not each.in_style:
            yield Fault(each.where, f"{each.use.value} is missing: {_short(each.address)}", _hint(content, each))


def check_loaded_by_styles(content: Content) -> Iterator[Fault]:
    """What style sheets load is in the package."""
    for each in _missing(content):
        if each.in_style:
            yield Fault(each.where, f"{each.use.value} is missing: {_short(each.address)}", _hint(content, each))


def check_links(content: Content) -> Iterator[Fault]:
    """Links lead to files of the package."""
    folders = _folders(content)
    for each in _missing(content):
        if each.use is Use.LINK:
            if each.target in folders:
                message = f"a link leads to the folder {_short(each.address)}; not every server opens an index there"
                yield Fault(each.where, message, "name the file, such as index.html")
            else:
                yield Fault(each.where, f"a link leads nowhere: {_short(each.address)}", _hint(content, each))


def check_handlers(content: Content) -> Iterator[Fault]:
    """Pages have no script in their attributes."""
    for name, facts in content.pages():
        if facts.handlers:
            times = "once" if facts.handlers == 1 else f"{facts.handlers} times"
            yield Fault(Spot(name, facts.first_handler), f"script stands in attributes, {times}")


def _references(content: Content) -> Iterator[Reference]:
    for _, facts in sorted(content.texts.items()):
        yield from facts.references


def _missing(content: Content) -> Iterator[Reference]:
    names = content.archive.names
    for each in _references(content):
        if each.remote or each.target in names:
            continue
        own_folder = not each.lost and each.target in (".", posixpath.dirname(each.where.member))
        if not own_folder and not _in_cartridge_files(content, each):
            yield each


def _in_cartridge_files(content: Content, each: Reference) -> bool:
    """Whether a file lies in the folder to which some cartridges' pages are relative."""
    return "IMS-CC-FILEBASE" in each.address and f"web_resources/{each.target}" in content.archive.names


def _folders(content: Content) -> frozenset[str]:
    return frozenset(posixpath.dirname(name) for name in content.archive.names)


def _hint(content: Content, each: Reference) -> str:
    if each.target is None:
        return "write an address relative to the page: in a learning system the root of the server is another place"
    alike = content.archive.like(each.target)
    return f"the zip has {alike!r}: capitals and the form of accents count" if alike else ""


def _short(address: str) -> str:
    return address if len(address) <= LONGEST_ADDRESS else f"{address[:LONGEST_ADDRESS]}…"


OFFLINE = "no specification: learners offline, and systems whose content policy closes other hosts; EPUB 3.3, 3.6"

DAMAGE: tuple[Rule[Content], ...] = (
    error(
        "member-damaged",
        "a member cannot be read, or is not what its checksum says",
        "make the zip anew, and send it without changing it",
        "PKWARE APPNOTE 6.3, 4.4.7 CRC-32",
        check_damage,
    ),
    note(
        "member-unread",
        "a page, style or script is so long that it was not looked into",
        "make it shorter, or look into it yourself",
        "no specification: a limit of this check",
        check_unread,
    ),
)
"""What holds of every member."""

CONTENT_RULES: tuple[Rule[Content], ...] = (
    error(
        "page-empty",
        "a page is empty",
        "write it, or leave it out",
        "HTML Living Standard, 4.1: a document has a head and a body",
        check_empty,
    ),
    error(
        "foreign-code",
        "a page loads a script or a style sheet from another host",
        "put the file into the package, and load it from there",
        OFFLINE,
        check_foreign_code,
    ),
    warning(
        "foreign-in-script",
        "a script names a script or style sheet of another host, or asks one for something (fetch, request, image)",
        "put what it loads into the package: offline, and behind a strict policy, nothing comes",
        OFFLINE,
        check_foreign_in_scripts,
    ),
    error(
        "resource-missing",
        "a page loads a file that is not in the package",
        "add the file, or correct the address",
        "HTML Living Standard, 2.4: URLs; RFC 3986, 5",
        check_loaded,
    ),
    warning(
        "style-resource-missing",
        "a style sheet loads an image or font that is not in the package",
        "add the file, or take the rule out of the style sheet",
        "CSS Values 3, 4.5: url(); RFC 3986, 5",
        check_loaded_by_styles,
    ),
    warning(
        "link-broken",
        "a link leads to a file that is not in the package, or to a folder",
        "correct the link",
        "HTML Living Standard, 4.6: links; RFC 3986, 5",
        check_links,
    ),
    note(
        "inline-handler",
        "script stands in attributes (`on...`, `javascript:`)",
        "attach the handlers in a script: a strict content policy blocks those in attributes",
        "Content Security Policy 3, 8.3: unsafe-inline",
        check_handlers,
    ),
)
"""What holds of the pages of every kind."""

MEDIA_RULES: tuple[Rule[Content], ...] = (
    warning(
        "foreign-media",
        "a page loads an image, a font, media or a frame from another host",
        "put the file into the package, or link to it instead",
        OFFLINE,
        check_foreign_media,
    ),
)
"""What holds of pages besides, where the kind has no stricter rule of its own."""
