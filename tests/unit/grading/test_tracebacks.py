"""Tracebacks are made quicker than IPython makes them, and are the same to the letter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

INSIDE = Path(__file__).resolve().parents[3] / "builder" / "grading"
SUPPORT = '''"""A support module."""


class NotYet(AssertionError):
    """Plain."""


class Shouting(Exception):
    """One that runs code to say what it is."""

    def __str__(self):
        print("asked")
        return "loud"


def require(value, wanted):
    """Raise if it is another."""
    if value != wanted:
        raise NotYet(f"{value} is not {wanted}")
    return value


def shout():
    """Raise."""
    raise Shouting


def chain():
    """Raise while another is handled."""
    try:
        require(1, 2)
    except NotYet as fault:
        raise ValueError("another") from fault


def deep(times):
    """Raise far below."""
    return deep(times - 1) if times else [
        require(part, 0)
        for part in (0, 0, 5)
    ]
'''
CELLS = (
    "import checks",
    "assert 1 == 2, 'words'",
    "checks.require(3, 4)",
    "checks.shout()",
    "checks.chain()",
    "checks.deep(30)",
    "def half(value):\n    return value / 0\n\n\nhalf([1, 2])",
    "half(2)",
    "1 +",
    "unknown",
    "raise ExceptionGroup('two', [ValueError(1), KeyError('two')])",
    "%xmode Verbose\nchecks.require('ä', 'ö')",
)
PROGRAM = """
import json, sys, types
sys.path[:0] = [sys.argv[1], sys.argv[2]]
from pathlib import Path
from inside import shell, tracebacks
shown = []
if sys.argv[3] == "stock":
    shell.keep_what_is_made = lambda: None
    shell._format_exception_for_storage = shell.USUAL._format_exception_for_storage
made = shell.make_shell()
if sys.argv[3] != "stock":
    tracebacks.read_ahead(Path(sys.argv[2]), [sys.argv[2]])
calls = []
real = type(made.InteractiveTB).structured_traceback
type(made.InteractiveTB).structured_traceback = lambda *given, **named: calls.append(1) or real(*given, **named)
if sys.argv[3] != "stock":
    import pygments.lexer
    def compile_rules(*_):
        raise AssertionError("rules of a lexer were made anew")
    pygments.lexer.RegexLexerMeta.process_tokendef = compile_rules
made.displayhook.session.outlet = types.SimpleNamespace(show=lambda kind, content: shown.append([kind, content]))
stored, counts = [], []
for code in json.loads(sys.stdin.read()):
    calls.clear()
    sys.stdout, kept = __import__("io").StringIO(), sys.stdout
    made.run_cell(code, store_history=True)
    said, sys.stdout = sys.stdout.getvalue(), kept
    shown.append(["said", said])
    counts.append(len(calls))
print(json.dumps([shown, made.history_manager.exceptions, counts]))
"""


def told(folder: Path, how: str) -> list[list[object]]:
    """Run `CELLS` in an interpreter of its own; return what it shows, keeps, and how many tracebacks each cell took."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(INSIDE), str(folder), how],
        input=json.dumps(CELLS),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answer: list[list[object]] = json.loads(done.stdout.splitlines()[-1])
    return answer


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[list[object]], list[list[object]]]:
    """What stock IPython and ours show of the same cells."""
    folder = tmp_path_factory.mktemp("support")
    (folder / "checks.py").write_text(SUPPORT, "utf-8")
    return told(folder, "stock"), told(folder, "ours")


def test_tracebacks_and_what_the_history_keeps_of_them_are_ipythons_own(
    both: tuple[list[list[object]], list[list[object]]],
) -> None:
    stock, ours = both
    assert len([kind for kind, _ in stock[0] if kind == "error"]) >= 10  # type: ignore[misc]
    assert ours[0] == stock[0]
    assert ours[1] == stock[1]


def test_a_traceback_is_made_once_unless_making_it_runs_the_learners_code(
    both: tuple[list[list[object]], list[list[object]]],
) -> None:
    _, (_, _, counts) = both
    by_cell = dict(zip(CELLS, counts, strict=True))
    assert by_cell["checks.require(3, 4)"] == 1
    assert by_cell["half(2)"] == 1
    assert by_cell["checks.shout()"] == 2
