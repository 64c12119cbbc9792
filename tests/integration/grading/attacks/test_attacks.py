"""No attack escapes, gains a mark, or harms the next submission; each is reported (see `attack.py` for the cases)."""

from __future__ import annotations

import hashlib
import json
import secrets
import socket
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import EXERCISE, REACHED, RIGHT, SECRET, TESTS, WRONG, Attack, attacks, notebook

from builder.grading import fork_runner
from builder.grading.engine import Engine, SandboxSettings, open_engine
from builder.grading.fork_runner import ForkRunner
from builder.grading.inside.frames import pack
from builder.grading.marker import Marker
from builder.grading.pool import grade_all
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


FEWEST = 100
FLAGS = ("forged", "tampered", "not-plain", "no-result", "no-mark")
"""Cases. The list only grows."""


@dataclass(frozen=True, slots=True)
class Outside:
    """What lies outside the sandbox: a folder as grading has it (a gradebook, another learner's submission, the source
    with its hidden tests), and services that listen; nobody is to be heard there."""

    root: Path
    abstract: str
    listeners: tuple[socket.socket, ...]

    def aim(self, code: str) -> str:
        """Return an attack's code with the real places in it."""
        port = str(self.listeners[0].getsockname()[1])
        return code.replace("PLACES", str(self.root)).replace("PORT", port).replace("ABSTRACT", self.abstract)

    def prints(self) -> Mapping[str, str]:
        """Return each file with the hash of its content, its rights and its links."""
        return {
            str(path): f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.stat().st_mode} {path.stat().st_nlink}"
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    def heard(self) -> list[str]:
        """Return which listeners somebody has spoken to."""
        found = []
        for listener in self.listeners:
            try:
                listener.recv(1) if listener.type == socket.SOCK_DGRAM else listener.accept()[0].close()
            except BlockingIOError:
                continue
            found.append(str(listener.getsockname()))
        return found


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    """The outside, with listeners of each kind that a machine has."""
    root = tmp_path_factory.mktemp("grading")
    for name in ("gradebook.db", "submitted/neighbour/target.ipynb", "source/target.ipynb"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(SECRET)
    abstract = f"coursewright-{secrets.token_hex(8)}"
    with ExitStack() as stack:
        internet = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_STREAM))
        internet.bind(("127.0.0.1", 0))
        datagrams = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
        datagrams.bind(internet.getsockname())
        named = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        named.bind(f"\0{abstract}")
        filed = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
        filed.bind(str(root / "listener"))
        for listener in (internet, datagrams, named, filed):
            listener.setblocking(False)
            if listener.type == socket.SOCK_STREAM:
                listener.listen()
        yield Outside(root, abstract, (internet, datagrams, named, filed))


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One worker for all attacks, one after the other; the environment it was started in has a password."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADEBOOK_PASSWORD", SECRET)
        patch.setattr(fork_runner, "SECONDS_AFTER_INTERRUPT", 0.5)
        yield from opened()


def opened() -> Iterator[Engine]:
    """Open the fork engine with the exercise that the attacks are made on."""
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


def ends(graded: Graded | Ungraded) -> set[str]:
    """Return the ways in which it has ended, as the cases name them."""
    return {f"flagged {flag.code}" for flag in graded.flags} | {"graded" if isinstance(graded, Graded) else "ungraded"}


def is_told_plainly(graded: Graded | Ungraded) -> bool:
    """Say whether what an instructor reads of it is short and only prints."""
    told = [flag.message for flag in graded.flags] + ([graded.reason] if isinstance(graded, Ungraded) else [])
    return all(text.isprintable() and len(text) <= 400 for text in told) and len(told) < 200


def check_neighbour(engine: Engine) -> None:
    """Grade honest work and find it as it would have been without the attacker before it."""
    following = engine.grade(Work("following", EXERCISE, "", notebook(RIGHT)))
    assert marks(following) == dict.fromkeys(TESTS, 4.0), following
    assert following.flags == ()


