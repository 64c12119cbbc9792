# tries: to hand out values of kinds that plain data cannot have
# ends: graded or flagged not-plain or flagged no-result
import inside.shell

inside.shell._encoded = lambda value: {"t": "array", "d": "O", "s": [1], "v": "gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu"}
