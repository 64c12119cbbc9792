# tries: to fill the disk
# ends: graded
written = 0
for number in range(40):
    try:
        with open(f"/tmp/{number}", "wb") as file:
            written += file.write(b"x" * 1_000_000)
    except OSError:
        break
if written > 20_000_000:
    print("REACHED", written)
