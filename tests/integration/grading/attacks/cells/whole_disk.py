# tries: to find the home folder, the course, the gradebook or another submission anywhere
# ends: graded
import os
import sys

INTERPRETER = {os.path.realpath(place) for place in (sys.prefix, sys.base_prefix)} | {sys.prefix, sys.base_prefix}


def strangers(path):
    """What is there besides the interpreter and the folders that lead to it."""
    if any(path == place or path.startswith(place + "/") for place in INTERPRETER):
        return []
    try:
        names = os.listdir(path)
    except OSError:
        return [path] if os.path.exists(path) else []
    if path in TOPS or any(place.startswith(path + "/") for place in INTERPRETER):
        return [found for name in names for found in strangers(path + "/" + name)]
    return [path]


TOPS = ("/home", "/root", "/mnt", "/srv", "/var", "/run", "/sys", "/boot")
for path in (*TOPS, "/etc/shadow", "/etc/passwd"):
    if strangers(path):
        print("REACHED", strangers(path)[:3])
for name in ("PLACES", "/proc/1/root/etc", "/proc/1/cwd", "/proc/1/fd", "/proc/1/task/1/fd", "/proc/1/map_files"):
    try:
        print("REACHED", name, os.listdir(name))
    except OSError:
        pass
if sorted(os.listdir("/exercises")) != ["target"]:
    print("REACHED", os.listdir("/exercises"))
