"""Messages become outputs as a notebook keeps them; what is malformed changes nothing."""

from __future__ import annotations

from typing import Any

from builder.grading.outputs import Displays

OK = {"status": "ok"}


def message(kind: str, **content: Any) -> dict[str, Any]:
    """Return one of the kernel's messages."""
    return {"msg_type": kind, "content": content}


def shown(text: str, name: str = "") -> dict[str, Any]:
    """Return a display, named if it may be updated."""
    return message(
        "display_data", data={"text/plain": text}, metadata={}, transient={"display_id": name} if name else {}
    )


def test_pieces_of_a_stream_become_one() -> None:
    pieces = [
        message("stream", name=name, text=text) for name, text in (("stdout", "a"), ("stdout", "b"), ("stderr", "c"))
    ]
    found = Displays().outputs(pieces, OK, 1)
    assert [(one["name"], one["text"]) for one in found] == [("stdout", "ab"), ("stderr", "c")]


def test_a_result_carries_the_number_of_its_cell() -> None:
    told = message("execute_result", data={"text/plain": "4"}, metadata={}, execution_count=99)
    assert Displays().outputs([told], OK, 7)[0]["execution_count"] == 7


def test_a_display_is_updated_from_a_later_cell() -> None:
    displays = Displays()
    first = displays.outputs([shown("old", "bar")], OK, 1)
    update = message("update_display_data", data={"text/plain": "new"}, metadata={}, transient={"display_id": "bar"})
    assert displays.outputs([update], OK, 2) == []
    assert first[0]["data"] == {"text/plain": "new"}


def test_outputs_are_cleared_at_once_or_with_the_next() -> None:
    assert Displays().outputs([shown("a"), message("clear_output", wait=False)], OK, 1) == []
    waiting = [shown("a"), message("clear_output", wait=True)]
    assert len(Displays().outputs(waiting, OK, 1)) == 1
    assert [one["data"] for one in Displays().outputs([*waiting, shown("b")], OK, 1)] == [{"text/plain": "b"}]


def test_an_error_that_only_the_reply_tells_of_is_shown_once() -> None:
    reply = {"status": "error", "ename": "ValueError", "evalue": "no", "traceback": []}
    assert [one["ename"] for one in Displays().outputs([], reply, 1)] == ["ValueError"]
    told = message("error", ename="ValueError", evalue="no", traceback=["x"])
    assert len(Displays().outputs([told], reply, 1)) == 1


def test_a_cell_out_of_time_ends_with_nbgraders_error() -> None:
    told = message("error", ename="KeyboardInterrupt", evalue="", traceback=[])
    assert [one["ename"] for one in Displays().outputs([told], None, 1)] == ["KeyboardInterrupt", "CellTimeoutError"]


def test_malformed_messages_are_passed_over_or_made_safe() -> None:
    malformed: list[dict[str, Any]] = [
        {},
        {"msg_type": "stream", "content": 3},
        message("stream", name="stdin", text="x"),
        message("comm_open", data={}),
        message("execute_result", data=[1], metadata="x"),
        message(
            "display_data", data={"text/plain": {"a": 1}, "application/json": {"a": 1}, "text/html": ["<b>", "</b>"]}
        ),
    ]
    found = Displays().outputs(malformed, OK, 1)
    assert [one["data"] for one in found] == [{}, {"application/json": {"a": 1}, "text/html": ["<b>", "</b>"]}]


def test_what_no_notebook_could_hold_is_left_out_and_the_rest_stays() -> None:
    deep: Any = 1
    for _ in range(500):
        deep = [deep]
    told = message("display_data", data={"text/plain": "x", "application/json": deep}, metadata={"m": deep})
    (found,) = Displays().outputs([told], OK, 1)
    assert (found["data"], found["metadata"]) == ({"text/plain": "x"}, {})


def test_a_display_shown_very_often_shows_its_newest_content_everywhere() -> None:
    found = Displays().outputs([shown(str(number), "bar") for number in range(20_000)], OK, 1)
    assert len(found) == 20_000
    assert {one["data"]["text/plain"] for one in found} == {"19999"}
