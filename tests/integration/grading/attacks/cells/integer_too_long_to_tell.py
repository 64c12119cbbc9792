# tries: to hand out a number that Python refuses to write in digits
# ends: graded
value = 10**20_000
