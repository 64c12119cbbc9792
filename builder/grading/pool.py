"""Several workers on this machine: submissions in, results out as they come, in bounded memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from builder.grading.engine import EngineName, SandboxSettings
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work


def grade_all(
    works: Iterable[Work],
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
    workers: int,
) -> Iterator[Graded | Ungraded]:
    """Grade ``works`` with ``workers`` processes and yield results as they come, in no order.

    ``works`` is drawn from only as fast as results are taken. Raises `builder.grading.sandbox.SandboxError` before
    anything runs where no sandbox can be made.
    """
    raise NotImplementedError
