"""Rules of SCORM: ADL's own elements and attributes, and the ranges of values (CAM 1.2, 2.3; CAM 2004, 3.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from builder.packages.verify.documents import descendants, local, namespace, text
from builder.packages.verify.finding import Fault, Rule, error, note, warning
from builder.packages.verify.kinds import Kind
from builder.packages.verify.manifest_reading import ADL, Manifest, own
from builder.packages.verify.structure import ADL_12, ADL_2004
from builder.packages.verify.values import out_of_range

ADL_NAMESPACES: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.SCORM_12: ADL_12,
        Kind.SCORM_2004: ADL_2004,
    }
)
SCORM_TYPE: Mapping[Kind, str] = MappingProxyType({Kind.SCORM_12: "scormtype", Kind.SCORM_2004: "scormType"})
ADL_ELEMENTS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.SCORM_12: (
            "location",
            "schema",
            "schemaversion",
            "prerequisites",
            "maxtimeallowed",
            "timelimitaction",
            "datafromlms",
            "masteryscore",
        ),
        Kind.SCORM_2004: ("location", "timeLimitAction", "dataFromLMS", "completionThreshold", "data", "map"),
    }
)
"""ADL's elements; those of an item in the order of the specification's tables."""
UNMISTAKABLE = frozenset(
    {
        "prerequisites",
        "maxtimeallowed",
        "timelimitaction",
        "datafromlms",
        "masteryscore",
        "timeLimitAction",
        "dataFromLMS",
        "completionThreshold",
    }
)
"""Names that nobody else gives to an element."""
TIME_LIMIT_ACTIONS = ("exit,message", "exit,no message", "continue,message", "continue,no message")
TEXT_EDITIONS = ("CAM 1.3", "2004 3rd Edition")
"""Editions of SCORM 2004 whose completion threshold is an element's text."""
TIMESPAN = re.compile(r"\d{2,4}:\d{2}:\d{2}(?:\.\d{1,2})?")
LENGTHS: Mapping[Kind, Mapping[str, int]] = MappingProxyType(
    {
        Kind.SCORM_12: {"title": 200, "datafromlms": 255, "prerequisites": 200, "masteryscore": 200, "location": 2000},
        Kind.SCORM_2004: {"title": 200, "dataFromLMS": 4000},
    }
)
"""Characters that a learning system must keep of an element's text."""
ATTRIBUTE_LENGTHS: Mapping[str, int] = MappingProxyType(
    {"version": 20, "parameters": 1000, "href": 2000, "identifierref": 2000, "type": 1000}
)


def check_adl_namespace(manifest: Manifest) -> Iterator[Fault]:
    """ADL's elements and attributes are those of the same edition."""
    wanted = ADL_NAMESPACES[manifest.kind]
    seen: set[str] = set()
    for at in descendants(manifest.root):
        for name in (namespace(at), *(etree.QName(str(key)).namespace or "" for key in at.attrib)):
            if ADL in name and name != wanted and name not in seen:
                seen.add(name)
                yield Fault(manifest.document.spot(at), f"{name!r} is not the namespace of {manifest.kind}: {wanted!r}")
    for at in (each for item in manifest.items for each in item.at if isinstance(each.tag, str)):
        if local(at) in UNMISTAKABLE and ADL not in namespace(at):
            message = f"<{local(at)}> stands in the namespace {namespace(at)!r}, not {wanted!r}"
            yield Fault(manifest.document.spot(at), message)


def check_scorm_type(manifest: Manifest) -> Iterator[Fault]:
    """Each resource says whether it is a SCO or an asset, by the edition's spelling of the attribute."""
    spelled = SCORM_TYPE[manifest.kind]
    for resource in manifest.resources:
        found = {etree.QName(str(key)): str(value) for key, value in resource.at.attrib.items()}
        named = [name for name in found if name.localname.lower() == "scormtype"]
        if not named:
            yield Fault(resource.where, f"resource {resource.identifier!r} has no adlcp:{spelled}")
        for name in named:
            if name.localname != spelled or ADL not in (name.namespace or ""):
                prefix = "adlcp:" if name.namespace else ""
                message = f"resource {resource.identifier!r} has {prefix}{name.localname}, not adlcp:{spelled}"
                yield Fault(resource.where, message)
            elif found[name] not in ("sco", "asset"):
                yield Fault(resource.where, f"adlcp:{spelled} is {found[name]!r}, neither 'sco' nor 'asset'")


def check_resource_type(manifest: Manifest) -> Iterator[Fault]:
    """Resources are web content."""
    for resource in manifest.resources:
        if resource.at.get("type") is not None and resource.type != "webcontent":
            yield Fault(resource.where, f"resource {resource.identifier!r} is of type {resource.type!r}")


def check_has_sco(manifest: Manifest) -> Iterator[Fault]:
    """Something in the package talks to the learning system."""
    if manifest.resources and not any(True for _ in manifest.scos()):
        yield Fault(manifest.document.spot(manifest.root), "no resource is a SCO, so nothing is ever recorded")


