"""What a package holds and reports, in the words of the learning systems and of no single format.

Scales are the model's: a mastery score is a share, 0..1; each format writes its own scale. Paths are POSIX paths
below ``Package.root``, not percent-encoded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from builder.model.question import Question
from builder.packages.settings import Settings
from builder.packages.state_size import StateSize

Members = Mapping[str, bytes | Path]
"""What goes into an archive: its name there, and its content or the file to copy it from."""


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do; ``statement`` completes "you will be able to ..."."""

    identifier: str
    statement: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """One response that is recorded. ``weighting`` is its share in the score, in points; 0 when it is not scored."""

    identifier: str
    kind: str
    objective: str
    weighting: int


@dataclass(frozen=True, slots=True)
class Activity:
    """Something played rather than answered; ``kind`` is ``scenario`` or ``story``."""

    identifier: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """What a learner opens by itself. ``launch`` is the page that opens first, ``files`` are all its own files
    (pages too). ``mastery_score`` is None when seeing the pages is all that is asked.

    ``part`` is "" for the whole, else the id under which the player knows this part; ``minutes`` is how long it takes
    (0: unknown), ``required`` how many of its pages must be seen, ``state`` the longest text of its own progress.
    """

    identifier: str
    title: str
    launch: str
    mastery_score: float | None
    files: tuple[str, ...]
    objectives: tuple[Objective, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    activities: tuple[Activity, ...] = ()
    children: tuple[Item, ...] = ()
    part: str = ""
    minutes: int = 0
    required: int = 0
    state: StateSize | None = None

    def each(self) -> Iterator[Item]:
        """This item and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.each()


@dataclass(frozen=True, slots=True)
class Reading:
    """One page to read: ``href`` is its file, ``id`` stays the same in every version, ``part`` is the part that it
    belongs to ("" for none), ``minutes`` how long it takes (0: unknown), ``required``: it must be seen to complete."""

    id: str
    href: str
    title: str
    part: str
    minutes: int = 0
    required: bool = False


@dataclass(frozen=True, slots=True)
class Bank:
    """The questions of one part that pages show, as they were written, with their keys. ``page`` is the id of the first
    page that shows each, by the question's id."""

    identifier: str
    title: str
    questions: tuple[Question, ...]
    page: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who had a share in the work; ``role`` is a word of LOM 1.0's vocabulary (lifeCycle.contribute.role)."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a catalogue asks. ``minutes`` is the time that all of it takes (0: unknown), ``languages`` are BCP 47 tags,
    ``rights`` the licence's name ("": not stated)."""

    keywords: tuple[str, ...] = ()
    minutes: int = 0
    languages: tuple[str, ...] = ()
    rights: str = ""
    contributors: tuple[Contributor, ...] = ()


@dataclass(frozen=True, slots=True)
class Distant:
    """Something that a package does not hold or cannot vouch for: what a page loads from another host, where a learner
    without a network will not get it, or an inline script (kind ``inline-script``, its text for an address)."""

    page: str
    kind: str
    address: str


@dataclass(frozen=True, slots=True)
class Package:
    """One delivery. ``identifier`` is the same in every version, ``version`` is carried apart from it; ``name`` is
    what the file is called. ``shared`` are the files that no item owns alone. ``graded_elsewhere`` names the work
    whose points no package can know; ``state`` is the longest text in which a learner's progress can be saved.

    ``items`` is the whole as one; ``parts`` are the same things as several, each with its own pages, questions and
    mastery (empty when there is nothing to part). ``launched`` chooses between them. ``pages`` are in reading order.
    """

    identifier: str
    name: str
    version: str
    title: str
    description: str
    language: str
    direction: str
    root: Path
    items: tuple[Item, ...]
    shared: tuple[str, ...]
    state: StateSize
    distant: tuple[Distant, ...] = ()
    graded_elsewhere: tuple[str, ...] = ()
    parts: tuple[Item, ...] = ()
    metadata: Metadata = Metadata()
    banks: tuple[Bank, ...] = ()
    pages: tuple[Reading, ...] = ()

    def launched(self, settings: Settings) -> tuple[Item, ...]:
        """What a learning system launches: the whole, or each part by itself where ``settings`` ask for that."""
        return self.parts if settings.scos == "modules" and self.parts else self.items

    def each_item(self) -> Iterator[Item]:
        """Every item of the whole, in reading order."""
        for item in self.items:
            yield from item.each()

    @property
    def files(self) -> tuple[str, ...]:
        """Every file of the book that the package takes along, each once, sorted."""
        own = (file for item in self.each_item() for file in item.files)
        return tuple(sorted({*own, *self.shared}))
