# tries: to take a lot of memory in one process
# ends: graded
large = bytearray(3_000_000_000)
print("REACHED")
