"""SCORM 1.2: Content Aggregation Model (section 2.3, manifest) and Run-Time Environment (section 3.4, data model)."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from lxml import etree

from builder.packages.content_package import (
    INSTANCE,
    MANIFEST,
    Content,
    Dialect,
    Sco,
    control_documents,
    plan_content,
    resources,
)
from builder.packages.format import Format, Gap
from builder.packages.gaps import COMMON
from builder.packages.identifiers import facet
from builder.packages.lom import IMSMD, SCORM_12, lom
from builder.packages.manifest import one_line, percent
from builder.packages.markup import element, xml_document
from builder.packages.package import Members, Package
from builder.packages.settings import Settings

CONTENT = "http://www.imsproject.org/xsd/imscp_rootv1p1p2"
ADL = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
DIALECT = Dialect(
    name="scorm12",
    content=CONTENT,
    adl=ADL,
    kind="scormtype",
    documents=(
        (CONTENT, "imscp_rootv1p1p2.xsd"),
        (IMSMD, "imsmd_rootv1p2p1.xsd"),
        (ADL, "adlcp_rootv1p2.xsd"),
    ),
)
PREFIXES = {None: CONTENT, "adlcp": ADL, "imsmd": IMSMD, "xsi": INSTANCE}
VERSION_LIMIT = 20
SUSPEND_DATA_LIMIT = 4096
ADAPTER = ("scorm.js", "scorm12.js")


def write(package: Package, settings: Settings) -> Members:
    """Return the members of a SCORM 1.2 package: one SCO for the whole or for each part, launched in its own page."""
    content = plan_content(package, settings, ADAPTER)
    documents, named = control_documents(settings, DIALECT)
    manifest = xml_document(_manifest(package, content, named))
    return MappingProxyType({MANIFEST: manifest, **content.members, **documents})


def _manifest(package: Package, content: Content, named: dict[str, str]) -> etree._Element:
    organization = facet(package.identifier, "organization")
    return element(
        DIALECT.ims("manifest"),
        {"identifier": package.identifier, "version": one_line(package.version, VERSION_LIMIT), **named},
        element(
            DIALECT.ims("metadata"),
            {},
            element(DIALECT.ims("schema"), {}, "ADL SCORM"),
            element(DIALECT.ims("schemaversion"), {}, "1.2"),
            lom(package, SCORM_12),
        ),
        element(
            DIALECT.ims("organizations"),
            {"default": organization},
            element(
                DIALECT.ims("organization"),
                {"identifier": organization},
                element(DIALECT.ims("title"), {}, one_line(package.title)),
                *(_item(sco) for sco in content.scos),
            ),
        ),
        resources(content, package, DIALECT),
        namespaces=PREFIXES,
    )


def _item(sco: Sco) -> etree._Element:
    """An item's children in the order of the content aggregation model: the title, then ADL's elements."""
    mastery = [] if sco.item.mastery_score is None else [percent(sco.item.mastery_score)]
    return element(
        DIALECT.ims("item"),
        {"identifier": sco.item.identifier, "identifierref": sco.resource, "isvisible": "true"},
        element(DIALECT.ims("title"), {}, one_line(sco.item.title)),
        *(element(DIALECT.own("masteryscore"), {}, score) for score in mastery),
    )


def _activities(package: Package) -> Iterator[str]:
    return (activity.title for item in package.each_item() for activity in item.activities)


FORMAT = Format(
    name="scorm12",
    suffix=".scorm12.zip",
    title="SCORM 1.2",
    write=write,
    state_limit=SUSPEND_DATA_LIMIT,
    cannot_carry=(
        *COMMON,
        Gap(
            "activities",
            "what a learner chose in a scenario or how far a story was played",
            "kept for resuming, but the learning system cannot show it in its reports",
            _activities,
        ),
    ),
)
