# tries: to take a lot of memory in many processes, each below its own limit
# ends: ungraded
import os
import time

for _ in range(8):
    if os.fork() == 0:
        kept = bytearray(os.urandom(1)) * 60_000_000
        time.sleep(600)
time.sleep(600)
