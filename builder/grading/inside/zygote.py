"""The first process of the sandbox: it warms an interpreter once and forks it for each submission.

It runs no learner's code. As the first process of its pid namespace it can end every other one there at a stroke
(pid_namespaces(7)), and none of them can signal it or look into it.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import importlib
import os
import resource
import select
import signal
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from .clearing import clear_away, end_all, fill_workplace, fresh_place
from .frames import pack, unpack
from .usage import Usage, Watch, own_part

PR_SET_DUMPABLE, PR_SET_CHILD_SUBREAPER = 4, 36
TICK_SECONDS = 0.025
LARGEST_REQUEST = 65_536
EXIT_BROKEN = 70
OTHER_PROCESSES = 3
"""Of the same user, at most: two zygotes, and a fork that runs tests while another answers for functions."""
SPACE_OF_THREADS = 2_000_000_000
"""Address space that a kernel's threads reserve for their stacks and do not use."""


def main(control: socket.socket, settings: dict[str, Any]) -> None:
    """Serve until the control channel ends. ``settings`` are those of `builder.grading.sandbox.Sandbox`."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one signal with a handler could be sent to it from inside
    shell = None
    if not settings["kernels"]:
        from .shell import make_shell

        shell = make_shell()
        for package in settings["packages"]:
            _warm(package)
        _make_ready(settings)
    gc.collect()
    gc.freeze()
    control.send(pack({"ready": True}))
    zygote = _Zygote(control, settings, shell, libc)
    while zygote.serve():
        pass


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _warm(package: str) -> None:
    """Import ``package`` before the first submission does; one that fails is the exercise's affair."""
    try:
        importlib.import_module(package)
        if package == "matplotlib":
            importlib.import_module("matplotlib.font_manager")
    except Exception:  # noqa: BLE001 (whatever importing somebody's package raises, the cell that needs it shows it)
        return


def _make_ready(settings: dict[str, Any]) -> None:
    """Do what each child would do anew: find the folder for files without a name, take the support files apart."""
    from .tracebacks import know_modules, read_ahead

    tempfile.gettempdir()
    asyncio.new_event_loop().close()
    if "numpy" in sys.modules:
        importlib.import_module("numpy.random")
    for folder in sorted(Path(settings["exercises"]).iterdir()):
        read_ahead(folder, (str(folder), str(fresh_place(Path(settings["workplaces"][0])))))
    know_modules()


class _Zygote:
    def __init__(self, control: socket.socket, settings: dict[str, Any], shell: Any, libc: Any) -> None:
        self._control = control
        self._limits = settings["limits"]
        self._exercises = Path(settings["exercises"])
        self._workplaces = tuple(Path(place) for place in settings["workplaces"])
        self._shell = shell
        self._libc = libc
        self._alone = own_part(os.getpid()) or 0
        self._address_space = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()

    def serve(self) -> bool:
        """Run one submission, or one set of tests; False at the end of the control channel."""
        content, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
        if not content:
            return False
        request = unpack(content[4:])
        if "exercise" not in request:
            return True  # a word to a submission that had ended before the word came
        descriptor = descriptors[0] if descriptors else -1
        place = self._exercises / request["exercise"]
        if request["writes"]:
            place = fill_workplace(place, self._workplaces[0])
        began, before = time.monotonic(), _cpu_of_children()
        child = os.fork()
        if child == 0:
            self._be_child(descriptor, place, request)
        if descriptors:
            os.close(descriptor)
        usage = self._watch(child, Watch(self._limits, self._workplaces, began, self._alone, request["writes"]))
        end_all()
        clean = all(clear_away(workplace) for workplace in self._workplaces)
        cpu = _cpu_of_children() - before
        self._control.send(pack({"ended": usage.ended, "cpu": cpu, "memory": usage.memory, "clean": clean}))
        return clean

    def _watch(self, child: int, watch: Watch) -> Usage:
        handle = os.pidfd_open(child)
        events = select.poll()
        events.register(handle, select.POLLIN)
        events.register(self._control, select.POLLIN)
        try:
            while True:
                ready = dict(events.poll(TICK_SECONDS * 1000))
                if handle in ready:
                    _, status = os.waitpid(child, 0)
                    return watch.ended(os.waitstatus_to_exitcode(status))
                if self._control.fileno() in ready:
                    word = self._control.recv(LARGEST_REQUEST)
                    if not word or unpack(word[4:]).get("stop"):
                        return watch.stopped("stopped")
                    signal.pidfd_send_signal(handle, signal.SIGINT)
                if not ready:
                    reason = watch.exceeded()
                    if reason:
                        return watch.stopped(reason)
        finally:
            os.close(handle)

    def _be_child(self, descriptor: int, place: Path, request: dict[str, Any]) -> None:
        """Become the interpreter of one notebook; never returns."""
        try:
            self._control.close()
            os.setsid()
            if request["writes"]:
                self._libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
            self._limit()
            os.chdir(place)
            if self._shell is None:
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                kernel = ("-m", "ipykernel_launcher", "-f", request["connection"], "--log-level=50")
                os.execv(sys.executable, (sys.executable, "-s", "-B", *kernel))
            from .shell import Child
            from .streams import Outlet

            sys.path.insert(0, str(place))
            random = sys.modules.get("numpy.random")
            if random is not None:
                random.seed()
            Child(self._shell, Outlet(socket.socket(fileno=descriptor))).live()
        except BaseException:  # noqa: BLE001 (a child must never go on as a second zygote)
            os._exit(EXIT_BROKEN)
        os._exit(0)

    def _limit(self) -> None:
        limits = self._limits
        memory = self._address_space + limits["memory_mb"] * 1_000_000
        memory += 0 if self._shell is not None else SPACE_OF_THREADS
        cpu = int(limits["cpu_seconds"]) + 1
        for kind, value in (
            (resource.RLIMIT_AS, memory),
            (resource.RLIMIT_CPU, cpu),
            (resource.RLIMIT_FSIZE, limits["files_mb"] * 1_000_000),
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_NOFILE, 256),
            (resource.RLIMIT_MSGQUEUE, 0),
            (resource.RLIMIT_MEMLOCK, 0),
        ):
            _, most = resource.getrlimit(kind)
            value = value if most == resource.RLIM_INFINITY else min(value, most)
            resource.setrlimit(kind, (value, value))
        if limits["counts_processes"]:
            most = limits["processes"] + OTHER_PROCESSES
            resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
