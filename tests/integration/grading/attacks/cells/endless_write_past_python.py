# tries: to write without end past Python into the descriptors that are shown
# ends: graded or ungraded
import os

for _ in range(100_000):
    try:
        os.write(1, b"x" * 10_000)
        os.write(2, b"x" * 10_000)
    except OSError:
        break
