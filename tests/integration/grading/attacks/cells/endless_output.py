# tries: to show things without end
# ends: ungraded
while True:
    print("x" * 10_000)
