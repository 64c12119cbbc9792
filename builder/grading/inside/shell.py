"""A notebook's interpreter without sockets: IPython's shell as ipykernel has it, run step by step over one channel.

What it does with a cell is what `IPythonKernel.do_execute` does (ipykernel 7).
"""

from __future__ import annotations

import asyncio
import builtins
import getpass
import re
import signal
import sys
import types
import zlib
from collections.abc import Callable
from typing import Any, cast

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.async_helpers import _asyncio_runner
from IPython.core.displayhook import DisplayHook
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

from .frames import receive
from .plain import NotPlainError, decode, encode
from .streams import Descriptors, Outlet, Stream
from .tracebacks import keep_what_is_made, know_cell, says_the_same_again
from .watched import Watched

USUAL: Any = ZMQInteractiveShell
USUAL_HOOK: Any = DisplayHook
NOT_PYTHON_ALONE = re.compile(r"^[ \t]*[%!?/,;]|=\s*[%!]|\?[^'\"\n]*$|>>>|In \[|^[ \t]*\.\.\.", re.MULTILINE)
"""What a cell must hold to be changed by any of IPython's input transformers (IPython.core.inputtransformer2): a
command at a line's start or after "=", a question mark at a line's end, a prompt; or blanks at the very start."""
PRACTICE = (
    "import math\nnumbers = [1, 2.5, {'a': (1, 'b')}]\nprint(numbers)\nnumbers",
    "assert 1 == 2, 'practice'",
    "def practice(value):\n    return 1 / value\n\n\npractice(0)",
    "%precision 3",
    "%precision",
    "0.25",
)
"""Cells that are run once before anything is forked, so that all that is made at first use has been made."""


class Messages(Session):
    """A session that hands its messages to the outlet."""

    outlet: Outlet | None = None

    def send(self, stream: Any, msg_or_type: Any, content: Any = None, *_rest: Any, **_more: Any) -> None:
        """Show a message, given whole or as its type and content."""
        kind = msg_or_type
        if isinstance(kind, dict):
            kind, content = kind["msg_type"], kind["content"]
        if self.outlet is not None:
            self.outlet.show(kind, content)


class Compiler(XCachingCompiler):
    """ipykernel's compiler; its name for a cell is hashed in C and not letter by letter."""

    def get_code_name(self, raw_code: str, transformed_code: str, number: int) -> str:
        """Return the file name that tracebacks know a cell by."""
        name = f"/tmp/ipykernel_1/{zlib.crc32(raw_code.encode('utf-8', 'replace'))}.py"
        know_cell(name)
        return name


def _ends_in_semicolon(code: str) -> bool:
    """IPython's question whether a cell wants its result unsaid; it takes the cell apart, so only where it may."""
    lines = (line.strip() for line in reversed(code.splitlines()))
    last = next((line for line in lines if line and not line.startswith("#")), "")
    return ";" in last and bool(USUAL_HOOK.semicolon_at_end_of_expression(code))


def _enable_gui(shell: Any, gui: Any = None) -> None:
    shell.active_eventloop = gui


