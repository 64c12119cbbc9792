# tries: a value that is small to send and takes for ever to walk through, or all memory to build
# ends: graded or flagged no-result
import inside.shell

value = range(10**15)
inside.shell._encoded = lambda value: {"t": "series", "v": 1, "n": None, "i": {"d": "range", "v": {"t": "range", "v": [0, 10**12, 1]}, "n": None}}
