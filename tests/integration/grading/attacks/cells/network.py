# tries: to reach the network, and to find a name
# ends: graded
import socket

for address in (("127.0.0.1", 22), ("1.1.1.1", 443), ("example.org", 80)):
    try:
        socket.create_connection(address, timeout=0.3)
        print("REACHED", address)
    except OSError:
        pass
