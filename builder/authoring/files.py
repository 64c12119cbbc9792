"""Text files of a course, read with a problem instead of an exception."""

from __future__ import annotations

import posixpath
from pathlib import Path

from builder.authoring.faults import Findings
from builder.model.problem import Place

BYTE_ORDER_MARK = "\ufeff"


def read_text(root: Path, file: str, findings: Findings) -> str | None:
    """Return the text of ``file`` (relative to ``root``), or None with a problem if it is not there or not UTF-8."""
    try:
        raw = (root / file).read_bytes()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        findings.add_unread("file-missing", Place(file), f"cannot be read: {reason}")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        findings.add_unread("wrong-encoding", Place(file, line=line), f"byte {error.start + 1} is not UTF-8")
        return None
    if text.startswith(BYTE_ORDER_MARK):
        findings.add("byte-order-mark", Place(file, line=1), "begins with a byte order mark")
        text = text[1:]
    return text


def beside(file: str, name: str) -> str:
    """Return ``name``, written in ``file``, relative to the root: ``beside("a/b.yml", "../c.svg")`` is ``c.svg``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


def is_inside(path: str) -> bool:
    """True if a normalised path relative to the root does not leave it."""
    return not (path.startswith(("/", "../")) or path == "..")


def is_file(root: Path, path: str) -> bool:
    """True if ``path`` is a file under ``root``; False for names that no file can have."""
    try:
        return is_inside(path) and (root / path).is_file()
    except (OSError, ValueError):
        return False


def present(root: Path, file: str, name: str, where: Place, findings: Findings) -> str:
    """Return ``name``, written in ``file``, relative to the root, with a problem if it is not there; "" for ""."""
    if not name:
        return ""
    path = beside(file, name)
    if not is_file(root, path):
        findings.add("file-missing", where, f"there is no file `{path}`")
    return path
