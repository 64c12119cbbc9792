"""The fork engine's side outside the sandbox: it starts the zygote and talks with each forked interpreter.

The interpreter is not believed: its messages are counted, measured and checked, and answer one step at a time.
"""

from __future__ import annotations

import select
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import Any

from builder.grading.inside.frames import TOO_MUCH, FrameError, Unpacker, pack, unpack
from builder.grading.outputs import a_message
from builder.grading.sandbox import Sandbox, SandboxError, control_pair, start
from builder.grading.script import Call, Coded, Held, Outcome, Ran, Step
from builder.grading.work import Limits

SECONDS_TO_WARM = 120.0
SECONDS_TO_STOP = 20.0
SECONDS_AFTER_INTERRUPT = 4.0
"""nbclient's `iopub_timeout`: nbgrader gives a submission up whose cell goes on after it was interrupted."""
PIECE = 262_144
LARGEST_WORD = 65_536
MOST_PACKAGES = 500
UNSTOPPABLE = "a cell ran out of time and could not be interrupted"
FORGED = "what came out of the sandbox is no result of a notebook"
DIED = "the interpreter ended before the notebook did"


class ForkRunner:
    """One zygote; it is started when it is needed, and again when a submission has left it unclean."""

    def __init__(self, sandbox: Sandbox, limits: Limits, packages: Sequence[str]) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._packages = tuple(packages)
        self._zygote: Zygote | None = None

    @contextmanager
    def holding(
        self, exercise: str, steps: Sequence[Step], *, learner: bool, ahead: bool, call: Call | None = None
    ) -> Iterator[Held]:
        """Run ``steps`` in a fork of the zygote (`builder.grading.script.Runner`)."""
        if self._zygote is None or not self._zygote.alive:
            self.close()
            self._zygote = Zygote(self._sandbox, self._limits, self._packages)
        conversation = _Conversation(self._zygote, self._limits, steps, ahead and call is None, call)
        try:
            yield Held(conversation.hold(exercise, learner), conversation.call)
        finally:
            conversation.end()
            if not conversation.clean:
                self.close()

    def close(self) -> None:
        """End the zygote, and with it everything in its sandbox."""
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None


class Zygote:
    """The first process of a sandbox, seen from outside. With a ``wire`` (a folder outside, its name inside) it is no
    zygote but starts kernels, which need ``extra_mb`` of memory for themselves."""

    def __init__(
        self,
        sandbox: Sandbox,
        limits: Limits,
        packages: Sequence[str],
        wire: tuple[str, str] | None = None,
        extra_mb: int = 0,
    ) -> None:
        self.control, theirs = control_pair()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 (it lives as long as the zygote)
        command = [sys.executable, "-E", "-s", "-B", f"{sandbox.inside}/start.py", str(theirs.fileno())]
        self._process = start(sandbox, command, (theirs.fileno(),), self._errors.fileno(), wire)
        theirs.close()
        allowed = {**asdict(limits), "memory_mb": limits.memory_mb + extra_mb}
        settings = {
            "become": sandbox.become,
            "exercises": sandbox.exercises,
            "kernels": wire is not None,
            "limits": {**allowed, "counts_processes": bool(sandbox.prefix)},
            "packages": list(packages)[:MOST_PACKAGES],
            "workplaces": sandbox.workplaces,
        }
        self.control.settimeout(SECONDS_TO_WARM)
        try:
            self.control.send(pack(settings))
            ready = self.control.recv(LARGEST_WORD)
        except OSError:
            ready = b""
        if not ready:
            said = self._said()
            self.close()
            raise SandboxError(f"The interpreter in the sandbox does not start: {said}")

    @property
    def alive(self) -> bool:
        """Whether it can take a submission; somebody may have ended it, or the memory of the machine."""
        return self._process.poll() is None

    def _said(self) -> str:
        self._errors.seek(0)
        lines = self._errors.read(4_000).decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it says nothing"

    def close(self) -> None:
        self.control.close()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(SECONDS_TO_STOP)
        self._errors.close()


