"""Rules of the Common Cartridge: its organization, its resources, web links and topics (profiles 1.0 to 1.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from builder.packages.verify.documents import (
    BrokenXmlError,
    Document,
    attribute,
    children,
    first,
    local,
    namespace,
    read_document,
    text,
)
from builder.packages.verify.finding import Fault, Rule, Spot, error, warning
from builder.packages.verify.kinds import Kind
from builder.packages.verify.manifest_reading import MANIFEST, Manifest, Resource
from builder.packages.verify.values import is_iri

LINK, TOPIC, TEST, BANK, LTI = "imswl_", "imsdt_", "/assessment", "/question-bank", "imsbasiclti_"
NOT_OPENED = (LINK, TOPIC, "imsqti_", LTI)
"""Beginnings of types whose resources have one file and no href."""
NEWER = ("imsiwb_iwbv1p0", "assignment_xmlv1p0", "idpfepub_epubv3p0", "imsapip_zipv1p0")


def _types(version: str, lti: str, *more: str) -> frozenset[str]:
    return frozenset(
        {
            "webcontent",
            f"imsqti_xmlv1p2/imscc_xmlv1p{version}/assessment",
            f"imsqti_xmlv1p2/imscc_xmlv1p{version}/question-bank",
            f"associatedcontent/imscc_xmlv1p{version}/learning-application-resource",
            f"imsdt_xmlv1p{version}",
            f"imswl_xmlv1p{version}",
            *([f"imsbasiclti_xmlv1p{lti}"] if lti else []),
            *more,
        }
    )


TYPES: Mapping[Kind, frozenset[str]] = MappingProxyType(
    {
        Kind.CC_10: _types("0", ""),
        Kind.CC_11: _types("1", "0"),
        Kind.CC_12: _types("2", "0"),
        Kind.CC_13: _types("3", "3", "imsbasiclti_xmlv1p0", *NEWER),
    }
)
"""The resource types of each version."""
VERSION: Mapping[Kind, str] = MappingProxyType({Kind.CC_10: "0", Kind.CC_11: "1", Kind.CC_12: "2", Kind.CC_13: "3"})


@dataclass(frozen=True, slots=True)
class Part:
    """A document that a resource names: a link, a topic, a test or a bank."""

    resource: Resource
    document: Document


@dataclass(frozen=True, slots=True)
class Cartridge:
    """A cartridge's manifest with the documents of its resources; ``broken`` are those that cannot be read."""

    manifest: Manifest
    parts: tuple[Part, ...]
    broken: tuple[tuple[str, BrokenXmlError], ...]


def read_cartridge(manifest: Manifest) -> Cartridge:
    """Read the documents that a cartridge's resources name."""
    parts: list[Part] = []
    broken: list[tuple[str, BrokenXmlError]] = []
    for resource in manifest.resources:
        name = resource.files[0].target if resource.files else None
        if name in manifest.archive.names and resource.type.startswith(NOT_OPENED):
            try:
                parts.append(Part(resource, read_document(manifest.archive, str(name))))
            except BrokenXmlError as fault:
                broken.append((str(name), fault))
    return Cartridge(manifest, tuple(parts), tuple(broken))


def check_structure(cartridge: Cartridge) -> Iterator[Fault]:
    """The organization is a tree with one root."""
    manifest = cartridge.manifest
    for at in manifest.organizations:
        structure = at.get("structure")
        if structure is not None and structure != "rooted-hierarchy":
            yield Fault(manifest.document.spot(at), f"the organization's structure is {str(structure)!r}")
        roots = list(children(at, "item"))
        for root in roots[:1]:
            if root.get("identifierref") is not None:
                yield Fault(manifest.document.spot(root), "the root item refers to a resource")


def check_outline(cartridge: Cartridge) -> Iterator[Fault]:
    """There is an organization, so that people see what there is."""
    if not cartridge.manifest.organizations:
        yield Fault(Spot(MANIFEST, 0, "organizations"), "there is no organization: nothing is shown in an order")


