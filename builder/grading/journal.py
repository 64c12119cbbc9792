"""The append-only journal of a grading folder: one checked line for each submission whose rows are in the gradebook.

A line is written and synced after the gradebook has committed, never before, so a line means "done". The format is in
docs/reference/grading.md. A torn or damaged line counts as none: that submission is graded again.
"""

from __future__ import annotations

import dataclasses
import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from builder.grading.scores import GradingError
from builder.grading.work import CellComment, Flag, TaskMark

CHECK_SIZE = 8
"""Bytes of BLAKE2b (RFC 7693) at the start of a line, written as twice as many hexadecimal digits."""

LISTS: Mapping[str, type[TaskMark | CellComment | Flag]] = MappingProxyType(
    {"marks": TaskMark, "comments": CellComment, "flags": Flag}
)
"""The fields of a line that are lists, and what they are lists of; each is written as its values in order."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One submission that is done.

    ``submission`` is the hash of what was handed in, when, and for which version of the exercise; ``key`` the hash of
    all that the result depends on (`builder.grading.cache`); ``gradebook`` names the gradebook that holds the rows.
    ``together`` are the tests that ran beside the learner's code. ``reason`` says why a submission has no result, and
    is empty for one that was graded. ``notebook`` is the SHA-256 of the executed notebook and ``size`` its bytes;
    ``seconds`` is what it took to run; ``at`` is when the line was made (UTC, ISO 8601).
    """

    learner: str
    exercise: str
    submission: str
    key: str
    gradebook: str
    at: str
    marks: tuple[TaskMark, ...] = ()
    comments: tuple[CellComment, ...] = ()
    flags: tuple[Flag, ...] = ()
    reason: str = ""
    notebook: str = ""
    size: int = 0
    seconds: float = 0.0
    engine: str = ""
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Index:
    """Offsets of lines: the ``latest`` of each (learner, exercise), and of ``results`` by their key."""

    latest: Mapping[tuple[str, str], int]
    results: Mapping[str, int]


class Journal:
    """The journal file ``path``. Reading needs no lock; writing goes through `writing`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def entries(self) -> Iterator[tuple[int, Entry]]:
        """Yield each sound line with its offset in bytes, oldest first, reading one line at a time."""
        if not self.path.is_file():
            return
        offset = 0
        with self.path.open("rb") as lines:
            for line in lines:
                entry = parse(line)
                if entry is not None:
                    yield offset, entry
                offset += len(line)

    def index(self) -> Index:
        """Return where the newest lines are; about 500 bytes of memory for each submission."""
        latest: dict[tuple[str, str], int] = {}
        results: dict[str, int] = {}
        for offset, entry in self.entries():
            latest[entry.learner, entry.exercise] = offset
            if not entry.reason:
                results[entry.key] = offset
        return Index(latest, results)

    def read(self, offset: int) -> Entry | None:
        """Return the entry at ``offset``, which came from `index`."""
        with self.path.open("rb") as lines:
            lines.seek(offset)
            return parse(lines.readline())

    @contextmanager
    def writing(self) -> Iterator[JournalWriter]:
        """Yield the one writer. Raises `GradingError` while another run holds the journal."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("a+b", buffering=0) as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise GradingError(
                    f"Another `coursewright grade run` is at work in {self.path.parent}. Wait until it has ended."
                ) from None
            _sync_folder(self.path.parent)
            _end_torn_line(stream.fileno())
            yield JournalWriter(stream.fileno())


class JournalWriter:
    """Appends to the journal; only `Journal.writing` makes one."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def append(self, entries: Iterable[Entry]) -> None:
        """Write ``entries`` and return when they are on the disk. Raises OSError, as for a full disk."""
        content = b"".join(render(entry) for entry in entries)
        while content:
            content = content[os.write(self._descriptor, content) :]
        os.fsync(self._descriptor)


def render(entry: Entry) -> bytes:
    """Return ``entry`` as its line: checksum, space, JSON (RFC 8259), newline."""
    fields = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    for name, kind in LISTS.items():
        fields[name] = [[getattr(one, field.name) for field in dataclasses.fields(kind)] for one in fields[name]]
    body = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _check(body) + b" " + body + b"\n"


def parse(line: bytes) -> Entry | None:
    """Return the entry in ``line``, or None for one that is torn, damaged or of another format."""
    check, _, body = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or check != _check(body):
        return None
    try:
        fields = json.loads(body)
        for name, kind in LISTS.items():
            fields[name] = tuple(kind(*values) for values in fields[name])
        fields["together"] = tuple(fields.get("together", ()))
        return Entry(**fields)
    except (ValueError, KeyError, TypeError):
        return None


def _check(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=CHECK_SIZE).hexdigest().encode()


def _end_torn_line(descriptor: int) -> None:
    """Close a last line that was cut off, so that the next one stands by itself."""
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.write(descriptor, b"\n")


def _sync_folder(folder: Path) -> None:
    """Make sure that the journal's own name is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
