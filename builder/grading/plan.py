"""Which tests of an exercise can run apart from the learner's code, and the scripts that this gives.

A test runs apart ("plain") if all that it reads of the learner is plain values: they are taken out, and an interpreter
that has never seen the learner's code runs the tests on them. Whether it can is tried out with the instructor's own
notebook and with an unanswered one: both ways must give the same marks.
"""

from __future__ import annotations

import functools
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from builder.grading.reading_names import names_in, needs_nothing
from builder.grading.script import Coded, Outcome, Ran, Step
from builder.grading.work import Prepared, SourceCell

ROUNDED = 0.5
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Plan:
    """An exercise's locked code cells by id, what each may read of the learner, and which tests run apart.

    ``idle`` has the plain tests whose released text does nothing but bind names, with these names: nobody misses it in
    the learner's interpreter where no other cell mentions one of them.
    """

    locked: Mapping[str, SourceCell]
    reads: Mapping[str, tuple[str, ...]]
    plain: frozenset[str]
    idle: Mapping[str, frozenset[str]]

    def is_test(self, cell: str) -> bool:
        """Say whether the locked cell ``cell`` is a test."""
        found = self.locked.get(cell)
        return found is not None and found.is_grade


@dataclass(frozen=True, slots=True)
class Canary:
    """A nonce that must come back, through an assertion that must fail and a number that must be shown."""

    word: str
    number: str

    def steps(self, names: tuple[str, ...]) -> tuple[Step, ...]:
        """Return the steps of one look at the interpreter."""
        return (
            Step("run", code=f'assert len("{self.word}") == 0, "{self.word}"', counted=False),
            Step("run", code=self.number),
            Step("check", names=names),
        )

    def complaints(self, ran: Sequence[Ran]) -> list[str]:
        """Return what these steps showed, in words; nothing if all is as it should be."""
        failing, showing, checked = ran
        told = checked.values.get("findings")
        found = [str(finding) for finding in told] if isinstance(told, list) else ["no answer"]
        reply = failing.reply or {}
        if reply.get("ename") != "AssertionError" or reply.get("evalue") != self.word:
            found.append("an assertion that must fail did not")
        shown = [m["content"].get("data") for m in showing.messages if m["msg_type"] == "execute_result"]
        texts = [data.get("text/plain") if isinstance(data, dict) else None for data in shown]
        if len(texts) != 1 or not self._is_number(texts[0]):
            found.append("a number was not shown as it is")
        return found

    def _is_number(self, text: object) -> bool:
        """Say whether ``text`` shows the number; it may be rounded, as after `%precision 0`."""
        try:
            return abs(float(str(text)) - float(self.number)) <= ROUNDED
        except ValueError:
            return False


def make_canary() -> Canary:
    """Return a canary that nobody can know beforehand."""
    return Canary(secrets.token_hex(8), f"{secrets.randbelow(900) + 100}.5")


@dataclass(frozen=True, slots=True)
class Placed:
    """A step and what it is for: the index of its cell in the notebook, and its canary if it is part of one's look."""

    step: Step
    cell: int
    canary: Canary | None = None


def runs(cell: Any) -> bool:
    """Say whether ``cell`` is run: as nbclient does, but a tag cannot make a test be skipped, which would pass it."""
    return (
        cell.cell_type == "code"
        and bool(cell.source.strip())
        and (bool(grade_id(cell)) or "skip-execution" not in (cell.metadata.get("tags") or ()))
    )


def grade_id(cell: Any) -> str:
    """Return nbgrader's name of a cell, or an empty text."""
    mark = cell.metadata.get("nbgrader")
    return str(mark.get("grade_id") or "") if mark else ""


def learners_script(notebook: Any, plan: Plan) -> tuple[Placed, ...]:
    """Return the steps for the interpreter with the learner's code: all cells; of a plain test only what learners see
    of it, and before each locked cell a copy of the values that it may read."""
    return tuple(_learners_steps(notebook, plan))