class _Conversation:
    """The steps of one script with one interpreter."""

    def __init__(self, zygote: Zygote, limits: Limits, steps: Sequence[Step], ahead: bool, answer: Call | None) -> None:
        self._control = zygote.control
        self._limits = limits
        self._steps = list(steps)
        self._ahead = ahead
        self._answer = answer
        self._channel, self._theirs = socket.socketpair()
        self._channel.setblocking(False)
        self._unpacker = Unpacker(2 * limits.output_bytes)
        self._outgoing = bytearray()
        self._ran: list[Ran] = []
        self._messages: list[Mapping[str, Any]] = []
        self._deadline = 0.0
        self._interrupted = False
        self._ended: dict[str, Any] | None = None
        self._open = True
        self._stopped = ""
        self._forged = False
        self.clean = False

    def hold(self, exercise: str, learner: bool) -> Outcome:
        """Start the interpreter and do the steps."""
        request = pack({"exercise": exercise, "writes": learner})
        try:
            socket.send_fds(self._control, [request], [self._theirs.fileno()])
        except OSError:
            self._ended, self._stopped = {}, DIED
        self._theirs.close()
        self._offer(0, len(self._steps) if self._ahead else 1)
        self._go_on()
        return Outcome(tuple(self._ran), self._stopped, self._forged)

    def call(self, asked: Coded) -> Coded:
        """Have a learner's function answer (`builder.grading.script.Call`), under the limits of a cell."""
        number = len(self._ran)
        if not self._stopped:
            self._steps.append(Step("call", values=asked))
            self._offer(number, number + 1)
            self._go_on()
        if len(self._ran) <= number:
            return {"error": "RuntimeError", "text": self._stopped}
        ran = self._ran[number]
        streams = [found["content"] for found in ran.messages if found["msg_type"] == "stream"]
        shown = [[str(one.get("name")), str(one.get("text"))] for one in streams]
        return {**ran.values, "shown": shown}

    def _go_on(self) -> None:
        """Wait until all steps that were offered are done, or the interpreter must be stopped."""
        self._start_clock()
        try:
            while len(self._ran) < len(self._steps) and not self._stopped:
                self._stopped = self._turn()
        except FrameError as fault:
            self._forged = str(fault) != TOO_MUCH
            self._stopped = FORGED if self._forged else f"it showed more than {self._limits.output_bytes / 1e6:g} MB"

    def _offer(self, first: int, end: int) -> None:
        for number in range(first, min(end, len(self._steps))):
            self._outgoing += pack(self._steps[number].message(number))

    def _start_clock(self) -> None:
        self._deadline = time.monotonic() + self._limits.cell_seconds
        self._interrupted = False

    def _turn(self) -> str:
        """Wait for the next thing to happen; return why the interpreter has to be stopped, or an empty text."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            if self._interrupted:
                return UNSTOPPABLE
            self._tell("interrupt")
            self._interrupted = True
            self._deadline = time.monotonic() + SECONDS_AFTER_INTERRUPT
            return ""
        events = select.poll()
        events.register(self._control, select.POLLIN)
        if self._open:
            events.register(self._channel, select.POLLIN | (select.POLLOUT if self._outgoing else 0))
        ready = dict(events.poll(left * 1000))
        happened = ready.get(self._channel.fileno(), 0)
        if happened & select.POLLOUT:
            self._write()
        if happened & (select.POLLIN | select.POLLHUP | select.POLLERR):
            self._read()
        elif self._control.fileno() in ready:
            self._hear()
            return self._why()
        return ""

    def _write(self) -> None:
        try:
            sent = self._channel.send(self._outgoing)
        except BlockingIOError:
            return
        except OSError:
            sent = len(self._outgoing)
        del self._outgoing[:sent]

    def _read(self) -> None:
        try:
            piece = self._channel.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._open = bool(piece)
        for message in self._unpacker.feed(piece):
            self._understand(message)

    def _understand(self, message: dict[str, Any]) -> None:
        number = len(self._ran)
        told = [key for key in ("msg", "reply", "values", "ask") if isinstance(message.get(key), dict)]
        if message.get("n") != number or number >= len(self._steps) or len(message) != 2 or len(told) != 1:
            raise FrameError("a message out of order")
        if told[0] == "msg":
            shown = a_message(message["msg"])
            if shown is None:
                raise FrameError("no message of a kernel")
            self._messages.append(shown)
            return
        if told[0] == "ask":
            if self._answer is None:
                raise FrameError("a question where nobody asks")
            self._outgoing += pack({"answer": dict(self._answer(message["ask"]))})
            return
        if (told[0] == "reply") is not (self._steps[number].do == "run"):
            raise FrameError("an answer to another question")
        reply = message["reply"] if told[0] == "reply" and not self._interrupted else None
        self._ran.append(Ran(tuple(self._messages), reply, message.get("values") or {}))
        self._messages = []
        self._start_clock()
        if not self._ahead:
            self._offer(number + 1, number + 2)

    def _tell(self, word: str) -> None:
        with suppress(OSError):  # a zygote that is gone is noticed where its answer is read
            self._control.send(pack({word: True}))

    def _hear(self) -> None:
        """Read the zygote's last word about this interpreter."""
        self._control.settimeout(SECONDS_TO_STOP + self._limits.wall_seconds)
        try:
            word = self._control.recv(LARGEST_WORD)
        except OSError:
            word = b""
        self._ended = unpack(word[4:]) if word else {"ended": DIED, "clean": False}
        self.clean = self._ended["clean"] is True

    def _why(self) -> str:
        ended = str(self._ended["ended"]) if self._ended else DIED
        return DIED if ended.startswith(("exit ", "signal ")) else ended

    def end(self) -> None:
        """End the interpreter with all that it started."""
        if self._ended is None:
            self._tell("stop")
            self._hear()
        self._channel.close()
        self._theirs.close()
