# tries: to become root: by call, by a programme that belongs to root, by capabilities
# ends: graded
import ctypes
import os
import shutil

for become in (os.setuid, os.seteuid, os.setgid, os.setegid):
    try:
        become(0)
        print("REACHED", become)
    except OSError:
        pass
try:
    os.setgroups([0])
    print("REACHED", "groups")
except OSError:
    pass
with open("/proc/self/status") as status:
    told = dict(line.split(":", 1) for line in status)
if int(told["CapEff"], 16) or int(told["CapPrm"], 16) or told["NoNewPrivs"].strip() != "1":
    print("REACHED", told["CapEff"], told["CapPrm"])
shutil.copy("/bin/true", "/tmp/true")
os.chmod("/tmp/true", 0o6755)
if ctypes.CDLL(None).prctl(38, 0, 0, 0, 0) == 0 or os.getuid() == 0:
    print("REACHED")
