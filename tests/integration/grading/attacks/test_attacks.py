"""No attack escapes, gains a mark, or harms the next submission; each is reported (see `attack.py` for the cases)."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import EXERCISE, REACHED, RIGHT, SECRET, TESTS, WRONG, Attack, attacks, notebook

from builder.grading.engine import Engine, SandboxSettings, open_engine
from builder.grading.preparing import prepare_files
from builder.grading.work import Graded, Limits, Ungraded, Work

LIMITS = Limits(
    cell_seconds=2,
    cpu_seconds=6,
    wall_seconds=12,
    memory_mb=200,
    processes=16,
    output_bytes=1_000_000,
    files_mb=8,
)


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as grading has it: a gradebook, another learner's submission, the source with its hidden tests."""
    root = tmp_path_factory.mktemp("grading")
    for name in ("gradebook.db", "submitted/neighbour/target.ipynb", "source/target.ipynb"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(SECRET)
    return root


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One worker for all attacks, one after the other."""
    prepared = prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook(), "notes.txt": b"notes\n"})
    with open_engine("fork", [prepared], LIMITS, SandboxSettings()) as opened:
        assert opened.grade(Work("first", EXERCISE, "", notebook(RIGHT)))
        yield opened


def marks(graded: Graded | Ungraded) -> dict[str, float | None]:
    """Return the marks by task; none for a submission that was not graded."""
    return {mark.task: mark.auto_score for mark in graded.marks} if isinstance(graded, Graded) else {}


def shown(graded: Graded | Ungraded) -> str:
    """Return all that the cells printed."""
    if isinstance(graded, Ungraded):
        return graded.reason
    outputs = [one for cell in json.loads(graded.notebook)["cells"] for one in cell["outputs"]]
    return "".join("".join(one["text"]) for one in outputs if one["output_type"] == "stream")


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_is_reported(attack: Attack, engine: Engine, places: Path) -> None:
    code = attack.code.replace("PLACES", str(places))
    graded = engine.grade(Work("attacker", EXERCISE, "", notebook(WRONG, code)))
    assert not any(marks(graded).values()), marks(graded)
    assert REACHED not in shown(graded)
    assert SECRET not in shown(graded)
    ended = {f"flagged {flag.code}" for flag in graded.flags}
    ended.add("graded" if isinstance(graded, Graded) else "ungraded")
    assert ended & set(attack.ends), (graded.flags, shown(graded)[-600:])
    following = engine.grade(Work("following", EXERCISE, "", notebook(RIGHT)))
    assert marks(following) == dict.fromkeys(TESTS, 4.0)
    assert isinstance(following, Graded)
    assert following.flags == ()


def test_no_process_of_a_submission_is_left(engine: Engine) -> None:
    code = (
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n"
        "        open('/tmp/alive', 'w').write('x')\n        time.sleep(600)\n    os._exit(0)\ntime.sleep(0.2)"
    )
    engine.grade(Work("attacker", EXERCISE, "", notebook(RIGHT, code)))
    seen = "import os\nprint('PROCESSES', sorted(n for n in os.listdir('/proc') if n.isdigit()), os.listdir('/tmp'))"
    graded = engine.grade(Work("following", EXERCISE, "", notebook(RIGHT, seen)))
    assert isinstance(graded, Graded)
    processes, _, files = shown(graded).partition("PROCESSES ")[2].partition("] [")
    assert processes.count(",") == 1, processes
    assert "alive" not in files
