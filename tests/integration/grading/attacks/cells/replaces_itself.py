# tries: to become another programme, which keeps the channel
# ends: ungraded
import os

for number in range(3, 60):
    try:
        os.set_inheritable(number, True)
    except OSError:
        pass
os.execv("/bin/sh", ["sh", "-c", "for n in 3 4 5 6 7 8 9; do echo done >&$n; done"])
