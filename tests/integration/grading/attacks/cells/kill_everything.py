# tries: to end the first process and everything else
# ends: ungraded
import os
import signal

for number in (signal.SIGKILL, signal.SIGTERM, signal.SIGSTOP, signal.SIGINT):
    os.kill(1, number)
os.kill(-1, signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
