"""Which system calls a learner's code may not make: a filter for the kernel, assembled here (seccomp(2), and the
kernel's Documentation/userspace-api/seccomp_filter.rst; the machine is that of Documentation/networking/filter.rst).

Everything is allowed but what is named here: what opens another namespace, looks into another process, speaks to parts
of the kernel that programmes of a lesson have no use for, or leaves something behind for the next submission.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

# linux/bpf_common.h: classes, sizes, modes and jumps of the classic machine
LOAD_WORD, JUMP_EQUAL, JUMP_AT_LEAST, JUMP_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# linux/seccomp.h: what a filter answers, and struct seccomp_data {int nr; u32 arch; u64 ip; u64 args[6]}
ALLOW, KILL_PROCESS, ERROR = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
EPERM, EAFNOSUPPORT, ENOSYS = 1, 97, 38

# sched(7), clone(2): CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET; NEWTIME is for unshare alone
NEW_NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000
# socket(2), linux/socket.h: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK; AF_VSOCK and others reach past a network namespace
FAMILIES = (1, 2, 10, 16)
# ioctl_tty(2): TIOCSTI types into a terminal, TIOCLINUX pastes into a console
TERMINAL_REQUESTS = (0x5412, 0x541C)
# mmap(2): MAP_SHARED with MAP_ANONYMOUS is memory that can be kept while it is no longer counted (madvise(2))
SHARED, ANONYMOUS = 0x01, 0x20


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: its AUDIT_ARCH (linux/audit.h) and the numbers of the system calls that are spoken of."""

    audit: int
    numbers: Mapping[str, int]
    second_table: int = 0


REFUSED = (
    # another process's memory and descriptors: ptrace(2), process_vm_readv(2), kcmp(2), pidfd_getfd(2)
    "ptrace",
    "process_vm_readv",
    "process_vm_writev",
    "kcmp",
    "pidfd_getfd",
    # namespaces and mounts: namespaces(7), mount(2), fsopen(2) and their kin
    "unshare",
    "setns",
    "mount",
    "umount2",
    "pivot_root",
    "chroot",
    "open_tree",
    "move_mount",
    "fsopen",
    "fsconfig",
    "fsmount",
    "fspick",
    "mount_setattr",
    # large, often broken parts of the kernel: bpf(2), perf_event_open(2), userfaultfd(2), io_uring_setup(2)
    "bpf",
    "perf_event_open",
    "userfaultfd",
    "io_uring_setup",
    "io_uring_enter",
    "io_uring_register",
    # keys outlive a process: keyrings(7)
    "keyctl",
    "add_key",
    "request_key",
    # so do System V's memory, semaphores and queues, and POSIX queues: sysvipc(7), mq_overview(7)
    "shmget",
    "semget",
    "msgget",
    "mq_open",
    # memory that belongs to no process, so that nobody counts it: memfd_create(2), memfd_secret(2)
    "memfd_create",
    "memfd_secret",
    # handles by number pass by the mounts: open_by_handle_at(2)
    "name_to_handle_at",
    "open_by_handle_at",
    # the machine itself: kexec_load(2), init_module(2), reboot(2), swapon(2), acct(2), syslog(2), quotactl(2)
    "kexec_load",
    "kexec_file_load",
    "init_module",
    "finit_module",
    "delete_module",
    "reboot",
    "swapon",
    "swapoff",
    "acct",
    "syslog",
    "quotactl",
    "sethostname",
    "setdomainname",
    "settimeofday",
    "clock_settime",
    "adjtimex",
    "clock_adjtime",
    "vhangup",
    # other ways to run: personality(2), modify_ldt(2), ioperm(2), iopl(2)
    "personality",
    "modify_ldt",
    "ioperm",
    "iopl",
)

# arch/x86/entry/syscalls/syscall_64.tbl
X86_64 = Machine(
    0xC000003E,
    MappingProxyType(
        {
            "mmap": 9, "memfd_create": 319, "memfd_secret": 447,
            "ioctl": 16, "shmget": 29, "socket": 41, "socketpair": 53, "clone": 56, "semget": 64, "msgget": 68,
            "ptrace": 101, "syslog": 103, "personality": 135, "vhangup": 153, "modify_ldt": 154, "pivot_root": 155,
            "adjtimex": 159, "chroot": 161, "acct": 163, "settimeofday": 164, "mount": 165, "umount2": 166,
            "swapon": 167, "swapoff": 168, "reboot": 169, "sethostname": 170, "setdomainname": 171, "iopl": 172,
            "ioperm": 173, "init_module": 175, "delete_module": 176, "quotactl": 179, "clock_settime": 227,
            "mq_open": 240, "kexec_load": 246, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
            "perf_event_open": 298, "name_to_handle_at": 303, "open_by_handle_at": 304, "clock_adjtime": 305,
            "setns": 308, "process_vm_readv": 310, "process_vm_writev": 311, "kcmp": 312, "finit_module": 313,
            "kexec_file_load": 320, "bpf": 321, "userfaultfd": 323, "io_uring_setup": 425, "io_uring_enter": 426,
            "io_uring_register": 427, "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
            "fsmount": 432, "fspick": 433, "clone3": 435, "pidfd_getfd": 438, "mount_setattr": 442,
        }
    ),
    second_table=0x40000000,
)  # fmt: skip

