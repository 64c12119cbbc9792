"""Rules of EPUB 3.3 on its files: manifest and spine (5.6, 5.7), content documents (6), navigation (7)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from builder.packages.verify.archive_rules import is_junk
from builder.packages.verify.documents import BrokenXmlError, children, descendants, first, read_document
from builder.packages.verify.epub_reading import Publication
from builder.packages.verify.epub_rules import Reading
from builder.packages.verify.finding import Fault, Rule, Spot, error, warning
from builder.packages.verify.kinds import MIMETYPE
from builder.packages.verify.references import CODE, Use

XHTML = "application/xhtml+xml"
SVG = "image/svg+xml"
DOCUMENTS = (XHTML, SVG)
OPS = "{http://www.idpf.org/2007/ops}type"
MEDIA_TYPES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        ".xhtml": (XHTML,),
        ".html": (XHTML,),
        ".css": ("text/css",),
        ".js": ("text/javascript", "application/javascript", "application/ecmascript"),
        ".png": ("image/png",),
        ".jpg": ("image/jpeg",),
        ".jpeg": ("image/jpeg",),
        ".gif": ("image/gif",),
        ".svg": (SVG,),
        ".webp": ("image/webp",),
        ".ncx": ("application/x-dtbncx+xml",),
        ".mp3": ("audio/mpeg",),
        ".mp4": ("video/mp4", "audio/mp4"),
        ".woff": ("font/woff", "application/font-woff"),
        ".woff2": ("font/woff2",),
    }
)
"""Media types by suffix (EPUB 3.3, 3.2 core media types)."""
MAY_BE_REMOTE = frozenset({Use.MEDIA, Use.FONT, Use.LINK})


def check_items(reading: Reading) -> Iterator[Fault]:
    """Items of the manifest have an id, an address and a media type, each of their own."""
    seen: set[str] = set()
    for item in reading.epub.items:
        for name, value in (("id", item.identifier), ("href", item.address), ("media-type", item.media_type)):
            if not value:
                yield Fault(item.where, f"an item of the manifest has no {name}")
        for key in filter(None, (f"id {item.identifier!r}", f"href {item.address!r}")):
            if key in seen:
                yield Fault(item.where, f"two items of the manifest have the {key}")
            seen.add(key)


def check_items_present(reading: Reading) -> Iterator[Fault]:
    """Files of the manifest are in the EPUB."""
    names = reading.epub.archive.names
    for item in reading.epub.items:
        if item.address and not item.remote and item.target not in names:
            alike = reading.epub.archive.like(item.target) if item.target else None
            fix = f"the zip has {alike!r}: capitals and the form of accents count" if alike else ""
            yield Fault(item.where, f"{item.address!r} is in the manifest and not in the zip", fix)


def check_items_listed(reading: Reading) -> Iterator[Fault]:
    """Files of the EPUB are in the manifest; those that a document uses are told by the rule on it."""
    if reading.epub.package is None:
        return
    listed = {*reading.epub.resources(), reading.epub.package.member, MIMETYPE}
    listed |= {target for name in listed & set(reading.content.texts) for target in reading.content.texts[name].reaches}
    for name in sorted(reading.epub.archive.names - listed):
        if not name.startswith("META-INF/") and not is_junk(name):
            yield Fault(Spot(name), "it is in the zip, and not in the manifest")


def check_used_listed(reading: Reading) -> Iterator[Fault]:
    """What documents load is in the manifest."""
    listed = reading.epub.resources()
    for name, facts in sorted(reading.content.texts.items()):
        for target in sorted(facts.reaches - set(listed)) if name in listed else ():
            yield Fault(Spot(name), f"it uses {target!r}, which is not in the manifest")


def check_media_types(reading: Reading) -> Iterator[Fault]:
    """Media types go with what files are."""
    for item in reading.epub.items:
        known = MEDIA_TYPES.get(posixpath.splitext(item.target or "")[1].lower())
        if known and item.media_type and item.media_type not in known:
            yield Fault(item.where, f"{item.address!r} is declared as {item.media_type!r}, not {known[0]!r}")


def check_spine(reading: Reading) -> Iterator[Fault]:
    """The spine names documents of the manifest."""
    package, spine = reading.epub.package, reading.epub.section("spine")
    if package is None or spine is None:
        return
    items = {item.identifier: item for item in reading.epub.items}
    references = list(children(spine, "itemref"))
    if not references:
        yield Fault(package.spot(spine), "the spine is empty")
    seen: set[str] = set()
    for at in references:
        if str(at.get("idref", "")) in seen:
            yield Fault(package.spot(at), f"the spine names {str(at.get('idref'))!r} twice")
        seen.add(str(at.get("idref", "")))
        if at.get("linear", "yes") not in ("yes", "no"):
            yield Fault(package.spot(at), f"linear is {str(at.get('linear'))!r}, neither yes nor no")
        item = items.get(str(at.get("idref", "")))
        if item is None:
            yield Fault(package.spot(at), f"no item has the id {str(at.get('idref', ''))!r}")
        elif item.media_type not in (*DOCUMENTS, "application/x-dtbook+xml") and not item.fallback:
            yield Fault(package.spot(at), f"{item.address!r} of type {item.media_type!r} is no document to read")


def check_nav(reading: Reading) -> Iterator[Fault]:
    """One document of the manifest is the table of contents."""
    package = reading.epub.package
    if package is None or not reading.epub.version.startswith("3"):
        return
    navs = [item for item in reading.epub.items if "nav" in item.properties]
    if len(navs) != 1:
        manifest = reading.epub.section("manifest")
        where = package.spot(package.root if manifest is None else manifest)
        yield Fault(where, f"{len(navs)} items have the property nav, not one")
    for item in navs:
        if item.target in reading.epub.archive.names:
            yield from _contents(reading, item)


def check_xhtml(reading: Reading) -> Iterator[Fault]:
    """Content documents are well-formed."""
    for name, item in reading.epub.resources().items():
        facts = reading.content.texts.get(name)
        if facts is not None and facts.broken and item.media_type in DOCUMENTS:
            yield Fault(Spot(name, facts.broken_line), f"it is not well-formed: {facts.broken}")


def check_properties(reading: Reading) -> Iterator[Fault]:
    """Documents with script, SVG or MathML say so."""
    if not reading.epub.version.startswith("3"):
        return
    for name, item in reading.epub.resources().items():
        facts = reading.content.texts.get(name)
        if facts is None or item.media_type != XHTML:
            continue
        scripted = facts.scripts or facts.handlers or "form" in facts.elements
        found = {"scripted": scripted, "svg": "svg" in facts.elements, "mathml": "math" in facts.elements}
        found["remote-resources"] = any(each.remote and each.use is not Use.LINK for each in facts.references)
        lacking = sorted(word for word, there in found.items() if there and word not in item.properties)
        if lacking:
            yield Fault(item.where, f"{item.address!r} has {', '.join(lacking)}, and the manifest does not say so")


def check_remote(reading: Reading) -> Iterator[Fault]:
    """Only sound, video and fonts may lie on another host."""
    for facts in (reading.content.texts[name] for name in sorted(reading.content.texts)):
        for each in facts.references:
            if each.remote and each.use not in MAY_BE_REMOTE and each.use not in CODE:
                yield Fault(each.where, f"{each.use.value} lies on another host: {each.address}")


def _contents(reading: Reading, item: Publication) -> Iterator[Fault]:
    try:
        document = read_document(reading.epub.archive, str(item.target))
    except BrokenXmlError:
        return
    tables = [at for at in descendants(document.root, "nav") if "toc" in str(at.get(OPS, "")).split()]
    if len(tables) != 1:
        yield Fault(Spot(document.member), f'{len(tables)} elements are <nav epub:type="toc">, not one')
    elif first(tables[0], "ol") is None:
        yield Fault(document.spot(tables[0]), "the table of contents has no list <ol>")


EPUB_FILE_RULES: tuple[Rule[Reading], ...] = (
    error(
        "epub-item",
        "an item of the manifest lacks id, href or media-type, or shares one of the first two",
        "complete the item, and name each file once",
        "EPUB 3.3, 5.6.2",
        check_items,
    ),
    error(
        "epub-file-missing",
        "the manifest names a file that is not in the zip",
        "add the file, or take it out of the manifest",
        "EPUB 3.3, 5.6.1",
        check_items_present,
    ),
    warning(
        "epub-file-unlisted",
        "the zip has a file that the manifest does not name",
        "add it to the manifest, or leave it out",
        "EPUB 3.3, 5.6.1",
        check_items_listed,
    ),
    error(
        "epub-used-unlisted",
        "a document uses a file that the manifest does not name",
        "add it to the manifest",
        "EPUB 3.3, 5.6.1",
        check_used_listed,
    ),
    error(
        "epub-media-type",
        "a file is declared as something else than its suffix says",
        "write the media type of the file",
        "EPUB 3.3, 3.2 and 5.6.2",
        check_media_types,
    ),
    error(
        "epub-spine",
        "the spine is empty, names a document twice, or names what is no document of the manifest",
        "let it name the documents in reading order",
        "EPUB 3.3, 5.7",
        check_spine,
    ),
    error(
        "epub-nav",
        "there is not one navigation document with a table of contents",
        'give one item properties="nav", with <nav epub:type="toc"><ol>',
        "EPUB 3.3, 5.4.1 and 7",
        check_nav,
    ),
    error(
        "epub-not-well-formed",
        "a content document is not well-formed",
        "close and nest its elements as XML asks",
        "EPUB 3.3, 6.1",
        check_xhtml,
    ),
    error(
        "epub-properties",
        "a document has script, SVG, MathML or remote files, and its item does not say so",
        "write properties such as scripted, svg, mathml, remote-resources",
        "EPUB 3.3, 5.6.2.1 and appendix D.5",
        check_properties,
    ),
    error(
        "epub-remote",
        "an image, a frame or a file lies on another host",
        "put it into the EPUB",
        "EPUB 3.3, 3.6: only sound, video, fonts and what scripts load may be remote",
        check_remote,
    ),
)
"""What holds of the files, the reading order and the contents."""
