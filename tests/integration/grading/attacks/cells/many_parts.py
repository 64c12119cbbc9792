# tries: to hand out a value of millions of small parts
# ends: flagged not-plain or ungraded
value = [[]] * 3_000_000
