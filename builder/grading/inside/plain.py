"""A learner's values as plain JSON: taken apart by exact type and put together anew, so that no learner's class,
method or hook comes along.

What can be taken: None, bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range; numpy's
scalars and arrays of numbers, text, dates and plain objects; pandas' Series and DataFrame of those.
"""

from __future__ import annotations

import base64
import sys
from typing import Any

DEEPEST = 24
MOST_PARTS = 2_000_000
LONGEST_INT = 10_000
"""Bits: Python writes larger numbers in decimal only when asked (sys.set_int_max_str_digits), but in hexadecimal."""
ARRAY_KINDS = frozenset("biufcSUmM")
SEQUENCES: dict[str, type] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


class NotPlainError(Exception):
    """A value of another type; the message is the type's name."""


class NotPlain:
    """Stands in the place of a value that could not be taken; it is equal to nothing and can do nothing."""

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __repr__(self) -> str:
        return f"<{self._kind}: not a plain value>"


def encode(value: Any) -> Any:
    """Return ``value`` as JSON values. Raises `NotPlainError`."""
    return _Encoder().encode(value, 0)


class _Encoder:
    def __init__(self) -> None:
        self._parts = 0

    def encode(self, value: Any, depth: int) -> Any:
        kind = type(value)
        self._parts += 1
        if depth > DEEPEST or self._parts > MOST_PARTS:
            raise NotPlainError("a value too deep or too large")
        if kind is int and value.bit_length() > LONGEST_INT:
            return {"t": "int", "v": f"{value:x}"}
        if value is None or kind is bool or kind is int or kind is float or kind is str:
            return value
        for name, known in SEQUENCES.items():
            if kind is known:
                return {"t": name, "v": [self.encode(part, depth + 1) for part in value]}
        if kind is dict:
            parts = [[self.encode(k, depth + 1), self.encode(v, depth + 1)] for k, v in value.items()]
            return {"t": "dict", "v": parts}
        if kind is bytes:
            return {"t": "bytes", "v": base64.b64encode(value).decode()}
        if kind is complex:
            return {"t": "complex", "v": [value.real, value.imag]}
        if kind is range:
            return {"t": "range", "v": [value.start, value.stop, value.step]}
        return self._of_libraries(value, kind, depth)

    def _of_libraries(self, value: Any, kind: type, depth: int) -> Any:
        numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
        if numpy is not None and kind is numpy.ndarray:
            return self._array(numpy, value, depth)
        if numpy is not None and kind in numpy.sctypeDict.values() and value.dtype.kind in ARRAY_KINDS:
            return {"t": "scalar", "d": value.dtype.str, "v": base64.b64encode(value.tobytes()).decode()}
        if pandas is not None and kind is pandas.DataFrame:
            columns = [self._column(value.iloc[:, place], depth) for place in range(value.shape[1])]
            return {
                "t": "frame",
                "v": columns,
                "n": self.encode(list(value.columns), depth + 1),
                "i": self._column(value.index, depth),
            }
        if pandas is not None and kind is pandas.Series:
            return {
                "t": "series",
                "v": self._column(value, depth),
                "n": self.encode(value.name, depth + 1),
                "i": self._column(value.index, depth),
            }
        raise NotPlainError(kind.__name__)

    def _array(self, numpy: Any, value: Any, depth: int) -> Any:
        shape = list(value.shape)
        if value.dtype.kind == "O":
            return {"t": "objects", "s": shape, "v": [self.encode(part, depth + 1) for part in value.ravel().tolist()]}
        if value.dtype.kind not in ARRAY_KINDS:
            raise NotPlainError(f"array of {value.dtype}")
        content = numpy.ascontiguousarray(value).tobytes()
        return {"t": "array", "d": value.dtype.str, "s": shape, "v": base64.b64encode(content).decode()}

    def _column(self, value: Any, depth: int) -> Any:
        """A Series or an Index: its dtype's name, its values and, of an index, its name."""
        pandas = sys.modules["pandas"]
        if type(value) is pandas.MultiIndex:
            raise NotPlainError("MultiIndex")
        named = self.encode(value.name, depth + 1)
        if type(value) is pandas.RangeIndex:
            return {"d": "range", "v": self.encode(range(value.start, value.stop, value.step), depth + 1), "n": named}
        if value.dtype.kind in ARRAY_KINDS and type(value.dtype).__module__.startswith("numpy"):
            return {"d": "", "v": self._array(sys.modules["numpy"], value.to_numpy(), depth), "n": named}
        kept = [None if part is pandas.NA else self.encode(part, depth + 1) for part in value.tolist()]
        return {"d": str(value.dtype), "v": {"t": "list", "v": kept}, "n": named}


def decode(coded: Any) -> Any:
    """Return the value that ``coded`` tells of; `NotPlain` where it tells of none or is malformed."""
    try:
        return _decode(coded)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError) as fault:
        return NotPlain(type(fault).__name__)


def _decode(coded: Any) -> Any:
    if coded is None or type(coded) in (bool, int, float, str):
        return coded
    kind, content = coded["t"], coded.get("v")
    if kind in SEQUENCES:
        return SEQUENCES[kind](_decode(part) for part in content)
    if kind == "dict":
        return {_decode(key): _decode(part) for key, part in content}
    if kind == "bytes":
        return base64.b64decode(content)
    if kind == "complex":
        return complex(*content)
    if kind == "int":
        return int(content, 16)
    if kind == "range":
        return range(*content)
    if kind == "none":
        return NotPlain(str(content))
    return _decode_of_libraries(coded, kind)


def _decode_of_libraries(coded: Any, kind: str) -> Any:
    import numpy

    if kind == "scalar":
        return numpy.frombuffer(base64.b64decode(coded["v"]), dtype=_dtype(coded["d"]))[0]
    if kind == "array":
        flat = numpy.frombuffer(base64.b64decode(coded["v"]), dtype=_dtype(coded["d"]))
        return flat.reshape(coded["s"]).copy()
    if kind == "objects":
        made = numpy.empty(len(coded["v"]), dtype=object)
        for place, part in enumerate(coded["v"]):
            made[place] = _decode(part)
        return made.reshape(coded["s"])
    import pandas  # type: ignore[import-untyped]

    index = _index(coded["i"])
    if kind == "series":
        return _series(coded["v"], index).rename(_decode(coded["n"]))
    if kind == "frame":
        made = pandas.DataFrame({place: _series(column, index) for place, column in enumerate(coded["v"])}, index=index)
        made.columns = pandas.Index(_decode(coded["n"]))
        return made
    raise ValueError(kind)


def _dtype(name: str) -> Any:
    import numpy

    dtype = numpy.dtype(name)
    if dtype.kind not in ARRAY_KINDS:
        raise ValueError(name)
    return dtype


def _index(coded: Any) -> Any:
    import pandas

    values, name = _decode(coded["v"]), _decode(coded["n"])
    if coded["d"] == "range":
        return pandas.RangeIndex(values, name=name)
    return pandas.Index(values, dtype=coded["d"] or None, name=name)


def _series(coded: Any, index: Any) -> Any:
    import pandas

    return pandas.Series(_decode(coded["v"]), index=index, dtype=coded["d"] or None)
