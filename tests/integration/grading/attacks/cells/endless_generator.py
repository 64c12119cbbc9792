# tries: to collect an endless row
# ends: graded or ungraded
import itertools

value = list(itertools.count())
