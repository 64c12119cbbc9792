"""YAML with places: every value is read from the composed nodes, so every problem has its line (YAML 1.1, PyYAML)."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

import yaml

from builder.authoring.faults import Findings, did_you_mean
from builder.authoring.files import read_text
from builder.model.identity import SLUG
from builder.model.problem import Place

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where PyYAML has it: about eight times as fast."""

BOOL, NULL, INT, FLOAT = (f"tag:yaml.org,2002:{name}" for name in ("bool", "null", "int", "float"))
T = TypeVar("T")
TRUE = frozenset({"true", "yes", "on"})


@dataclass(slots=True)
class Fields:
    """A mapping being read. Each accessor takes one key, notes a problem if its value is wrong, and always returns a
    value of its type, so that reading goes on. `close` reports the keys that nobody asked for."""

    file: str
    line: int
    findings: Findings
    nodes: dict[str, yaml.Node] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)

    @property
    def place(self) -> Place:
        """Where the mapping begins."""
        return Place(self.file, line=self.line)

    def place_of(self, key: str) -> Place:
        """Where ``key`` stands, or where the mapping begins."""
        return Place(self.file, line=self.lines.get(key, self.line))

    def has(self, key: str) -> bool:
        """True if ``key`` has a value."""
        self.asked.add(key)
        return key in self.nodes and not _is_null(self.nodes[key])

    def close(self) -> None:
        """Report every key that no accessor has asked for."""
        for key in (key for key in self.nodes if key not in self.asked):
            near = did_you_mean(key, self.asked - self.nodes.keys()) or did_you_mean(key, self.asked)
            known = f"known here: {', '.join(sorted(self.asked))}" if self.asked else ""
            self.findings.add("unknown-key", self.place_of(key), f"`{key}` is no key here", near or known)

    def text(self, key: str, default: str | None = None) -> str:
        """Return a scalar as it is written (`yes` stays `yes`); without ``default`` it is needed."""
        node = self._needed(key, default is not None)
        if node is None:
            return default or ""
        if not isinstance(node, yaml.ScalarNode):
            return self._wrong(key, "a text", default or "")
        if not node.value.strip() and default is None:
            self._missing(key)
        return str(node.value).strip()

    def slug(self, key: str) -> str:
        """Return an id; anything but lower-case words joined by hyphens is a problem."""
        value = self.text(key)
        if value:
            check_slug(value, self.place_of(key), self.findings)
        return value

    def one_of(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """Return one of ``allowed``; "" after a problem."""
        value = self.text(key, default)
        if value and value not in allowed:
            fix = did_you_mean(value, allowed) or f"allowed: {', '.join(allowed)}"
            self.findings.add("bad-value", self.place_of(key), f"`{key}` cannot be `{value}`", fix)
            return ""
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """Return true or false."""
        node = self._needed(key, optional=True)
        if node is None:
            return default
        if node.tag != BOOL or not isinstance(node, yaml.ScalarNode):
            return self._wrong(key, "`true` or `false`", default)
        return node.value.lower() in TRUE

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """Return a number from ``low`` to ``high``; without ``default`` it is needed."""
        node = self._needed(key, default is not None)
        fallback = low if default is None else default
        if node is None:
            return fallback
        value = _as_number(node)
        if value is None:
            return self._wrong(key, "a number", fallback)
        if not low <= value <= high:
            span = f"from {low:g} to {high:g}" if math.isfinite(low + high) else "a finite number"
            self.findings.add("bad-value", self.place_of(key), f"`{key}` is {value:g}, not {span}")
            return fallback
        return value

    def whole(self, key: str, low: int, high: int, default: int | None = None) -> int:
        """Return a whole number from ``low`` to ``high``; without ``default`` it is needed."""
        value = self.number(key, low, high, default)
        if value != int(value):
            return self._wrong(key, "a whole number", low if default is None else default)
        return int(value)

    def day(self, key: str) -> date | None:
        """Return a date such as 2027-06-30, or None if there is none."""
        value = self.text(key, "")
        if not value:
            return None
        try:
            return date.fromisoformat(value)
        except ValueError:
            return self._wrong(key, "a date such as 2027-06-30", None)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Return a list of numbers, which is needed."""
        node = self._needed(key, optional=False)
        if node is None:
            return ()
        items = [_as_number(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else [None]
        if None in items:
            return self._wrong(key, "a list of numbers", ())
        return tuple(item for item in items if item is not None)

    def texts(self, key: str, optional: bool = True) -> tuple[str, ...]:
        """Return a list of scalars as they are written."""
        node = self._needed(key, optional)
        if node is None:
            return ()
        if not isinstance(node, yaml.SequenceNode):
            return self._wrong(key, "a list", ())
        return tuple(
            str(item.value).strip()
            for item in node.value
            if isinstance(item, yaml.ScalarNode) or self._wrong(key, "a list of texts", False)
        )

    def fields(self, key: str, optional: bool = False) -> Fields | None:
        """Return the mapping under ``key``, or None."""
        node = self._needed(key, optional)
        if node is None:
            return None
        return as_fields(node, self.file, self.findings, key)

    def is_mapping(self, key: str) -> bool:
        """True if the value of ``key`` is a mapping."""
        self.asked.add(key)
        return isinstance(self.nodes.get(key), yaml.MappingNode)

    def is_list(self, key: str) -> bool:
        """True if the value of ``key`` is a list."""
        self.asked.add(key)
        return isinstance(self.nodes.get(key), yaml.SequenceNode)

    def each(self, key: str, optional: bool = True) -> Iterator[Fields]:
        """Yield the mappings of a list."""
        node = self._needed(key, optional)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self._wrong(key, "a list", None)
            return
        for item in node.value:
            found = as_fields(item, self.file, self.findings, f"an entry of {key}")
            if found is not None:
                yield found

    def entries(self) -> Iterator[tuple[str, Fields]]:
        """Yield every key of this mapping with the mapping under it; an empty value is an empty mapping."""
        for key, node in self.nodes.items():
            self.asked.add(key)
            if _is_null(node):
                yield key, Fields(self.file, self.lines[key], self.findings)
                continue
            found = as_fields(node, self.file, self.findings, key)
            if found is not None:
                found.line = self.lines[key]
                yield key, found

    def _needed(self, key: str, optional: bool) -> yaml.Node | None:
        if self.has(key):
            return self.nodes[key]
        if not optional:
            self._missing(key)
        return None

    def _missing(self, key: str) -> None:
        self.findings.add("missing-value", self.place_of(key), f"`{key}` is missing", f"add `{key}:` with its value")

    def _wrong(self, key: str, wanted: str, fallback: T) -> T:
        self.findings.add("wrong-type", self.place_of(key), f"`{key}` is not {wanted}", f"write {wanted}")
        return fallback


def check_slug(value: str, where: Place, findings: Findings) -> None:
    """Note a problem if ``value`` is no slug."""
    if not SLUG.fullmatch(value):
        findings.add("bad-slug", where, f"`{value}` is not lower-case words joined by hyphens")


def compose(text: str, file: str, findings: Findings) -> yaml.Node | None:
    """Return the root node of a YAML text; None, with a problem unless the text is empty, if there is none."""
    loader = LOADER(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = _line_of_error(error, text)
        written = (*text.split("\n"), "")[line - 1]
        fix = "indent with spaces: YAML does not allow tabs" if "\t" in written[: _indent(written) + 1] else ""
        findings.add_unread("yaml-syntax", Place(file, line=line), _plain(error), fix or _syntax_fix(written))
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1 if isinstance(error.position, int) else 0
        findings.add_unread(
            "yaml-syntax", Place(file, line=line), "a control character", "remove the invisible character"
        )
        return None
    except RecursionError:
        findings.add_unread("yaml-syntax", Place(file), "nested too deeply")
        return None
    finally:
        loader.dispose()
    return node


def line_of(node: yaml.Node) -> int:
    """The line on which a node begins, counted from 1."""
    return node.start_mark.line + 1 if node.start_mark else 0


def as_fields(node: yaml.Node, file: str, findings: Findings, what: str) -> Fields | None:
    """Return a node as `Fields`; None with a problem if it is no mapping."""
    line = line_of(node)
    if not isinstance(node, yaml.MappingNode):
        findings.add("wrong-type", Place(file, line=line), f"{what} is not a mapping", "write `key: value` lines")
        return None
    found = Fields(file, line, findings)
    for key, value in node.value:
        name = str(key.value) if isinstance(key, yaml.ScalarNode) else "?"
        key_line = line_of(key)
        if name in found.nodes:
            findings.add("duplicate-key", Place(file, line=key_line), f"`{name}` stands here twice")
        found.nodes[name] = value
        found.lines[name] = key_line
    return found


def read_fields(root: Path, file: str, findings: Findings) -> Fields | None:
    """Read a YAML file whose root is a mapping; None with a problem if it cannot be read. An empty file is empty."""
    text = read_text(root, file, findings)
    if text is None:
        return None
    node = compose(text, file, findings)
    if node is None:
        return None if file in findings.unread else Fields(file, 1, findings)
    fields = as_fields(node, file, findings, "the file")
    if fields is None:
        findings.unread.add(file)
    return fields


def nothing(file: str) -> Fields:
    """Return fields to go on with where ``file`` could not be read: its values are missing, which is no new problem."""
    return Fields(file, 0, Findings())


def _line_of_error(error: yaml.MarkedYAMLError, text: str) -> int:
    """Where the error is; at the end of the text, where what was never closed begins."""
    mark, context = error.problem_mark, error.context_mark
    if mark is not None and mark.line >= len(text.splitlines()) and context is not None:
        mark = context
    return min(mark.line, text.count("\n")) + 1 if mark else 1


def _as_number(node: yaml.Node) -> float | None:
    """A decimal number as people write it; YAML's octal and sexagesimal readings are not wanted."""
    if not isinstance(node, yaml.ScalarNode) or (node.tag not in (INT, FLOAT) and not _looks_numeric(node.value)):
        return None
    try:
        value = float(node.value)
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _looks_numeric(value: str) -> bool:
    """True for `1e-3`, which YAML 1.1 takes for a text."""
    return value[:1] in "+-.0123456789" and value[-1:].isdigit()


def _is_null(node: yaml.Node) -> bool:
    return node.tag == NULL


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" \t"))


def _plain(error: yaml.MarkedYAMLError) -> str:
    return ", ".join(part for part in (error.context, error.problem) if part) or "not YAML"


def _syntax_fix(line: str) -> str:
    if ": " in line.partition(": ")[2]:
        return "put a value that contains `: ` in double quotes"
    return ""
