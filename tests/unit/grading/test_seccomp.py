"""The filter for system calls, run here as the kernel runs it (filter.rst): what it lets pass and what not."""

from __future__ import annotations

import struct

import pytest

from builder.grading.seccomp import AARCH64, MACHINES, REFUSED, X86_64, Machine, assemble_filter

ALLOWED, REFUSAL, NO_SUCH_CALL, NO_SUCH_FAMILY, KILLED = 0x7FFF0000, 0x50001, 0x50026, 0x50061, 0x80000000


def answer(machine: Machine, number: int, *arguments: int, audit: int | None = None) -> int:
    """Return what the filter says to a call, by running its instructions."""
    program = assemble_filter(machine)
    data = struct.pack(
        "=iIQ6Q", number, machine.audit if audit is None else audit, 0, *arguments, *[0] * (6 - len(arguments))
    )
    place, loaded = 0, 0
    while True:
        code, if_so, if_not, value = struct.unpack_from("=HBBI", program, 8 * place)
        place += 1
        if code == 0x06:
            return int(value)
        if code == 0x20:
            (loaded,) = struct.unpack_from("=I", data, value)
        else:
            holds = {0x15: loaded == value, 0x35: loaded >= value, 0x45: bool(loaded & value)}[code]
            place += if_so if holds else if_not


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_each_refused_call_is_refused(machine: Machine) -> None:
    for name in REFUSED:
        if name in machine.numbers:
            assert answer(machine, machine.numbers[name]) == REFUSAL, name


def test_what_programmes_need_is_allowed() -> None:
    for number in (
        0,
        1,
        9,
        39,
        57,
        59,
        61,
        202,
        231,
        257,
    ):  # read write mmap getpid fork execve wait4 futex exit openat
        assert answer(X86_64, number) == ALLOWED, number
    for number in (63, 64, 221, 222, 260):
        assert answer(AARCH64, number) == ALLOWED, number


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_a_new_namespace_is_refused_and_a_thread_or_a_process_is_not(machine: Machine) -> None:
    clone = machine.numbers["clone"]
    for flag in (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert answer(machine, clone, flag | 17) == REFUSAL, hex(flag)
    assert answer(machine, clone, 17) == ALLOWED
    assert answer(machine, clone, 0x003D0F00) == ALLOWED
    assert answer(machine, machine.numbers["clone3"]) == NO_SUCH_CALL


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_only_sockets_that_stay_in_the_network_namespace_are_made(machine: Machine) -> None:
    for call in ("socket", "socketpair"):
        assert [answer(machine, machine.numbers[call], family) for family in (1, 2, 10, 16)] == [ALLOWED] * 4
        for family in (0, 15, 17, 31, 38, 40):
            assert answer(machine, machine.numbers[call], family) == NO_SUCH_FAMILY, family


def test_typing_into_a_terminal_is_refused() -> None:
    assert answer(X86_64, X86_64.numbers["ioctl"], 0, 0x5412) == REFUSAL
    assert answer(X86_64, X86_64.numbers["ioctl"], 0, 0x541C) == REFUSAL
    assert answer(X86_64, X86_64.numbers["ioctl"], 0, 0x5401) == ALLOWED


def test_other_tables_of_system_calls_are_closed() -> None:
    assert answer(X86_64, 20, audit=0x40000003) == KILLED
    assert answer(X86_64, 0x40000000 + 39) == NO_SUCH_CALL


@pytest.mark.parametrize("machine", MACHINES.values(), ids=list(MACHINES))
def test_memory_that_nobody_counts_is_refused_and_other_memory_is_not(machine: Machine) -> None:
    mapping = machine.numbers["mmap"]
    assert answer(machine, mapping, 0, 4096, 3, 0x21) == REFUSAL
    assert [answer(machine, mapping, 0, 4096, 3, flags) for flags in (0x22, 0x01, 0x02, 0x4022)] == [ALLOWED] * 4
