"""A branching scenario: the same events, played as an officer or as a resident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from builder.model.problem import Place


class EndKind(StrEnum):
    """How a path ends; ``stopped`` is the end of a path that did harm, such as collecting names without consent."""

    GOOD = "good"
    MIXED = "mixed"
    POOR = "poor"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Effects:
    """What a choice does, each in steps of -3..3 on a scale that starts at 0."""

    trust: int = 0
    dignity: int = 0
    safety: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One way on. ``id`` is a single character of ``a-z0-9``; ``by`` is a perspective's id or "" for all of them.

    ``other_side`` tells what the other side saw; ``collects_names_without_consent`` forces the path into an end of
    kind ``stopped``.
    """

    id: str
    by: str
    text: str
    to: str
    effects: Effects
    other_side: str
    collects_names_without_consent: bool = False


@dataclass(frozen=True, slots=True)
class End:
    """The end of a path and what to take from it (Markdown)."""

    kind: EndKind
    lesson: str


@dataclass(frozen=True, slots=True)
class Node:
    """A moment: ``text`` maps a perspective's id to Markdown, or "" to the one text that all perspectives read;
    a node has choices or an end, never both."""

    id: str
    text: Mapping[str, str]
    choices: tuple[Choice, ...]
    end: End | None
    where: Place


@dataclass(frozen=True, slots=True)
class Scenario:
    """``perspectives`` maps an id such as ``officer`` to its label; ``start`` names the first node."""

    id: str
    title: str
    objective: str
    intro: str
    perspectives: Mapping[str, str]
    start: str
    nodes: tuple[Node, ...]
    where: Place
