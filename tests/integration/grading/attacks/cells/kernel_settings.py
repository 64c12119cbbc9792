# tries: to change settings of the kernel through /proc and /sys
# ends: graded
import os

for name in (
    "/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/sysrq-trigger", "/proc/sys/vm/drop_caches",
    "/proc/self/oom_score_adj", "/proc/1/oom_score_adj", "/sys/kernel/uevent_helper", "/proc/self/uid_map",
):
    try:
        handle = os.open(name, os.O_WRONLY)
        os.write(handle, b"-1000" if "oom" in name else b"0 0 1")
        print("REACHED", name)
    except OSError:
        pass
