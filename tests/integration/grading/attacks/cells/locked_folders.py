# tries: to leave folders that nobody may enter or empty
# ends: graded
import os

for number in range(30):
    os.makedirs(f"/tmp/a{number}/b/c")
    open(f"/tmp/a{number}/b/c/file", "w").close()
    os.chmod(f"/tmp/a{number}/b/c", 0)
    os.chmod(f"/tmp/a{number}/b", 0)
os.chmod("/tmp/exercise", 0)
