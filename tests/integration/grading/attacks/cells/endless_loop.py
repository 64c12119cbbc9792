# tries: to run for ever
# ends: graded
while True:
    pass
