"""The sandbox around learners' code: bubblewrap's namespaces (bwrap(1)), the filter of `builder.grading.seccomp`, and
an interpreter of whose surroundings nothing is seen but libraries and support files."""

from __future__ import annotations

import os
import platform
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from builder.grading.seccomp import MACHINES, assemble_filter

INSIDE = Path(__file__).parent / "inside"
INSTALL = (
    "On Debian and Ubuntu: apt install bubblewrap. `--unsafe` grades without a sandbox; read first what that means."
)
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/lib32")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "fonts", "localtime", "mime.types")
FIRST_LEARNER = 1_900_000_000
"""As root, each sandbox runs under a user id of its own from here on; nobody else has such a one."""
SECONDS_TO_START = 60
PYTHON_SETTINGS = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "USER": "learner",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "random",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "MPLCONFIGDIR": "/tmp/.matplotlib",
    "IPYTHONDIR": "/tmp/.ipython",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NBGRADER_EXECUTION": "autograde",
    "PYDEVD_DISABLE_FILE_VALIDATION": "1",
}


class SandboxError(Exception):
    """No sandbox can be made here; the message says what to do."""


@dataclass(frozen=True, slots=True)
class SandboxSettings:
    """``on`` is False only for `--unsafe`: learners' code then runs with the caller's rights and sees all that the
    caller sees, network included; time, memory and file sizes are still limited."""

    on: bool = True


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A command line prefix that runs a programme inside, and how the places are called there.

    ``become`` is the user id that the first process takes (None: it has it already). ``workplaces`` are the folders
    that a submission may write into.
    """

    prefix: tuple[str, ...]
    inside: str
    exercises: str
    workplaces: tuple[str, ...]
    become: int | None


def check_sandbox(settings: SandboxSettings) -> None:
    """Raise `SandboxError` if a sandbox is wanted and none can be made here."""
    if settings.on:
        with tempfile.TemporaryDirectory() as empty, open_sandbox(settings, Path(empty), 1) as sandbox:
            _try(sandbox)


@contextmanager
def open_sandbox(settings: SandboxSettings, exercises: Path, files_mb: int) -> Iterator[Sandbox]:
    """Yield how to run a programme in a sandbox that sees the folder ``exercises`` (read only) and may write
    ``files_mb``. Raises `SandboxError`."""
    if not settings.on:
        with tempfile.TemporaryDirectory(prefix="coursewright-unsafe-") as place:
            yield Sandbox((), str(INSIDE), str(exercises), (place,), None)
        return
    program = shutil.which("bwrap")
    if program is None:
        raise SandboxError(f"There is no bubblewrap here, and learners' code is not run without a sandbox. {INSTALL}")
    machine = MACHINES.get(platform.machine())
    if machine is None:
        raise SandboxError(f"The sandbox knows no {platform.machine()} processor. {INSTALL.partition('.')[2].strip()}")
    with tempfile.TemporaryFile() as rules:
        rules.write(assemble_filter(machine))
        rules.flush()
        # bubblewrap reads from where the file stands; each start gets a fresh descriptor through /proc
        prefix = (program, *_identity(), *_walls(exercises, files_mb))
        become = FIRST_LEARNER + os.getpid() if os.geteuid() == 0 else None
        yield Sandbox(
            (*prefix, "--seccomp", str(rules.fileno())),
            "/coursewright/inside",
            "/exercises",
            ("/tmp", "/dev/shm"),
            become,
        )


def start(
    sandbox: Sandbox,
    command: Sequence[str],
    pass_fds: tuple[int, ...],
    errors: int,
    shared: tuple[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start ``command`` inside; its standard error goes to the descriptor ``errors``. ``shared`` is a folder outside
    that it may write into, and its name inside."""
    rules: tuple[int, ...] = ()
    if sandbox.prefix:
        descriptor = int(sandbox.prefix[-1])
        os.lseek(descriptor, 0, os.SEEK_SET)
        rules = (descriptor,)
    environment = dict(PYTHON_SETTINGS)
    if not sandbox.prefix:
        place = sandbox.workplaces[0]
        environment |= {"HOME": place, "MPLCONFIGDIR": f"{place}/.matplotlib", "IPYTHONDIR": f"{place}/.ipython"}
    return subprocess.Popen(
        [*_with_shared(sandbox.prefix, shared), *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        pass_fds=(*pass_fds, *rules),
        env=environment,
        cwd="/",
        close_fds=True,
    )


def _with_shared(prefix: tuple[str, ...], shared: tuple[str, str] | None) -> tuple[str, ...]:
    return (prefix[0], "--bind", *shared, *prefix[1:]) if prefix and shared else prefix


def _identity() -> tuple[str, ...]:
    """Return the arguments that take the caller's rights away.

    A normal user enters a user namespace. Root makes the other namespaces with root's own rights, and the first
    process then becomes a user that nobody is: limits on processes do not hold for root (setrlimit(2), RLIMIT_NPROC).
    """
    shared = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    if os.geteuid() == 0:
        return (*shared, "--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    return (*shared, "--unshare-user", "--uid", "1000", "--gid", "1000")


def _walls(exercises: Path, files_mb: int) -> tuple[str, ...]:
    arguments = ["--as-pid-1", "--die-with-parent", "--new-session", "--hostname", "classroom"]
    for folder in SYSTEM:
        path = Path(folder)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), folder]
        elif path.is_dir():
            arguments += ["--ro-bind", folder, folder]
    below_tmp = tuple(folder for folder in _interpreter_folders() if Path(folder).is_relative_to("/tmp"))
    interpreter = tuple(folder for folder in _interpreter_folders() if folder not in below_tmp)
    for folder in _parents((*interpreter, "/etc/x", "/coursewright/x")):
        arguments += ["--perms", "0755", "--dir", folder]
    for name in SETTINGS:
        arguments += ["--ro-bind-try", f"/etc/{name}", f"/etc/{name}"]
    for folder in interpreter:
        arguments += ["--ro-bind", folder, folder]
    size = str(files_mb * 1_000_000)
    arguments += ["--ro-bind", str(INSIDE), "/coursewright/inside", "--ro-bind", str(exercises), "/exercises"]
    # a shared mapping of /dev/zero is memory that nobody counts
    arguments += ["--proc", "/proc", "--dev", "/dev", "--bind", "/dev/null", "/dev/zero"]
    arguments += ["--perms", "1777", "--size", size, "--tmpfs", "/dev/shm", "--remount-ro", "/dev"]
    arguments += ["--perms", "1777", "--size", size, "--tmpfs", "/tmp"]
    return (*arguments, *_interpreter_below_tmp(below_tmp), "--chdir", "/tmp", "--remount-ro", "/")


