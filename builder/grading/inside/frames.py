"""Messages on a stream socket: four bytes of length (big endian), then JSON in ASCII (RFC 8259)."""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Iterator
from typing import Any

LENGTH = struct.Struct(">I")
LARGEST_FRAME = 32_000_000
TOO_MUCH = "too much output"
MOST_VALUES = 1_000_000
"""Lists and objects in what one sender sends: each takes hundreds of bytes when it is read, and two when it is sent."""


class FrameError(Exception):
    """What came is no message: too long, no JSON, or no JSON object."""


def pack(message: dict[str, Any]) -> bytes:
    """Return ``message`` as one frame."""
    body = json.dumps(message, separators=(",", ":")).encode("ascii")
    return LENGTH.pack(len(body)) + body


def send(channel: socket.socket, message: dict[str, Any]) -> None:
    """Write ``message`` to a blocking socket."""
    channel.sendall(pack(message))


def receive(channel: socket.socket) -> dict[str, Any] | None:
    """Return the next message of a blocking socket, or None at its end. Raises `FrameError`."""
    head = _exactly(channel, LENGTH.size)
    if not head:
        return None
    (length,) = LENGTH.unpack(head)
    if length > LARGEST_FRAME:
        raise FrameError(f"a message of {length} bytes")
    return unpack(_exactly(channel, length))


def unpack(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``. Raises `FrameError`."""
    try:
        message = json.loads(body.decode("ascii"))
    except (ValueError, RecursionError):
        raise FrameError("not JSON") from None
    if not isinstance(message, dict):
        raise FrameError("not a JSON object")
    return message


class Unpacker:
    """Frames out of bytes that come in pieces, from a sender who is not to be believed."""

    def __init__(self, most_bytes: int) -> None:
        self._waiting = bytearray()
        self._left = most_bytes
        self._values = MOST_VALUES

    def feed(self, piece: bytes) -> Iterator[dict[str, Any]]:
        """Yield the messages that ``piece`` completes. Raises `FrameError`, also when more than ``most_bytes`` came."""
        self._left -= len(piece)
        if self._left < 0:
            raise FrameError(TOO_MUCH)
        self._waiting += piece
        while len(self._waiting) >= LENGTH.size:
            (length,) = LENGTH.unpack_from(self._waiting)
            if length > LARGEST_FRAME:
                raise FrameError(f"a message of {length} bytes")
            if len(self._waiting) < LENGTH.size + length:
                return
            body = bytes(self._waiting[LENGTH.size : LENGTH.size + length])
            del self._waiting[: LENGTH.size + length]
            self._values -= body.count(b"[") + body.count(b"{")
            if self._values < 0:
                raise FrameError(TOO_MUCH)
            yield unpack(body)


def _exactly(channel: socket.socket, count: int) -> bytes:
    got = bytearray()
    while len(got) < count:
        piece = channel.recv(count - len(got))
        if not piece:
            return b""
        got += piece
    return bytes(got)
