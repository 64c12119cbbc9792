# tries: to find the hidden tests in any file that it can see, or in the memory that it was forked from
# ends: graded
import gc
import os

needle = "41 +" + " 1"
for top in ("/exercises", "/coursewright", "/tmp", "/work", "/root", "/home", "/var", "/etc", "/run", "/mnt", "/srv"):
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if name not in ("site-packages", "lib", ".pyenv", "versions")]
        for name in names:
            try:
                if needle in open(os.path.join(folder, name), errors="replace").read(100_000):
                    print("REACHED", folder, name)
            except OSError:
                pass
for found in gc.get_objects():
    if type(found) is dict and any(type(part) is str and needle in part for part in found.values() if part != needle):
        print("REACHED", "memory")
