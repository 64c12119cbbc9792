# tries: to leave named pipes and sockets, at which the next one would wait for ever
# ends: graded
import os
import socket

os.mkfifo("/tmp/pipe")
os.unlink("notes.txt")
os.mkfifo("notes.txt")
left = socket.socket(socket.AF_UNIX)
left.bind("/tmp/socket")