def check_adl_elements(manifest: Manifest) -> Iterator[Fault]:
    """ADL's elements are spelled as in their edition."""
    known = ADL_ELEMENTS[manifest.kind]
    by_small = {name.lower(): name for name in known}
    for at in _adl(manifest):
        if local(at) not in known:
            meant = by_small.get(local(at).lower())
            fix = f"write <adlcp:{meant}>" if meant else ""
            yield Fault(manifest.document.spot(at), f"{manifest.kind} has no element adlcp:{local(at)}", fix)


def check_adl_order(manifest: Manifest) -> Iterator[Fault]:
    """ADL's elements of an item stand in the order of the specification."""
    order = ADL_ELEMENTS[manifest.kind]
    for item in manifest.items:
        places = [order.index(local(at)) for at in item.at if _is_adl(at) and local(at) in order]
        if places != sorted(places):
            listed = ", ".join(order[place] for place in sorted(places))
            yield Fault(item.where, "ADL's elements stand in another order", f"the order is: {listed}")


def check_adl_repeated(manifest: Manifest) -> Iterator[Fault]:
    """An item has each of ADL's elements, and sequencing, once at most."""
    for item in (*(each.at for each in manifest.items), *manifest.organizations):
        seen: set[str] = set()
        for at in item:
            if not isinstance(at.tag, str) or namespace(at) == namespace(manifest.root) or local(at) == "location":
                continue
            if str(at.tag) in seen and (_is_adl(at) or local(at) == "sequencing"):
                yield Fault(manifest.document.spot(at), f"<{local(item)}> has more than one <{local(at)}>")
            seen.add(str(at.tag))


def check_mastery(manifest: Manifest) -> Iterator[Fault]:
    """`masteryscore` is 0 to 100."""
    for at in _adl(manifest, "masteryscore"):
        if out_of_range(text(at), 0, 100):
            yield Fault(manifest.document.spot(at), f"masteryscore is {text(at)!r}")
        elif 0 < float(text(at)) <= 1:
            message = f"masteryscore is {text(at)}, which is out of 100: a share of 0 to 1 was meant?"
            yield Fault(manifest.document.spot(at), message, "write the percentage, such as 70")


def check_threshold(manifest: Manifest) -> Iterator[Fault]:
    """`completionThreshold` is 0 to 1: an attribute in the 4th edition, the text before."""
    for at in _adl(manifest, "completionThreshold"):
        for name in ("minProgressMeasure", "progressWeight"):
            value = at.get(name)
            if value is not None and out_of_range(str(value), 0, 1):
                yield Fault(manifest.document.spot(at), f"{name} is {str(value)!r}")
        if manifest.version in TEXT_EDITIONS:
            if out_of_range(text(at), 0, 1):
                yield Fault(manifest.document.spot(at), f"completionThreshold is {text(at)!r}")
        elif text(at):
            message = f"the threshold {text(at)!r} stands as text, where the 4th edition does not read it"
            yield Fault(manifest.document.spot(at), message, 'write completedByMeasure="true" minProgressMeasure="..."')


def check_time_limit(manifest: Manifest) -> Iterator[Fault]:
    """What happens when time is up is one of four; the time itself is HHHH:MM:SS.SS."""
    for at in _adl(manifest, "timelimitaction", "timeLimitAction"):
        if text(at) not in TIME_LIMIT_ACTIONS:
            yield Fault(manifest.document.spot(at), f"{local(at)} is {text(at)!r}")
    for at in _adl(manifest, "maxtimeallowed"):
        if not TIMESPAN.fullmatch(text(at)):
            yield Fault(manifest.document.spot(at), f"maxtimeallowed is {text(at)!r}, not such as 0001:30:00")


def check_prerequisites(manifest: Manifest) -> Iterator[Fault]:
    """Prerequisites say that they are an AICC script."""
    for at in _adl(manifest, "prerequisites"):
        if at.get("type") != "aicc_script":
            yield Fault(manifest.document.spot(at), 'prerequisites has no type="aicc_script"')


def check_lengths(manifest: Manifest) -> Iterator[Fault]:
    """Texts are no longer than what a learning system must keep."""
    for name, limit in LENGTHS[manifest.kind].items():
        for at in (*own(manifest.root, name), *_adl(manifest, name)):
            if (length := len("".join(str(part) for part in at.itertext()))) > limit:
                yield Fault(manifest.document.spot(at), f"{name} has {length} characters; {limit} are kept")
    for at in own(manifest.root):
        for name, limit in ATTRIBUTE_LENGTHS.items():
            value = at.get(name)
            if value is not None and len(str(value)) > limit:
                yield Fault(manifest.document.spot(at), f"{name} has {len(str(value))} characters; {limit} are kept")


