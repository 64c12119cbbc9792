# tries: to stand still without using anything
# ends: ungraded
import os
import signal

os.kill(os.getpid(), signal.SIGSTOP)
