"""Rules that hold of every `imsmanifest.xml`: names and references (IMS Content Packaging)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from builder.packages.verify.documents import first as first_of
from builder.packages.verify.documents import local, namespace, text
from builder.packages.verify.finding import Fault, Rule, Spot, error
from builder.packages.verify.kinds import NAMESPACES, SCORM, VERSIONS, Kind
from builder.packages.verify.manifest_reading import MANIFEST, Manifest, own

NCNAME = re.compile(r"[^\W\d][\w.\-\u00b7]*")
CP = "IMS Content Packaging 1.1.2 (SCORM 1.2), 1.1.4 (SCORM 2004), 1.2 (Common Cartridge)"


def check_namespace(manifest: Manifest) -> Iterator[Fault]:
    """The elements are in the namespace of the kind that the manifest says it is."""
    wanted = next(each for each, kind in NAMESPACES.items() if kind is manifest.kind)
    found = namespace(manifest.root)
    if local(manifest.root) != "manifest":
        message = f"the root is <{local(manifest.root)}>, not <manifest>"
        yield Fault(manifest.document.spot(manifest.root), message, "write <manifest>")
    if found != wanted:
        message = f"the elements are in the namespace {found!r}, and a package of {manifest.kind} has {wanted!r}"
        yield Fault(manifest.document.spot(manifest.root), message, f'write xmlns="{wanted}"')


def check_schema(manifest: Manifest) -> Iterator[Fault]:
    """`schema` and `schemaversion` say what the package is."""
    where = Spot(MANIFEST, 0, "schema")
    wanted = "ADL SCORM" if manifest.kind in SCORM else "IMS Common Cartridge"
    if manifest.schema and manifest.schema != wanted:
        yield Fault(where, f"schema is {manifest.schema!r}, not {wanted!r}", f"write <schema>{wanted}</schema>")
    known = [version for version, kind in VERSIONS.items() if kind is manifest.kind]
    if manifest.version and manifest.version not in known:
        listed = " or ".join(repr(version) for version in known)
        message = f"schemaversion is {manifest.version!r}; a package of {manifest.kind} has {listed}"
        yield Fault(Spot(MANIFEST, 0, "schemaversion"), message, f"write {listed}")


def check_schema_missing(manifest: Manifest) -> Iterator[Fault]:
    """A package can be told from others by `schema` and `schemaversion`."""
    metadata = first_of(manifest.root, "metadata")
    for name, value in (("schema", manifest.schema), ("schemaversion", manifest.version)):
        there = metadata is not None and first_of(metadata, name) is not None
        if not value and (there or manifest.kind is Kind.SCORM_12):
            yield Fault(Spot(MANIFEST, 0, "metadata"), f"it has no <{name}> with a text")


def check_identifiers_unique(manifest: Manifest) -> Iterator[Fault]:
    """Each identifier once in the whole manifest."""
    first: dict[str, Spot] = {}
    for at in own(manifest.root):
        if (identifier := at.get("identifier")) is None:
            continue
        where = manifest.document.spot(at)
        other = first.setdefault(str(identifier), where)
        if other is not where:
            yield Fault(where, f"identifier {str(identifier)!r} is also that of <{other.element}> in line {other.line}")


def check_identifiers_legal(manifest: Manifest) -> Iterator[Fault]:
    """Identifiers are XML names without a colon."""
    for at in own(manifest.root):
        identifier = at.get("identifier")
        if identifier is not None and not NCNAME.fullmatch(str(identifier)):
            message = (
                f"identifier {str(identifier)!r} is not a letter or `_` followed by letters, digits, `.`, `-`, `_`"
            )
            yield Fault(manifest.document.spot(at), message)


def check_references(manifest: Manifest) -> Iterator[Fault]:
    """What is referred to exists."""
    resources = {resource.identifier for resource in manifest.resources}
    for item in manifest.items:
        if item.resource is not None and item.resource.to not in resources:
            yield Fault(item.where, f"no resource has the identifier {item.resource.to!r}")
    for resource in manifest.resources:
        for dependency in resource.dependencies:
            if dependency.to not in resources:
                yield Fault(dependency.where, f"no resource has the identifier {dependency.to!r}")
    named = {str(at.get("identifier")) for at in manifest.organizations}
    if manifest.default is not None and manifest.default.to not in named:
        yield Fault(manifest.default.where, f"no organization has the identifier {manifest.default.to!r}")


def check_circles(manifest: Manifest) -> Iterator[Fault]:
    """No resource depends on itself."""
    for resource in manifest.resources:
        if any(dependency.to == resource.identifier for dependency in resource.dependencies):
            yield Fault(resource.where, f"resource {resource.identifier!r} depends on itself")


def check_leaves(manifest: Manifest) -> Iterator[Fault]:
    """An item without items within opens something."""
    for item in manifest.items:
        if item.leaf and item.resource is None:
            yield Fault(item.where, f"item {item.identifier!r} has neither a resource nor items within")


def check_nothing_to_open(manifest: Manifest) -> Iterator[Fault]:
    """There is something to open."""
    if manifest.kind is Kind.SCORM_12 and not manifest.items:
        yield Fault(Spot(MANIFEST, 0, "organizations"), "no organization has an item")
    elif not manifest.resources:
        yield Fault(Spot(MANIFEST, 0, "resources"), "there is no resource")


def check_titles(manifest: Manifest) -> Iterator[Fault]:
    """Titles have words."""
    for at in own(manifest.root, "title"):
        if not text(at):
            yield Fault(manifest.document.spot(at), "the title has no words")


def check_default(manifest: Manifest) -> Iterator[Fault]:
    """One of the organizations is the default; in SCORM 1.2 a single one need not be named."""
    free = {Kind.SCORM_12: 1, Kind.SCORM_2004: 0}.get(manifest.kind)
    if free is not None and len(manifest.organizations) > free and manifest.default is None:
        message = "there is no `default` that names the organization to begin with"
        yield Fault(Spot(MANIFEST, 0, "organizations"), message)


NAME_RULES: tuple[Rule[Manifest], ...] = (
    error(
        "manifest-namespace",
        "the root is no `manifest`, or its elements are in another namespace than its kind's",
        "write the root and the namespace of the kind",
        CP,
        check_namespace,
    ),
    error(
        "manifest-schema",
        "`schema` or `schemaversion` has a value that its kind does not have",
        "write the value of the clause, to the letter",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1; Common Cartridge, imscp schema",
        check_schema,
    ),
    error(
        "manifest-schema-missing",
        "a manifest lacks `schema` or `schemaversion`, or one of them is empty",
        "write both in <metadata>, such as <schema>ADL SCORM</schema><schemaversion>1.2</schemaversion>",
        "SCORM 1.2 CAM, 2.3; SCORM 2004 CAM, 3.4; Common Cartridge, imscp schema: ManifestMetadata",
        check_schema_missing,
    ),
    error(
        "identifier-repeated",
        "two elements have the same identifier",
        "give one of them another identifier",
        f"{CP}: identifier is an xsd:ID",
        check_identifiers_unique,
    ),
    error(
        "identifier-illegal",
        "an identifier is no XML name",
        "begin it with a letter or `_`, and leave out spaces, colons and other signs",
        f"{CP}: identifier is an xsd:ID; Namespaces in XML 1.0, section 3",
        check_identifiers_legal,
    ),
    error(
        "reference-unresolved",
        "an item, a dependency or the default organization refers to what does not exist",
        "correct the reference, or add what it names",
        CP,
        check_references,
    ),
    error(
        "dependency-circular",
        "a resource depends on itself",
        "take the dependency out",
        "Common Cartridge, imscp schema, rule 7a",
        check_circles,
    ),
    error(
        "item-empty",
        "an item opens nothing and holds no items",
        "give it an identifierref, or take it out",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1: a leaf item refers to a resource",
        check_leaves,
    ),
    error(
        "title-empty",
        "the title of an organization or an item has no words",
        "write what learners shall read in the outline",
        "SCORM 1.2 CAM, 2.3; SCORM 2004 CAM, 3.4: title; Common Cartridge, imscp schema: Item",
        check_titles,
    ),
    error(
        "organization-default",
        "a SCORM manifest does not name its default organization (in SCORM 1.2: one of several)",
        'write default="..." in <organizations>, with the identifier of one of them',
        "SCORM 1.2 CAM, 2.3: organizations; SCORM 2004 CAM, 3.4: organizations",
        check_default,
    ),
    error(
        "nothing-to-open",
        "the manifest has no item, or no resource",
        "add an organization with an item that refers to a resource",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1",
        check_nothing_to_open,
    ),
)
"""What holds of names and references in every `imsmanifest.xml`."""
