"""From a file to findings: the archive first, then what kind of package it is, then that kind's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from builder.packages.verify.archive_reading import Archive, UnreadableError, open_archive
from builder.packages.verify.archive_rules import NAMES, SAFETY
from builder.packages.verify.cartridge_rules import CARTRIDGE_RULES, read_cartridge
from builder.packages.verify.cmi5_rules import CMI5_RULES, CourseStructure
from builder.packages.verify.cmi5_rules import STRUCTURE as CMI5_FILE
from builder.packages.verify.content_reading import Content, read_content
from builder.packages.verify.content_rules import CONTENT_RULES, DAMAGE, MEDIA_RULES
from builder.packages.verify.documents import BrokenXmlError, Document, first, member_at, read_document, text
from builder.packages.verify.entry_rules import ENTRY_RULES, Opening
from builder.packages.verify.epub_file_rules import EPUB_FILE_RULES
from builder.packages.verify.epub_part_rules import EPUB_PART_RULES, held
from builder.packages.verify.epub_reading import read_epub
from builder.packages.verify.epub_rules import EPUB_RULES, Reading
from builder.packages.verify.file_rules import FILE_RULES
from builder.packages.verify.finding import Finding, Severity, Spot, apply, by_place
from builder.packages.verify.kinds import CARTRIDGES, SCORM, Kind, kind_of, kind_of_manifest
from builder.packages.verify.legal_values import QTI_VALUE_RULES, SEQUENCING_VALUE_RULES
from builder.packages.verify.manifest_reading import MANIFEST, Manifest, read_manifest
from builder.packages.verify.manifest_rules import NAME_RULES
from builder.packages.verify.part_shapes import PART_SHAPES
from builder.packages.verify.qti_rules import QTI_RULES
from builder.packages.verify.scorm_rules import SCORM_RULES
from builder.packages.verify.sequencing_rules import SEQUENCING_RULES
from builder.packages.verify.session_rules import CMI5_SESSION_RULES, SCORM_SESSION_RULES, Launch, Sessions
from builder.packages.verify.structure import STRUCTURE, hold, structured


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification says of one package: its ``kind`` as people call it, and findings by place."""

    kind: str
    findings: tuple[Finding, ...]

    def breaks(self, *, strict: bool = False) -> bool:
        """Whether the package is not sound: it has an error or, if ``strict``, a warning."""
        counted = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
        return any(finding.severity in counted for finding in self.findings)


def verify_package(path: Path) -> Verdict:
    """Verify the package at ``path``; nothing is unpacked, written or fetched.

    Raises `OSError` where the file cannot be read at all. Whatever else is the matter with it is a finding.
    """
    try:
        with open_archive(path) as archive:
            return _verify(archive)
    except UnreadableError as fault:
        return _verdict(Kind.UNKNOWN, apply(ENTRY_RULES, Opening(unreadable=str(fault))))


def _verify(archive: Archive) -> Verdict:
    unsafe = tuple(apply(SAFETY, archive))
    names = tuple(apply(NAMES, archive))
    if any(finding.code in ("zip-bomb", "zip-method", "zip-overlap") for finding in unsafe):
        return _verdict(Kind.UNKNOWN, (*unsafe, *names))
    content = read_content(archive)
    always = (*unsafe, *names, *apply(DAMAGE, content))
    kind = kind_of(archive)
    if kind is None:
        return _verify_manifest(archive, content, always)
    if kind is Kind.CMI5:
        return _verdict(kind, (*always, *_cmi5(archive, content)))
    if kind is Kind.EPUB:
        epub = read_epub(archive)
        title = f"{kind} {epub.version.partition('.')[0]}".strip()
        found = [*apply((*EPUB_RULES, *EPUB_FILE_RULES, *EPUB_PART_RULES), Reading(epub, content))]
        found += [finding for structure in held(epub) for finding in apply(STRUCTURE, structure)]
        found += apply(CONTENT_RULES, content)
        return _verdict(title, (*always, *found))
    opening = Opening(archive=archive, kind=kind)
    return _verdict(kind, (*always, *apply(ENTRY_RULES, opening), *_pages(content)))


def _verify_manifest(archive: Archive, content: Content, always: tuple[Finding, ...]) -> Verdict:
    try:
        document = read_document(archive, MANIFEST)
    except BrokenXmlError as fault:
        opening = Opening(archive=archive, broken=(Spot(MANIFEST, fault.line), str(fault)))
        return _verdict(Kind.UNKNOWN, (*always, *apply(ENTRY_RULES, opening), *_pages(content)))
    kind = kind_of_manifest(document)
    found = [*always, *apply(ENTRY_RULES, Opening(archive=archive, kind=kind, document=document)), *_pages(content)]
    if kind is Kind.UNKNOWN:
        return _verdict(kind, found)
    manifest = read_manifest(kind, archive, document)
    found += apply(STRUCTURE, structured(document, kind))
    found += apply((*NAME_RULES, *FILE_RULES), manifest)
    if kind in SCORM:
        found += _scorm(manifest, content)
    elif kind in CARTRIDGES:
        cartridge = read_cartridge(manifest)
        found += apply((*CARTRIDGE_RULES, *QTI_RULES, *QTI_VALUE_RULES), cartridge)
        for part in cartridge.parts:
            found += apply(STRUCTURE, hold(part.document, PART_SHAPES))
    edition = manifest.version if manifest.version.startswith("2004") else ""
    return _verdict(f"SCORM {edition}" if edition else kind, found)


def _scorm(manifest: Manifest, content: Content) -> Iterator[Finding]:
    yield from apply(SCORM_RULES, manifest)
    if manifest.kind is Kind.SCORM_2004:
        yield from apply((*SEQUENCING_RULES, *SEQUENCING_VALUE_RULES), manifest)
    launches = tuple(
        Launch(str(sco.launch.target), sco.where)
        for sco in manifest.scos()
        if sco.launch and sco.launch.target in content.texts
    )
    yield from apply(SCORM_SESSION_RULES, Sessions(manifest.kind, content, launches))


def _cmi5(archive: Archive, content: Content) -> Iterator[Finding]:
    try:
        document = read_document(archive, CMI5_FILE)
    except BrokenXmlError as fault:
        opening = Opening(archive=archive, broken=(Spot(CMI5_FILE, fault.line), str(fault)))
        yield from (*apply(ENTRY_RULES, opening), *_pages(content))
        return
    course = CourseStructure(archive, document)
    yield from apply(ENTRY_RULES, Opening(archive=archive, kind=Kind.CMI5, document=document))
    yield from _pages(content)
    yield from apply(STRUCTURE, structured(document, Kind.CMI5))
    yield from apply(CMI5_RULES, course)
    yield from apply(CMI5_SESSION_RULES, Sessions(Kind.CMI5, content, tuple(_units(course, document, content))))


def _units(course: CourseStructure, document: Document, content: Content) -> Iterator[Launch]:
    for unit in course.units():
        page = member_at(text(first(unit, "url")))
        if page in content.texts:
            yield Launch(str(page), document.spot(unit))


def _pages(content: Content) -> Iterator[Finding]:
    return apply((*CONTENT_RULES, *MEDIA_RULES), content)


def _verdict(kind: str, findings: Iterable[Finding]) -> Verdict:
    return Verdict(str(kind), tuple(sorted(dict.fromkeys(findings), key=by_place)))