# include/uapi/asm-generic/unistd.h
AARCH64 = Machine(
    0xC00000B7,
    MappingProxyType(
        {
            "mmap": 222, "memfd_create": 279, "memfd_secret": 447,
            "ioctl": 29, "umount2": 39, "mount": 40, "pivot_root": 41, "chroot": 51, "vhangup": 58, "quotactl": 60,
            "acct": 89, "personality": 92, "unshare": 97, "kexec_load": 104, "init_module": 105, "delete_module": 106,
            "clock_settime": 112, "syslog": 116, "ptrace": 117, "reboot": 142, "sethostname": 161,
            "setdomainname": 162, "settimeofday": 170, "adjtimex": 171, "mq_open": 180, "msgget": 186, "semget": 190,
            "shmget": 194, "socket": 198, "socketpair": 199, "add_key": 217, "request_key": 218, "keyctl": 219,
            "clone": 220, "swapon": 224, "swapoff": 225, "perf_event_open": 241, "name_to_handle_at": 264,
            "open_by_handle_at": 265, "clock_adjtime": 266, "setns": 268, "process_vm_readv": 270,
            "process_vm_writev": 271, "kcmp": 272, "finit_module": 273, "bpf": 280, "userfaultfd": 282,
            "kexec_file_load": 294, "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
            "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433,
            "clone3": 435, "pidfd_getfd": 438, "mount_setattr": 442,
        }
    ),
)  # fmt: skip

MACHINES: Mapping[str, Machine] = MappingProxyType({"x86_64": X86_64, "aarch64": AARCH64})
"""By the name that uname(2) gives."""


def assemble_filter(machine: Machine) -> bytes:
    """Return the filter as an array of struct sock_filter, the form of bubblewrap's ``--seccomp``."""
    refuse = _give(ERROR | EPERM)
    program = [_load(ARCHITECTURE), _jump(JUMP_EQUAL, machine.audit, 1, 0), _give(KILL_PROCESS), _load(NUMBER)]
    if machine.second_table:
        program += [_jump(JUMP_AT_LEAST, machine.second_table, 0, 1), _give(ERROR | ENOSYS)]
    for name in REFUSED:
        if name in machine.numbers:
            program += [_jump(JUMP_EQUAL, machine.numbers[name], 0, 1), refuse]
    # clone3(2) hands its flags over in memory, where a filter cannot see them; libraries then use clone(2)
    program += [_jump(JUMP_EQUAL, machine.numbers["clone3"], 0, 1), _give(ERROR | ENOSYS)]
    program += _if_called(machine, "clone", [_load(ARGUMENTS), _jump(JUMP_ANY_BIT, NEW_NAMESPACES, 0, 1), refuse])
    requests = [_load(ARGUMENTS + 8)]
    for request in TERMINAL_REQUESTS:
        requests += [_jump(JUMP_EQUAL, request, 0, 1), refuse]
    program += _if_called(machine, "ioctl", requests)
    bits = [_jump(JUMP_ANY_BIT, ANONYMOUS, 0, 2), _jump(JUMP_ANY_BIT, SHARED, 0, 1), refuse]
    program += _if_called(machine, "mmap", [_load(ARGUMENTS + 24), *bits])
    for name in ("socket", "socketpair"):
        program += _if_called(machine, name, _allowed_families())
    return b"".join([*program, _give(ALLOW)])


def _if_called(machine: Machine, name: str, then: list[bytes]) -> list[bytes]:
    """``then`` for the call ``name``, ending in "allow"; for other calls the number stays loaded."""
    then = [*then, _give(ALLOW)]
    return [_jump(JUMP_EQUAL, machine.numbers[name], 0, len(then)), *then]


def _allowed_families() -> list[bytes]:
    jumps = [_jump(JUMP_EQUAL, family, len(FAMILIES) - place, 0) for place, family in enumerate(FAMILIES)]
    return [_load(ARGUMENTS), *jumps, _give(ERROR | EAFNOSUPPORT)]


def _load(offset: int) -> bytes:
    return struct.pack("=HBBI", LOAD_WORD, 0, 0, offset)


def _jump(test: int, value: int, if_so: int, if_not: int) -> bytes:
    return struct.pack("=HBBI", test, if_so, if_not, value)


def _give(answer: int) -> bytes:
    return struct.pack("=HBBI", RETURN, 0, 0, answer)
