"""One worker that grades: a warmed interpreter in a sandbox (`fork`), or a kernel for each submission (`kernel`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal, Protocol

from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work

EngineName = Literal["fork", "kernel"]


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """``on`` is False only for `--unsafe`: learners' code then runs with the caller's rights."""

    on: bool = True


class Engine(Protocol):
    """One worker; it grades one submission at a time."""

    def grade(self, work: Work) -> Graded | Ungraded:
        """Run and mark ``work``; whatever it does, the next one can be graded."""


@contextmanager
def open_engine(
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
) -> Iterator[Engine]:
    """Open a worker for the exercises ``prepared``. Raises `builder.grading.sandbox.SandboxError` where no sandbox can
    be made; its message says what to install."""
    raise NotImplementedError
    yield
