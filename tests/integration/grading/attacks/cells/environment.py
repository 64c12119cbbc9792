# tries: to read passwords from the environment that it was started in
# ends: graded
import glob
import os

for place in ["/proc/self/environ", *glob.glob("/proc/[0-9]*/environ")]:
    try:
        with open(place, "rb") as told:
            if b"PASSWORD" in told.read():
                print("REACHED", place)
    except OSError:
        pass
print(*(f"REACHED {name}" for name in os.environ if "PASSWORD" in name))
