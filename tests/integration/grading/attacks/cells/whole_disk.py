# tries: to find the home folder, the course, the gradebook or another submission anywhere
# ends: graded
import glob
import os

for pattern in ("/home/*", "/root/*", "/mnt/*", "/srv/*", "/var/*", "/etc/shadow", "/etc/passwd", "/run/*", "/sys/*", "/boot/*"):
    if glob.glob(pattern):
        print("REACHED", glob.glob(pattern)[:3])
for name in ("PLACES", "/proc/1/root/etc", "/proc/1/cwd", "/proc/1/fd", "/proc/1/task/1/fd", "/proc/1/map_files"):
    try:
        print("REACHED", name, os.listdir(name))
    except OSError:
        pass
if sorted(os.listdir("/exercises")) != ["target"]:
    print("REACHED", os.listdir("/exercises"))
