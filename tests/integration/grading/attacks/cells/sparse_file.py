# tries: to make a file that is larger than the disk
# ends: graded
import os

for folder in ("/tmp", "/dev/shm"):
    try:
        with open(f"{folder}/sparse", "wb") as file:
            os.ftruncate(file.fileno(), 10**12)
        print("REACHED")
    except OSError:
        pass
