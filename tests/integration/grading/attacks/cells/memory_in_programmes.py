# tries: to take a lot of memory in programmes of its own, each no larger than the warmed interpreter
# ends: ungraded
import subprocess
import sys
import time

code = "import time; kept = bytearray(b'x') * 40_000_000; time.sleep(600)"
kept = [subprocess.Popen([sys.executable, "-S", "-c", code]) for _ in range(8)]
time.sleep(600)
