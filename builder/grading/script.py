"""What an interpreter is asked to do, step by step, and what came of it: the same for either engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

Coded = Mapping[str, Any]
"""Names to values as `builder.grading.inside.plain` codes them."""


@dataclass(frozen=True, slots=True)
class Step:
    """``run``: run ``code`` as the cell ``cell``, showing nothing if ``quiet``, not counted unless ``counted``.
    ``take``: hand out the values of ``names``. ``give``: set ``values`` and delete ``names``. ``check``: look for signs
    of tampering, and whether one of ``names`` is equal to everything."""

    do: Literal["run", "take", "give", "check"]
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


class Runner(Protocol):
    """Runs scripts, each in an interpreter that no other script has seen."""

    def run(self, exercise: str, steps: Sequence[Step], *, learner: bool, ahead: bool) -> Outcome:
        """Run ``steps`` beside the files of ``exercise``.

        ``learner``: the interpreter gets a writable copy of the files. ``ahead``: all steps may be handed over at once;
        otherwise each is shown only after the one before it is done.
        """

    def close(self) -> None:
        """End all processes."""
