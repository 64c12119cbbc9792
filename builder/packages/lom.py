"""What a catalogue may know of a package, in the two bindings that SCORM uses.

SCORM 1.2: IMS Learning Resource Meta-data 1.2.1, XML binding. SCORM 2004: IEEE 1484.12.3, LOM 1.0. The elements and
their order are the same; names, language strings and vocabularies are spelled differently.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from builder.packages.markup import element
from builder.packages.package import Contributor, Package

IMSMD = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CATALOG = "coursewright"
VERSION_LIMIT = 50
TITLE_LIMIT = 1000
DESCRIPTION_LIMIT = 2000
VOCABULARY = "LOMv1.0"
NO_LANGUAGE = "x-none"
UNRESTRICTED = re.compile(
    r"(?:CC0(?:[ -]1\.0)?|CC-PDDC|PDDL-1\.0|Unlicense|0BSD|MIT-0|public domain|.*creativecommons\.org/publicdomain/.*)",
    re.IGNORECASE,
)
"""Names (SPDX) of what gives up all rights that it can, and addresses of such deeds."""


@dataclass(frozen=True, slots=True)
class Binding:
    """How one binding spells it; ``scheme`` names the metadata scheme of the specification that uses it."""

    namespace: str
    scheme: str
    old: bool

    def tag(self, name: str) -> str:
        """Return the element's name: lower case throughout in the old binding."""
        return f"{{{self.namespace}}}{name.lower() if self.old else name}"

    def make(self, name: str, *content: etree._Element | str) -> etree._Element:
        """Return an element."""
        return element(self.tag(name), {}, *content)

    def string(self, name: str, text: str, language: str) -> etree._Element:
        """Return an element that holds ``text`` in ``language``."""
        if self.old:
            return self.make(name, element(self.tag("langstring"), {XML_LANGUAGE: language}, text))
        spoken = {} if language == NO_LANGUAGE else {"language": language}
        return self.make(name, element(self.tag("string"), spoken, text))

    def word(self, name: str, value: str) -> etree._Element:
        """Return an element with a word of LOM's vocabulary, with capitals in the old binding."""
        if self.old:
            parts = (
                self.string("source", VOCABULARY, NO_LANGUAGE),
                self.string("value", value.title() if len(value) > len("yes") else value, NO_LANGUAGE),
            )
            return self.make(name, *parts)
        return self.make(name, self.make("source", VOCABULARY), self.make("value", value))


SCORM_12 = Binding(IMSMD, "ADL SCORM 1.2", old=True)
SCORM_2004 = Binding(LOM, "ADLv1.0", old=False)


def lom(package: Package, binding: Binding) -> etree._Element:
    """Return the `lom` element of ``package``; what is not known is left out."""
    return binding.make(
        "lom",
        binding.make("general", *_general(package, binding)),
        binding.make("lifeCycle", *_life_cycle(package, binding)),
        binding.make("metaMetadata", *_about_itself(package, binding)),
        binding.make("technical", binding.make("format", "text/html")),
        *_educational(package, binding),
        *_rights(package, binding),
    )


def duration(minutes: int) -> str:
    """Return ``minutes`` as an ISO 8601 duration: 90 is ``PT1H30M``."""
    hours, rest = divmod(minutes, 60)
    return "PT" + (f"{hours}H" if hours else "") + (f"{rest}M" if rest or not hours else "")


def restricted(rights: str) -> str:
    """Return whether copyright or other restrictions apply under ``rights``: not where all rights are given up.

    Of several licences for several things (``A AND B``) each has to give them up.
    """
    names = re.split(r"\s+and\s+|[;,+&]", rights, flags=re.IGNORECASE)
    return "no" if all(UNRESTRICTED.fullmatch(name.strip(" ()")) for name in names) else "yes"


def vcard(name: str) -> str:
    """Return a card with nothing but a name (RFC 2426)."""
    text = " ".join(name.split()).replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{text}\nN:{text};;;;\nEND:VCARD"


def _general(package: Package, binding: Binding) -> Iterator[etree._Element]:
    language = package.language
    title = binding.string("title", " ".join(package.title.split())[:TITLE_LIMIT], language)
    if binding.old:
        entry = binding.string("entry", package.identifier, NO_LANGUAGE)
        yield title
        yield binding.make("catalogEntry", binding.make("catalog", CATALOG), entry)
    else:
        entry = binding.make("entry", package.identifier)
        yield binding.make("identifier", binding.make("catalog", CATALOG), entry)
        yield title
    for spoken in package.metadata.languages or (language,):
        yield binding.make("language", spoken)
    description = " ".join((package.description or package.title).split())[:DESCRIPTION_LIMIT]
    yield binding.string("description", description, language)
    for keyword in package.metadata.keywords:
        yield binding.string("keyword", " ".join(keyword.split())[:TITLE_LIMIT], language)


def _life_cycle(package: Package, binding: Binding) -> Iterator[etree._Element]:
    yield binding.string("version", " ".join(package.version.split())[:VERSION_LIMIT], NO_LANGUAGE)
    yield binding.word("status", "final")
    for contributor in package.metadata.contributors:
        yield _contribution(contributor, binding)


def _contribution(contributor: Contributor, binding: Binding) -> etree._Element:
    card = vcard(contributor.name)
    entity = binding.make("centity", binding.make("vcard", card)) if binding.old else binding.make("entity", card)
    return binding.make("contribute", binding.word("role", contributor.role), entity)


def _about_itself(package: Package, binding: Binding) -> Iterator[etree._Element]:
    if binding.old:
        yield binding.make("metadataScheme", binding.scheme)
    else:
        yield binding.make("metadataSchema", VOCABULARY)
        yield binding.make("metadataSchema", binding.scheme)
    yield binding.make("language", package.language)


def _educational(package: Package, binding: Binding) -> Iterator[etree._Element]:
    minutes = package.metadata.minutes
    if minutes:
        time = binding.make("dateTime" if binding.old else "duration", duration(minutes))
        yield binding.make("educational", binding.make("typicalLearningTime", time))


def _rights(package: Package, binding: Binding) -> Iterator[etree._Element]:
    if package.metadata.rights:
        yield binding.make(
            "rights",
            binding.word("cost", "no"),
            binding.word("copyrightAndOtherRestrictions", restricted(package.metadata.rights)),
            binding.string("description", package.metadata.rights, package.language),
        )
