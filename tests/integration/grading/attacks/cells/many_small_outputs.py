# tries: to make the one who collects the outputs copy them again and again
# ends: graded
import sys

for _ in range(9_000):
    print("x", flush=True)
