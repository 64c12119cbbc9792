# tries: symbolic and hard links to what lies outside, left where the next one, or who clears away, follows them
# ends: graded
import os

for number, target in enumerate(("PLACES", "PLACES/gradebook.db", "/etc", "/", "/exercises/target", "/coursewright/inside")):
    os.symlink(target, f"/tmp/link{number}")
    os.symlink(target, f"link{number}")
    os.symlink(target, f"/dev/shm/link{number}")
    try:
        os.link(target, f"/tmp/hard{number}")
        print("REACHED", target)
    except OSError:
        pass
os.rename("/tmp/exercise", "/tmp/moved")
os.symlink("/exercises/target", "/tmp/exercise")
