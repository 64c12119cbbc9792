"""Signs that an interpreter has been turned against its tests, looked for between two cells.

The look is taken from within that interpreter, so it is a tripwire and no wall (docs/explanation/grading.md).
"""

from __future__ import annotations

import builtins
import sys
import threading
from typing import Any

FREE_BUILTINS = frozenset({"_", "__builtins__", "display", "get_ipython", "exit", "quit", "copyright", "credits"})
SHELL_METHODS = (
    "run_cell",
    "run_cell_async",
    "run_ast_nodes",
    "run_code",
    "transform_cell",
    "transform_ast",
    "showtraceback",
    "_showtraceback",
    "should_run_async",
)


class _Unknown:
    """An object of a class that nobody else has; nothing honest is equal to it."""


class Watched:
    """What the shell and the builtins were before the learner's first cell."""

    def __init__(self, shell: Any) -> None:
        self._shell = shell
        self._builtins = dict(vars(builtins))
        self._methods = self._shell_methods()
        self._transformers = self._all_transformers()
        self._trace, self._profile = sys.gettrace, sys.getprofile

    def _shell_methods(self) -> tuple[Any, ...]:
        own = vars(self._shell)
        return tuple((own.get(name), getattr(type(self._shell), name)) for name in SHELL_METHODS)

    def _all_transformers(self) -> tuple[Any, ...]:
        manager = self._shell.input_transformer_manager
        return (
            *self._shell.ast_transformers,
            *self._shell.input_transformers_post,
            *manager.cleanup_transforms,
            *manager.line_transforms,
            *manager.token_transformers,
        )

    def findings(self, names: list[str]) -> list[str]:
        """Return what has changed, in words; ``names`` are the learner's values that the next test reads."""
        found = []
        if self._trace() is not None or self._profile() is not None:
            found.append("a trace or profile function is set")
        if getattr(threading, "_trace_hook", None) or getattr(threading, "_profile_hook", None):
            found.append("a trace function for threads is set")
        changed = sorted(
            name
            for name in {*self._builtins, *vars(builtins)} - FREE_BUILTINS
            if vars(builtins).get(name) is not self._builtins.get(name)
        )
        if changed:
            found.append(f"builtins were changed: {', '.join(changed[:5])}")
        if self._all_transformers() != self._transformers:
            found.append("the notebook's way of reading code was changed")
        if self._shell_methods() != self._methods:
            found.append("the notebook's shell was changed")
        found += [f"{name} is equal to everything" for name in names if self._equals_everything(name)]
        return found

    def _equals_everything(self, name: str) -> bool:
        if name not in self._shell.user_ns:
            return False
        try:
            return (self._shell.user_ns[name] == _Unknown()) is True
        except Exception:  # noqa: BLE001 (a learner's __eq__ may raise anything; then it is not equal)
            return False
