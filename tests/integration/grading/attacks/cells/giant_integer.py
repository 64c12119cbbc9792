# tries: to write a number with millions of digits, which takes minutes
# ends: graded
import sys

sys.set_int_max_str_digits(0)
str(1 << 30_000_000)
