# tries: to use what the worker had open: files, the database, pipes to its parent, other learners' channels
# ends: graded
import os
import stat

kinds = []
for number in range(256):
    try:
        found = os.fstat(number)
    except OSError:
        continue
    link = os.readlink(f"/proc/self/fd/{number}")
    kinds.append(link.partition(":")[0])
    if stat.S_ISREG(found.st_mode) and not link.startswith(("/tmp/", "/usr/", "/coursewright/", "/exercises/")):
        print("REACHED", number, link)
if kinds.count("socket") > 4:
    print("REACHED", kinds)
