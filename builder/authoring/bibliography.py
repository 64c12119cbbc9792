"""The keys of a BibTeX file, with their lines."""

from __future__ import annotations

import re
from pathlib import Path

from builder.authoring.faults import Findings
from builder.authoring.files import read_text
from builder.model.problem import Place

ENTRY = re.compile(r"^[ \t]*@(?P<type>\w+)\s*[{(]\s*(?P<key>[^\s,{}()]+)\s*,", re.MULTILINE)
NO_WORKS = frozenset({"comment", "string", "preamble"})


def read_keys(root: Path, file: str, findings: Findings) -> dict[str, Place]:
    """Return the keys of a BibTeX file with their places; {} with a problem if it cannot be read."""
    text = read_text(root, file, findings)
    keys: dict[str, Place] = {}
    for entry in ENTRY.finditer(text or ""):
        if entry["type"].lower() in NO_WORKS:
            continue
        where = Place(file, line=(text or "").count("\n", 0, entry.start("key")) + 1)
        if entry["key"] in keys:
            findings.add("duplicate-id", where, f"another entry has the key `{entry['key']}`")
        keys[entry["key"]] = where
    return keys