def check_visible(manifest: Manifest) -> Iterator[Fault]:
    """`isvisible` is true or false."""
    for item in manifest.items:
        value = item.at.get("isvisible")
        if value is not None and value not in ("true", "false", "1", "0"):
            yield Fault(item.where, f"isvisible is {str(value)!r}, neither true nor false")


def check_parameters(manifest: Manifest) -> Iterator[Fault]:
    """Parameters can be appended to the address."""
    for item in manifest.items:
        value = str(item.at.get("parameters", ""))
        if value and (value[0] not in "?#&" or " " in value):
            yield Fault(item.where, f"parameters {value!r} are appended to the address as they are")


def _is_adl(at: etree._Element) -> bool:
    return isinstance(at.tag, str) and ADL in namespace(at)


def _adl(manifest: Manifest, *names: str) -> Iterator[etree._Element]:
    return (at for at in descendants(manifest.root, *names) if _is_adl(at))


SCORM_RULES: tuple[Rule[Manifest], ...] = (
    error(
        "scorm-adl-namespace",
        "ADL's elements or attributes are in the namespace of another edition",
        "declare the prefix adlcp with the namespace of the edition",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.2",
        check_adl_namespace,
    ),
    error(
        "scorm-type",
        "a resource does not say, by ADL's attribute, whether it is a SCO or an asset",
        "write adlcp:scormtype in SCORM 1.2 and adlcp:scormType in SCORM 2004, with the value sco or asset",
        "SCORM 1.2 CAM, 2.3.2: resource; SCORM 2004 CAM, 3.4.1: resource",
        check_scorm_type,
    ),
    error(
        "scorm-resource-type",
        "a resource is of another type than `webcontent`",
        'write type="webcontent"',
        "SCORM 1.2 CAM, 2.3.2: resource; SCORM 2004 CAM, 3.4.1: resource",
        check_resource_type,
    ),
    error(
        "scorm-no-sco",
        "no resource is a SCO",
        "declare what calls the learning system's API as a SCO",
        "SCORM 1.2 CAM, 2.1.2; SCORM 2004 CAM, 2.1.2: only a SCO talks to the learning system",
        check_has_sco,
    ),
    error(
        "scorm-element-unknown",
        "an element with ADL's prefix does not exist in the edition",
        "correct its name: capitals differ between SCORM 1.2 and 2004",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1",
        check_adl_elements,
    ),
    warning(
        "scorm-element-order",
        "ADL's elements of an item stand in another order than in the specification",
        "put them into its order",
        "SCORM 1.2 CAM, 2.3.2: item; SCORM 2004 CAM, 3.4.1: item",
        check_adl_order,
    ),
    error(
        "scorm-element-repeated",
        "an item has one of ADL's elements, or sequencing, twice",
        "leave one of them: which of the two counts is left to chance",
        "SCORM 1.2 CAM, 2.3: item; SCORM 2004 CAM, 3.4: item",
        check_adl_repeated,
    ),
    error(
        "scorm12-mastery",
        "`masteryscore` is not a number from 0 to 100, or looks like a share of 0 to 1",
        "write a number from 0 to 100",
        "SCORM 1.2 CAM, 2.3.2: masteryscore",
        check_mastery,
    ),
    error(
        "scorm2004-threshold",
        "`completionThreshold` is not from 0 to 1, or not written as its edition reads it",
        "write a number from 0 to 1",
        "SCORM 2004 CAM, 3.4.1: completionThreshold",
        check_threshold,
    ),
    error(
        "scorm-time-limit",
        "a time limit, or what follows it, has a value that the standard does not have",
        "write one of: exit,message; exit,no message; continue,message; continue,no message",
        "SCORM 1.2 CAM, 2.3.2: timelimitaction, maxtimeallowed; SCORM 2004 CAM, 3.4.1: timeLimitAction",
        check_time_limit,
    ),
    error(
        "scorm12-prerequisites",
        "prerequisites do not say of what type they are",
        'write type="aicc_script"',
        "SCORM 1.2 CAM, 2.3.2: prerequisites",
        check_prerequisites,
    ),
    error(
        "scorm-too-long",
        "a title, launch data, version, parameter or address is longer than what must be kept",
        "make it shorter: what is over may be cut off, or refused",
        "SCORM 1.2 CAM, 2.3.2 and adlcp_rootv1p2.xsd; SCORM 2004 CAM, 3.4.1",
        check_lengths,
    ),
    error(
        "scorm-visible",
        "`isvisible` is neither true nor false",
        "write true or false in small letters",
        "SCORM 1.2 CAM, 2.3.2: item; SCORM 2004 CAM, 3.4.1: item",
        check_visible,
    ),
    note(
        "scorm-parameters",
        "parameters do not begin with `?`, `#` or `&`, or have a space",
        "begin them with `?`, and encode them",
        "SCORM 1.2 CAM, 2.3.2: item; SCORM 2004 CAM, 3.4.1: item",
        check_parameters,
    ),
)
"""What holds of both SCORM editions' manifests."""
