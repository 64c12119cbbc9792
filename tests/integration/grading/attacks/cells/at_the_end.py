# tries: to act when the interpreter ends, or when it is told to
# ends: graded
import atexit
import os
import signal
import weakref


class Late:
    pass


def act(*_):
    open("/tmp/late", "w").close()
    os.execv("/bin/sleep", ["sleep", "600"])


late = Late()
weakref.finalize(late, act)
atexit.register(act)
for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGUSR1, signal.SIGCHLD):
    signal.signal(number, act)