def _learners_steps(notebook: Any, plan: Plan) -> Iterator[Placed]:
    mentioned = _words(notebook, plan)
    for index, cell in enumerate(notebook.cells):
        if not runs(cell):
            continue
        name = grade_id(cell)
        names = plan.reads.get(name, ())
        if name in plan.plain:
            yield Placed(Step("take", names=names), index)
            if plan.idle.get(name, mentioned).isdisjoint(mentioned):
                continue
            yield Placed(Step("run", code=plan.locked[name].released, cell=cell.get("id", ""), quiet=True), index)
            continue
        if plan.plain and name in plan.locked and names:
            yield Placed(Step("take", names=names), index)
        watched = plan.is_test(name)
        for canary in [make_canary()] if watched else []:
            yield from (Placed(step, index, canary) for step in canary.steps(names))
        yield Placed(Step("run", code=cell.source, cell=cell.get("id", "")), index)
        for canary in [make_canary()] if watched else []:
            yield from (Placed(step, index, canary) for step in canary.steps(names))


def _words(notebook: Any, plan: Plan) -> frozenset[str]:
    """Every word in the code that has to run beside the idle tests; never empty."""
    found = {""}
    for cell in notebook.cells:
        name = grade_id(cell)
        if not runs(cell) or name in plan.idle:
            continue
        if name in plan.plain:
            found |= _words_of_exercise(plan.locked[name].released)
        elif name in plan.locked and cell.source == plan.locked[name].source:
            found |= _words_of_exercise(cell.source)
        else:
            found.update(WORD.findall(cell.source))
    return frozenset(found)


@functools.lru_cache(maxsize=512)
def _words_of_exercise(source: str) -> frozenset[str]:
    return frozenset(WORD.findall(source))


def tests_script(notebook: Any, plan: Plan, taken: Mapping[int, Coded]) -> tuple[Placed, ...]:
    """Return the steps for the clean interpreter: the locked cells in their order up to the last plain test, before
    each the values that were ``taken`` for it (by the cell's index)."""
    placed: list[Placed] = []
    given: set[str] = set()
    end = 0
    for index, cell in enumerate(notebook.cells):
        name = grade_id(cell)
        if not runs(cell) or name not in plan.locked:
            continue
        values = taken.get(index, {})
        absent = tuple(sorted(given & set(plan.reads.get(name, ())) - set(values)))
        if values or absent:
            placed.append(Placed(Step("give", values=values, names=absent), index))
            given = (given | set(values)) - set(absent)
        kept = plan.locked[name]
        shown = name in plan.plain
        code = kept.source if shown or not kept.is_grade else kept.released
        placed.append(Placed(Step("run", code=code, cell=cell.get("id", ""), quiet=not shown), index))
        end = len(placed) if shown else end
    return tuple(placed[:end])


def taken_values(script: Sequence[Placed], outcome: Outcome) -> Mapping[int, Coded]:
    """Return what each "take" of ``script`` brought, by the index of its cell: only what was asked for, so that nobody
    can hand in an ``abs`` or a ``len`` of their own."""
    return {
        placed.cell: {name: ran.values[name] for name in placed.step.names if name in ran.values}
        for placed, ran in zip(script, outcome.ran, strict=False)
        if placed.step.do == "take"
    }


def not_plain(coded: object) -> str:
    """Return the type's name if a taken value could not be taken, else an empty text."""
    if isinstance(coded, dict) and coded.get("t") == "none":
        return str(coded.get("v"))
    return ""


def is_call(coded: object) -> bool:
    """Say whether a taken value is a function, which stays where it is and is called there."""
    return isinstance(coded, dict) and coded.get("t") == "call"


def first_plan(prepared: Prepared, plain: frozenset[str] | None = None) -> Plan:
    """Return the plan with the tests ``plain`` apart; None: all that can be read."""
    locked = {cell.id: cell for cell in prepared.cells if cell.locked and cell.cell_type == "code"}
    reads = dict(prepared.reads)
    able = frozenset(name for name, cell in locked.items() if cell.is_grade and name in reads)
    apart = able if plain is None else able & plain
    texts = {Path(name): content.decode("utf-8", "replace") for name, content in prepared.files}
    modules = [path.stem for path, text in texts.items() if path.suffix == ".py" and "random" not in text]
    idle = {
        name: names_in(locked[name].released).bound - set(modules) for name in apart if _idle(locked[name], modules)
    }
    return Plan(locked, reads, apart, idle)


def _idle(cell: SourceCell, modules: Sequence[str]) -> bool:
    try:
        return needs_nothing(cell.released, modules)
    except (SyntaxError, ValueError):
        return False
