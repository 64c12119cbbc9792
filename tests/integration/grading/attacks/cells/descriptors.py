# tries: to take every file descriptor
# ends: graded
import os

opened = []
try:
    while len(opened) < 5000:
        opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
if len(opened) > 300:
    print("REACHED", len(opened))
for descriptor in opened:
    os.close(descriptor)
