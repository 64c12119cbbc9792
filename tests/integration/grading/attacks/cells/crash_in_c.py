# tries: to end the interpreter by a fault in C
# ends: ungraded
import ctypes

ctypes.string_at(0)
