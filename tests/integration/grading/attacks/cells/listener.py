# tries: to reach a service of the machine: by number on the loopback, by a socket's abstract name, by its file
# ends: graded
import socket

for family, address in (
    (socket.AF_INET, ("127.0.0.1", PORT)),
    (socket.AF_INET, ("0.0.0.0", PORT)),
    (socket.AF_INET6, ("::1", PORT)),
    (socket.AF_UNIX, "\0ABSTRACT"),
    (socket.AF_UNIX, "PLACES/listener"),
):
    try:
        with socket.socket(family, socket.SOCK_STREAM) as opened:
            opened.settimeout(0.2)
            opened.connect(address)
            print("REACHED", address)
    except OSError:
        pass