def check_metadata(cartridge: Cartridge) -> Iterator[Fault]:
    """The cartridge has metadata with a title."""
    root = cartridge.manifest.root
    metadata = first(root, "metadata")
    lom = None if metadata is None else first(metadata, "lom")
    if metadata is not None and lom is None:
        yield Fault(cartridge.manifest.document.spot(metadata), "the cartridge has no <lom>")
    elif lom is not None:
        general = first(lom, "general")
        if general is None or not text(first(general, "title")):
            yield Fault(cartridge.manifest.document.spot(lom), "the cartridge's metadata has no title")


def check_types(cartridge: Cartridge) -> Iterator[Fault]:
    """Resources have types of the cartridge's version."""
    known = TYPES[cartridge.manifest.kind]
    for resource in cartridge.manifest.resources:
        if resource.at.get("type") is not None and resource.type not in known:
            message = f"resource {resource.identifier!r} is of type {resource.type!r}"
            yield Fault(resource.where, message, f"{cartridge.manifest.kind} has: {', '.join(sorted(known))}")


def check_no_href(cartridge: Cartridge) -> Iterator[Fault]:
    """Links, topics, tests and banks have one file, and no address to open."""
    for resource in cartridge.manifest.resources:
        if not resource.type.startswith(NOT_OPENED):
            continue
        if resource.launch is not None and not resource.type.startswith(LTI):
            yield Fault(resource.where, f"resource {resource.identifier!r} of type {resource.type!r} has an href")
        if len(resource.files) > 1 and not resource.type.startswith(LTI):
            message = f"resource {resource.identifier!r} of type {resource.type!r} names {len(resource.files)} files"
            yield Fault(resource.where, message, "name one file; others are resources of their own")
        if not resource.files:
            yield Fault(resource.where, f"resource {resource.identifier!r} of type {resource.type!r} names no file")


def check_banks(cartridge: Cartridge) -> Iterator[Fault]:
    """No item opens a question bank, and before 1.3 there is one at most."""
    manifest = cartridge.manifest
    banks = {resource.identifier: resource for resource in manifest.resources if resource.type.endswith(BANK)}
    for item in manifest.items:
        if item.resource is not None and item.resource.to in banks:
            yield Fault(item.where, f"item {item.identifier!r} opens a question bank")
    if manifest.kind is not Kind.CC_13:
        for resource in list(banks.values())[1:]:
            yield Fault(resource.where, f"{manifest.kind} has one question bank at most")


def check_dependencies(cartridge: Cartridge) -> Iterator[Fault]:
    """Nothing depends on what is only opened: links, topics, tests and banks."""
    manifest = cartridge.manifest
    kinds = {resource.identifier: resource.type for resource in manifest.resources}
    for resource in manifest.resources:
        seen = Counter(dependency.to for dependency in resource.dependencies)
        for dependency in resource.dependencies:
            kind = kinds.get(dependency.to, "")
            if kind.startswith(NOT_OPENED):
                yield Fault(dependency.where, f"resource {resource.identifier!r} depends on one of type {kind!r}")
            if resource.type.startswith(LINK):
                yield Fault(dependency.where, f"the web link {resource.identifier!r} depends on something")
        for identifier, count in seen.items():
            if count > 1:
                yield Fault(resource.where, f"resource {resource.identifier!r} depends on {identifier!r} twice")


def check_roots(cartridge: Cartridge) -> Iterator[Fault]:
    """A document is what its resource's type says, in the namespace of the version."""
    version = VERSION[cartridge.manifest.kind]
    for part in cartridge.parts:
        wanted = _wanted(part.resource.type, version)
        if wanted is None:
            continue
        name, space = wanted
        root = part.document.root
        if local(root) != name:
            yield Fault(part.document.spot(root), f"the root is <{local(root)}>, not <{name}>")
        elif space and namespace(root) != space:
            yield Fault(part.document.spot(root), f"the namespace is {namespace(root)!r}, not {space!r}")


def check_links(cartridge: Cartridge) -> Iterator[Fault]:
    """A web link has a title and an address on a host."""
    for part in cartridge.parts:
        if not part.resource.type.startswith(LINK):
            continue
        root = part.document.root
        url = first(root, "url")
        address = None if url is None else attribute(url, "href")
        if first(root, "title") is not None and not text(first(root, "title")):
            yield Fault(part.document.spot(root), "the web link's title is empty")
        if address is not None and not is_iri(address.strip()):
            yield Fault(part.document.spot(root), f"the web link's url is {address!r}, no absolute address")


