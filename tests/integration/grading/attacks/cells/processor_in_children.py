# tries: to use the processor in children, each of which is soon gone
# ends: graded or ungraded
import os
import signal

signal.signal(signal.SIGINT, signal.SIG_IGN)
for _ in range(8):
    if os.fork() == 0:
        while True:
            pass
os.wait()
