"""What a code cell shows its reader, as far as its source tells: a plot, a value, or nothing."""

from __future__ import annotations

import ast
import re

from builder.authoring.documents import Cell

DRAWS = re.compile(
    r"\.(subplots|plot|barh?|hist|scatter|boxplot|violinplot|pie|imshow|errorbar|fill_between|step|stem|show)\s*\("
)
SHOWS_NOTHING = re.compile(r"\.(close|savefig)\s*\(|^\s*%%capture", re.MULTILINE)
HIDDEN = frozenset({"remove-cell", "remove-output", "remove_cell", "remove_output"})
MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)


def draws(cell: Cell) -> bool:
    """True if the cell shows a plot."""
    return cell.kind == "code" and not _is_hidden(cell) and bool(DRAWS.search(cell.source))


def shows_value(cell: Cell) -> bool:
    """True if the cell ends in an expression, most often a table, and shows it."""
    if cell.kind != "code" or _is_hidden(cell) or draws(cell):
        return False
    try:
        statements = ast.parse(MAGIC.sub("", cell.source)).body
    except (SyntaxError, ValueError, RecursionError):
        return False
    last = statements[-1] if statements else None
    return isinstance(last, ast.Expr) and not _is_glue(last.value)


def _is_hidden(cell: Cell) -> bool:
    return bool(HIDDEN.intersection(cell.tags) or SHOWS_NOTHING.search(cell.source))


def _is_glue(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "glue"
