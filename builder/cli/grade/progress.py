"""A line of progress on a terminal: how many, how quick, how long still. Elsewhere nothing is shown."""

from __future__ import annotations

import sys
import time
from types import TracebackType

import click

LEAST_SECONDS = 0.2
"""Between two drawings of the line."""


class Progress:
    """Counts up to ``total`` and draws itself on standard error, if that is a terminal."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._count = 0
        self._begun = time.monotonic()
        self._drawn = 0.0
        self._shown = sys.stderr.isatty() and total > 0

    def __enter__(self) -> Progress:
        self._draw()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)

    def advance(self) -> None:
        """Count one more."""
        self._count += 1
        if time.monotonic() - self._drawn >= LEAST_SECONDS:
            self._draw()

    def _draw(self) -> None:
        if self._shown:
            self._drawn = time.monotonic()
            told = describe(self._count, self._total, time.monotonic() - self._begun)
            click.echo(f"\r\x1b[K{told}", nl=False, err=True)


def describe(count: int, total: int, seconds: float) -> str:
    """Return the line: done, of how many, rate and time left once they are known."""
    share = f"{count} of {total} ({100 * count // total}%)"
    if count == 0 or seconds <= 0:
        return f"{share}  starting"
    rate = count / seconds
    speed = f"{rate:.0f} a second" if rate >= 1 else f"{rate * 60:.0f} a minute"
    return f"{share}  {speed}  {_time((total - count) / rate)} left"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
