# tries: a regular expression that takes longer than the world is old
# ends: graded
import re

re.match(r"(a+)+$", "a" * 60 + "b")