def _transform_cell(shell: Any, code: str) -> Any:
    """IPython's `transform_cell`, which takes milliseconds, left out where it would change nothing."""
    manager = shell.input_transformer_manager
    usual = (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    if shell.usual_transformers != usual or shell.input_transformers_post or _may_change(code):
        return USUAL.transform_cell(shell, code)
    return code if code.endswith("\n") else code + "\n"


def _may_change(code: str) -> bool:
    return not code or code[0].isspace() or NOT_PYTHON_ALONE.search(code, 0) is not None


def _should_run_async(shell: Any, code: str, **given: Any) -> bool:
    """IPython's `should_run_async`, which compiles the cell, left out where nothing can await."""
    waits = "await" in code or "async" in code
    return waits and bool(USUAL.should_run_async(shell, code, **given))


def _format_exception_for_storage(shell: Any, exception: BaseException, *given: Any, **named: Any) -> Any:
    """IPython's second traceback, for its history, is the first one again if nobody can tell the difference."""
    if given or named or not says_the_same_again(shell, exception):
        return USUAL._format_exception_for_storage(shell, exception, *given, **named)
    return {"ename": type(exception).__name__, "evalue": str(exception), "traceback": list(shell._last_traceback)}


def _refuse_input(prompt: object = "", *_rest: object) -> str:
    raise StdinNotImplementedError("raw_input was called, but this frontend does not support input requests.")


def _refuse_password(prompt: object = "", *_rest: object, **_more: object) -> str:
    raise StdinNotImplementedError("getpass was called, but this frontend does not support input requests.")


def make_shell() -> Any:
    """Return the shell of this interpreter, with a `Messages` session; made once, before forking."""
    keep_what_is_made()
    methods = {
        "enable_gui": _enable_gui,
        "transform_cell": _transform_cell,
        "should_run_async": _should_run_async,
        "_format_exception_for_storage": _format_exception_for_storage,
    }
    kind: Any = type("ZMQInteractiveShell", (USUAL,), methods)
    settings = Config()
    settings.HistoryManager.enabled = False
    settings.HistoryManager.hist_file = ":memory:"
    session = Messages(key=b"")
    kernel = types.SimpleNamespace(eventloop=None)
    shell = kind.instance(config=settings, kernel=kernel, compiler_class=Compiler)
    shell.displayhook.semicolon_at_end_of_expression = _ends_in_semicolon
    manager = shell.input_transformer_manager
    shell.usual_transformers = tuple(
        list(part) for part in (manager.cleanup_transforms, manager.line_transforms, manager.token_transformers)
    )
    for part in (shell.displayhook, shell.display_pub):
        part.session, part.pub_socket = session, None
    builtins.input = _refuse_input
    getpass.getpass = _refuse_password
    for cell in PRACTICE:
        shell.run_cell(cell, store_history=True)
    shell.reset(new_session=False)
    shell.last_execution_result = None
    for name in ("last_type", "last_value", "last_traceback"):
        vars(sys).pop(name, None)
    return shell


def _encoded(value: Any) -> Any:
    try:
        return encode(value)
    except NotPlainError as reason:
        return {"t": "none", "v": str(reason)}


def _exception(name: str, text: str) -> Exception:
    """The exception that a function raised elsewhere: Python's own by its name, another as one of that name."""
    known: Any = getattr(builtins, name, None)
    if known in (StopIteration, StopAsyncIteration):
        return RuntimeError(f"the function raised {name}")  # or it would end a loop of the test as if all were well
    if isinstance(known, type) and issubclass(known, Exception) and known is not UnicodeDecodeError:
        try:
            return known(text)
        except TypeError:
            return RuntimeError(text)
    return cast(Exception, type(name, (Exception,), {})(text))


class Child:
    """One notebook's life: it runs the steps that come, one after the other, until the channel ends."""

    def __init__(self, shell: Any, outlet: Outlet) -> None:
        self._shell = shell
        self._outlet = outlet
        self._watched = Watched(shell)
        shell.displayhook.session.outlet = outlet
        sys.stdout = sys.__stdout__ = Stream(outlet, "stdout", 1)  # type: ignore[misc,assignment]
        sys.stderr = sys.__stderr__ = Stream(outlet, "stderr", 2)  # type: ignore[misc,assignment]
        self._descriptors = Descriptors(outlet)
        self._steps: dict[str, Callable[[dict[str, Any]], Any]] = {
            "run": self._run,
            "take": self._take,
            "give": self._give,
            "check": self._check,
            "call": self._call,
        }
        self._functions: dict[str, Any] = {}

    def live(self) -> None:
        """Run steps until there are no more."""
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.run_until_complete(self._live())

    async def _live(self) -> None:
        while True:
            step = receive(self._outlet.channel)
            if step is None:
                return
            self._outlet.step, self._outlet.quiet = step["n"], bool(step.get("quiet"))
            await self._steps[step["do"]](step)

    async def _run(self, step: dict[str, Any]) -> None:
        try:
            reply = await self._execute(step["code"], step["id"], step["counted"])
        except KeyboardInterrupt:
            reply = {"status": "error", "ename": "KeyboardInterrupt", "evalue": "", "traceback": []}
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
        sys.stderr.flush()
        self._descriptors.show()
        self._outlet.send(reply=reply)

    async def _execute(self, code: str, cell: str, counted: bool) -> dict[str, Any]:
        shell = self._shell
        signal.signal(signal.SIGINT, signal.default_int_handler)
        failure: Any = None
        try:
            transformed = shell.transform_cell(code)
        except Exception:  # noqa: BLE001 (a learner's transformer may raise anything; the shell shows it)
            transformed, failure = code, sys.exc_info()
        waits = shell.should_run_async(code, transformed_cell=transformed, preprocessing_exc_tuple=failure)
        if shell.loop_runner is _asyncio_runner and waits:
            result = await self._awaited(
                shell.run_cell_async(
                    code,
                    store_history=counted,
                    transformed_cell=transformed,
                    preprocessing_exc_tuple=failure,
                    cell_id=cell,
                )
            )
        else:
            result = shell.run_cell(code, store_history=counted, cell_id=cell)
        shell.payload_manager.clear_payload()
        if result.success and not getattr(shell, "_last_traceback_during_displayhook", False):
            return {"status": "ok"}
        error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
        return {
            "status": "error",
            "ename": type(error).__name__,
            "evalue": str(error),
            "traceback": list(shell._last_traceback or []),
        }

    async def _awaited(self, cell: Any) -> Any:
        task = asyncio.ensure_future(cell)
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGINT, task.cancel)
        result = None
        try:
            result = await task
        finally:
            loop.remove_signal_handler(signal.SIGINT)
            self._shell.events.trigger("post_execute")
            self._shell.events.trigger("post_run_cell", result)
        return result

    async def _take(self, step: dict[str, Any]) -> None:
        held = {name: self._shell.user_ns[name] for name in step["names"] if name in self._shell.user_ns}
        self._outlet.send(values={name: self._taken(f"{step['n']} {name}", value) for name, value in held.items()})

    def _taken(self, key: str, value: Any) -> Any:
        if type(value) is types.FunctionType:
            self._functions[key] = value
            return {"t": "call", "v": key}
        return _encoded(value)

    async def _give(self, step: dict[str, Any]) -> None:
        for name in step["absent"]:
            self._shell.user_ns.pop(name, None)
        for name, coded in step["values"].items():
            calls = isinstance(coded, dict) and coded.get("t") == "call"
            self._shell.user_ns[name] = self._distant(name, coded["v"]) if calls else decode(coded)
        self._outlet.send(values={})

    def _distant(self, name: str, key: str) -> Callable[..., Any]:
        """Return a function that asks for an answer outside, where the learner's interpreter gives it."""

        def called(*given: Any, **named: Any) -> Any:
            asked = {"name": key, "args": encode(list(given)), "kwargs": encode(named)}
            sys.stdout.flush()
            sys.stderr.flush()
            self._outlet.send(ask=asked)
            answer = (receive(self._outlet.channel) or {}).get("answer", {})
            for stream, text in answer.get("shown", ()):
                (sys.stderr if stream == "stderr" else sys.stdout).write(text)
            if "error" in answer:
                raise _exception(str(answer["error"]), str(answer.get("text", "")))
            return decode(answer.get("value"))

        called.__name__ = called.__qualname__ = name
        return called

    async def _call(self, step: dict[str, Any]) -> None:
        """Call a learner's function that was taken, with plain values, and hand out what it returns."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            result = self._functions[step["name"]](*decode(step["args"]), **decode(step["kwargs"]))
            values = {"value": _encoded(result)}
        except BaseException as fault:  # noqa: BLE001 (whatever a learner's function raises is its answer)
            values = {"error": type(fault).__name__, "text": str(fault)}
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
        sys.stderr.flush()
        self._descriptors.show()
        self._outlet.send(values=values)

    async def _check(self, step: dict[str, Any]) -> None:
        self._outlet.send(values={"findings": self._watched.findings(step["names"])})
