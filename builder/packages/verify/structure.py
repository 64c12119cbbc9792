"""The structure of manifests and of what they name: the rules that hold documents to their shapes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType

from builder.packages.verify.documents import Document, descendants, local, namespace
from builder.packages.verify.finding import Fault, Rule, error
from builder.packages.verify.kinds import CARTRIDGES, Kind
from builder.packages.verify.manifest_shapes import (
    ADL_12_SHAPES,
    ADL_2004_SHAPES,
    ADL_NAVIGATION_SHAPES,
    ADL_SEQUENCING_SHAPES,
    CARTRIDGE_SHAPES,
    CMI5_SHAPES,
    SCORM_12_SHAPES,
    SCORM_2004_SHAPES,
    SEQUENCING_SHAPES,
)
from builder.packages.verify.shapes import Breach, Shapes, breaches

SEQUENCING = "http://www.imsglobal.org/xsd/imsss"
"""The namespace of IMS Simple Sequencing 1.0."""
ADL_12 = "http://www.adlnet.org/xsd/adlcp_rootv1p2"
ADL_SEQUENCING = "http://www.adlnet.org/xsd/adlseq_v1p3"
ADL_NAVIGATION = "http://www.adlnet.org/xsd/adlnav_v1p3"
ADL_2004 = "http://www.adlnet.org/xsd/adlcp_v1p3"
NAMED = (SEQUENCING, ADL_SEQUENCING, ADL_NAVIGATION)
"""Namespaces of which every element is known here; ADL's content packaging has a rule of its own."""
NO_OTHERS: Mapping[str, Shapes] = MappingProxyType({})
MOST_BREACHES = 20_000
"""Breaches of one document; more are not looked for."""

SHAPES: Mapping[Kind, Shapes] = MappingProxyType(
    {
        Kind.SCORM_12: SCORM_12_SHAPES,
        Kind.SCORM_2004: SCORM_2004_SHAPES,
        Kind.CMI5: CMI5_SHAPES,
        **dict.fromkeys(sorted(CARTRIDGES), CARTRIDGE_SHAPES),
    }
)
"""The shapes of each kind's own elements."""

OTHERS: Mapping[Kind, Mapping[str, Shapes]] = MappingProxyType(
    {
        Kind.SCORM_12: {ADL_12: ADL_12_SHAPES},
        Kind.SCORM_2004: {
            ADL_2004: ADL_2004_SHAPES,
            SEQUENCING: SEQUENCING_SHAPES,
            ADL_SEQUENCING: ADL_SEQUENCING_SHAPES,
            ADL_NAVIGATION: ADL_NAVIGATION_SHAPES,
        },
    }
)
"""The shapes of elements that stand within, by namespace."""


@dataclass(frozen=True, slots=True)
class Structured:
    """The ways in which a document misses the shapes to which it is held."""

    breaches: tuple[tuple[Breach, Fault], ...]


def structured(document: Document, kind: Kind) -> Structured:
    """Hold a manifest or course structure to the shapes of its kind."""
    return hold(document, SHAPES[kind], OTHERS.get(kind, {}))


def hold(document: Document, shapes: Shapes, others: Mapping[str, Shapes] = NO_OTHERS) -> Structured:
    """Hold a document to ``shapes``, and elements of other namespaces within to those of ``others``."""
    return Structured(tuple(islice(_each_breach(document, shapes, others), MOST_BREACHES)))


def _each_breach(document: Document, shapes: Shapes, others: Mapping[str, Shapes]) -> Iterator[tuple[Breach, Fault]]:
    yield from breaches(document, shapes)
    for at in descendants(document.root) if others else ():
        parent = at.getparent()
        outer = "" if parent is None else namespace(parent)
        if namespace(at) in others and outer != namespace(at):
            if namespace(at) in NAMED and local(at) not in others[namespace(at)]:
                yield Breach.UNKNOWN, Fault(document.spot(at), f"the standard has no element <{local(at)}>")
            yield from breaches(document, others[namespace(at)], at)


def _only(wanted: Breach) -> Callable[[Structured], Iterator[Fault]]:
    """Return a check that yields the breaches of one sort."""

    def check(subject: Structured) -> Iterator[Fault]:
        return (fault for breach, fault in subject.breaches if breach is wanted)

    return check


CLAUSE = (
    "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4 and 5.1; Common Cartridge, schemas of the version; cmi5, 13.2; "
    "EPUB 3.3, 4.2.6.3 and 5.4"
)

STRUCTURE: tuple[Rule[Structured], ...] = (
    error(
        "element-missing",
        "an element lacks one that it must have",
        "add it; the clause names what belongs there",
        CLAUSE,
        _only(Breach.MISSING),
    ),
    error(
        "element-order",
        "elements stand in another order than the schema's",
        "put them into the order of the schema",
        CLAUSE,
        _only(Breach.ORDER),
    ),
    error(
        "element-repeated",
        "an element stands twice where one is allowed",
        "leave one of them",
        CLAUSE,
        _only(Breach.REPEATED),
    ),
    error(
        "element-unknown",
        "an element stands where the schema has none of that name",
        "correct its name, or take it out",
        CLAUSE,
        _only(Breach.UNKNOWN),
    ),
    error(
        "attribute-missing",
        "an element lacks an attribute that it must have",
        "add the attribute",
        CLAUSE,
        _only(Breach.ATTRIBUTE_MISSING),
    ),
    error(
        "attribute-unknown",
        "an element has an attribute, without a prefix, that the schema does not have",
        "correct its name, give it its prefix, or take it out",
        CLAUSE,
        _only(Breach.ATTRIBUTE_UNKNOWN),
    ),
    error(
        "text-stray",
        "an element holds words where the schema has only elements, or nothing",
        "take the words out, or put them into the element that is meant",
        CLAUSE,
        _only(Breach.TEXT),
    ),
)
"""What holds of the elements and attributes of every kind with a manifest."""