def _interpreter_below_tmp(folders: Sequence[str]) -> Iterator[str]:
    """Yield the arguments that show ``folders`` in a /tmp that else is empty: on a read-only ground of their own, since
    what leads to them must not be written into and is not emptied between submissions."""
    grounds = sorted({Path(*Path(folder).parts[:3]) for folder in folders})
    for ground in grounds:
        own = [folder for folder in folders if Path(folder).is_relative_to(ground)]
        if own == [str(ground)]:
            yield from ("--ro-bind", str(ground), str(ground))
            continue
        yield from ("--perms", "0755", "--size", "65536", "--tmpfs", str(ground))
        for parent in _parents(own):
            if Path(parent).is_relative_to(ground) and parent != str(ground):
                yield from ("--perms", "0755", "--dir", parent)
        for folder in own:
            yield from ("--ro-bind", folder, folder)
        yield from ("--remount-ro", str(ground))


def _parents(places: Sequence[str]) -> tuple[str, ...]:
    """Return the folders that lead to ``places``, upper ones first; bubblewrap would make them for root alone."""
    found = {str(parent) for place in places for parent in Path(place).parents if str(parent) not in ("/", "/usr")}
    return tuple(sorted(found))


def _interpreter_folders() -> tuple[str, ...]:
    """Return the folders of this interpreter and its libraries that do not lie in /usr."""
    candidates = {sys.prefix, sys.base_prefix, str(Path(sys.executable).resolve().parent.parent)}
    outside = sorted(path for path in candidates if not Path(path).is_relative_to("/usr"))
    return tuple(
        path for path in outside if not any(path != other and path.startswith(other + "/") for other in outside)
    )


def _try(sandbox: Sandbox) -> None:
    with tempfile.TemporaryFile() as errors:
        process = start(sandbox, ["/bin/true"], (), errors.fileno())
        if process.wait(SECONDS_TO_START) != 0:
            errors.seek(0)
            said = errors.read(2_000).decode("utf-8", "replace").strip().splitlines()
            raise SandboxError(
                f"bubblewrap cannot make a sandbox here ({said[-1] if said else 'it says nothing'}). A container must "
                "allow user namespaces (docker run --security-opt seccomp=unconfined --cap-add SYS_ADMIN), and Ubuntu "
                f"24.04 an AppArmor profile for bwrap. {INSTALL}"
            )


def control_pair() -> tuple[socket.socket, socket.socket]:
    """Return the two ends of a control channel; one message is one datagram, in order."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
