"""A kernel's messages become a cell's outputs, as nbclient (0.11) makes them; nothing in a message is believed.

Shapes: Jupyter messaging protocol 5, "Messages on the IOPub channel"; nbformat 4.5, "Code cell outputs".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

TIMEOUT_ERROR = {
    "output_type": "error",
    "ename": "CellTimeoutError",
    "evalue": "",
    "traceback": ["\x1b[0;31mCellTimeoutError\x1b[0m: No reply from kernel before timeout"],
}
"""nbgrader's `Execute.error_on_timeout`."""
DEEPEST = 100
"""Levels of JSON in an output; what lies deeper is not kept."""
NO_TRACEBACK = "ERROR: An error occurred while showtraceback was disabled"


def a_message(found: object) -> dict[str, Any] | None:
    """Return a kernel's message as its ``msg_type``, a text, and its ``content``, an object; None if it is none."""
    if not isinstance(found, dict) or not isinstance(found.get("msg_type"), str):
        return None
    content = {} if found.get("content") is None else found["content"]
    return {"msg_type": found["msg_type"], "content": content} if isinstance(content, dict) else None


class Displays:
    """The outputs of one notebook's cells; a display may be updated from a later cell."""

    def __init__(self) -> None:
        self._named: dict[str, list[dict[str, Any]]] = {}

    def outputs(
        self, messages: Iterable[Mapping[str, Any]], reply: Mapping[str, Any] | None, count: int
    ) -> list[dict[str, Any]]:
        """Return the outputs of the cell with execution ``count``; no ``reply`` means that it ran out of time."""
        shown: list[dict[str, Any]] = []
        latest: dict[str, dict[str, Any]] = {}
        clear_first = False
        for message in messages:
            kind, content = message.get("msg_type"), message.get("content")
            if not isinstance(content, dict):
                continue
            if kind == "clear_output":
                clear_first = content.get("wait") is True
                if not clear_first:
                    shown.clear()
                continue
            output = _output(kind, content, count)
            if output is None:
                continue
            name = _display_name(content)
            if name and "data" in output:
                latest[name] = output
                if kind == "update_display_data":
                    continue
                self._named.setdefault(name, []).append(output)
            elif kind == "update_display_data":
                continue
            if clear_first:
                shown.clear()
                clear_first = False
            shown.append(output)
        self._update(latest)
        shown = list(_joined(shown))
        return [*shown, *_missing_error(shown, reply)]

    def _update(self, latest: Mapping[str, Mapping[str, Any]]) -> None:
        """Give every display the newest content of its name; once a cell, however often it was shown."""
        for name, newest in latest.items():
            for earlier in self._named.get(name, ()):
                earlier["data"], earlier["metadata"] = newest["data"], newest["metadata"]


def _joined(shown: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the outputs, with neighbours of the same stream as one."""
    for (kind, _), group in groupby(shown, key=lambda output: (output["output_type"], output.get("name"))):
        if kind == "stream":
            parts = list(group)
            yield {**parts[0], "text": "".join(part["text"] for part in parts)}
        else:
            yield from group


def _missing_error(shown: list[dict[str, Any]], reply: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    """The error that the reply tells of and that no output shows (nbgrader's `Execute.on_cell_executed`)."""
    if reply is None:
        return [dict(TIMEOUT_ERROR)]
    if reply.get("status") == "ok":
        return []
    name = _text(reply.get("ename"), "Error")
    if any(output["output_type"] == "error" and output["ename"] == name for output in shown):
        return []
    lines = _lines(reply.get("traceback")) or [NO_TRACEBACK]
    return [{"output_type": "error", "ename": name, "evalue": _text(reply.get("evalue"), ""), "traceback": lines}]


def _output(kind: object, content: dict[str, Any], count: int) -> dict[str, Any] | None:
    if kind == "stream" and content.get("name") in ("stdout", "stderr"):
        return {"output_type": "stream", "name": content["name"], "text": _text(content.get("text"), "")}
    if kind == "error":
        return {
            "output_type": "error",
            "ename": _text(content.get("ename"), "Error"),
            "evalue": _text(content.get("evalue"), ""),
            "traceback": _lines(content.get("traceback")),
        }
    if kind not in ("execute_result", "display_data", "update_display_data"):
        return None
    metadata = content.get("metadata")
    shown: dict[str, Any] = {
        "output_type": "execute_result" if kind == "execute_result" else "display_data",
        "data": _data(content.get("data")),
        "metadata": metadata if isinstance(metadata, dict) and _is_shallow(metadata) else {},
    }
    return {**shown, "execution_count": count} if kind == "execute_result" else shown


def _data(found: object) -> dict[str, Any]:
    """MIME bundle: text for all types but JSON's, which may hold anything."""
    if not isinstance(found, dict):
        return {}
    return {
        kind: value
        for kind, value in found.items()
        if isinstance(value, str)
        or (kind.endswith("json") and _is_shallow(value))
        or (isinstance(value, list) and all(isinstance(line, str) for line in value))
    }


def _is_shallow(found: object) -> bool:
    """Say whether nbformat can walk through ``found``, which it does by recursion."""
    level = [found]
    for _ in range(DEEPEST):
        inside = [part for part in level if isinstance(part, dict | list)]
        if not inside:
            return True
        level = [inner for part in inside for inner in (part.values() if isinstance(part, dict) else part)]
    return False


def _display_name(content: dict[str, Any]) -> str:
    transient = content.get("transient")
    return _text(transient.get("display_id"), "") if isinstance(transient, dict) else ""


def _text(found: object, otherwise: str) -> str:
    return found if isinstance(found, str) else otherwise


def _lines(found: object) -> list[str]:
    return [str(line) for line in found] if isinstance(found, list) else []