def test_there_are_many_attacks_and_each_says_what_it_tries() -> None:
    assert len(attacks()) >= FEWEST
    assert len({attack.tries for attack in attacks()} | {attack.code for attack in attacks()}) >= 2 * FEWEST
    known = {"graded", "ungraded", *(f"flagged {code}" for code in FLAGS)}
    assert {end for attack in attacks() for end in attack.ends} <= known


@pytest.mark.parametrize("attack", attacks(), ids=lambda attack: attack.name)
def test_an_attack_gains_nothing_and_is_reported(attack: Attack, engine: Engine, outside: Outside) -> None:
    before = outside.prints()
    graded = engine.grade(Work("attacker", EXERCISE, "", notebook(WRONG, outside.aim(attack.code))))
    assert not any(marks(graded).values()), marks(graded)
    assert REACHED not in shown(graded), shown(graded)[-600:]
    assert SECRET not in shown(graded)
    assert ends(graded) & set(attack.ends), (graded.flags, shown(graded)[-600:])
    assert is_told_plainly(graded)
    assert outside.heard() == []
    assert outside.prints() == before
    check_neighbour(engine)


def test_attackers_and_honest_learners_at_the_same_time(outside: Outside) -> None:
    prepared = prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook(), "notes.txt": b"notes\n"})
    crowd = {"fork_bomb", "threads", "memory_in_parts", "disk_full", "kill_everything", "ends_itself"}
    works = []
    for attack in attacks():
        if attack.name in crowd:
            works.append(Work(attack.name, EXERCISE, "", notebook(WRONG, outside.aim(attack.code))))
            works += [Work(f"honest beside {attack.name} {n}", EXERCISE, "", notebook(RIGHT)) for n in (1, 2)]
    found = {one.learner: one for one in grade_all(works, "fork", [prepared], LIMITS, SandboxSettings(), 2)}
    assert len(found) == 3 * len(crowd)
    for learner, graded in found.items():
        if learner in crowd:
            assert not any(marks(graded).values()), learner
        else:
            assert marks(graded) == dict.fromkeys(TESTS, 4.0), graded
            assert graded.flags == ()


def test_a_word_that_comes_when_its_submission_has_ended_harms_nobody(engine: Engine) -> None:
    assert isinstance(engine, Marker)
    assert isinstance(engine._runner, ForkRunner)
    check_neighbour(engine)
    for word in ("interrupt", "stop"):
        assert engine._runner._zygote is not None
        engine._runner._zygote.control.send(pack({word: True}))
        check_neighbour(engine)


def test_nobody_ends_the_first_process(engine: Engine) -> None:
    assert isinstance(engine, Marker)
    assert isinstance(engine._runner, ForkRunner)
    check_neighbour(engine)
    zygote = engine._runner._zygote
    code = next(attack.code for attack in attacks() if attack.name == "kill_everything")
    assert ends(engine.grade(Work("attacker", EXERCISE, "", notebook(RIGHT, code)))) >= {"ungraded"}
    assert engine._runner._zygote is zygote
    assert zygote is not None
    assert zygote.alive


def test_memory_that_forks_share_counts_once(engine: Engine) -> None:
    """Twelve forks map more than four times the limit and have next to nothing of their own."""
    code = (
        "import os, subprocess, sys, time\nkept = bytearray(b'x') * 60_000_000\n"
        "for _ in range(12):\n    if os.fork() == 0:\n        time.sleep(600)\n"
        "subprocess.run([sys.executable, '-S', '-c', 'import time; time.sleep(0.8)'], check=True)\n"
    )
    graded = engine.grade(Work("honest", EXERCISE, "", notebook(RIGHT, code)))
    assert marks(graded) == dict.fromkeys(TESTS, 4.0), graded
    assert graded.flags == ()


def test_what_cannot_be_judged_is_ungraded_and_the_next_is_graded(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_neighbour(engine)
    with monkeypatch.context() as patch:
        patch.setattr("builder.grading.marker.taken_values", lambda *_: [][1])
        graded = engine.grade(Work("attacker", EXERCISE, "", notebook(RIGHT)))
    assert ends(graded) == {"ungraded", "flagged forged"}
    assert is_told_plainly(graded)
    check_neighbour(engine)


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
