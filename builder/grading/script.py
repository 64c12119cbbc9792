"""What an interpreter is asked to do, step by step, and what came of it: the same for either engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Coded = Mapping[str, Any]
"""Names to values as `builder.grading.inside.plain` codes them."""
Call = Callable[[Coded], Coded]
"""Asks for the answer of a learner's function: ``name``, ``args`` and ``kwargs``, coded, to ``value`` or ``error``."""


@dataclass(frozen=True, slots=True)
class Step:
    """``run``: run ``code`` as the cell ``cell``, showing nothing if ``quiet``, not counted unless ``counted``.
    ``take``: hand out the values of ``names``. ``give``: set ``values`` and delete ``names``. ``check``: look for signs
    of tampering, and whether one of ``names`` is equal to everything. ``call``: call a function that was taken."""

    do: Literal["run", "take", "give", "check", "call"]
    code: str = ""
    cell: str = ""
    names: tuple[str, ...] = ()
    values: Coded = field(default_factory=dict)
    quiet: bool = False
    counted: bool = True

    def message(self, number: int) -> dict[str, Any]:
        """Return the step as `builder.grading.inside.shell.Child` reads it."""
        if self.do == "run":
            told: dict[str, Any] = {"code": self.code, "id": self.cell, "quiet": self.quiet, "counted": self.counted}
        elif self.do == "give":
            told = {"values": dict(self.values), "absent": self.names}
        elif self.do == "call":
            told = {key: self.values.get(key) for key in ("name", "args", "kwargs")}
        else:
            told = {"names": self.names}
        return {"n": number, "do": self.do, **told}


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of one step: the kernel's ``messages`` and its ``reply`` (None if the cell ran out of time), or the
    ``values`` that were asked for."""

    messages: tuple[Coded, ...] = ()
    reply: Coded | None = None
    values: Coded = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The steps that were done, and why the others were not (empty if all were). ``forged`` says that something came
    which no honest notebook sends."""

    ran: tuple[Ran, ...]
    stopped: str = ""
    forged: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """An interpreter that has done its steps and is still there, to be asked for its functions' answers."""

    outcome: Outcome
    call: Call


class Runner(Protocol):
    """Runs scripts, each in an interpreter that no other script has seen; one at a time."""

    def holding(
        self, exercise: str, steps: Sequence[Step], *, learner: bool, ahead: bool, call: Call | None = None
    ) -> AbstractContextManager[Held]:
        """Run ``steps`` beside the files of ``exercise`` and hold the interpreter until the context ends.

        ``learner``: the interpreter gets a writable copy of the files. ``ahead``: all steps may be handed over at once;
        otherwise each is shown only after the one before it is done. ``call`` answers for functions that are elsewhere.
        """

    def close(self) -> None:
        """End all processes."""
