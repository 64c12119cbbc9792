"""The one import that costs more than all others stays away."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "statement",
    ["import builder.grading.gradebook", "from builder.book.render import warm_up; warm_up()"],
)
def test_nbgrader_and_sphinx_come_without_the_address_grammar(statement: str) -> None:
    question = f"{statement}; import sys; print(sys.modules.get('rfc3987_syntax'), 'nbformat' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", question], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["None", "True"]


@pytest.mark.parametrize("command", [["--help"], ["export", "--help"], ["check", "--help"], ["grade", "--help"]])
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    code = (
        "import sys\n"
        "from builder.cli import main\n"
        f"main({command!r}, standalone_mode=False)\n"
        "heavy = {'sphinx', 'nbformat', 'nbgrader', 'jupyter_book', 'matplotlib', 'pandas', 'lxml', 'yaml'}\n"
        "print('heavy:', sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "heavy: []"
