"""What passes between the parts of grading: a piece of work, what it is marked by, and what came of it.

Plain frozen values, light to import and safe to pickle; so a worker may be a process on this machine or on another.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What one submission may use.

    ``cell_seconds``: a cell that runs longer is interrupted, and the next one runs, as nbgrader does. ``cpu_seconds``
    and ``wall_seconds``: of the whole submission; above them it is stopped and not graded. ``memory_mb``: all its
    processes together, above what the warmed interpreter has. ``processes``: at one time, its first one included.
    ``output_bytes``: of all that it shows. ``files_mb``: of all that it writes. (MB: 1,000,000 bytes.)
    """

    cell_seconds: float = 30.0
    cpu_seconds: float = 120.0
    wall_seconds: float = 300.0
    memory_mb: int = 512
    processes: int = 32
    output_bytes: int = 8_000_000
    files_mb: int = 64


@dataclass(frozen=True, slots=True)
class SourceCell:
    """One of the instructor's cells as nbgrader's gradebook keeps it: without solution, with hidden tests.

    ``released`` is its text as learners get it; ``max_score`` is None for a cell that earns no points.
    """

    id: str
    cell_type: str
    locked: bool
    source: str
    released: str
    checksum: str
    max_score: float | None
    is_grade: bool
    is_solution: bool
    is_task: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """An exercise ready to grade: plain data only, made by `builder.grading.preparing.prepare_exercise`.

    ``version`` is the hash of the exercise's files; ``kernelspec`` is JSON; ``cells`` are in the notebook's order.
    ``reads`` has, for each test, the names that it may read from the learner (what of them is plain is found out when
    the engine opens, by running ``model``, the instructor's own notebook). ``files`` are the support files,
    name to content; ``packages`` are the modules that a warmed interpreter has loaded already.
    """

    exercise: str
    version: str
    kernelspec: str
    cells: tuple[SourceCell, ...]
    reads: tuple[tuple[str, tuple[str, ...]], ...]
    model: bytes
    files: tuple[tuple[str, bytes], ...]
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """One submission to grade: the ``notebook`` as bytes, and ``digest``, by which its result is known again."""

    learner: str
    exercise: str
    digest: str
    notebook: bytes


@dataclass(frozen=True, slots=True)
class TaskMark:
    """The automatic mark of one graded cell, as nbgrader's SaveAutoGrades would record it.

    ``auto_score`` is None where only a person can mark it. ``needs_manual`` is True exactly then; a cell that has a
    manual score already needs a person again as well, which only the gradebook knows.
    """

    task: str
    auto_score: float | None
    max_score: float
    needs_manual: bool


@dataclass(frozen=True, slots=True)
class CellComment:
    """The automatic comment on a solution or task cell: "No response." or None, which takes an older one away."""

    cell: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a submission that a person should know; ``task`` is empty if it concerns the whole."""

    code: str
    message: str
    task: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """A submission that has run: the executed ``notebook`` (JSON) and its marks.

    ``marks`` has one entry for each graded cell of the notebook and ``comments`` one for each solution or task cell;
    late penalties are not in them. ``seconds`` is wall time in the engine. ``together`` are the tests that ran beside
    the learner's code, watched by canaries.
    """

    learner: str
    exercise: str
    digest: str
    notebook: bytes
    marks: tuple[TaskMark, ...]
    comments: tuple[CellComment, ...]
    flags: tuple[Flag, ...]
    seconds: float
    engine: str
    together: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ungraded:
    """A submission that could not be graded, where nbgrader would stop as well; nothing about it goes into the
    gradebook. ``reason`` is one line for the instructor."""

    learner: str
    exercise: str
    digest: str
    reason: str
    flags: tuple[Flag, ...] = ()
    seconds: float = field(default=0.0, compare=False)
