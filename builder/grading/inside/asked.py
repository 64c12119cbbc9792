"""What the kernel engine asks a kernel between two cells, as expressions that show nothing; the answers are JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

_HERE = str(Path(__file__).resolve().parent.parent)
sys.path.insert(0, _HERE)
from inside.plain import NotPlainError, decode, encode  # type: ignore[import-not-found]  # noqa: E402
from inside.watched import Watched  # type: ignore[import-not-found]  # noqa: E402

sys.path.remove(_HERE)
WATCHED = "_coursewright_watched"


def begin(shell: Any) -> str:
    """Remember what the interpreter is before the first cell."""
    setattr(sys, WATCHED, Watched(shell))
    return "{}"


def take(shell: Any, names: list[str]) -> str:
    """Return the values of ``names``."""
    taken = {}
    for name in names:
        if name in shell.user_ns:
            try:
                taken[name] = encode(shell.user_ns[name])
            except NotPlainError as reason:
                taken[name] = {"t": "none", "v": str(reason)}
    return json.dumps(taken)


def give(shell: Any, told: str) -> str:
    """Set values and delete names."""
    step = json.loads(told)
    for name in step["absent"]:
        shell.user_ns.pop(name, None)
    for name, coded in step["values"].items():
        shell.user_ns[name] = decode(coded)
    return "{}"


def check(shell: Any, names: list[str]) -> str:
    """Return the signs of tampering."""
    del shell
    return json.dumps({"findings": getattr(sys, WATCHED).findings(names)})
