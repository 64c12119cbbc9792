"""Where the sandbox's first process begins: `python start.py DESCRIPTOR`, with its settings as the first message."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PR_SET_PDEATHSIG = 1
LARGEST_SETTINGS = 65_536

if __name__ == "__main__":
    sys.path[0] = str(HERE.parent)
    from inside.frames import unpack  # type: ignore[import-not-found]
    from inside.zygote import main  # type: ignore[import-not-found]

    control = socket.socket(fileno=int(sys.argv[1]))
    control.set_inheritable(False)
    settings = unpack(control.recv(LARGEST_SETTINGS)[4:])
    del sys.path[0]
    become = settings["become"]
    if become is not None:
        os.setgroups([])
        os.setresgid(become, become, become)
        os.setresuid(become, become, become)
        # credentials(7): a change of identity takes this away, so it is asked for again
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    main(control, settings)
