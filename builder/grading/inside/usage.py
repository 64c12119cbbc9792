"""How much a submission uses, read from /proc (proc(5)) a few times a second."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = resource.getpagesize()
CLOCK = os.sysconf("SC_CLK_TCK")
MOST_FILES = 4_000
SECONDS_BETWEEN_LOOKS = 0.25
"""Between two exact looks at the memory at most, where it may be too much; the kernel walks all pages for one."""


@dataclass(frozen=True, slots=True)
class Usage:
    """How a child ended (``exit CODE``, ``signal NUMBER`` or the limit it broke), and peak memory in MB as seen."""

    ended: str
    memory: float


class Watch:
    """One submission under its limits. ``alone`` is this process's own part of the memory before it forked (bytes).
    ``learner``: its processes may hide how much they have; then all that they may share with us counts as theirs."""

    def __init__(
        self, limits: dict[str, Any], workplaces: tuple[Path, ...], began: float, alone: int, learner: bool
    ) -> None:
        self._limits = limits
        self._workplaces = workplaces
        self._began = began
        self._alone = alone
        self._learner = learner
        self._own = _resident(os.getpid())
        self._cpu = 0.0
        self._memory = 0
        self._exact, self._mapped, self._looked = 0, 0, 0.0

    def exceeded(self) -> str:
        """Return which limit is broken now, in words; empty if none."""
        limits = self._limits
        if time.monotonic() - self._began > limits["wall_seconds"]:
            return f"it ran longer than {limits['wall_seconds']:g} seconds"
        pids = tuple(_descendants())
        self._memory = max(self._memory, self._used(pids))
        self._cpu = max(self._cpu, sum(_cpu(pid) for pid in pids))
        if len(pids) > limits["processes"]:
            return f"it started more than {limits['processes']} processes"
        if self._memory > limits["memory_mb"] * 1_000_000:
            return f"it used more than {limits['memory_mb']} MB of memory"
        if self._cpu > limits["cpu_seconds"]:
            return f"it used more than {limits['cpu_seconds']:g} seconds of processor time"
        if any(_files(place) > MOST_FILES for place in self._workplaces):
            return f"it wrote more than {MOST_FILES} files"
        return ""

    def _used(self, pids: tuple[int, ...]) -> int:
        """Return the bytes of memory that ``pids`` have above this process's own.

        What a fork shares with this process is not its own, and what forks share counts once; a programme that one has
        started shares nothing. Only where all that they have mapped is too much is it found out which it is.
        """
        resident = [_resident(pid) for pid in pids]
        mapped, most = sum(resident), self._limits["memory_mb"] * 1_000_000
        if mapped <= most:
            return sum(max(0, one - self._own) for one in resident)
        now = time.monotonic()
        grown = self._exact + mapped - self._mapped
        if grown > most or now - self._looked > SECONDS_BETWEEN_LOOKS or not self._looked:
            parts = own_part(os.getpid()) or 0
            for pid, whole in zip(pids, resident, strict=True):
                part = own_part(pid)
                parts += part if part is not None else whole if self._learner else max(0, whole - self._own)
            self._exact, self._mapped, self._looked = max(0, parts - self._alone), mapped, now
        return self._exact

    def ended(self, code: int) -> Usage:
        """Return the usage of a child that ended by itself."""
        return Usage(f"exit {code}" if code >= 0 else f"signal {-code}", self._memory / 1e6)

    def stopped(self, reason: str) -> Usage:
        """Return the usage of a child that is being stopped for ``reason``."""
        return Usage(reason, self._memory / 1e6)


def _descendants() -> Iterator[int]:
    """Yield the processes that belong to the submission: in a pid namespace of one's own, all but the first."""
    me = os.getpid()
    if me == 1:
        yield from (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit() and path.name != "1")
        return
    waiting = [me]
    while waiting:
        for pid in children(waiting.pop()):
            waiting.append(pid)
            yield pid


def children(parent: int) -> tuple[int, ...]:
    """Return the pids of the children of ``parent``."""
    try:
        listed = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    except OSError:
        return ()
    return tuple(int(pid) for pid in listed.split())


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def own_part(pid: int) -> int | None:
    """Return the bytes of ``pid``, of what it shares its part (PSS in proc(5)); None where it does not let us look."""
    try:
        with Path(f"/proc/{pid}/smaps_rollup").open("rb") as lines:
            return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:")), 0)
    except PermissionError:
        return None
    except OSError:
        return 0  # it has ended


def _cpu(pid: int) -> float:
    """CPU seconds of ``pid`` and of its children that have ended."""
    try:
        after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return 0.0
    return sum(int(ticks) for ticks in after_name.split()[11:15]) / CLOCK


def _files(place: Path) -> int:
    found = os.statvfs(place)
    return found.f_files - found.f_ffree if os.getpid() == 1 else 0
