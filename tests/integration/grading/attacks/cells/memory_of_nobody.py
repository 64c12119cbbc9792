# tries: memory that no process has mapped, so that it is not counted: memfd, shared mappings, /dev/zero
# ends: graded
import ctypes
import mmap
import os

for make in (
    lambda: os.memfd_create("kept"),
    lambda: mmap.mmap(-1, 1_000_000),
    lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 1_000_000),
):
    try:
        make()
        print("REACHED")
    except (OSError, ValueError):
        pass
if ctypes.CDLL(None).syscall(447, 0) >= 0:
    print("REACHED", "memfd_secret")
