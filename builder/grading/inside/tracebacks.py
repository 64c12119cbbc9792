"""What IPython makes anew for every traceback, made once before anything is forked: the lexer's rules, the style with
its colours, and the exercise's modules taken apart. What is shown stays the same to the letter."""

from __future__ import annotations

import functools
import inspect
import linecache
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import stack_data
from pygments.formatters.terminal256 import Terminal256Formatter  # type: ignore[import-untyped]
from pygments.lexers.python import PythonLexer  # type: ignore[import-untyped]

LIBRARY: Any = stack_data
LARGEST_MODULE = 500_000
SAY_NOTHING = frozenset({"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__init__"})
"""What a class may hold besides without changing how its exceptions are shown."""
PLAIN_TYPES = frozenset({str, int, float, bool, bytes, type(None)})


def keep_what_is_made() -> None:
    """Make lexer rules, styles and their colours once, and not for each traceback."""
    _keep_lexer_rules()
    _keep_formatters()
    LIBRARY.style_with_executing_node = functools.lru_cache(maxsize=32)(LIBRARY.style_with_executing_node)


def _keep_lexer_rules() -> None:
    """stack_data makes a class of its own below pygments' lexer each time, and pygments compiles rules by class."""
    rules = getattr(PythonLexer(), "_tokens", None)
    tokens = PythonLexer.tokens
    if rules is None:
        return

    def process_tokendef(kind: Any, name: str, tokendefs: Any = None) -> Any:
        inherited = all("tokens" not in vars(one) for one in kind.__mro__[: kind.__mro__.index(PythonLexer)])
        if inherited and kind.tokens is tokens:
            return rules
        return type(kind).process_tokendef(kind, name, tokendefs)

    PythonLexer.process_tokendef = classmethod(process_tokendef)


def _keep_formatters() -> None:
    """A formatter computes the nearest of 256 colours for each token type; of a style it is always the same."""
    begin: Any = Terminal256Formatter.__init__
    made: dict[Any, dict[str, Any]] = {}

    @functools.wraps(begin)
    def initialise(formatter: Any, **options: Any) -> None:
        style = options.get("style")
        if type(formatter) is not Terminal256Formatter or set(options) != {"style"} or not isinstance(style, type):
            begin(formatter, **options)
            return
        if style not in made:
            begin(formatter, **options)
            made[style] = dict(vars(formatter))
            return
        vars(formatter).update(made[style])

    Terminal256Formatter.__init__ = initialise


def read_ahead(folder: Path, names: Iterable[str]) -> None:
    """Take the modules in ``folder`` apart, which are also called by the folders ``names``, as a traceback does that
    leads through them."""
    for path in sorted(folder.rglob("*.py")):
        if path.stat().st_size > LARGEST_MODULE:
            continue
        lines = tuple(linecache.getlines(str(path)))
        for name in names:
            inspect.modulesbyfile[f"{name}/{path.relative_to(folder)}"] = path.stem
            try:
                found = LIBRARY.Source._for_filename_and_lines(f"{name}/{path.relative_to(folder)}", lines)
                if found.tree is not None:
                    found.pieces  # noqa: B018 (a property that is kept once it has been asked for)
            except Exception:  # noqa: BLE001 (what cannot be taken apart here fails where a traceback needs it)
                continue


def says_the_same_again(shell: Any, fault: BaseException) -> bool:
    """Say whether a second traceback of ``fault`` would be the one that was just shown, and run nobody's code."""
    if shell.InteractiveTB.mode != "Context" or not getattr(shell, "_last_traceback", None):
        return False
    seen: set[int] = set()
    waiting: list[BaseException | None] = [fault]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if not _is_plain(type(one)) or vars(one) or any(type(part) not in PLAIN_TYPES for part in one.args):
            return False
        waiting += [one.__cause__, one.__context__]
    return True


def _is_plain(kind: type[BaseException]) -> bool:
    """Say whether exceptions of ``kind`` tell of themselves as Python's own do."""
    if type(kind) is not type or issubclass(kind, SyntaxError | BaseExceptionGroup):
        return False
    return all(one.__module__ == "builtins" or vars(one).keys() <= SAY_NOTHING for one in kind.__mro__)


def know_cell(name: str) -> None:
    """Tell `inspect` that no module is in a cell's file: else it looks at all modules, each time."""
    inspect.modulesbyfile[name] = ""


def know_modules() -> None:
    """Let `inspect` learn which module each file is, for all that are loaded."""
    inspect.getmodule(inspect.currentframe())
