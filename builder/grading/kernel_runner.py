"""The kernel engine: a real ipykernel for each script, in the same sandbox, spoken to through jupyter_client.

Jupyter messaging protocol 5 over ZeroMQ's sockets in a folder that both sides see; there is no network inside.
"""

from __future__ import annotations

import ast
import json
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty
from typing import Any

from builder.grading.fork_runner import (
    DIED,
    FORGED,
    SECONDS_AFTER_INTERRUPT,
    UNSTOPPABLE,
    Zygote,
)
from builder.grading.inside.frames import pack, unpack
from builder.grading.outputs import a_message
from builder.grading.sandbox import Sandbox, SandboxError
from builder.grading.script import Call, Coded, Held, Outcome, Ran, Step
from builder.grading.work import Limits

WIRE = "/wire"
CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
SECONDS_TO_START = 60.0
TICK_SECONDS = 0.2
LARGEST_WORD = 65_536
KERNEL_MB = 200
"""What an ipykernel itself needs, on top of what the submission may use."""


NO_MESSAGE = (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What jupyter_client raises for what is no signed message (jupyter_client.session, Session.deserialize)."""
MOST_ON_WIRE = 1_000_000
"""Bytes in the folder of the connection, where sockets and one small file lie; each entry counts as a thousand."""


NO_ANSWER = (*NO_MESSAGE, SyntaxError, MemoryError)
"""What is raised where an expression's answer is no JSON in a text (ast.literal_eval)."""


class _Stopped(Exception):
    """The kernel is not to go on; the message is the reason."""


def _checked(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a message that came, of the shape that it must have. Raises `_Stopped`."""
    message = a_message(found)
    if message is None or not isinstance(found.get("parent_header"), dict):
        raise _Stopped(FORGED)
    return message


def _weight(folder: Path) -> int:
    weight = 0
    for entry in os.scandir(folder):
        with suppress(FileNotFoundError):  # learner's code may take it away while we look
            weight += 1_000 + entry.stat(follow_symlinks=False).st_size
    return weight


def _empty(folder: Path) -> None:
    """Remove what lies in ``folder``; no link is followed."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            Path(entry.path).unlink()


def _no_call(asked: Coded) -> Coded:
    return {"error": "RuntimeError", "text": f"{asked.get('name')} is not here"}


class KernelRunner:
    """A supervisor in the sandbox that starts one kernel after the other."""

    def __init__(self, sandbox: Sandbox, limits: Limits) -> None:
        self._sandbox = sandbox
        self._limits = limits
        self._wire = tempfile.TemporaryDirectory(prefix="cw-wire-")
        Path(self._wire.name).chmod(0o777)
        self._place = WIRE if sandbox.prefix else self._wire.name
        self._zygote: Zygote | None = None

    @contextmanager
    def holding(
        self, exercise: str, steps: Sequence[Step], *, learner: bool, ahead: bool, call: Call | None = None
    ) -> Iterator[Held]:
        """Run ``steps`` in a kernel of their own (`builder.grading.script.Runner`); never ``ahead``, and without calls:
        functions are tested beside canaries here."""
        del ahead, call
        if self._zygote is None:
            self._zygote = Zygote(self._sandbox, self._limits, (), (self._wire.name, WIRE), KERNEL_MB)
        conversation = _Conversation(self._zygote, self._limits, self._sandbox.inside, Path(self._wire.name))
        try:
            yield Held(conversation.hold(self._files(exercise, learner), steps), _no_call)
        finally:
            if not conversation.end():
                self._end_zygote()
            _empty(Path(self._wire.name))

    def _files(self, exercise: str, learner: bool) -> tuple[dict[str, Any], dict[str, Any]]:
        """Write the connection file; return the request to the supervisor and the connection from this side."""
        name = secrets.token_hex(4)
        ports = {f"{channel}_port": number for number, channel in enumerate(CHANNELS, start=1)}
        common = {"transport": "ipc", "key": secrets.token_hex(16), "signature_scheme": "hmac-sha256", **ports}
        inside = {**common, "ip": f"{self._place}/{name}"}
        file = Path(self._wire.name) / f"{name}.json"
        file.write_text(json.dumps(inside), encoding="ascii")
        file.chmod(0o644)
        request = {"exercise": exercise, "writes": learner, "connection": f"{self._place}/{name}.json"}
        return request, {**common, "ip": f"{self._wire.name}/{name}"}

    def _end_zygote(self) -> None:
        if self._zygote is not None:
            self._zygote.close()
            self._zygote = None

    def close(self) -> None:
        """End the supervisor and with it all kernels."""
        self._end_zygote()
        self._wire.cleanup()


class _Conversation:
    """The steps of one script with one kernel."""

    def __init__(self, zygote: Zygote, limits: Limits, inside: str, wire: Path) -> None:
        self._control = zygote.control
        self._limits = limits
        self._inside = inside
        self._wire = wire
        self._shown = 0
        self._ended: dict[str, Any] | None = None
        self._client: Any = None

    def hold(self, files: tuple[dict[str, Any], dict[str, Any]], steps: Sequence[Step]) -> Outcome:
        """Start the kernel and do the steps."""
        import zmq
        from jupyter_client.blocking.client import BlockingKernelClient

        request, connection = files
        self._control.send(pack(request))
        self._client = BlockingKernelClient()
        self._client.context.setsockopt(zmq.MAXMSGSIZE, 2 * self._limits.output_bytes)
        self._client.load_connection_info(connection)
        self._client.start_channels(stdin=False, hb=False)
        ran: list[Ran] = []
        try:
            self._wait_for_start()
            self._ask("begin", "")
            for step in steps:
                ran.append(self._do(step))
        except _Stopped as reason:
            return Outcome(tuple(ran), str(reason), str(reason) == FORGED)
        return Outcome(tuple(ran))

    def end(self) -> bool:
        """End the kernel with all that it started; say whether it left the sandbox clean."""
        if self._client is not None:
            self._client.stop_channels()
        if self._ended is None:
            try:
                self._control.send(pack({"stop": True}))
                word = self._control.recv(LARGEST_WORD)
            except OSError:
                return False
            self._ended = unpack(word[4:]) if word else {}
        return self._ended.get("clean") is True

    def _wait_for_start(self) -> None:
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            self._client.kernel_info()
            try:
                self._client.get_shell_msg(timeout=1)
                self._client.get_iopub_msg(timeout=1)
            except Empty:
                self._listen()
                continue
            return
        raise SandboxError("The kernel in the sandbox does not start.")

    def _do(self, step: Step) -> Ran:
        if step.do == "run":
            return self._run(step)
        if step.do == "give":
            told = json.dumps({"values": dict(step.values), "absent": step.names})
            return Ran(values=self._ask("give", f", {told!r}"))
        return Ran(values=self._ask(step.do, f", {list(step.names)!r}"))

    def _run(self, step: Step) -> Ran:
        number = self._client.execute(step.code, store_history=step.counted, allow_stdin=False, stop_on_error=False)
        deadline, interrupted = time.monotonic() + self._limits.cell_seconds, False
        messages: list[Mapping[str, Any]] = []
        while True:
            message = self._next(number)
            if message is None and time.monotonic() > deadline:
                if interrupted:
                    raise _Stopped(UNSTOPPABLE)
                self._control.send(pack({"interrupt": True}))
                deadline, interrupted = time.monotonic() + SECONDS_AFTER_INTERRUPT, True
            if message is None:
                continue
            if message["msg_type"] == "status" and message["content"].get("execution_state") == "idle":
                break
            if not step.quiet:
                messages.append({"msg_type": message["msg_type"], "content": message["content"]})
        return Ran(tuple(messages), None if interrupted else self._reply(number))

    def _next(self, number: str) -> dict[str, Any] | None:
        """Return the next message about the request ``number`` on the IOPub channel, or None after a moment."""
        try:
            found: dict[str, Any] = self._client.get_iopub_msg(timeout=TICK_SECONDS)
        except Empty:
            self._listen()
            return None
        except NO_MESSAGE as fault:
            raise _Stopped(FORGED) from fault
        message = _checked(found)
        self._shown += len(json.dumps(message["content"], default=str))
        if self._shown > 2 * self._limits.output_bytes:
            raise _Stopped(f"it showed more than {self._limits.output_bytes // 1_000_000} MB")
        return message if found["parent_header"].get("msg_id") == number else None

    def _reply(self, number: str) -> Mapping[str, Any]:
        deadline = time.monotonic() + SECONDS_AFTER_INTERRUPT
        while time.monotonic() < deadline:
            try:
                found = self._client.get_shell_msg(timeout=TICK_SECONDS)
            except Empty:
                self._listen()
                continue
            except NO_MESSAGE as fault:
                raise _Stopped(FORGED) from fault
            content: Mapping[str, Any] = _checked(found)["content"]
            if found["parent_header"].get("msg_id") == number:
                return content
        raise _Stopped(DIED)

    def _ask(self, function: str, arguments: str) -> Mapping[str, Any]:
        """Evaluate one of `builder.grading.inside.asked`'s functions in the kernel."""
        asked = f"__import__('runpy').run_path({self._inside + '/asked.py'!r})[{function!r}](get_ipython(){arguments})"
        number = self._client.execute("", silent=True, store_history=False, user_expressions={"answer": asked})
        try:
            found = self._reply(number)["user_expressions"]["answer"]["data"]["text/plain"]
            answer = json.loads(ast.literal_eval(found))
        except NO_ANSWER:
            return {}
        return answer if isinstance(answer, dict) else {}

    def _listen(self) -> None:
        """Hear whether the supervisor has ended the kernel. Raises `_Stopped`."""
        if _weight(self._wire) > MOST_ON_WIRE:
            raise _Stopped("it wrote into the folder of its connection")
        self._control.setblocking(False)
        try:
            word = self._control.recv(LARGEST_WORD)
        except BlockingIOError:
            return
        finally:
            self._control.settimeout(SECONDS_TO_START)
        self._ended = unpack(word[4:]) if word else {"ended": DIED, "clean": False}
        ended = str(self._ended["ended"])
        raise _Stopped(DIED if ended.startswith(("exit ", "signal ")) else ended)
