"""What may stand in which element: tables in a short notation, one reader for all of them.

A shape is written as a DTD would: ``title item* metadata?`` are children in this order, ``?`` none or one, ``*`` any
number, ``+`` at least one, ``a|b`` either. Elements of other namespaces may follow where the standard lets them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from lxml import etree

from builder.packages.verify.documents import Document, children, local, namespace
from builder.packages.verify.finding import Fault

MANY = "*+"
NEEDED = "+"
OPTIONAL = "?*"
STANDARDS = (
    "http://www.adlnet.org/",
    "http://www.imsglobal.org/",
    "http://www.imsproject.org/",
    "http://ltsc.ieee.org/",
)
"""Beginnings of namespaces whose own elements may bear the same names."""


class Breach(Enum):
    """The ways in which an element can miss its shape."""

    ORDER = auto()
    MISSING = auto()
    REPEATED = auto()
    UNKNOWN = auto()
    ATTRIBUTE_MISSING = auto()
    ATTRIBUTE_UNKNOWN = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in the sequence of children: the names that may stand there, and how often."""

    names: tuple[str, ...]
    needed: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What one element holds. ``text``: it may hold words of its own besides; ``ordered``: its children
    stand in the order of the slots."""

    slots: tuple[Slot, ...]
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    text: bool = False
    ordered: bool = True

    @property
    def names(self) -> frozenset[str]:
        """Every child that may stand there."""
        return frozenset(name for slot in self.slots for name in slot.names)


Shapes = Mapping[str, Shape]
"""Shapes by element, or by ``parent/element`` or ``grandparent/parent/element`` where they matter."""


def shape(content: str, required: str = "", optional: str = "", *, text: bool = False, ordered: bool = True) -> Shape:
    """Return a shape from its notation; ``required`` and ``optional`` are attributes, divided by spaces."""
    slots = tuple(_slot(part) for part in content.split())
    needed = frozenset(required.split())
    return Shape(slots, needed, needed | frozenset(optional.split()), text, ordered)


def breaches(document: Document, shapes: Shapes, at: etree._Element | None = None) -> Iterator[tuple[Breach, Fault]]:
    """Yield each way in which the elements below ``at`` (the root), of its namespace, miss their shapes."""
    root = document.root if at is None else at
    waiting = [root]
    while waiting:
        current = waiting.pop()
        found = _shape_of(current, shapes)
        own = [child for child in children(current) if namespace(child) == namespace(root)]
        if found is not None:
            yield from _content(document, current, found, own)
            yield from _attributes(document, current, found)
            yield from _words(document, current, found)
            own = [child for child in own if local(child) in found.names]
        waiting += reversed(own)


def _shape_of(at: etree._Element, shapes: Shapes) -> Shape | None:
    """Return the shape of an element: that of the longest path that names it."""
    parents = [local(each) for each in at.iterancestors()][:2]
    for depth in range(len(parents), -1, -1):
        if found := shapes.get("/".join([*reversed(parents[:depth]), local(at)])):
            return found
    return None


def _slot(part: str) -> Slot:
    sign = part[-1] if part[-1] in "?*+" else ""
    return Slot(
        tuple(part.removesuffix(sign).split("|")), sign not in OPTIONAL or not sign, bool(sign) and sign in MANY
    )


def _content(
    document: Document, at: etree._Element, wanted: Shape, own: list[etree._Element]
) -> Iterator[tuple[Breach, Fault]]:
    reached, seen, late = 0, [0] * len(wanted.slots), False
    order = {name: place for place, slot in enumerate(wanted.slots) for name in slot.names}
    foreign = _foreign_before_own(at, own)
    for child in own:
        place = order.get(local(child))
        if place is None:
            message = f"<{local(child)}> has no place in <{local(at)}>"
            yield Breach.UNKNOWN, Fault(document.spot(child), message, _allowed(wanted))
            continue
        seen[place] += 1
        if place < reached and wanted.ordered and not late:
            late = True
            before = "/".join(wanted.slots[reached].names)
            message = f"<{local(child)}> comes after <{before}> in <{local(at)}>"
            yield Breach.ORDER, Fault(document.spot(child), message, f"the order is: {_listed(wanted)}")
        reached = max(reached, place)
        if seen[place] == 2 and not wanted.slots[place].many:
            yield Breach.REPEATED, Fault(document.spot(child), f"<{local(at)}> has more than one <{local(child)}>")
    yield from _elsewhere(document, at, wanted, own)
    for slot, count in zip(wanted.slots, seen, strict=True):
        if slot.needed and not count:
            yield Breach.MISSING, Fault(document.spot(at), f"<{local(at)}> has no <{' or '.join(slot.names)}>")
    if foreign is not None and not late and wanted.ordered:
        message = f"<{local(foreign)}> comes before elements of the manifest's own namespace in <{local(at)}>"
        yield Breach.ORDER, Fault(document.spot(foreign), message, "move it to the end")


def _elsewhere(
    document: Document, at: etree._Element, wanted: Shape, own: list[etree._Element]
) -> Iterator[tuple[Breach, Fault]]:
    """Yield children that bear a name of the shape in the namespace of nobody."""
    for child in children(at):
        if child in own or local(child) not in wanted.names or namespace(child).startswith(STANDARDS):
            continue
        message = f"<{local(child)}> stands in the namespace {namespace(child)!r}, where nobody looks for it"
        yield Breach.UNKNOWN, Fault(document.spot(child), message, f"write it in {namespace(at)!r}")


def _foreign_before_own(at: etree._Element, own: list[etree._Element]) -> etree._Element | None:
    if not own:
        return None
    for child in children(at):
        if child is own[-1]:
            return None
        if namespace(child) != namespace(own[-1]):
            return child
    return None


def _attributes(document: Document, at: etree._Element, wanted: Shape) -> Iterator[tuple[Breach, Fault]]:
    present = {str(name) for name in at.attrib}
    for name in sorted(wanted.required - present):
        message = f"<{local(at)}> has no attribute `{name}`"
        yield Breach.ATTRIBUTE_MISSING, Fault(document.spot(at), message)
    for name in sorted(present - wanted.allowed):
        if not name.startswith("{"):
            message = f"<{local(at)}> has no attribute `{name}` in the standard"
            yield Breach.ATTRIBUTE_UNKNOWN, Fault(document.spot(at), message)


def _words(document: Document, at: etree._Element, wanted: Shape) -> Iterator[tuple[Breach, Fault]]:
    stray = [at.text, *(child.tail for child in at)]
    if not wanted.text and any(part and part.strip() for part in stray):
        words = next(part.strip() for part in stray if part and part.strip())
        yield Breach.TEXT, Fault(document.spot(at), f"<{local(at)}> holds the words {words[:40]!r}")


def _allowed(wanted: Shape) -> str:
    return f"what may stand there: {_listed(wanted)}" if wanted.slots else "take it out: nothing may stand there"


def _listed(wanted: Shape) -> str:
    return ", ".join(" or ".join(slot.names) for slot in wanted.slots)
