"""Rules on the files that an `imsmanifest.xml` lists and opens (IMS Content Packaging; RFC 3986)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import quote

from builder.packages.verify.archive_reading import UnreadableError
from builder.packages.verify.archive_rules import is_junk
from builder.packages.verify.documents import is_remote, member_at
from builder.packages.verify.finding import Fault, Rule, Spot, error, warning
from builder.packages.verify.kinds import CARTRIDGES, SCORM
from builder.packages.verify.manifest_reading import MANIFEST, Manifest, Named

STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
CONTROL_DOCUMENT = re.compile(r"\.(?:xsd|dtd)$", re.IGNORECASE)
HTML_NAME = re.compile(r"\.x?html?$", re.IGNORECASE)
HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}\?>)?\s*<(?:!doctype|html|!--)", re.IGNORECASE)
HEAD = 4096
CP = "IMS Content Packaging 1.1.2 (SCORM 1.2), 1.1.4 (SCORM 2004), 1.2 (Common Cartridge)"


def check_addresses(manifest: Manifest) -> Iterator[Fault]:
    """Addresses are URIs: slashes, and percent signs only before two hexadecimal digits."""
    for named in _addresses(manifest):
        if "\\" in named.address:
            yield Fault(named.where, f"the address {named.address!r} has a backslash", "divide folders by `/`")
        elif STRAY_PERCENT.search(named.address):
            yield Fault(named.where, f"the address {named.address!r} has a percent sign that encodes nothing")


def check_addresses_inside(manifest: Manifest) -> Iterator[Fault]:
    """Files are in the package."""
    for named in _addresses(manifest):
        if named.target is None and not is_remote(named.address) and not named.address.lower().startswith("data:"):
            yield Fault(named.where, f"the address {named.address!r} leads out of the package")


def check_remote(manifest: Manifest) -> Iterator[Fault]:
    """What is opened is in the package."""
    for resource in manifest.resources:
        if resource.launch and is_remote(resource.launch.address):
            yield Fault(resource.where, f"resource {resource.identifier!r} opens {resource.launch.address}")


def check_files_present(manifest: Manifest) -> Iterator[Fault]:
    """Every listed file is in the zip."""
    for resource in manifest.resources:
        for file in resource.files:
            if file.target is not None and file.target not in manifest.archive.names:
                message = f"{file.target!r} is listed in resource {resource.identifier!r} and not in the zip"
                yield Fault(file.where, message, _hint(manifest, file))


def check_files_listed(manifest: Manifest) -> Iterator[Fault]:
    """Every file of the zip is listed."""
    listed = {file.target for resource in manifest.resources for file in resource.files}
    listed |= {location.target for location in manifest.located}
    listed |= {resource.launch.target for resource in manifest.resources if resource.launch}
    for name in sorted(manifest.archive.names - listed - {MANIFEST}):
        control = manifest.kind in SCORM and CONTROL_DOCUMENT.search(name)
        if not control and not is_junk(name):
            yield Fault(Spot(name), "it is in the zip, and no resource lists it")


def check_files_twice(manifest: Manifest) -> Iterator[Fault]:
    """A resource lists a file once."""
    for resource in manifest.resources:
        seen: set[str] = set()
        for file in resource.files:
            if file.address in seen:
                yield Fault(file.where, f"resource {resource.identifier!r} lists {file.address!r} twice")
            seen.add(file.address)


def check_launch_listed(manifest: Manifest) -> Iterator[Fault]:
    """The file that a resource opens is one of its files."""
    for resource in manifest.resources:
        launch = resource.launch
        if launch is None or launch.target not in manifest.archive.names:
            continue
        if launch.target not in {file.target for file in resource.files}:
            message = f"resource {resource.identifier!r} opens {launch.target!r} and does not list it"
            yield Fault(resource.where, message, f'add <file href="{_plain_address(launch.address)}"/>')


def check_launch_present(manifest: Manifest) -> Iterator[Fault]:
    """What an item opens, or is declared as a SCO, has an address, and the file is there."""
    openable = {resource.identifier for resource in manifest.launched() if _opens(manifest, resource.type)}
    openable |= {resource.identifier for resource in manifest.scos()}
    for resource in manifest.resources:
        if resource.launch is None:
            if resource.identifier in openable:
                yield Fault(resource.where, f"resource {resource.identifier!r} is to be opened and has no href")
        elif resource.launch.target is not None and resource.launch.target not in manifest.archive.names:
            message = f"resource {resource.identifier!r} opens {resource.launch.target!r}, which is not in the zip"
            yield Fault(resource.where, message, _hint(manifest, resource.launch))


def check_launch_html(manifest: Manifest) -> Iterator[Fault]:
    """A SCO is a page."""
    for resource in manifest.scos():
        name = resource.launch.target if resource.launch else None
        if name is None or name not in manifest.archive.names or HTML_NAME.search(name):
            continue
        try:
            page = HTML_START.match(manifest.archive.read(name, HEAD)) is not None
        except UnreadableError:
            continue
        if not page:
            yield Fault(resource.where, f"the SCO {resource.identifier!r} opens {name!r}, which is no page of HTML")


def _opens(manifest: Manifest, kind: str) -> bool:
    """Whether resources of a type are opened by their href: in a cartridge, tests, links and topics are not."""
    return manifest.kind not in CARTRIDGES or kind == "webcontent" or kind.startswith("associatedcontent/")


def _addresses(manifest: Manifest) -> Iterator[Named]:
    for resource in manifest.resources:
        if resource.launch:
            yield resource.launch
        yield from resource.files


def _plain_address(address: str) -> str:
    return re.split(r"[?#]", address, maxsplit=1)[0]


def _hint(manifest: Manifest, named: Named) -> str:
    """Return what may have been meant by an address whose file is not there, "" where nothing is like it."""
    if named.target is None:
        return ""
    raw = posixpath.normpath(named.address.replace("\\", "/"))
    if raw in manifest.archive.names:
        return f"the zip has a file with that very name; as an address it is written {quote(raw)!r}"
    if alike := manifest.archive.like(named.target):
        return f"the zip has {alike!r}: capitals and the form of accents count"
    if member_at(named.address.replace("+", " ")) in manifest.archive.names:
        return "the zip has that name with a space: in an address a space is `%20`, not `+`"
    return ""


FILE_RULES: tuple[Rule[Manifest], ...] = (
    error(
        "address-illegal",
        "an address in the manifest has a backslash or a stray percent sign",
        "write it as a URI: UTF-8, percent-encoded, folders divided by `/`; a percent sign itself is `%25`",
        "RFC 3986, 2.1; IMS Content Packaging: href is an xsd:anyURI",
        check_addresses,
    ),
    error(
        "address-outside",
        "an address in the manifest leads out of the package without naming a host",
        "put the file into the package and name it from its root",
        CP,
        check_addresses_inside,
    ),
    warning(
        "launch-remote",
        "what is opened lies on another host",
        "put the pages into the package: from another origin they cannot reach the learning system, nor offline",
        "SCORM 1.2 RTE, 3.3: the API is found through windows of the same origin",
        check_remote,
    ),
    error(
        "file-missing",
        "the manifest lists a file that is not in the zip",
        "add the file, or take it out of the manifest",
        CP,
        check_files_present,
    ),
    error(
        "file-unlisted",
        "the zip has a file that no resource lists",
        "list it as a <file> of the resource that needs it: some learning systems copy only what is listed",
        f"{CP}: file",
        check_files_listed,
    ),
    warning(
        "file-listed-twice",
        "a resource lists a file twice",
        "leave one of the two",
        "Common Cartridge, imscp schema, rule 9a",
        check_files_twice,
    ),
    error(
        "launch-unlisted",
        "a resource does not list the file that it opens",
        "list it as a <file> of the resource",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1; Common Cartridge, imscp schema, rules 10a and 10b",
        check_launch_listed,
    ),
    error(
        "launch-missing",
        "what is to be opened has no address, or the file is not in the zip",
        "correct the address, or add the file",
        "SCORM 1.2 CAM, 2.3.2; SCORM 2004 CAM, 3.4.1; Common Cartridge, imscp schema, rules 5g and 6g",
        check_launch_present,
    ),
    error(
        "launch-not-html",
        "a SCO opens a file that is no page of HTML",
        "let it open a page: only a page can find the learning system's API",
        "SCORM 1.2 RTE, 3.2; SCORM 2004 RTE, 3.2",
        check_launch_html,
    ),
)
"""What holds of files and addresses in every `imsmanifest.xml`."""
