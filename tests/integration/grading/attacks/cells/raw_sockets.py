# tries: to write packets by itself, to listen to all of them, and to set up an interface
# ends: graded
import os
import socket

for family, kind, protocol in (
    (socket.AF_INET, socket.SOCK_RAW, 1),
    (socket.AF_INET6, socket.SOCK_RAW, 58),
    (socket.AF_PACKET, socket.SOCK_RAW, 3),
):
    try:
        socket.socket(family, kind, protocol)
        print("REACHED", family)
    except OSError:
        pass
if [name for _, name in socket.if_nameindex() if name != "lo"] or os.path.exists("/dev/net/tun"):
    print("REACHED")