def check_topics(cartridge: Cartridge) -> Iterator[Fault]:
    """A discussion topic has a title and a text."""
    for part in cartridge.parts:
        if not part.resource.type.startswith(TOPIC):
            continue
        root = part.document.root
        if first(root, "title") is not None and not text(first(root, "title")):
            yield Fault(part.document.spot(root), "the discussion topic's title is empty")
        prompt = first(root, "text")
        if prompt is not None and not text(prompt):
            yield Fault(part.document.spot(root), "the discussion topic's text is empty")
        elif prompt is not None and prompt.get("texttype", "text/html") not in ("text/plain", "text/html"):
            yield Fault(part.document.spot(prompt), "the text's texttype is neither text/plain nor text/html")


def check_parts_read(cartridge: Cartridge) -> Iterator[Fault]:
    """Documents of resources are well-formed."""
    for name, fault in cartridge.broken:
        yield Fault(Spot(name, fault.line), str(fault))


def _wanted(kind: str, version: str) -> tuple[str, str] | None:
    """Return the name and namespace of the root of a resource's document, None where it is not checked."""
    space = "http://www.imsglobal.org/xsd" if version == "0" else f"http://www.imsglobal.org/xsd/imsccv1p{version}"
    if kind.startswith(LINK):
        return "webLink", f"{space}/imswl_v1p{version}"
    if kind.startswith(TOPIC):
        return "topic", f"{space}/imsdt_v1p{version}"
    if kind.startswith("imsqti_"):
        return "questestinterop", "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
    return None


CC = "Common Cartridge"

CARTRIDGE_RULES: tuple[Rule[Cartridge], ...] = (
    error(
        "cc-organization",
        "the organization is no `rooted-hierarchy`, or its root item opens something",
        'write structure="rooted-hierarchy" and one root item without identifierref',
        f"{CC}, imscp schema: Organization, ItemOrg",
        check_structure,
    ),
    warning(
        "cc-outline",
        "the cartridge has no organization",
        "add one with a root item, and an item for each thing to be seen",
        f"{CC}, imscp schema: Organizations allows it; learning systems make their outline of it",
        check_outline,
    ),
    error(
        "cc-metadata",
        "the cartridge has no metadata, or no title in it",
        "write <lomimscc:lom> with general, title",
        f"{CC}, imscp schema: ManifestMetadata",
        check_metadata,
    ),
    error(
        "cc-type",
        "a resource has a type that the version does not have",
        "write a type of the version, to the letter",
        f"{CC}, imscp schema: Resource type",
        check_types,
    ),
    error(
        "cc-href",
        "a web link, topic, test or bank has an href, or does not name exactly one file",
        "take the href away, and name the document as its <file>",
        f"{CC}, imscp schema, rules 1a to 4c",
        check_no_href,
    ),
    error(
        "cc-bank",
        "an item opens a question bank, or there is more than one before 1.3",
        "leave banks out of the organization; join them before 1.3",
        f"{CC}, imscp schema, rule 8a",
        check_banks,
    ),
    error(
        "cc-dependency",
        "a resource depends on a link, topic, test or bank, a link depends on anything, or a dependency is there twice",
        "take the dependency out; an item of the organization opens such resources",
        f"{CC}, imscp schema, rules 1d to 7b",
        check_dependencies,
    ),
    error(
        "cc-document",
        "the document of a resource cannot be read",
        "write it as well-formed XML",
        f"{CC}: resources are XML documents of their schema",
        check_parts_read,
    ),
    error(
        "cc-root",
        "the document of a resource has another root or namespace than its type's",
        "write the root and namespace of the version",
        f"{CC}: imswl, imsdt and QTI schemas of the version",
        check_roots,
    ),
    error(
        "cc-weblink",
        "a web link has an empty title, or no absolute address",
        "write <title> and <url href='https://...'/>",
        f"{CC}, imswl schema: WebLink",
        check_links,
    ),
    error(
        "cc-topic",
        "a discussion topic has an empty title or text, or a text of another type",
        'write <title> and <text texttype="text/html">',
        f"{CC}, imsdt schema: Topic",
        check_topics,
    ),
)
"""What holds of a cartridge, questions apart."""
