# tries: to end the interpreter by recursion without a floor
# ends: graded or ungraded
import sys

sys.setrecursionlimit(10**9)


def fall(n):
    return [fall(n + 1)]


list(map(fall, [0]))
