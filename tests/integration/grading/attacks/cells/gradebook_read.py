# tries: to read the gradebook, a neighbour's work and the source
# ends: graded
from pathlib import Path

for name in ("gradebook.db", "submitted/neighbour/target.ipynb", "source/target.ipynb"):
    try:
        print("REACHED" + Path("PLACES", name).read_text())
    except OSError:
        pass
