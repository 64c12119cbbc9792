# tries: to see or make what is mounted: a root of its own, the host's disks, /proc anew
# ends: graded
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
os.makedirs("/tmp/root", exist_ok=True)
for call in (
    lambda: libc.chroot(b"/tmp/root"),
    lambda: libc.mount(b"/", b"/tmp/root", None, 4096, None),
    lambda: libc.mount(b"proc", b"/tmp/root", b"proc", 0, None),
    lambda: libc.umount2(b"/tmp", 2),
    lambda: libc.syscall(155, b"/tmp", b"/tmp/root"),
    lambda: libc.syscall(428, -100, b"/", 1),
    lambda: libc.syscall(430, b"ext4", 0),
    lambda: libc.syscall(304, -100, 0, 0),
):
    if call() >= 0:
        print("REACHED")
