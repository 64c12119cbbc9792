# tries: to show an object whose data is larger than all outputs may be
# ends: ungraded
display({"text/plain": "x" * 8_000_000}, raw=True)
