# tries: to leave processes behind that have left its session and group
# ends: graded
import os
import time

for _ in range(3):
    if os.fork() == 0:
        os.setsid()
        if os.fork():
            os._exit(0)
        time.sleep(600)
