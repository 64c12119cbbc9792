# tries: to change the interpreter, the exercise's files and the sandbox's own code for those who come after
# ends: graded
import os
import sys

for path in (sys.executable, os.__file__, "/exercises/target/notes.txt", "/coursewright/inside/plain.py", "/etc/x", "/x"):
    try:
        os.open(path, os.O_WRONLY | os.O_CREAT)
        print("REACHED", path)
    except OSError:
        pass
