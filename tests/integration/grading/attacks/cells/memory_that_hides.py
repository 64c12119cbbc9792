# tries: to take a lot of memory in programmes that do not let themselves be looked at
# ends: ungraded
import subprocess
import sys
import time

code = (
    "import ctypes, time\nctypes.CDLL(None).prctl(4, 0, 0, 0, 0)\n"
    "kept = bytearray(b'x') * 40_000_000\ntime.sleep(600)"
)
kept = [subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(8)]
time.sleep(600)
