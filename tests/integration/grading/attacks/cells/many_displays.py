# tries: to update one display so often that keeping it up takes hours
# ends: graded
for _ in range(5_000):
    display({}, display_id="a", raw=True)
