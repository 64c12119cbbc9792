"""Messages out of bytes that nobody vouches for."""

from __future__ import annotations

import pytest

from builder.grading.inside.frames import MOST_VALUES, TOO_MUCH, FrameError, Unpacker, pack


def test_messages_arrive_whole_however_the_bytes_come() -> None:
    told = [{"n": 1}, {"n": 2, "text": "é" * 100}]
    stream = b"".join(pack(one) for one in told)
    unpacker = Unpacker(10_000)
    assert [found for byte in stream for found in unpacker.feed(bytes([byte]))] == told


@pytest.mark.parametrize("rubbish", [b"\xff\xff\xff\xff", b"\0\0\0\1x", b"\0\0\0\2[]", b"\0\0\0\2\xc3\xa9"])
def test_what_is_no_message_is_refused(rubbish: bytes) -> None:
    with pytest.raises(FrameError):
        list(Unpacker(10_000).feed(rubbish))


def test_a_message_nested_too_deep_is_refused() -> None:
    body = b'{"a":' * 100_000
    with pytest.raises(FrameError):
        list(Unpacker(10_000_000).feed(len(body).to_bytes(4, "big") + body))


def test_more_than_allowed_is_refused() -> None:
    with pytest.raises(FrameError, match=TOO_MUCH):
        list(Unpacker(10).feed(pack({"n": 12345})))


def test_more_lists_than_anybody_needs_are_too_much() -> None:
    frame = pack({"a": [[]] * (MOST_VALUES // 2 + 1)})
    feeding = Unpacker(10_000_000)
    assert len(list(feeding.feed(frame))) == 1
    with pytest.raises(FrameError, match=TOO_MUCH):
        list(feeding.feed(frame))
