# tries: to change the interpreter, a library, the path of modules or the sandbox's own code
# ends: graded
import os
import site
import sys
import sysconfig

import IPython

for place in (
    sys.prefix, sys.base_prefix, sysconfig.get_paths()["stdlib"], os.path.dirname(IPython.__file__),
    "/coursewright/inside", "/coursewright", "/exercises/target", "/exercises", "/usr", "/etc", "/dev", "/", "/proc/sys/kernel",
):
    for act in (
        lambda: open(f"{place}/sitecustomize.py", "w"),
        lambda: os.symlink("/tmp", f"{place}/x"),
        lambda: os.chmod(place, 0o777),
        lambda: os.rename(place, place + "-moved"),
        lambda: os.utime(place),
    ):
        try:
            act()
            print("REACHED", place)
        except OSError:
            pass
