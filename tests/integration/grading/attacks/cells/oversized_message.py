# tries: to announce a message of four gigabytes
# ends: ungraded
import os
import socket

for number in range(3, 60):
    try:
        socket.socket(fileno=os.dup(number)).sendall(b"\xff\xff\xff\xf0{")
    except OSError:
        pass
