"""A submission through all its steps: nbgrader's sanitizing, the learner's code, the tests apart from it, the marks."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.grading.intake_notes import shown
from builder.grading.nbgrader_steps import NotGradableError, Steps
from builder.grading.outputs import TIMEOUT_ERROR, Displays
from builder.grading.plan import (
    Placed,
    Plan,
    first_plan,
    grade_id,
    is_call,
    learners_script,
    not_plain,
    runs,
    taken_values,
    tests_script,
)
from builder.grading.sandbox import SandboxError
from builder.grading.script import Call, Coded, Outcome, Ran, Runner
from builder.grading.work import Flag, Graded, Prepared, Ungraded, Work

NO_RESULT = "NoResult"
TAMPERED = "Tampered"
MOST_FLAGS, LONGEST = 100, 400


TRIES = 3
STOPPED_TRIAL = (
    "{exercise}: its own notebook was stopped {tries} times while it was tried out which tests can run apart from "
    "learners' code ({why}). Close other programs, or mend the exercise, and run the same command again."
)


@dataclass(frozen=True, slots=True)
class _Trial:
    """What came of trying a plan out: the marks, the tests that read something not plain, why it was stopped (empty if
    it was not), and whether something took too long, which on a busy machine says nothing."""

    marks: Mapping[str, float | None]
    odd: frozenset[str]
    stopped: str = ""
    slow: bool = False


class Marker:
    """An engine: it runs scripts through ``runner``, and through a ``second`` one while the first holds a learner's
    functions, and makes marks of what comes back."""

    def __init__(self, engine: str, prepared: Sequence[Prepared], runner: Runner, second: Callable[[], Runner]) -> None:
        self._engine = engine
        self._second = second
        self._prepared = {one.exercise: one for one in prepared}
        self._runner = runner
        self._steps = Steps()
        self._plans: dict[str, Plan] = {}

    def grade(self, work: Work) -> Graded | Ungraded:
        """Run and mark ``work``."""
        began = time.monotonic()
        prepared = self._prepared.get(work.exercise)
        if prepared is None:
            return Ungraded(work.learner, work.exercise, work.digest, "the course has no such exercise")
        plan = self.plan(prepared)
        flags: list[Flag] = []
        try:
            notebook = self._steps.sanitize(work.notebook, prepared)
            self._execute(notebook, work.exercise, plan, flags)
            content, marks, comments, more = self._steps.finish(notebook)
        except NotGradableError as reason:
            return _ungraded(work, str(reason), flags, began)
        except (SandboxError, OSError):
            raise  # this computer's fault, whoever's work it is
        except Exception as fault:  # noqa: BLE001 (what comes out of a sandbox may be forged in ways nobody thought of)
            flags.append(Flag("forged", f"what came out of the sandbox cannot be judged ({type(fault).__name__})"))
            return _ungraded(work, "what came out of the sandbox cannot be judged", flags, began)
        seconds = time.monotonic() - began
        return Graded(
            work.learner,
            work.exercise,
            work.digest,
            content,
            marks,
            comments,
            _fit([*flags, *more]),
            seconds,
            self._engine,
            _together(plan),
        )

    def plan(self, prepared: Prepared) -> Plan:
        """Return the exercise's plan; the first call tries it out with the instructor's own notebook."""
        if prepared.exercise not in self._plans:
            self._plans[prepared.exercise] = self._try_out(prepared)
        return self._plans[prepared.exercise]

    def _try_out(self, prepared: Prepared) -> Plan:
        hopeful = first_plan(prepared)
        plain = hopeful.plain
        for content in (prepared.model, _unanswered(prepared)):
            if not plain:
                break
            plan = first_plan(prepared, plain)
            together = self._trial(content, prepared, first_plan(prepared, frozenset())).marks
            apart = self._trial(content, prepared, plan)
            plain = frozenset(
                name for name in plain - apart.odd if name in apart.marks and apart.marks[name] == together.get(name)
            )
        return first_plan(prepared, plain)

    def _trial(self, content: bytes, prepared: Prepared, plan: Plan) -> _Trial:
        """Try ``content`` out by ``plan``, again where a busy machine may have been in the way.

        Raises `SandboxError` if it is stopped each time: nothing is then known about its tests.
        """
        for _ in range(TRIES):
            trial = self._try(content, prepared, plan)
            if not trial.stopped and not trial.slow:
                break
        if trial.stopped:
            raise SandboxError(STOPPED_TRIAL.format(exercise=prepared.exercise, tries=TRIES, why=trial.stopped))
        return trial

    def _try(self, content: bytes, prepared: Prepared, plan: Plan) -> _Trial:
        flags: list[Flag] = []
        try:
            notebook = self._steps.sanitize(content, prepared)
            self._execute(notebook, prepared.exercise, plan, flags)
            _, marks, _, _ = self._steps.finish(notebook)
        except NotGradableError as reason:
            stopped = any(flag.code == "stopped" for flag in flags)
            return _Trial({}, plan.plain, stopped=str(reason) if stopped else "")
        slow = any(flag.code == "no-result" for flag in flags) or any(
            output.get("ename") == TIMEOUT_ERROR["ename"]
            for cell in notebook.cells
            for output in cell.get("outputs", ())
        )
        odd = frozenset(flag.task for flag in flags if flag.code == "not-plain")
        return _Trial({mark.task: mark.auto_score for mark in marks}, odd, slow=slow)

    def _execute(self, notebook: Any, exercise: str, plan: Plan, flags: list[Flag]) -> None:
        """Run ``notebook`` by ``plan`` and fill in its outputs. Raises `NotGradableError` where nbgrader would stop."""
        script = learners_script(notebook, plan)
        watched = any(placed.canary for placed in script)
        steps = [placed.step for placed in script]
        with self._runner.holding(exercise, steps, learner=True, ahead=not watched) as held:
            outcome = held.outcome
            if outcome.forged:
                flags.append(Flag("forged", "something other than a notebook's results came out of the sandbox"))
            if outcome.stopped:
                flags.append(Flag("stopped", outcome.stopped))
                raise NotGradableError(f"it was stopped: {outcome.stopped}")
            page = _Page(notebook)
            page.fill(script, outcome)
            _mark_tampering(notebook, script, outcome, flags)
            taken = taken_values(script, outcome)
            apart = any(grade_id(cell) in plan.plain for cell in notebook.cells)
            distant = apart and any(is_call(coded) for values in taken.values() for coded in values.values())
            if distant:
                self._run_tests(notebook, exercise, plan, taken, page, flags, held.call)
        if apart and not distant:
            self._run_tests(notebook, exercise, plan, taken, page, flags, None)

    def _run_tests(
        self,
        notebook: Any,
        exercise: str,
        plan: Plan,
        taken: Mapping[int, Coded],
        page: _Page,
        flags: list[Flag],
        call: Call | None,
    ) -> None:
        """Run the plain tests in an interpreter of their own; with ``call`` the learner's one is still there, and the
        tests run in another sandbox, so that neither can see the other."""
        for index, values in taken.items():
            name = grade_id(notebook.cells[index])
            for variable, coded in values.items():
                kind = not_plain(coded)
                if kind and name in plan.plain:
                    flags.append(Flag("not-plain", f"{variable} is no plain value but {kind}", name))
        script = tests_script(notebook, plan, taken)
        runner = self._runner if call is None else self._second()
        steps = [placed.step for placed in script]
        with runner.holding(exercise, steps, learner=False, ahead=True, call=call) as held:
            outcome = held.outcome
        page.fill(script, outcome)
        done = {placed.cell for placed, _ in zip(script, outcome.ran, strict=False) if placed.step.do == "run"}
        for index in sorted({placed.cell for placed in script} - done):
            cell = notebook.cells[index]
            if grade_id(cell) in plan.plain:
                message = f"the test gave no result: {outcome.stopped or 'it was cut off'}"
                flags.append(Flag("no-result", message, grade_id(cell)))
                cell.outputs = [_error(NO_RESULT, message)]


class _Page:
    """The outputs of a notebook, filled from one or two interpreters."""

    def __init__(self, notebook: Any) -> None:
        self._cells = notebook.cells
        executed = [index for index, cell in enumerate(notebook.cells) if runs(cell)]
        self._counts = {index: count for count, index in enumerate(executed, start=1)}

    def fill(self, script: Sequence[Placed], outcome: Outcome) -> None:
        """Put the outputs of the shown steps of ``script`` into their cells."""
        from nbformat import from_dict

        displays = Displays()
        for placed, ran in zip(script, outcome.ran, strict=False):
            if placed.step.do != "run" or placed.step.quiet or placed.canary:
                continue
            count = self._counts[placed.cell]
            cell = self._cells[placed.cell]
            shown = displays.outputs(ran.messages, ran.reply, count)
            cell.execution_count = count
            cell.outputs = from_dict(shown)  # type: ignore[no-untyped-call]


def _mark_tampering(notebook: Any, script: Sequence[Placed], outcome: Outcome, flags: list[Flag]) -> None:
    """Put an error into each test beside which a canary did not behave as it must."""
    looks: dict[tuple[int, str], list[Ran]] = {}
    canaries = {}
    for placed, ran in zip(script, outcome.ran, strict=False):
        if placed.canary:
            key = (placed.cell, placed.canary.word)
            canaries[key] = placed.canary
            looks.setdefault(key, []).append(ran)
    told: set[int] = set()
    for key, look in looks.items():
        complaints = canaries[key].complaints(look)
        index = key[0]
        if complaints and index not in told:
            told.add(index)
            cell = notebook.cells[index]
            cell.outputs = [_error(TAMPERED, complaints[0]), *cell.outputs]
            flags += [Flag("tampered", complaint, grade_id(cell)) for complaint in complaints]


def _together(plan: Plan) -> tuple[str, ...]:
    """The tests that run beside the learner's code, in their order."""
    return tuple(name for name, cell in plan.locked.items() if cell.is_grade and name not in plan.plain)


def _ungraded(work: Work, reason: str, flags: Sequence[Flag], began: float) -> Ungraded:
    seconds = time.monotonic() - began
    return Ungraded(work.learner, work.exercise, work.digest, shown(reason[:LONGEST]), _fit(flags), seconds)


def _fit(flags: Sequence[Flag]) -> tuple[Flag, ...]:
    """Flags may repeat what learners' code says, so they are few, short and of printable characters."""
    return tuple(Flag(flag.code, shown(flag.message[:LONGEST]), flag.task) for flag in flags[:MOST_FLAGS])


def _error(name: str, message: str) -> Any:
    from nbformat.v4 import new_output

    return new_output("error", ename=name, evalue=message, traceback=[f"{name}: {message}"])  # type: ignore[no-untyped-call]


def _unanswered(prepared: Prepared) -> bytes:
    """The instructor's notebook with the answers taken out, as learners get it."""
    from builder.grading.nbgrader_steps import read_notebook, write_notebook

    kept = {cell.id: cell for cell in prepared.cells}
    notebook = read_notebook(prepared.model)
    for cell in notebook.cells:
        found = kept.get(grade_id(cell))
        if found is not None and not found.locked:
            cell.source = found.released
    return write_notebook(notebook)
