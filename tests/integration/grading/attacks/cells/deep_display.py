# tries: to show JSON nested so deep that who reads it by recursion dies
# ends: graded
import sys

deep = 1
for _ in range(900):
    deep = [deep]
sys.setrecursionlimit(10_000)
display({"application/json": deep, "text/plain": ""}, metadata={"m": deep}, raw=True)
