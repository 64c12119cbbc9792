"""The journal: what a line promises, and what is left of it after every kind of accident."""

from __future__ import annotations

import dataclasses
import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from builder.grading.journal import Entry, Journal, parse, render
from builder.grading.scores import GradingError
from builder.grading.work import CellComment, Flag, TaskMark

MARKS = (TaskMark("check", 1.5, 2.0, False), TaskMark("essay", None, 3.0, True))
ENTRY = Entry(
    "amina",
    "count",
    "submission",
    "key",
    "gradebook.db",
    "2026-01-01T00:00:00+00:00",
    marks=MARKS,
    comments=(CellComment("essay", "No response."), CellComment("answer", None)),
    flags=(Flag("odd", "sieht ungewöhnlich aus: « 奇妙 »", "check"),),
    notebook="abc",
    size=12,
    seconds=0.25,
    engine="fork",
)


def entry(number: int) -> Entry:
    """Return one of several entries."""
    return dataclasses.replace(ENTRY, learner=f"l{number}", key=f"k{number}")


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    """A journal with ten lines."""
    made = Journal(tmp_path / "journal.jsonl")
    with made.writing() as lines:
        lines.append(entry(number) for number in range(10))
    return made


def learners(journal: Journal) -> list[str]:
    """Return whose lines are sound."""
    return [found.learner for _, found in journal.entries()]


def test_what_is_written_is_read_again(journal: Journal) -> None:
    assert [found for _, found in journal.entries()] == [entry(number) for number in range(10)]


def test_the_newest_line_of_a_submission_counts(journal: Journal) -> None:
    newer = dataclasses.replace(entry(3), reason="it is broken", marks=())
    with journal.writing() as lines:
        lines.append([newer])
    index = journal.index()
    assert journal.read(index.latest["l3", "count"]) == newer
    assert journal.read(index.results["k3"]) == entry(3), "a failure is no result"
    assert len(index.latest) == 10


@pytest.mark.parametrize("cut", [2, 40, 300])
def test_a_torn_last_line_is_no_line_and_the_next_one_stands_by_itself(journal: Journal, cut: int) -> None:
    os.truncate(journal.path, journal.path.stat().st_size - cut)
    assert learners(journal) == [f"l{number}" for number in range(9)]
    with journal.writing() as lines:
        lines.append([entry(11)])
    assert learners(journal) == [*(f"l{number}" for number in range(9)), "l11"]


def test_a_byte_changed_anywhere_costs_that_line_alone(journal: Journal) -> None:
    whole = journal.path.read_bytes()
    chosen = random.Random(7)
    for _ in range(60):
        at = chosen.randrange(len(whole))
        journal.path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chosen.randrange(8)]) + whole[at + 1 :])
        assert len(set(learners(journal)) & {f"l{number}" for number in range(10)}) in (8, 9)


def test_the_rest_of_a_disk_block_of_zeros_is_no_line(journal: Journal) -> None:
    """After a loss of power some file systems leave zeros where the last bytes would be."""
    with journal.path.open("ab") as stream:
        stream.write(b"\0" * 512)
    with journal.writing() as lines:
        lines.append([entry(11)])
    assert learners(journal) == [*(f"l{number}" for number in range(10)), "l11"]


@pytest.mark.parametrize(
    "body", [b"[]", b"7", b'{"learner": "a"}', b'{"marks": [], "comments": [], "flags": [], "x": 1}']
)
def test_a_sound_line_of_another_format_is_passed_over(body: bytes) -> None:
    import hashlib

    check = hashlib.blake2b(body, digest_size=8).hexdigest().encode()
    assert parse(check + b" " + body + b"\n") is None


def test_a_line_is_one_line_whatever_stands_in_it() -> None:
    odd = dataclasses.replace(ENTRY, reason="a\nb\r\x00\u2028\ud800")
    assert render(odd).count(b"\n") == 1
    assert parse(render(odd)) == odd


def test_there_is_one_writer_at_a_time(journal: Journal) -> None:
    with (
        journal.writing(),
        pytest.raises(GradingError, match="Another `coursewright grade run` is at work"),
        Journal(journal.path).writing(),
    ):
        raise AssertionError("two writers")
    with journal.writing() as lines:
        lines.append([entry(11)])


def test_a_full_disk_is_an_error_and_the_lines_before_it_stay(journal: Journal) -> None:
    """A limit on the file's size stands for the full disk: both cut a write off in its middle."""
    before = journal.path.stat().st_size
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (before + 700, limits[1]))
    try:
        with pytest.raises(OSError, match=os.strerror(errno.EFBIG)), journal.writing() as lines:
            lines.append(entry(number) for number in range(20, 30))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert learners(journal) == [*(f"l{number}" for number in range(10)), "l20"]
    with journal.writing() as lines:
        lines.append([entry(40)])
    assert learners(journal)[-1] == "l40"


WRITER = """
import dataclasses, sys
from pathlib import Path
from builder.grading.journal import Entry, Journal
first = Entry("l", "count", "submission", "key", "gradebook.db", "")
with Journal(Path(sys.argv[1])).writing() as lines:
    number = 0
    while True:
        lines.append(dataclasses.replace(first, learner=f"l{number + more}") for more in range(3))
        number += 3
"""


def test_a_writer_killed_at_any_moment_leaves_every_whole_line_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.touch()
    for _ in range(3):
        before = path.stat().st_size
        writer = subprocess.Popen([sys.executable, "-c", WRITER, path])
        while path.stat().st_size < before + 3_000:
            assert writer.poll() is None
            time.sleep(0.002)
        writer.kill()
        writer.wait()
        found = learners(Journal(path))
        assert len(found) >= 10
        assert all(name.removeprefix("l").isdigit() for name in found)
    with Journal(path).writing() as lines:
        lines.append([entry(7)])
