# tries: to fill the memory that lies in /dev/shm
# ends: graded
import os

written = 0
try:
    for number in range(40):
        with open(f"/dev/shm/{number}", "wb") as file:
            written += file.write(b"x" * 1_000_000)
except OSError:
    pass
if written > 20_000_000:
    print("REACHED", written)
