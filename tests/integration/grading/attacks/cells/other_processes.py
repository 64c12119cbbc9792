# tries: to read or change the memory and descriptors of the first process
# ends: graded
import os

for name in ("mem", "environ", "maps", "fd/0", "root/etc/passwd"):
    try:
        handle = os.open(f"/proc/1/{name}", os.O_RDONLY)
        if os.read(handle, 10):
            print("REACHED", name)
    except OSError:
        pass
