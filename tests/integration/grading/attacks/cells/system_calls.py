# tries: system calls that open namespaces, mount, trace, load programmes into the kernel or keep keys
# ends: graded
import ctypes

libc = ctypes.CDLL(None, use_errno=True)
calls = {
    "unshare(user)": (272, 0x10000000),
    "unshare(mount)": (272, 0x00020000),
    "ptrace(traceme)": (101, 0),
    "keyctl(session)": (250, 1, 0),
    "add_key": (248, b"user", b"note", b"x", 1, -3),
    "bpf": (321, 0, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1, 0),
    "io_uring_setup": (425, 1, 0),
    "userfaultfd": (323, 0),
    "clone3": (435, 0, 0),
    "personality": (135, 0x0040000),
    "shmget": (29, 0, 4096, 0o1600),
    "x32 getpid": (0x40000000 + 39,),
}
for name, (number, *arguments) in calls.items():
    if libc.syscall(number, *arguments) >= 0:
        print("REACHED", name)
if libc.mount(b"none", b"/tmp", b"tmpfs", 0, None) == 0:
    print("REACHED", "mount")
