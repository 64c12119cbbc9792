"""What a cell shows, caught: Python's own streams, the two file descriptors, and the messages of the shell."""

from __future__ import annotations

import io
import os
import socket
import tempfile
import threading
from typing import Any

from .frames import pack

CHUNK = 65_536


class Outlet:
    """Where the messages of the running step go: a socket, or nowhere while a step is ``quiet``."""

    def __init__(self, channel: socket.socket) -> None:
        self.channel = channel
        self.step = 0
        self.quiet = True
        self._lock = threading.Lock()

    def send(self, **message: Any) -> None:
        """Send a message about the running step."""
        with self._lock:
            self.channel.sendall(pack({"n": self.step, **message}))

    def show(self, kind: str, content: dict[str, Any]) -> None:
        """Send one of the kernel's messages (Jupyter messaging, "Messages on the IOPub channel")."""
        if not self.quiet:
            self.send(msg={"msg_type": kind, "content": content})


class Stream(io.TextIOBase):
    """`sys.stdout` or `sys.stderr` as a notebook has it: text only, shown in pieces."""

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, outlet: Outlet, name: str, descriptor: int) -> None:
        self.name = name
        self._outlet = outlet
        self._descriptor = descriptor
        self._waiting: list[str] = []
        self._length = 0
        self._lock = threading.RLock()

    def writable(self) -> bool:
        """Say that one may write."""
        return True

    def isatty(self) -> bool:
        """Say that this is no terminal."""
        return False

    def fileno(self) -> int:
        """Return the descriptor that C code writes to."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Keep ``text`` until there is enough of it, or until `flush`."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        with self._lock:
            self._waiting.append(text)
            self._length += len(text)
            if self._length > CHUNK:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Show what has been kept."""
        with self._lock:
            text = "".join(self._waiting)
            self._waiting, self._length = [], 0
        if text:
            self._outlet.show("stream", {"name": self.name, "text": text})


class Descriptors:
    """What is written past Python, by C code or by another programme, into descriptor 1 or 2."""

    def __init__(self, outlet: Outlet) -> None:
        self._outlet = outlet
        self._files = (("stdout", 1), ("stderr", 2))
        for _, descriptor in self._files:
            with tempfile.TemporaryFile() as file:
                os.dup2(file.fileno(), descriptor)

    def show(self) -> None:
        """Show what has come since the last call."""
        for name, file in self._files:
            size = os.fstat(file).st_size
            if size:
                text = os.pread(file, size, 0).decode("utf-8", "replace")
                os.ftruncate(file, 0)
                os.lseek(file, 0, os.SEEK_SET)
                self._outlet.show("stream", {"name": name, "text": text})
