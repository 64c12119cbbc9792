"""One worker that grades: a warmed interpreter in a sandbox (`fork`), or a kernel for each submission (`kernel`)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Protocol

from builder.grading.sandbox import Sandbox, SandboxSettings, open_sandbox
from builder.grading.script import Runner
from builder.grading.work import Graded, Limits, Prepared, Ungraded, Work

__all__ = ["ENGINES", "Engine", "EngineName", "SandboxSettings", "open_engine"]

EngineName = Literal["fork", "kernel"]


class Engine(Protocol):
    """One worker; it grades one submission at a time."""

    def grade(self, work: Work) -> Graded | Ungraded:
        """Run and mark ``work``; whatever it does, the next one can be graded."""


def _fork(sandbox: Sandbox, limits: Limits, packages: Sequence[str]) -> Runner:
    from builder.grading.fork_runner import ForkRunner

    return ForkRunner(sandbox, limits, packages)


def _kernel(sandbox: Sandbox, limits: Limits, packages: Sequence[str]) -> Runner:
    from builder.grading.kernel_runner import KernelRunner

    return KernelRunner(sandbox, limits)


ENGINES: Mapping[str, Callable[[Sandbox, Limits, Sequence[str]], Runner]] = MappingProxyType(
    {"fork": _fork, "kernel": _kernel}
)
"""The registry of engines: a name for `grade run --engine`, and what runs the scripts."""


@contextmanager
def open_engine(
    name: EngineName,
    prepared: Sequence[Prepared],
    limits: Limits,
    sandbox: SandboxSettings,
) -> Iterator[Engine]:
    """Open a worker for the exercises ``prepared``. Raises `builder.grading.sandbox.SandboxError` where no sandbox can
    be made; its message says what to install."""
    from builder.grading.marker import Marker

    with tempfile.TemporaryDirectory(prefix="coursewright-exercises-") as folder:
        exercises = Path(folder)
        _lay_out(prepared, exercises)
        with open_sandbox(sandbox, exercises, limits.files_mb) as inside:
            packages = sorted({package for one in prepared for package in one.packages})
            made: list[Runner] = []

            def runner(place: int) -> Runner:
                while len(made) <= place:
                    made.append(ENGINES[name](inside, limits, packages))
                return made[place]

            try:
                yield Marker(name, prepared, runner(0), lambda: runner(1))
            finally:
                for one in made:
                    one.close()


def _lay_out(prepared: Sequence[Prepared], exercises: Path) -> None:
    """Write each exercise's support files, with Python's compiled form beside modules, so that no submission has to
    compile them again."""
    import py_compile

    exercises.chmod(0o755)
    for one in prepared:
        folder = exercises / one.exercise
        folder.mkdir()
        for name, content in one.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            if path.suffix == ".py":
                py_compile.compile(
                    str(path), doraise=False, quiet=2, invalidation_mode=py_compile.PycInvalidationMode.CHECKED_HASH
                )
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)
