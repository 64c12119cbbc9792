# tries: to find tests, other learners or the worker's secrets among all objects of the interpreter
# ends: graded
import gc
import sys

needle = "square(-" + "4)"
gc.unfreeze() if hasattr(gc, "unfreeze") else None
seen = [found for found in gc.get_objects() if type(found) in (str, bytes, dict, list, tuple)]
for found in seen:
    parts = found.values() if type(found) is dict else found if type(found) in (list, tuple) else [found]
    if any(type(part) is str and needle in part for part in parts if part is not needle and len(str(part)) > 12):
        print("REACHED")
frame = sys._getframe()
while frame:
    if any(type(part) is str and needle in part and part is not needle for part in frame.f_locals.values()):
        print("REACHED", frame)
    frame = frame.f_back
