"""The few attacks that the kernel engine alone has to stand: on its connection, and on being one process longer."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from attack import EXERCISE, RIGHT, TESTS, WRONG, attacks, notebook

from builder.grading import kernel_runner
from builder.grading.engine import Engine, SandboxSettings, open_engine
from builder.grading.preparing import prepare_files
from builder.grading.work import Graded, Limits, Work

LIMITS = Limits(cell_seconds=8, cpu_seconds=20, wall_seconds=40, memory_mb=300, output_bytes=1_000_000, files_mb=8)
KNOWN = {attack.name: attack.code for attack in attacks()}
CASES = {name: KNOWN[name] for name in ("stripped_asserts", "ends_itself", "system_calls")} | {
    "traps_on_the_wire": (
        "import os\nfor n in range(5):\n    os.makedirs(f'/wire/d{n}/e', mode=0o755)\n"
        "    os.symlink('/etc/passwd', f'/wire/l{n}')\n    os.mkfifo(f'/wire/p{n}')\n"
    ),
    "wire_full": (
        "import time\nfor n in range(2):\n    open(f'/wire/f{n}', 'wb').write(b'x' * 2_000_000)\ntime.sleep(1)\n"
    ),
    "rubbish_as_messages": (
        "import zmq\nsocket = get_ipython().kernel.iopub_socket\n"
        "for parts in ([b'x'], [b'<IDS|MSG>', b'no', b'{', b'{', b'{', b'{'], [b''] * 9):\n"
        "    getattr(socket, 'io_thread', socket)._really_send(parts)\n"
    ),
    "content_that_is_a_list": (
        "kernel = get_ipython().kernel\nparent = kernel.get_parent()\n"
        "kernel.session.send(kernel.iopub_socket, 'status', content=[1], parent=parent)\n"
    ),
    "parent_that_is_a_number": (
        "kernel = get_ipython().kernel\nmessage = kernel.session.msg('stream', content={})\n"
        "message['parent_header'] = 7\nkernel.session.send(kernel.iopub_socket, message)\n"
    ),
    "answers_that_are_lists": (
        "get_ipython().kernel.do_execute = lambda *_, **__: {'status': 'ok', 'user_expressions': [1]}\n"
    ),
}
"""By name: what a learner writes."""


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    """One worker with the kernel engine."""
    prepared = prepare_files(EXERCISE, {f"{EXERCISE}.ipynb": notebook(), "notes.txt": b"notes\n"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel_runner, "SECONDS_AFTER_INTERRUPT", 2.0)
        with open_engine("kernel", [prepared], LIMITS, SandboxSettings()) as opened:
            yield opened


def test_attacks_on_a_kernel_gain_nothing_and_stop_nobody(engine: Engine) -> None:
    for name, code in CASES.items():
        graded = engine.grade(Work("mallory", EXERCISE, "", notebook(WRONG, code)))
        if isinstance(graded, Graded):
            assert not any(mark.auto_score for mark in graded.marks), name
            cells = json.loads(graded.notebook)["cells"]
            outputs = [one for cell in cells for one in cell["outputs"] if one["output_type"] == "stream"]
            assert not any("REACHED" in "".join(one["text"]) for one in outputs), name
        else:
            assert graded.flags, name
            assert graded.reason, name
    following = engine.grade(Work("following", EXERCISE, "", notebook(RIGHT)))
    assert isinstance(following, Graded), following
    assert [mark.auto_score for mark in following.marks] == [4.0] * len(TESTS)
    assert following.flags == ()
