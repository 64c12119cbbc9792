"""Which of a learner's names a test may read, found by reading the instructor's notebook (Python's ast)."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from builder.grading.work import SourceCell

BUILTINS = frozenset(dir(builtins)) | {"get_ipython", "display", "In", "Out", "_"}

HARMLESS = BUILTINS - {
    "exec", "eval", "compile", "open", "input", "setattr", "delattr", "globals", "locals", "vars", "__import__",
    "breakpoint", "get_ipython", "display", "In", "Out", "_",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What a cell binds in the notebook's namespace, which of that are modules and what comes from them, what it may
    change in place, and what it may read."""

    bound: frozenset[str]
    imported: frozenset[str]
    touched: frozenset[str]
    read: frozenset[str]


def reads_of_tests(cells: Sequence[SourceCell], answers: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return, for each locked code cell that can be read, its id and the names that it may take from the learner.

    ``answers`` are the sources of the model's answers. A name that only the instructor's own locked cells bind is
    theirs and is not taken, unless an answer changes it. A test names what it reads as a variable or as text, as in
    ``answer("total")``; one that Python cannot read has no entry here.
    """
    answered = [names_in(source) for source in answers if _readable(source)]
    parsed = {
        cell.id: names_in(cell.source)
        for cell in cells
        if cell.cell_type == "code" and cell.locked and _readable(cell.source)
    }
    imported = _union(names.imported for names in parsed.values())
    learners = _union(names.bound for names in answered) | (_union(names.touched for names in answered) - imported)
    owned = _union(names.bound for names in parsed.values()) - learners
    return tuple((cell, tuple(sorted(names.read - owned - BUILTINS))) for cell, names in parsed.items())


def names_in(source: str) -> Names:
    """Return the names in ``source``. Raises SyntaxError."""
    tree = ast.parse(source)
    read: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            read.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            read.add(node.value)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return Names(frozenset(_bound(tree.body)), frozenset(_bound(imports)), frozenset(_touched(tree)), frozenset(read))


def needs_nothing(source: str, modules: Iterable[str]) -> bool:
    """Say whether ``source`` mentions no variable but its own, Python's harmless words and ``modules``.

    Then running it changes nothing but the names that it binds. Raises SyntaxError.
    """
    tree = ast.parse(source)
    own = set(modules)
    if not all(name in own for name in names_in(source).imported):
        return False
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            own.add(node.name)
    words = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return words <= own | HARMLESS


def packages_in(sources: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Return the modules that ``sources`` import, sorted, without those named in ``own``."""
    found: set[str] = set()
    for source in sources:
        if not _readable(source):
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
                found.add(node.module)
    mine = frozenset(own)
    return tuple(sorted(name for name in found if name.partition(".")[0] not in mine))


def _union(parts: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*parts)


def _readable(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return False
    return True


def _bound(body: Iterable[ast.stmt]) -> Iterable[str]:
    """Names that statements of a module bind, not counting those inside functions and classes."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
            continue
        if isinstance(node, ast.Lambda | ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store | ast.Del):
            yield node.id
        elif isinstance(node, ast.Import | ast.ImportFrom):
            yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ExceptHandler) and node.name:
            yield node.name
        waiting.extend(ast.iter_child_nodes(node))


def _touched(tree: ast.AST) -> Iterable[str]:
    """Names whose values a cell may change in place: by an item, an attribute or a method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield from _root(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield from _root(node.func)
        elif isinstance(node, ast.Global):
            yield from node.names


def _root(node: ast.AST) -> Iterable[str]:
    while isinstance(node, ast.Attribute | ast.Subscript):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id
